//! What the page shows for a query, and the links to neighbouring states.

use std::sync::OnceLock;

use wattpix_core::configuration::Configuration;
use wattpix_core::error::{Choice, Error, Key};
use wattpix_core::estimate::{Estimate, Question};
use wattpix_core::fit::Fit;
use wattpix_core::words::{Word, Words};
use wattpix_core::workload::Workload;

use crate::defaults;
use crate::front::Fronts;
use crate::own;
use crate::page::{MOST_COMPARED, Page, answer};
use crate::query::Query;
use crate::whole::{WHOLE, write_whole};

/// A query, what it means, and the estimate of its main configuration.
#[derive(Debug)]
pub struct View {
    /// The query.
    pub query: Query,
    /// The language in which it is shown.
    pub words: Words,
    /// What it means.
    pub page: Page,
    /// The estimate of its main configuration.
    pub estimate: Result<Estimate<'static>, Error>,
    fronts: OnceLock<Fronts>,
    /// Which of a person's own fits there were.
    own: u32,
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
        Self { query, words, page, estimate, fronts: OnceLock::new(), own: own::fits::generation() }
    }

    /// Every configuration, the main one first.
    pub fn configurations(&self) -> impl Iterator<Item = &Configuration> {
        std::iter::once(&self.page.main).chain(&self.page.others)
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

    /// What is asked, in a line.
    pub fn what(&self) -> String {
        what(self.words, &self.page.main.question)
    }

    /// The query with a value changed and without what is said by default.
    pub fn with(&self, key: &str, text: &str) -> Query {
        with(&self.query, &self.page, key, text, self.words)
    }

    /// A link to the state with several values changed.
    pub fn link(&self, values: &[(&str, &str)]) -> String {
        let mut query = self.query.clone();
        for (key, text) in values {
            query = with(&query, &Page::read(&query, self.words), key, text, self.words);
        }
        query.link()
    }

    /// A link that adds the main configuration to those compared; `None` where there is no place left.
    pub fn keeping(&self) -> Option<String> {
        let mut others = self.page.others.clone();
        others.push(self.page.main.clone());
        (others.len() < MOST_COMPARED).then(|| comparing(&self.query, &self.page.main, &others).link())
    }

    /// A link that takes a compared configuration away.
    pub fn without(&self, index: usize) -> String {
        let mut others = self.page.others.clone();
        if index < others.len() {
            others.remove(index);
        }
        comparing(&self.query, &self.page.main, &others).link()
    }
}

/// A query with a value changed and without what is said by default; `page` is what it means.
fn with(query: &Query, page: &Page, key: &str, text: &str, words: Words) -> Query {
    let mut query = query.clone();
    if !query.has_plain_keys() && query.get(WHOLE).is_some() {
        // A link of whole configurations: the first of them moves to the plain keys, where it can be changed.
        query = comparing(&query, &page.main, &page.others);
    }
    // A list keeps its other members; of a product of two lists each configuration is told apart first, so that one of them changes.
    let lists = [Key::Model, Key::Gpu].map(Key::name);
    let listed = lists.contains(&key);
    if listed && lists.iter().all(|list| query.get(list).is_some_and(|value| value.contains(','))) {
        query = comparing(&query, &page.main, &page.others);
    }
    let rest = query.get(key).and_then(|value| value.split_once(',')).filter(|_| listed);
    let text = rest.map_or_else(|| text.trim().to_owned(), |(_, rest)| format!("{text},{rest}"));
    query.set(key, Some(text.as_str()).filter(|text| !text.is_empty()));
    if defaults::is_default(key, &text) {
        query.set(key, None);
    }
    let known = Key::ALL.into_iter().find(|known| known.name() == key && !text.contains(','));
    if let Some(known) = known {
        let page = Page::read(&query, words);
        if !page.has_problem(key) {
            query.set(key, page.main.written(known).as_deref());
            keep_apart(&mut query, &page.main);
        }
    }
    query
}

