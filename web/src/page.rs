//! Meaning of a query: one configuration to look at, others to compare it with, and how to show them.

use wattpix_core::carbon::{Countries, Electricity};
use wattpix_core::catalogue;
use wattpix_core::configuration::{Configuration, Typed};
use wattpix_core::error::{Choice, Error, Key};
use wattpix_core::estimate::{Estimate, estimate, estimate_with};
use wattpix_core::excerpt::shortened;
use wattpix_core::fit::{VERSIONS, Version};
use wattpix_core::present::EnergyUnit;
use wattpix_core::words::{self, Word, Words};

use crate::countries::countries;
pub use crate::defaults::UNIT;
use crate::defaults::{TASK, VIDEO};
use crate::own;
use crate::problem::{Problem, names, not_known, read};
use crate::query::Query;
use crate::whole::{WHOLE, read_whole};

/// Configurations that a page compares at most.
pub const MOST_COMPARED: usize = 4;

/// Key of the language; see [`crate::start`] for which page and which words are loaded.
pub const LANG: &str = "lang";

/// Key of the panels that are open, by id, commas between them.
pub const SHOW: &str = "show";

/// Key of the version of the coefficients.
pub const VERSION: &str = "v";

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
    /// Countries' electricity as known at the time.
    pub countries: Countries,
    /// Ids of the panels that are open.
    pub shown: Vec<String>,
    /// Values that could not be used and were replaced by defaults.
    pub problems: Vec<Problem>,
}

impl Page {
    /// Reads a query; what cannot be used is reported in the reader's language and replaced by its default.
    pub fn read(query: &Query, words: Words) -> Self {
        let mut problems = Vec::new();
        let version = version(query, words, &mut problems);
        let mut configurations = product(query, words, version, &mut problems);
        let mut asked = configurations.len() + query.all(WHOLE).count();
        // One more than is shown: the first of the plain keys may give way below.
        let wholes = query.all(WHOLE).take(MOST_COMPARED + 1);
        configurations.extend(wholes.map(|whole| read_whole(whole, words, version, &mut problems)));
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
        let shown = query.get(SHOW).unwrap_or_default().split(',').map(str::to_owned).collect();
        Self { main, others: configurations, version, unit, electricity, countries, shown, problems }
    }

    /// Tells whether a panel is open.
    pub fn shows(&self, panel: &str) -> bool {
        self.shown.iter().any(|id| id == panel)
    }

    /// True if a value was refused.
    pub fn has_problem(&self, key: &str) -> bool {
        self.problems.iter().any(|problem| problem.key == key)
    }
}

/// The configurations of the plain keys: the product of the lists of models and GPUs.
fn product(
    query: &Query,
    words: Words,
    version: &'static Version,
    problems: &mut Vec<Problem>,
) -> Vec<Configuration> {
    let list = |key: Key| -> Vec<&str> {
        let values: Vec<_> = query.get(key.name()).unwrap_or_default().split(',').map(str::trim).collect();
        values.into_iter().take(MOST_COMPARED + 1).collect()
    };
    let (mut models, gpus) = (list(Key::Model), list(Key::Gpu));
    if models == [""] {
        models = vec![of_task(query, words, problems)];
    }
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
            configurations.push(read(&typed, words, version, |key| key.name().to_owned(), problems));
        }
    }
    configurations
}

/// The model of the task that a query names; empty for the default.
fn of_task(query: &Query, words: Words, problems: &mut Vec<Problem>) -> &'static str {
    match query.get(TASK) {
        None | Some("" | "image") => "",
        Some("video") => VIDEO,
        Some(other) => {
            let message = not_known(words, TASK, other, &["image", "video"]);
            problems.push(Problem { key: TASK.to_owned(), message });
            ""
        }
    }
}

/// The version that a query asks for, else the current one.
fn version(query: &Query, words: Words, problems: &mut Vec<Problem>) -> &'static Version {
    let current = Version::current();
    let Some(text) = query.get(VERSION) else { return current };
    let found = Version::find(text);
    if found.is_some_and(|found| found.number != current.number) && !catalogue::is_whole() {
        let message = words.say(Word::PROBLEMS_VERSION_AWAITED, &[("given", &shortened(text))]);
        problems.push(Problem { key: VERSION.to_owned(), message });
        return current;
    }
    found.unwrap_or_else(|| {
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
    let mut answer = match &configuration.fit {
        None => estimate(fits, &configuration.question),
        Some(id) => estimate_with(own::fits::find(fits, id)?, &configuration.question),
    }?;
    configuration.add_caveats(&mut answer);
    Ok(answer)
}

#[cfg(test)]
mod tests {
    use wattpix_core::carbon::electricity::ZONE;

    use super::*;
    use crate::countries::arrive;

    const TABLE: &str = include_str!("../../core/intensities.csv");

    fn page(query: &str) -> Page {
        Page::read(&Query::parse(query), Words::ENGLISH)
    }

    #[test]
    fn the_papers_a6000_means_what_it_meant_in_its_version() {
        for (query, gpu, said) in [
            ("?gpu=paper-a6000", "rtx-a6000", true),
            ("?gpu=a6000&v=3", "rtx-a6000", true),
            ("?gpu=rtx-a6000&model=sd2.1&fit=public-data-1", "rtx-a6000", false),
            ("?gpu=paper-a6000&v=2", "rtx-6000-ada", true),
            ("?c=flux1-dev,paper-a6000&v=1", "rtx-6000-ada", true),
        ] {
            let page = page(query);
            assert!(page.problems.is_empty(), "{query}: {:?}", page.problems);
            assert_eq!(page.main.question.gpu.id, gpu, "{query}");
            let answer = answer(page.version, &page.main).unwrap();
            let codes = answer.caveats.iter().filter(|caveat| caveat.code() == "gpu-identity-inferred");
            assert_eq!(codes.count(), usize::from(said), "{query}");
        }
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
