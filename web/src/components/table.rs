//! Tables, which may be wider than the page.

use leptos::prelude::*;
use wattpix_core::words::{Word, Words};

/// Returns the name of a part that can be scrolled.
pub fn scrollable(words: Words, title: &str) -> String {
    words.say(Word::FIGURE_SCROLLABLE, &[("title", title)])
}

/// A table that scrolls within the page, by keys too.
#[component]
pub fn Table(
    /// Accessible name.
    label: String,
    /// Name for tests.
    #[prop(default = "")]
    testid: &'static str,
    /// Caption.
    #[prop(optional)]
    caption: Option<String>,
    /// Class of the part that scrolls.
    #[prop(default = "scroll")]
    class: &'static str,
    /// Cells of the first row.
    heads: Vec<AnyView>,
    /// Rows, as [`row`] makes them.
    rows: Vec<AnyView>,
) -> impl IntoView {
    let caption = caption.map(|caption| view! { <caption>{caption}</caption> }.into_any());
    view! {
        <div class=class tabindex="0" role="region" aria-label=label>
            <table data-testid=testid>
                {caption.into_any()}
                <thead>{row(heads)}</thead>
                <tbody>{rows}</tbody>
            </table>
        </div>
    }
}

/// A row.
pub fn row(cells: Vec<AnyView>) -> AnyView {
    view! { <tr>{cells}</tr> }.into_any()
}

/// The head of a column.
pub fn head(text: impl Into<String>) -> AnyView {
    view! { <th scope="col">{text.into()}</th> }.into_any()
}

/// The head of a column of numbers.
pub fn number_head(text: impl Into<String>) -> AnyView {
    view! { <th class="numeric" scope="col">{text.into()}</th> }.into_any()
}

/// The head of a row.
pub fn row_head(text: impl Into<String>) -> AnyView {
    row_head_of(text.into().into_any())
}

/// The head of a row, which is more than a text.
pub fn row_head_of(content: AnyView) -> AnyView {
    view! { <th scope="row">{content}</th> }.into_any()
}

/// A cell with a text. It has no attribute: those of erased elements are taken away and set again with every change, which is most of what a
/// table costs.
pub fn cell(text: impl Into<String>) -> AnyView {
    plain_cell(text.into())
}

/// Compiled once for texts of any kind.
fn plain_cell(text: String) -> AnyView {
    view! { <td>{text}</td> }.into_any()
}

/// A cell with a number.
pub fn number(text: impl Into<String>) -> AnyView {
    cell_of("numeric", text.into().into_any())
}

/// A cell of a class.
pub fn cell_of(class: &'static str, content: AnyView) -> AnyView {
    view! { <td class=class>{content}</td> }.into_any()
}