/// A query with the main configuration in plain keys and others beside it.
fn comparing(query: &Query, main: &Configuration, others: &[Configuration]) -> Query {
    let mut query = query.clone();
    for key in Key::ALL {
        query.set(key.name(), main.written(key).as_deref());
    }
    query.set_all(WHOLE, &others.iter().map(write_whole).collect::<Vec<_>>());
    keep_apart(&mut query, main);
    query
}

/// What is asked, in a line.
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

/// How a model is run, in a line.
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

/// Beside whole configurations the main one needs a key of its own, even where all of it is the default: a link of whole
/// configurations alone shows the first of those.
fn keep_apart(query: &mut Query, main: &Configuration) {
    if !query.has_plain_keys() && query.get(WHOLE).is_some() {
        query.set(Key::Model.name(), Some(main.question.workload.model().id));
    }
}

/// A view is a function of its query, of a person's own fits, of what is known of countries, and of a language, which a program speaks
/// one of.
impl PartialEq for View {
    fn eq(&self, other: &Self) -> bool {
        self.query == other.query && self.own == other.own && self.page.countries == other.page.countries
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn view(query: &str) -> View {
        View::of(Query::parse(query))
    }

    #[test]
    fn defaults_leave_the_link() {
        let changed = view("?steps=20&utm=x").with("steps", "50");
        assert_eq!(changed.to_string(), "?utm=x");
        assert_eq!(view("").with("steps", "28").to_string(), "?steps=28");
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

    #[test]
    fn a_list_keeps_its_other_members() {
        let changed = view("?gpu=a100,h100").with("gpu", "l4");
        assert_eq!(changed.to_string(), "?gpu=l4,h100");
    }

    #[test]
    fn of_a_product_one_configuration_changes() {
        let changed = View::of(view("?model=flux1-dev,sd2.1&gpu=a100,h100").with("model", "qwen-image"));
        let ids: Vec<_> = changed
            .configurations()
            .map(|one| (one.question.workload.model().id, one.question.gpu.id))
            .collect();
        assert_eq!(
            ids,
            [
                ("qwen-image", "a100-sxm4-80gb"),
                ("flux1-dev", "h100-sxm"),
                ("sd2.1", "a100-sxm4-80gb"),
                ("sd2.1", "h100-sxm")
            ]
        );
        assert!(changed.page.problems.is_empty() && changed.keeping().is_none());
    }

    #[test]
    fn what_is_kept_can_be_compared_and_taken_away() {
        let kept = view("?model=sd2.1").keeping().unwrap();
        assert_eq!(kept, "?model=sd2.1&c=sd2.1,a100,768x768,50,fp16,on");
        let both = view(&kept);
        assert_eq!(both.page.others.len(), 1);
        assert_eq!(both.without(0), "?model=sd2.1");
        let changed = both.with("gpu", "h100");
        assert_eq!(changed.to_string(), "?model=sd2.1&c=sd2.1,a100,768x768,50,fp16,on&gpu=h100");
    }

    #[test]
    fn the_default_configuration_stands_beside_what_is_kept() {
        let kept = view("").keeping().unwrap();
        assert_eq!(kept, "?c=flux1-dev,a100,1024x1024,50,fp16,off&model=flux1-dev");
        assert_eq!(view(&kept).page.others.len(), 1);
        let changed = view(&kept).with("model", "sd2.1");
        let back = View::of(changed).with("model", "flux1-dev");
        assert_eq!(View::of(back).page.others.len(), 1);
        assert_eq!(view(&kept).without(0), "?");
    }

    #[test]
    fn whole_configurations_become_editable() {
        let changed = view("?c=sd2.1,h100,512x512,20,fp16,on&c=flux1-dev").with("steps", "25");
        let page = Page::read(&changed, Words::ENGLISH);
        assert_eq!(page.main.question.workload.steps(), 25);
        assert_eq!(page.main.question.workload.size().width, 512);
        assert_eq!(page.others.len(), 1);
        assert!(page.problems.is_empty(), "{:?}", page.problems);
    }
}
