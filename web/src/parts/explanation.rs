//! The law behind the figure, term by term.

use maud::{Markup, html};
use wattpix_core::explain::{Sum, shares, sum};
use wattpix_core::fit::schema::Origin;
use wattpix_core::words::{Word, Words};

use crate::parts::figure::scrollable;
use crate::say::{Told, said, tell};
use crate::view::View;

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

/// The terms in symbols, words and numbers.
pub fn explanation(view: &View) -> Markup {
    let Ok(estimate) = &view.estimate else { return html! {} };
    let words = view.words;
    let text = |word: Word| Told(words, word);
    let shares = shares(estimate, words);
    let added: f64 = shares.iter().map(|share| share.adds).sum();
    let logarithms = sum(estimate) == Sum::LnKilowattHours;
    let file = estimate.fit.file();
    let images = file.law.evaluated_at_images;
    let total = words.significant(estimate.energy.kilowatt_hours() * images as f64, 4);
    let (each, images) = (words.significant(estimate.energy.watt_hours(), 4), words.whole(images));
    html! {
        @if logarithms {
            p { (text(Word::EXPLANATION_LOGARITHMS)) }
            p.law { (equation()) }
        } @else {
            @if estimate.fit.answers_everything() {
                p { (text(Word::EXPLANATION_TIME_AND_POWER)) }
                p.law { (time_and_power()) }
            } @else {
                p { (text(Word::EXPLANATION_JOULES)) }
                p.law { "E = exp(b" sub { "gpu" } ") · P · Σ c·t" }
            }
        }
        p {
            (said(words, Word::EXPLANATION_FIT, [
                ("title", html! { b lang="en" { (file.title) } }),
                ("origin", origin(words, &file.origin)),
            ]))
        }
        div.scroll tabindex="0" role="region" aria-label=(scrollable(words, words.text(Word::EXPLANATION_TERMS))) {
            table {
                thead {
                    tr {
                        th scope="col" { (text(Word::EXPLANATION_TERM)) }
                        th scope="col" { (text(Word::EXPLANATION_IN_WORDS)) }
                        th.numeric scope="col" { (text(if logarithms { Word::EXPLANATION_ADDS_LOGARITHM } else { Word::EXPLANATION_ADDS_JOULES })) }
                    }
                }
                tbody {
                    @for share in &shares {
                        tr {
                            th scope="row" { (share.formula) }
                            td { (share.words) }
                            td.numeric { (words.fixed(share.adds, if logarithms { 3 } else { 1 })) }
                        }
                    }
                    tr.sum {
                        th scope="row" { @if logarithms { "ln E" } @else { "E" } }
                        td {
                            @if logarithms {
                                (tell(words, Word::EXPLANATION_SUM_LOGARITHM, [("total", &total), ("images", &images), ("each", &each)]))
                            } @else {
                                (tell(words, Word::EXPLANATION_SUM_JOULES, [("each", &each)]))
                            }
                        }
                        td.numeric { (words.fixed(added, if logarithms { 3 } else { 1 })) }
                    }
                }
            }
        }
    }
}
