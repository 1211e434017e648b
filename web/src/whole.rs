//! A whole configuration in one value of a link, as comparisons have them.

use wattpix_core::configuration::{Configuration, Typed};
use wattpix_core::error::{Choice, Key};
use wattpix_core::excerpt::shortened;
use wattpix_core::fit::Version;
use wattpix_core::words::{Word, Words};

use crate::problem::{Problem, read};

/// Key of a whole configuration in one value.
pub const WHOLE: &str = "c";

/// The values of [`WHOLE`], in their order; width and height are written as one.
const WHOLE_KEYS: [Key; 5] = [Key::Model, Key::Gpu, Key::Steps, Key::Precision, Key::Guidance];

/// Reads a whole configuration: model, GPU, width x height, steps, precision and guidance, commas between them.
pub fn read_whole(
    whole: &str,
    words: Words,
    version: &'static Version,
    problems: &mut Vec<Problem>,
) -> Configuration {
    let mut fields: Vec<&str> = whole.split(',').collect();
    let size = if fields.len() > 2 { fields.remove(2) } else { "" };
    let (width, height) = size.split_once('x').unwrap_or((size, size));
    let mut typed = Typed::default().with(Key::Width, width).with(Key::Height, height);
    for (key, field) in WHOLE_KEYS.into_iter().zip(&fields) {
        typed.set(key, field);
    }
    if fields.len() > WHOLE_KEYS.len() {
        problems.push(Problem {
            key: WHOLE.to_owned(),
            message: words.say(Word::PROBLEMS_VALUES, &[("given", &shortened(whole))]),
        });
    }
    read(&typed, words, version, |_| WHOLE.to_owned(), problems)
}

/// A configuration in one value, as the key [`WHOLE`] takes it.
pub fn write_whole(configuration: &Configuration) -> String {
    let workload = &configuration.question.workload;
    let size = workload.size();
    let [width, height, steps] = [size.width, size.height, workload.steps()].map(|count| count.to_string());
    [
        workload.model().id,
        configuration.gpu_name(),
        &[&width, "x", &height].concat(),
        &steps,
        workload.precision().name(),
        workload.guidance().name(),
    ]
    .join(",")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::page::Page;
    use crate::query::Query;

    fn page(query: &str) -> Page {
        Page::read(&Query::parse(query), Words::ENGLISH)
    }

    #[test]
    fn whole_configurations_stand_alone_or_beside_the_plain_keys() {
        let two = page("?c=flux1-dev,a100,1024x1024,50,fp16,on&c=sd2.1,h100,512x768,20,bf16,off");
        assert_eq!(two.main.question.workload.passes(), 100);
        let [other] = two.others.as_slice() else { panic!("{:?}", two.others) };
        assert_eq!(write_whole(other), "sd2.1,h100,512x768,20,bf16,off");
        assert!(two.problems.is_empty(), "{:?}", two.problems);
        assert_eq!(page("?model=qwen-image&c=sd2.1").others.len(), 1);
    }
}
