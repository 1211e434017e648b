//! A fleet: so many images a day, for a month and a year.

use wattpix_core::decimal::decimal;
use wattpix_core::excerpt::shortened;
use wattpix_core::words::Word;

#[cfg(feature = "page")]
use crate::exact::exact;
#[cfg(feature = "page")]
use crate::form::{field::Limits, panel_fields::PanelFields};
use crate::problem::Problem;
use crate::view::View;

/// Key of the images a day.
pub const DAILY: &str = "daily";

/// Images a day where nothing is said.
pub const DEFAULT: f64 = 1000.0;

/// The most images a day.
const MOST: f64 = 1e9;

/// Largest number of images a day, as written.
const MOST_WRITTEN: &str = "1000000000";

/// Least, most and step of the field.
pub const LIMITS: [&str; 3] = ["1", MOST_WRITTEN, "1"];

/// Days of a year; a month is a twelfth of it.
pub const DAYS_OF_YEAR: f64 = 365.0;

/// Spans that are told: stable name, word, days.
pub const SPANS: [(&str, Word, f64); 2] =
    [("month", Word::FLEET_MONTH, DAYS_OF_YEAR / 12.0), ("year", Word::FLEET_YEAR, DAYS_OF_YEAR)];

/// The images a day of a link; what cannot be used is reported and replaced by its default.
pub fn daily(view: &View) -> (f64, Option<Problem>) {
    let Some(given) = view.query.get(DAILY) else { return (DEFAULT, None) };
    match decimal(given.trim()).filter(|daily| (1.0..=MOST).contains(daily) && daily.fract() == 0.0) {
        Some(daily) => (daily, None),
        None => {
            let message =
                view.words.say(Word::FLEET_REFUSED, &[("given", &shortened(given)), ("most", MOST_WRITTEN)]);
            (DEFAULT, Some(Problem { key: DAILY.to_owned(), message }))
        }
    }
}

/// Field of the panel.
#[cfg(feature = "page")]
pub static FIELDS: PanelFields = PanelFields {
    owns: |key| key == DAILY,
    number: |view, _| Some((exact(daily(view).0), Limits::of(LIMITS))),
    state: |view, key, value| {
        let query = view.with(key, value);
        let problem = daily(&View::told_in(view.words, query.clone())).1;
        problem.map_or(Ok(query), |problem| Err(problem.message))
    },
    is_refused: |view, _| daily(view).1.is_some(),
};
