//! What a query means: one configuration to look at, others to compare it with, and how to show them.

use wattpix_core::carbon;
use wattpix_core::configuration::{Configuration, Typed};
use wattpix_core::error::{Choice, Error, Key, shortened};
use wattpix_core::estimate::{Estimate, estimate, estimate_with};
use wattpix_core::fit::{Fit, VERSIONS, Version};
use wattpix_core::present::{EnergyUnit, plain};
use wattpix_core::words::{self, Word, Words};

use crate::own;
use crate::query::Query;
use crate::whole::{WHOLE, read_whole};

/// Configurations that a page compares at most.
pub const MOST_COMPARED: usize = 4;

/// Key of the unit of energy.
pub const UNIT: &str = "unit";

/// Key of the power usage effectiveness.
pub const PUE: &str = "pue";

/// Key of the price of a kilowatt-hour.
pub const PRICE: &str = "price";

/// Key of the electricity's zone.
pub const ZONE: &str = "zone";

/// Key of the language. Which page and which words are loaded is the site's scripts' business, see `public/figures.js`.
pub const LANG: &str = "lang";

/// Key of the version of the coefficients.
pub const VERSION: &str = "v";

/// The highest price that is read; beyond any electricity ever sold.
pub const MOST_PRICE: f64 = 1000.0;

/// The page's state.
#[derive(Debug, Clone)]
pub struct Page {
    /// The configuration that the controls show.
    pub main: Configuration,
    /// Configurations to compare it with.
    pub others: Vec<Configuration>,
    /// The coefficients that answer.
    pub version: &'static Version,
    /// Unit of energy.
    pub unit: EnergyUnit,
    /// Power usage effectiveness of the data centre.
    pub pue: f64,
    /// Price of a kilowatt-hour.
    pub price: Option<f64>,
    /// What could not be used and was replaced by its default.
    pub problems: Vec<Problem>,
}

/// A value that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Its key in the query.
    pub key: String,
    /// What is wrong and what is allowed.
    pub message: String,
}

impl Page {
    /// Reads a query; what cannot be used is reported in the reader's language and replaced by its default.
    pub fn read(query: &Query, words: Words) -> Self {
        let mut problems = Vec::new();
        let version = version(query, &mut problems);
        let fits = version.fits();
        let mut configurations = product(query, fits, &mut problems);
        let mut asked = configurations.len() + query.all(WHOLE).count();
        // One more than is shown: the first of the plain keys may give way below.
        let wholes = query.all(WHOLE).take(MOST_COMPARED + 1);
        configurations.extend(wholes.map(|whole| read_whole(whole, fits, &mut problems)));
        // A link of whole configurations alone shows the first of them.
        if !query.has_plain_keys() && configurations.len() > 1 {
            configurations.remove(0);
            asked -= 1;
        }
        if configurations.len() > MOST_COMPARED {
            problems.push(Problem {
                key: WHOLE.to_owned(),
                message: format!(
                    "{asked} configurations are asked for; the first {MOST_COMPARED} are compared"
                ),
            });
            configurations.truncate(MOST_COMPARED);
        }
        let main = configurations.remove(0);
        let mut report = |key: &str, message: String| {
            problems.push(Problem { key: key.to_owned(), message });
        };
        let unit = match query.get(UNIT) {
            None => EnergyUnit::default(),
            Some(text) => EnergyUnit::parse(Key::Boundary, text).unwrap_or_else(|_| {
                report(UNIT, format!("unit '{}' is not known; choose wh, j or kwh", shortened(text)));
                EnergyUnit::default()
            }),
        };
        let mut number = |key: &str, least: f64, most: f64| {
            let text = query.get(key)?;
            let value = decimal(text.trim()).filter(|value| (least..=most).contains(value));
            if value.is_none() {
                report(
                    key,
                    format!(
                        "{key} '{}' is not a number from {} to {}",
                        shortened(text),
                        plain(least),
                        plain(most)
                    ),
                );
            }
            value
        };
        let (least, most) = carbon::PUE_RANGE;
        let pue = number(PUE, least, most).unwrap_or(carbon::DEFAULT_PUE);
        let price = number(PRICE, 0.0, MOST_PRICE);
        if let Some(zone) = query.get(ZONE).filter(|zone| *zone != carbon::WORLD.zone) {
            report(ZONE, format!("zone '{}' is not known; only {} is", shortened(zone), carbon::WORLD.zone));
        }
        if let Some(given) = query.get(LANG).filter(|given| !words::CODES.contains(given)) {
            let (given, known) = (shortened(given), words::CODES.join(", "));
            report(LANG, words.say(Word::PROBLEMS_LANGUAGE, &[("given", &given), ("known", &known)]));
        }
        Self { main, others: configurations, version, unit, pue, price, problems }
    }

    /// Whether a value was refused.
    pub fn has_problem(&self, key: &str) -> bool {
        self.problems.iter().any(|problem| problem.key == key)
    }
}

