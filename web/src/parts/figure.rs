//! A chart with everything that belongs to it: drawing, read-out, data, and what can be done with it.

use maud::{Markup, PreEscaped, html};
use wattpix_core::charts::{Drawing, Table};
use wattpix_core::present::fixed;
use wattpix_core::words::{Word, Words};

use crate::charts::{Chart, Look};
use crate::say::{Told, tell};
use crate::view::View;

/// The frame of a chart, to be filled by [`contents`].
pub fn frame(chart: &Chart, words: Words) -> Markup {
    around(words, chart, words.text(chart.title), html! {}, html! {})
}

/// The chart, filled.
pub fn whole(view: &View, chart: &Chart, width: u32) -> Markup {
    let (drawing, table) = contents(view, chart, Look::on_page(width));
    around(view.words, chart, view.words.text(chart.title), PreEscaped(drawing), PreEscaped(table))
}

/// A chart under a caption.
pub fn around(words: Words, chart: &Chart, caption: &str, drawing: Markup, table: Markup) -> Markup {
    let title = words.text(chart.title);
    html! {
        figure data-chart=(chart.id) {
            figcaption { (caption) }
            div.drawing tabindex="0" role="group" aria-label=(tell(words, Word::FIGURE_VALUES, [("title", title)])) { (drawing) }
            p.reading {}
            details.data {
                summary { (Told(words, Word::FIGURE_DATA)) }
                div.scroll tabindex="0" role="region" aria-label=(tell(words, Word::FIGURE_DATA_OF, [("title", title)])) { (table) }
            }
            (menu(words, true))
        }
    }
}

/// The name of a part that can be scrolled.
pub fn scrollable(words: Words, title: &str) -> String {
    words.say(Word::FIGURE_SCROLLABLE, &[("title", title)])
}

/// What can be done with a chart or table; the site's script acts on it.
pub fn menu(words: Words, drawn: bool) -> Markup {
    let pictures = [("svg", "SVG"), ("png", "PNG")];
    let data = [
        ("csv", "CSV"),
        ("json", "JSON"),
        ("metadata", words.text(Word::ACT_METADATA)),
        ("link", words.text(Word::ACT_LINK)),
        ("embed", words.text(Word::ACT_EMBED)),
    ];
    html! {
        details.menu {
            summary { (Told(words, Word::ACT_MENU)) }
            div {
                @for (act, label) in pictures.iter().filter(|_| drawn).chain(&data) {
                    button.quiet type="button" data-do=(act) { (label) }
                }
                span.done role="status" {}
            }
        }
    }
}

/// The drawing and the table of a chart; empty where there is nothing to draw.
pub fn contents(view: &View, chart: &Chart, look: Look) -> (String, String) {
    match (chart.draw)(view, look) {
        Some(Ok(drawing)) => (with_points(&drawing), table(&drawing.table).into_string()),
        Some(Err(_)) => {
            let refused = view.words.text(Word::FIGURE_REFUSED);
            (html! { p.problem { (refused) } }.into_string(), String::new())
        }
        None => Default::default(),
    }
}

/// The drawing, and its points as lines of left, top and words, for hover and keyboard.
fn with_points(drawing: &Drawing) -> String {
    let mut points = String::new();
    for point in &drawing.points {
        for piece in [&fixed(point.x, 1), " ", &fixed(point.y, 1), " ", &point.label, "\n"] {
            points.push_str(piece);
        }
    }
    let size = [&*drawing.width.to_string(), " ", &drawing.height.to_string()].concat();
    html! { (PreEscaped(&drawing.svg)) i hidden data-size=(size) data-points=(points) {} }.into_string()
}

fn table(table: &Table) -> Markup {
    html! {
        table {
            thead { tr { @for head in &table.headers { th scope="col" { (head) } } } }
            tbody {
                @for row in &table.rows {
                    tr { @for cell in row { td { (cell.shown) } } }
                }
            }
        }
    }
}
