//! The laws as equations, and where coefficients come from, as markup: for the page and for the tables that the build writes.

use maud::{Markup, html};
use wattpix_core::fit::schema::Origin;
use wattpix_core::words::{Word, Words};

use crate::say::said;

/// The law of time and power: docs/law.md.
pub fn time_and_power() -> Markup {
    html! { "E = exp(e) · Σ P·c·t" }
}

/// The paper's law: arXiv:2511.17031, its equation for ln E.
pub fn equation() -> Markup {
    html! { "ln E = ln A + α·ln F + b" sub { "fp32" } " + b" sub { "gpu" } " + b" sub { "res" } "·ln(W·H/256)" }
}

/// The origin of coefficients in a few words; names of tools and data are those of the fit file.
pub fn origin(words: Words, origin: &Origin) -> Markup {
    let own = |text: &str| html! { span lang="en" { (text) } };
    match origin {
        Origin::Paper { version, table } => own(&[version, ", ", table].concat()),
        Origin::Measured { tool, date, .. } => {
            said(words, Word::EXPLANATION_ORIGIN_MEASURED, [("tool", own(tool)), ("date", html! { (date) })])
        }
        Origin::PublicData { dataset, date, .. } => said(
            words,
            Word::EXPLANATION_ORIGIN_PUBLIC,
            [("dataset", own(dataset)), ("date", html! { (date) })],
        ),
    }
}