/// A decimal number such as `1.2`. Up to 15 digits, so that one division gives the nearest number; the library's reader,
/// which takes more, would be a tenth of the page's size.
pub(crate) fn decimal(text: &str) -> Option<f64> {
    const MOST_DIGITS: usize = 15;
    let (whole, fraction) = text.split_once('.').unwrap_or((text, ""));
    let digits = [whole, fraction].concat();
    let sound = digits.len() <= MOST_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit());
    let number: u64 = digits.parse().ok().filter(|_| sound)?;
    Some(number as f64 / 10_u64.pow(fraction.len() as u32) as f64)
}

/// The configurations of the plain keys: the product of the lists of models and GPUs.
fn product(query: &Query, fits: &'static [Fit], problems: &mut Vec<Problem>) -> Vec<Configuration> {
    let list = |key: Key| -> Vec<&str> {
        let values: Vec<_> = query.get(key.name()).unwrap_or_default().split(',').map(str::trim).collect();
        values.into_iter().take(MOST_COMPARED + 1).collect()
    };
    let (models, gpus) = (list(Key::Model), list(Key::Gpu));
    let mut configurations = Vec::new();
    for model in &models {
        for gpu in &gpus {
            let mut typed = Typed::default();
            for key in Key::ALL {
                match key {
                    Key::Model => typed.set(key, model),
                    Key::Gpu => typed.set(key, gpu),
                    _ => typed.set(key, query.get(key.name()).unwrap_or_default()),
                }
            }
            configurations.push(read(&typed, fits, |key| key.name().to_owned(), problems));
        }
    }
    configurations
}

pub(crate) fn read(
    typed: &Typed,
    fits: &'static [Fit],
    key_name: impl Fn(Key) -> String,
    problems: &mut Vec<Problem>,
) -> Configuration {
    let (mut configuration, refused) = Configuration::read(typed);
    let mut report = |key: Key, message: String| {
        let problem = Problem { key: key_name(key), message };
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    };
    for problem in refused {
        report(problem.key, problem.error.to_string());
    }
    if let Some(id) = configuration.fit.take() {
        match own::fits::find(fits, &id) {
            Ok(_) => configuration.fit = Some(id),
            Err(error) => report(Key::Fit, own::fits::missing(&id, &error)),
        }
    }
    configuration
}

/// The version that a query asks for, else the current one.
fn version(query: &Query, problems: &mut Vec<Problem>) -> &'static Version {
    let current = Version::current();
    let Some(text) = query.get(VERSION) else { return current };
    Version::find(text).unwrap_or_else(|| {
        let known: Vec<String> = VERSIONS.iter().map(|version| version.number.to_string()).collect();
        problems.push(Problem {
            key: VERSION.to_owned(),
            message: format!(
                "version '{}' of the coefficients is not known; choose {}",
                shortened(text),
                known.join(", ")
            ),
        });
        current
    })
}

/// The estimate of a configuration from the fits of a version.
///
/// # Errors
/// As [`estimate`].
pub fn answer(version: &Version, configuration: &Configuration) -> Result<Estimate<'static>, Error> {
    let fits = version.fits();
    match &configuration.fit {
        None => estimate(fits, &configuration.question),
        Some(id) => estimate_with(own::fits::find(fits, id)?, &configuration.question),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(query: &str) -> Page {
        Page::read(&Query::parse(query), Words::ENGLISH)
    }

    #[test]
    fn nothing_said_is_the_first_visit() {
        let page = page("");
        assert_eq!(page.main.question.workload.model().id, "flux1-dev");
        assert_eq!(page.main.question.gpu.id, "a100-sxm4-80gb");
        assert!(page.problems.is_empty() && page.others.is_empty());
    }

    #[test]
    fn lists_are_multiplied_and_cut_at_four() {
        let page = page("?model=flux1-dev,sd2.1,qwen-image&gpu=a100,h100&steps=20");
        assert_eq!(page.others.len(), MOST_COMPARED - 1);
        assert_eq!(page.problems.len(), 1);
        assert!(page.others.iter().all(|other| other.question.workload.steps() == 20));
    }

    #[test]
    fn decimals_are_the_nearest_numbers() {
        let cases = [
            ("1.2", Some(1.2)),
            ("0.001", Some(0.001)),
            ("5", Some(5.0)),
            (".5", Some(0.5)),
            ("2.", Some(2.0)),
        ];
        for (text, value) in cases
            .into_iter()
            .chain(["", ".", "1e3", "-1", "NaN", "1.2.3", "1234567890123456"].map(|bad| (bad, None)))
        {
            assert_eq!(decimal(text), value, "{text}");
        }
    }

    #[test]
    fn bad_values_are_reported_and_replaced() {
        let page = page("?model=%3Cscript%3E&steps=0&unit=cal&pue=NaN&zone=XX&fit=none&price=-1&width=1e9");
        assert_eq!(page.main.question.workload.steps(), 50);
        assert_eq!(page.pue, 1.0);
        assert_eq!(page.price, None);
        assert_eq!(page.main.fit, None);
        let keys: Vec<_> = page.problems.iter().map(|problem| problem.key.as_str()).collect();
        assert_eq!(keys, ["model", "width", "steps", "fit", "unit", "pue", "price", "zone"]);
    }
}
