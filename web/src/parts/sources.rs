//! Who says so.

use maud::{Markup, html};
use wattpix_core::fit::VERSIONS;

use crate::own::fits::is_own;
use crate::page::VERSION;
use crate::view::View;

/// Links to the documents behind the model and the GPU shown, and the version of the coefficients.
pub fn sources(view: &View) -> Markup {
    let question = &view.page.main.question;
    // Of a changed model, those of the one that it was made from.
    let model = question.workload.model().base();
    html! {
        h2 { "Sources" }
        p {
            a href={ "sources.html#" (model.id) } { "Sources of " (model.label) }
            " · "
            a href={ "sources.html#" (question.gpu.id) } { "of " (question.gpu.label) }
            @if let Ok(estimate) = &view.estimate {
                " · "
                @if is_own(estimate.fit.id()) {
                    "the fit " (estimate.fit.file().title) " is from your own file"
                } @else {
                    a href={ "sources.html#" (estimate.fit.id()) } { "of the fit " (estimate.fit.id()) }
                }
            }
            " · "
            a href="sources.html#electricity" { "of the carbon intensities" }
        }
        (version(view))
    }
}

/// Which coefficients answer, and links to others.
fn version(view: &View) -> Markup {
    let version = view.page.version;
    let pinned = view.query.get(VERSION).is_some();
    html! {
        p data-testid="version" {
            "Version " (version.number) " of the coefficients, " (version.date)
            @if pinned {
                ", kept by this link. " a href=(view.link(&[(VERSION, "")])) { "Follow the latest" }
            } @else {
                ", the latest. " a href=(view.link(&[(VERSION, &version.number.to_string())])) { "Keep this version in the link" }
            }
            @for other in VERSIONS.iter().filter(|other| other.number != version.number) {
                " · " a href=(view.link(&[(VERSION, &other.number.to_string())])) { "version " (other.number) }
            }
            " · " a href="sources.html#versions" { "what changed" }
        }
    }
}
