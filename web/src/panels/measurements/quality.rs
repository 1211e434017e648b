//! A fit of a person's rows: its quality, its coefficients with their errors, and buttons to use and save it.

use maud::{Markup, html};
use wattpix_core::fit::INTERVAL;
use wattpix_core::fit::schema::{Feature, Law};
use wattpix_core::law;
use wattpix_core::words::{Word, Words};

use crate::say::{Told, tell};
use crate::worker::message::Made;

/// The fit and its quality.
pub fn quality(words: Words, made: &Made) -> Markup {
    let file = &made.fit.file;
    let quality = &file.quality;
    let figure = |value: Option<f64>| {
        value.map_or_else(
            || words.text(Word::MEASUREMENTS_UNDEFINED).to_owned(),
            |value| words.fixed(value, 4),
        )
    };
    let percent = |share: f64| words.fixed(100.0 * share, 1);
    html! {
        h3 { (Told(words, Word::MEASUREMENTS_MADE)) " " code { (made.id) } }
        p data-testid="own-quality" {
            (tell(words, Word::MEASUREMENTS_ON_OWN_ROWS, [
                ("rows", &words.whole(quality.n.unwrap_or(0))),
                ("determination", &figure(quality.r2)),
                ("mae", &figure(quality.mae_ln)),
                ("mape", &quality.mape.map(percent).unwrap_or_default()),
                ("spearman", &figure(quality.spearman)),
                ("pearson", &figure(quality.pearson)),
            ]))
        }
        @if let Some(folds) = &quality.k_fold {
            p {
                (tell(words, Word::MEASUREMENTS_FOLDS, [
                    ("k", &folds.k.to_string()),
                    ("determination", &words.fixed(folds.r2, 4)),
                    ("mae", &words.fixed(folds.mae_ln, 4)),
                    ("mape", &percent(folds.mape)),
                ]))
            }
        } @else {
            p { (Told(words, Word::MEASUREMENTS_NO_FOLDS)) }
        }
        @if let Some(held_out) = &quality.held_out_models {
            p {
                (tell(words, Word::MEASUREMENTS_HELD_OUT, [
                    ("models", &held_out.models.to_string()),
                    ("factor", &words.fixed(law::value(held_out.mae_ln), 3)),
                    ("inside", &words.fixed(100.0 * held_out.inside, 0)),
                    ("interval", &words.fixed(100.0 * INTERVAL, 0)),
                ]))
            }
        } @else {
            p { (Told(words, Word::MEASUREMENTS_ONE_MODEL)) }
        }
        (coefficients(words, Word::MEASUREMENTS_ENERGY, &file.law))
        @if let Some(duration) = &file.duration { (coefficients(words, Word::MEASUREMENTS_DURATION, duration)) }
        p.acts {
            button.quiet type="button" data-act="use-made" { (Told(words, Word::MEASUREMENTS_USE)) } " "
            button.quiet type="button" data-act="download" { (Told(words, Word::MEASUREMENTS_DOWNLOAD)) }
        }
    }
}

/// Unit of a term's coefficient, in words where it is no symbol.
fn unit(words: Words, feature: Feature) -> &'static str {
    match feature.unit() {
        "s each" => words.text(Word::MEASUREMENTS_SECONDS_EACH),
        "of the data sheet" => words.text(Word::MEASUREMENTS_OF_DATA_SHEET),
        symbol => symbol,
    }
}

fn coefficients(words: Words, title: Word, law: &Law) -> Markup {
    let title = words.text(title);
    html! {
        div.scroll tabindex="0" role="region" aria-label=(title) {
            table {
                caption { (title) }
                thead {
                    tr {
                        th scope="col" { (Told(words, Word::MEASUREMENTS_TERM)) }
                        th.numeric scope="col" { (Told(words, Word::MEASUREMENTS_COEFFICIENT)) }
                        th.numeric scope="col" { (Told(words, Word::MEASUREMENTS_STD_ERROR)) }
                        th scope="col" { (Told(words, Word::MEASUREMENTS_UNIT)) }
                    }
                }
                tbody {
                    @for term in law.terms.iter() {
                        tr {
                            th scope="row" {
                                code { (term.feature.name()) }
                                @if let Some(level) = &term.level { " " (level) }
                            }
                            td.numeric { (words.significant(term.coefficient, 4)) }
                            td.numeric { (term.std_error.map(|error| words.significant(error, 2)).unwrap_or_default()) }
                            td { (unit(words, term.feature)) }
                        }
                    }
                }
            }
        }
        p { (tell(words, Word::MEASUREMENTS_UNEXPLAINED, [("sd", &words.fixed(law.residual_sd, 3))])) }
    }
}
