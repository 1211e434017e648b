//! What was read of a person's files: how many rows, what was left out and why, and the offer of a fit.

use maud::{Markup, html};
use wattpix_core::error::{Choice, shortened};
use wattpix_core::words::{Word, Words};
use wattpix_core::workload::Boundary;

use crate::say::{Told, tell};

use super::bench::Bench;
use super::limits::{MOST_POINTS, MOST_REASONS};

/// The summary. `shown` points of `all` are drawn, all within `boundary`.
pub fn read(words: Words, bench: &Bench, boundary: Boundary, shown: usize, all: usize) -> Markup {
    let count = |number: usize| words.whole(number as u64);
    let fake = bench.runs.iter().filter(|run| run.fake).count();
    let other = bench.runs.iter().filter(|run| run.observed.boundary != boundary).count();
    let mut names = bench.files.iter().map(|file| shortened(&file.name)).collect::<Vec<_>>();
    names.truncate(MOST_REASONS);
    html! {
        h3 { (names.join(", ")) }
        p data-testid="own-rows" {
            (tell(words, Word::MEASUREMENTS_ROWS, [
                ("rows", &count(bench.runs.len())),
                ("left_out", &count(bench.rejected.len())),
                ("boundary", words.text(boundary.words())),
            ]))
        }
        @if other > 0 {
            @let its = if boundary == Boundary::Net { Boundary::Gross } else { Boundary::Net };
            p {
                (tell(words, Word::MEASUREMENTS_OTHER_BOUNDARY, [("rows", &count(other)), ("boundary", words.text(boundary.words()))]))
                " "
                button.quiet type="button" data-act="boundary" data-boundary=(its.name()) {
                    (tell(words, Word::MEASUREMENTS_SHOW_BOUNDARY, [("boundary", words.text(its.words()))]))
                }
            }
        }
        @if fake > 0 { p.problem { (tell(words, Word::MEASUREMENTS_FAKE, [("rows", &count(fake))])) } }
        @if all > shown {
            p { (tell(words, Word::MEASUREMENTS_FIRST_POINTS, [("shown", &count(MOST_POINTS)), ("all", &count(all))])) }
        }
        @if !bench.rejected.is_empty() {
            details open[bench.runs.is_empty()] {
                summary { (tell(words, Word::MEASUREMENTS_LEFT_OUT, [("left_out", &count(bench.rejected.len()))])) }
                ul.reasons {
                    @for rejected in bench.rejected.iter().take(MOST_REASONS) {
                        li { (shortened_place(&rejected.place)) (words.text(Word::LANGUAGE_COLON)) (rejected.reason) }
                    }
                    @if bench.rejected.len() > MOST_REASONS {
                        li { (tell(words, Word::MEASUREMENTS_MORE, [("left_out", &count(bench.rejected.len() - MOST_REASONS))])) }
                    }
                }
            }
        }
        @if all > 0 { p.about { (Told(words, Word::MEASUREMENTS_ERROR_BARS)) } }
        @if bench.runs.len() > fake {
            p {
                button.quiet type="button" data-act="fit" { (Told(words, Word::MEASUREMENTS_FIT)) } " "
                span.about { (Told(words, Word::MEASUREMENTS_FIT_ABOUT)) }
            }
        }
    }
}

/// File and line, the file's name in one line.
fn shortened_place(place: &str) -> String {
    place.chars().map(|sign| if sign.is_control() { char::REPLACEMENT_CHARACTER } else { sign }).collect()
}
