//! Values that could not be used, and reading a configuration with those reported.

use wattpix_core::configuration::{Configuration, Typed};
use wattpix_core::error::{Choice, Key};
use wattpix_core::excerpt::shortened;
use wattpix_core::fit::Version;
use wattpix_core::gpu;
use wattpix_core::words::{Word, Words};

use crate::own;

/// A value that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// Key in the query.
    pub key: String,
    /// The fault, and what is allowed.
    pub message: String,
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

/// Reads a configuration; what cannot be used is reported under the name that `key_name` gives its key.
pub(crate) fn read(
    typed: &Typed,
    words: Words,
    version: &'static Version,
    key_name: impl Fn(Key) -> String,
    problems: &mut Vec<Problem>,
) -> Configuration {
    let gpu = gpu::name_in_version(typed.get(Key::Gpu).unwrap_or_default(), version.number);
    let (mut configuration, refused) = Configuration::read(&typed.with(Key::Gpu, gpu));
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
        match own::fits::find(version.fits(), &id) {
            Ok(_) => configuration.fit = Some(id),
            Err(error) => report(Key::Fit, own::fits::missing(words, &id, &error)),
        }
    }
    configuration
}
