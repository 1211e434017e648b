//! The documents behind the fit shown, and what to know of it.

use maud::{Markup, html};

use crate::view::View;

/// Notes and documents of the fit.
pub fn provenance(view: &View) -> Markup {
    let Ok(estimate) = &view.estimate else { return html! {} };
    let file = estimate.fit.file();
    html! {
        // Notes and titles are those of the documents.
        p lang="en" { (file.notes) }
        ul lang="en" {
            @for source in file.sources.iter() {
                li { a href=(source.url) target="_blank" rel="noopener noreferrer" { (source.title) } ": " (source.locator) }
            }
        }
    }
}
