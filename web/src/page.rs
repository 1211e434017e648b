//! What a query means: one configuration to look at, others to compare it with, and how to show them.

use wattpix_core::carbon::electricity::{PUE, ZONE};
use wattpix_core::carbon::{Countries, Electricity};
use wattpix_core::configuration::{Configuration, Typed};
use wattpix_core::error::{Choice, Error, Key, shortened};
use wattpix_core::estimate::{Estimate, estimate, estimate_with};
use wattpix_core::fit::{Fit, VERSIONS, Version};
use wattpix_core::present::EnergyUnit;
use wattpix_core::words::{self, Word, Words};

use crate::countries::countries;
use crate::own;
use crate::query::Query;
use crate::whole::{WHOLE, read_whole};

/// Configurations that a page compares at most.
pub const MOST_COMPARED: usize = 4;

/// Key of the unit of energy.
pub const UNIT: &str = "unit";

/// Key of the language. Which page and which words are loaded is the site's scripts' business, see `public/language.js`.
pub const LANG: &str = "lang";

/// Key of the version of the coefficients.
pub const VERSION: &str = "v";

/// What counts where nothing is said, so that links leave it out.
const DEFAULTS: [(&str, &str); 3] = [(ZONE, "WORLD"), (PUE, "1"), (UNIT, "wh")];

/// Whether a value is what counts anyway.
pub fn is_default(key: &str, text: &str) -> bool {
    DEFAULTS.contains(&(key, text))
}

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
    /// The electricity of the data centre.
    pub electricity: Electricity,
    /// What was known of the countries' electricity.
    pub countries: Countries,
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
        let version = version(query, words, &mut problems);
        let fits = version.fits();
        let mut configurations = product(query, words, fits, &mut problems);
        let mut asked = configurations.len() + query.all(WHOLE).count();
        // One more than is shown: the first of the plain keys may give way below.
        let wholes = query.all(WHOLE).take(MOST_COMPARED + 1);
        configurations.extend(wholes.map(|whole| read_whole(whole, words, fits, &mut problems)));
        // A link of whole configurations alone shows the first of them.
        if !query.has_plain_keys() && configurations.len() > 1 {
            configurations.remove(0);
            asked -= 1;
        }
        if configurations.len() > MOST_COMPARED {
            problems.push(Problem {
                key: WHOLE.to_owned(),
                message: words.say(
                    Word::PROBLEMS_CONFIGURATIONS,
                    &[("asked", &asked.to_string()), ("most", &MOST_COMPARED.to_string())],
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
                report(UNIT, not_known(words, UNIT, text, &names::<EnergyUnit>()));
                EnergyUnit::default()
            }),
        };
        let countries = countries();
        let (electricity, refused) = Electricity::read(|key| query.get(key), countries);
        for problem in refused {
            report(problem.key(), problem.say(words));
        }
        if let Some(given) = query.get(LANG).filter(|given| !words::CODES.contains(given)) {
            report(LANG, not_known(words, LANG, given, &words::CODES));
        }
        Self { main, others: configurations, version, unit, electricity, countries, problems }
    }

    /// Whether a value was refused.
    pub fn has_problem(&self, key: &str) -> bool {
        self.problems.iter().any(|problem| problem.key == key)
    }
}

/// The words of a closed choice.
pub(crate) fn names<C: Choice>() -> Vec<&'static str> {
    C::ALL.iter().map(|(name, _)| *name).collect()
}

/// Says that a value is none of those that a key takes.
pub(crate) fn not_known(words: Words, key: &str, given: &str, known: &[&str]) -> String {
    let (given, known) = (shortened(given), words.listed(known));
    words.say(Word::ERROR_CHOICE, &[("key", key), ("given", &given), ("known", &known)])
}

/// The configurations of the plain keys: the product of the lists of models and GPUs.
fn product(
    query: &Query,
    words: Words,
    fits: &'static [Fit],
    problems: &mut Vec<Problem>,
) -> Vec<Configuration> {
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
            configurations.push(read(&typed, words, fits, |key| key.name().to_owned(), problems));
        }
    }
    configurations
}

pub(crate) fn read(
    typed: &Typed,
    words: Words,
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
        report(problem.key, problem.error.tell(words));
    }
    if let Some(id) = configuration.fit.take() {
        match own::fits::find(fits, &id) {
            Ok(_) => configuration.fit = Some(id),
            Err(error) => report(Key::Fit, own::fits::missing(words, &id, &error)),
        }
    }
    configuration
}

/// The version that a query asks for, else the current one.
fn version(query: &Query, words: Words, problems: &mut Vec<Problem>) -> &'static Version {
    let current = Version::current();
    let Some(text) = query.get(VERSION) else { return current };
    Version::find(text).unwrap_or_else(|| {
        let known: Vec<String> = VERSIONS.iter().map(|version| version.number.to_string()).collect();
        problems.push(Problem {
            key: VERSION.to_owned(),
            message: words.say(
                Word::PROBLEMS_VERSION,
                &[
                    ("given", &shortened(text)),
                    ("known", &words.listed(&known.iter().map(String::as_str).collect::<Vec<_>>())),
                ],
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
    use crate::countries::arrive;

    const TABLE: &str = include_str!("../../core/intensities.csv");

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
    fn bad_values_are_reported_and_replaced() {
        arrive(TABLE);
        let page = page(
            "?model=%3Cscript%3E&steps=0&unit=cal&pue=NaN&zone=XX&fit=none&price=-1&width=1e9&intensity=x",
        );
        assert_eq!(page.main.question.workload.steps(), 50);
        assert_eq!(page.electricity, Electricity::default());
        assert_eq!(page.main.fit, None);
        let keys: Vec<_> = page.problems.iter().map(|problem| problem.key.as_str()).collect();
        assert_eq!(keys, ["model", "width", "steps", "fit", "unit", "pue", "price", "intensity", "zone"]);
    }

    #[test]
    fn a_zone_counts_when_its_figure_has_come() {
        let read = || page("?zone=FRA&pue=1.2&price=0.2");
        assert!(read().electricity.awaits && read().problems.is_empty());
        arrive(TABLE);
        let electricity = read().electricity;
        assert_eq!(
            (electricity.grams_per_kwh(), electricity.zone.name, electricity.pue),
            (44.18, "France", 1.2)
        );
        arrive("");
        let lost = read();
        assert!(lost.electricity.zone.is_world() && lost.has_problem(ZONE));
    }
}
