//! Who says so.

use maud::{Markup, html};
use wattpix_core::carbon;

use crate::view::View;

/// The documents behind the fit, the model and the GPU shown.
pub fn sources(view: &View) -> Markup {
    let question = &view.page.main.question;
    let model = question.workload.model();
    html! {
        h2 { "Sources" }
        @if let Ok(estimate) = &view.estimate {
            @let file = estimate.fit.file();
            details open {
                summary { "Fit: " (file.id) }
                p { (file.notes) }
                ul {
                    @for source in file.sources.iter() { (link(&source.title, &source.locator, &source.url)) }
                }
            }
        }
        p {
            a href={ "sources.html#" (model.id) } { "Sources of " (model.label) }
            " · "
            a href={ "sources.html#" (question.gpu.id) } { "of " (question.gpu.label) }
            " · "
            a href=(carbon::WORLD.source.url) rel="noopener noreferrer" { "of the carbon intensity" }
        }
    }
}

fn link(title: &str, locator: &str, url: &str) -> Markup {
    html! { li { a href=(url) rel="noopener noreferrer" { (title) } ": " (locator) } }
}
