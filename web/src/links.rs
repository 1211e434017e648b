//! Links to neighbouring states. Every link that changes the state is written here.

use wattpix_core::configuration::Configuration;
use wattpix_core::error::Key;
use wattpix_core::estimate::Question;
use wattpix_core::words::Words;

use crate::defaults::{self, IMAGE, TASK};
use crate::page::{MOST_COMPARED, Page};
use crate::query::Query;
use crate::view::View;
use crate::whole::{WHOLE, write_whole};

impl View {
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

    /// A link to another question, answered by the default fit; what is no part of a question stays.
    pub fn asking(&self, question: Question) -> String {
        let main = Configuration { question, fit: None, gpu_inferred: false, ..self.page.main.clone() };
        let mut query = self.query.clone();
        for key in Key::ALL {
            query.set(key.name(), main.written(key).as_deref());
        }
        keep_apart(&mut query, &main);
        query.link()
    }

    /// A link to a model at its own settings, by the default fit; GPU, boundary and what is no part of a question stay.
    pub fn starting(&self, model: &str) -> String {
        let mut query = self.query.clone();
        let stay = [Key::Gpu, Key::Boundary, Key::Images];
        for key in Key::ALL.into_iter().filter(|key| !stay.contains(key)) {
            query.set(key.name(), None);
        }
        query.set(TASK, None);
        query.set(Key::Model.name(), Some(model).filter(|model| *model != IMAGE));
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
    let text = rest.map_or_else(|| text.trim().to_owned(), |(_, rest)| [text, ",", rest].concat());
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

/// Beside whole configurations the main one needs a key of its own, even where all of it is the default: a link of whole
/// configurations alone shows the first of those.
fn keep_apart(query: &mut Query, main: &Configuration) {
    if !query.has_plain_keys() && query.get(WHOLE).is_some() {
        query.set(Key::Model.name(), Some(main.question.workload.model().id));
    }
}

#[cfg(test)]
mod tests {
    use wattpix_core::model::find;
    use wattpix_core::setting::Boundary;
    use wattpix_core::workload::Workload;

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
    fn a_link_to_another_question_keeps_what_is_no_part_of_it() {
        let from = view("?model=sd2.1&steps=20&width=512&boundary=gross&zone=FRA&show=law&fit=public-data-1");
        let main = from.page.main.question;
        let question = Question { workload: Workload::default_of(find("sdxl").unwrap()), ..main };
        assert_eq!(from.asking(question), "?model=sdxl&boundary=gross&zone=FRA&show=law");
        let first = Question {
            boundary: Boundary::Net,
            workload: Workload::default_of(find("flux1-dev").unwrap()),
            ..main
        };
        assert_eq!(view("?model=sd2.1&steps=20").asking(first), "?");
        // Beside kept configurations it is told apart from them.
        let kept = view("?c=sd2.1,a100,768x768,50,fp16,on&model=sdxl").asking(first);
        assert_eq!(kept, "?c=sd2.1,a100,768x768,50,fp16,on&model=flux1-dev");
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
