//! Who says so.

use maud::{Markup, html};
use wattpix_core::fit::VERSIONS;
use wattpix_core::words::{Word, Words};

use crate::own::fits::is_own;
use crate::page::VERSION;
use crate::say::{Told, tell};
use crate::view::View;

/// Links to the documents behind the model and the GPU shown, and the version of the coefficients.
pub fn sources(view: &View) -> Markup {
    let question = &view.page.main.question;
    // Of a changed model, those of the one that it was made from.
    let model = question.workload.model().base();
    let (words, page) = (view.words, page(view.words));
    html! {
        h2 { (Told(words, Word::SOURCES_TITLE)) }
        p {
            a href={ (page) "#" (model.id) } { (tell(words, Word::SOURCES_MODEL, [("model", model.label)])) }
            " · "
            a href={ (page) "#" (question.gpu.id) } { (tell(words, Word::SOURCES_GPU, [("gpu", question.gpu.label)])) }
            @if let Ok(estimate) = &view.estimate {
                " · "
                @if is_own(estimate.fit.id()) {
                    (tell(words, Word::SOURCES_OWN, [("title", &estimate.fit.file().title)]))
                } @else {
                    a href={ (page) "#" (estimate.fit.id()) } { (tell(words, Word::SOURCES_FIT, [("fit", estimate.fit.id())])) }
                }
            }
            " · "
            a href={ (page) "#electricity" } { (Told(words, Word::SOURCES_CARBON)) }
        }
        (version(view))
    }
}

/// The page of sources in a language, as the build of the site names it.
fn page(words: Words) -> String {
    let code = if words == Words::ENGLISH { "" } else { words.code() };
    ["sources", if code.is_empty() { "" } else { "." }, code, ".html"].concat()
}

/// Which coefficients answer, and links to others.
fn version(view: &View) -> Markup {
    let version = view.page.version;
    let pinned = view.query.get(VERSION).is_some();
    let said = if pinned { Word::SOURCES_PINNED } else { Word::SOURCES_LATEST };
    let (words, number) = (view.words, version.number.to_string());
    html! {
        p data-testid="version" {
            (tell(words, said, [("number", &number), ("date", version.date)])) " "
            @if pinned {
                a href=(view.link(&[(VERSION, "")])) { (Told(words, Word::SOURCES_FOLLOW)) }
            } @else {
                a href=(view.link(&[(VERSION, &number)])) { (Told(words, Word::SOURCES_PIN)) }
            }
            @for other in VERSIONS.iter().filter(|other| other.number != version.number) {
                @let number = other.number.to_string();
                " · "
                a href=(view.link(&[(VERSION, &number)])) { (tell(words, Word::SOURCES_VERSION, [("number", &number)])) }
            }
            " · " a href={ (page(words)) "#versions" } { (Told(words, Word::SOURCES_CHANGES)) }
        }
    }
}
