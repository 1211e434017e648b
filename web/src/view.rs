//! View of a query, and links to neighbouring states.

use std::sync::OnceLock;

use wattpix_core::catalogue;
use wattpix_core::configuration::Configuration;
use wattpix_core::error::{Choice, Error};
use wattpix_core::estimate::{Estimate, Question};
use wattpix_core::fit::Fit;
use wattpix_core::model::Model;
use wattpix_core::words::{Word, Words};
use wattpix_core::workload::Workload;

use crate::front::Fronts;
use crate::own;
use crate::page::{Page, answer};
use crate::query::Query;

/// A query, what it means, and the estimate of its main configuration.
#[derive(Debug)]
pub struct View {
    /// The query.
    pub query: Query,
    /// The language in which it is shown.
    pub words: Words,
    /// Meaning of the query.
    pub page: Page,
    /// The estimate of its main configuration.
    pub estimate: Result<Estimate<'static>, Error>,
    fronts: OnceLock<Fronts>,
    /// Version of the reader's own fits that it was made with.
    own: u32,
    /// True where it was made with the whole catalogue.
    whole: bool,
}

impl View {
    /// The view of a query in English.
    pub fn of(query: Query) -> Self {
        Self::told_in(Words::ENGLISH, query)
    }

    /// The view of a query in a language.
    pub fn told_in(words: Words, query: Query) -> Self {
        let page = Page::read(&query, words);
        let estimate = answer(page.version, &page.main);
        Self {
            query,
            words,
            page,
            estimate,
            fronts: OnceLock::new(),
            own: own::fits::generation(),
            whole: catalogue::is_whole(),
        }
    }

    /// Every configuration, the main one first.
    pub fn configurations(&self) -> impl Iterator<Item = &Configuration> {
        std::iter::once(&self.page.main).chain(&self.page.others)
    }

    /// The model of the main configuration.
    pub fn model(&self) -> &'static Model {
        self.page.main.question.workload.model()
    }

    /// The fits that answer the main configuration: the one that it names, else all of the version.
    pub fn fits(&self) -> &'static [Fit] {
        let all = self.page.version.fits();
        let named = self.page.main.fit.as_deref().and_then(|id| own::fits::find(all, id).ok());
        named.map_or(all, std::slice::from_ref)
    }

    /// The estimate of one of them.
    ///
    /// # Errors
    /// As [`answer`].
    pub fn answer(&self, configuration: &Configuration) -> Result<Estimate<'static>, Error> {
        answer(self.page.version, configuration)
    }

    /// The Pareto fronts of the main configuration, computed once.
    pub fn fronts(&self) -> &Fronts {
        self.fronts.get_or_init(|| Fronts::of(self.fits(), &self.page.main.question))
    }

    /// Names of the configurations: the model, and what else tells them apart.
    pub fn names(&self) -> Vec<String> {
        let parts = |one: &Configuration| parts(self.words, &one.question);
        let all: Vec<[String; 6]> = self.configurations().map(parts).collect();
        let differs = |at: usize| all.iter().any(|parts| parts[at] != all[0][at]);
        let name = |parts: &[String; 6]| {
            let telling = parts.iter().enumerate().filter(|(at, _)| *at == 0 || differs(*at));
            telling.map(|(_, part)| part.as_str()).collect::<Vec<_>>().join(", ")
        };
        all.iter().map(name).collect()
    }

    /// Returns the configuration in a line.
    pub fn what(&self) -> String {
        what(self.words, &self.page.main.question)
    }
}

/// Returns a question in a line.
pub fn what(words: Words, question: &Question) -> String {
    words.say(
        Word::SETTING_MODEL_ON_GPU,
        &[
            ("model", question.workload.model().label),
            ("gpu", question.gpu.label),
            ("how", &how(words, &question.workload)),
        ],
    )
}

/// Model, GPU, size, steps, precision and guidance in words.
fn parts(words: Words, question: &Question) -> [String; 6] {
    let workload = &question.workload;
    let size = workload.size();
    [
        workload.model().label.to_owned(),
        question.gpu.label.strip_prefix("NVIDIA ").unwrap_or(question.gpu.label).to_owned(),
        [&size.width.to_string(), " × ", &size.height.to_string(), " px"].concat(),
        words.say(Word::SETTING_STEPS_GIVEN, &[("steps", &workload.steps().to_string())]),
        workload.precision().name().to_owned(),
        words.text(workload.guidance().words()).to_owned(),
    ]
}

/// Returns the settings of a run in a line.
pub fn how(words: Words, workload: &Workload) -> String {
    let size = workload.size();
    let [width, height, steps] = [size.width, size.height, workload.steps()].map(|count| count.to_string());
    words.say(
        Word::SETTING_HOW,
        &[
            ("width", &width),
            ("height", &height),
            ("steps", &steps),
            ("precision", workload.precision().name()),
            ("guidance", words.text(workload.guidance().words())),
        ],
    )
}

/// A view is a function of its query, of a person's own fits, of the catalogue so far, of what is known of countries, and of a language, which a program speaks
/// one of.
impl PartialEq for View {
    fn eq(&self, other: &Self) -> bool {
        let known = |view: &Self| (view.own, view.whole);
        self.query == other.query
            && known(self) == known(other)
            && self.page.countries == other.page.countries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(query: &str) -> View {
        View::of(Query::parse(query))
    }

    #[test]
    fn names_say_what_tells_configurations_apart() {
        assert_eq!(view("?gpu=h100&steps=20").names(), ["FLUX.1-dev"]);
        assert_eq!(
            view("?gpu=a100,h100").names(),
            ["FLUX.1-dev, A100-SXM4-80GB", "FLUX.1-dev, H100 SXM 80 GB"]
        );
        let names = view("?c=sd2.1,a100,512x512,20&c=flux1-dev,a100,512x512,30").names();
        assert_eq!(
            names,
            ["Stable Diffusion 2.1, 20 steps, guidance on", "FLUX.1-dev, 30 steps, guidance off"]
        );
    }
}
