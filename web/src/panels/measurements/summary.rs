//! The rows of a person's files: how many, those that were left out and why, and the offer of a fit.

use maud::{Markup, html};
use wattpix_core::error::Choice;
use wattpix_core::excerpt::shortened;
use wattpix_core::setting::Boundary;
use wattpix_core::words::{Word, Words};

use crate::refit::limits::{MOST_POINTS, MOST_REASONS};
use crate::say::{Told, tell};
use crate::worker::message::Summary;

/// The summary of the rows.
pub fn summary(words: Words, rows: &Summary) -> Markup {
    let count = |number: usize| words.whole(number as u64);
    let boundary = rows.boundary;
    let mut names = rows.files.iter().map(|name| shortened(name)).collect::<Vec<_>>();
    names.truncate(MOST_REASONS);
    html! {
        h3 { (names.join(", ")) }
        p data-testid="own-rows" {
            (tell(words, Word::MEASUREMENTS_ROWS, [
                ("rows", &count(rows.rows)),
                ("left_out", &count(rows.left_out)),
                ("boundary", words.text(boundary.words())),
            ]))
        }
        @if rows.other_boundary > 0 {
            @let its = if boundary == Boundary::Net { Boundary::Gross } else { Boundary::Net };
            p {
                (tell(words, Word::MEASUREMENTS_OTHER_BOUNDARY, [("rows", &count(rows.other_boundary)), ("boundary", words.text(boundary.words()))]))
                " "
                button.quiet type="button" data-act="boundary" data-boundary=(its.name()) {
                    (tell(words, Word::MEASUREMENTS_SHOW_BOUNDARY, [("boundary", words.text(its.words()))]))
                }
            }
        }
        @if rows.twice > 0 {
            p { (tell(words, Word::MEASUREMENTS_TWICE, [("rows", &count(rows.twice))])) }
        }
        @if rows.fake > 0 { p.problem { (tell(words, Word::MEASUREMENTS_FAKE, [("rows", &count(rows.fake))])) } }
        @if rows.all_points > rows.points.len() {
            p { (tell(words, Word::MEASUREMENTS_FIRST_POINTS, [("shown", &count(MOST_POINTS)), ("all", &count(rows.all_points))])) }
        }
        @if rows.left_out > 0 {
            details open[rows.rows == 0] {
                summary { (tell(words, Word::MEASUREMENTS_LEFT_OUT, [("left_out", &count(rows.left_out))])) }
                ul.reasons {
                    @for (place, reason) in &rows.reasons {
                        li { (shortened_place(place)) (words.text(Word::LANGUAGE_COLON)) (reason) }
                    }
                    @if rows.left_out > rows.reasons.len() {
                        li { (tell(words, Word::MEASUREMENTS_MORE, [("left_out", &count(rows.left_out - rows.reasons.len()))])) }
                    }
                }
            }
        }
        @if rows.all_points > 0 { p.about { (Told(words, Word::MEASUREMENTS_ERROR_BARS)) } }
        @if rows.rows > rows.fake {
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
