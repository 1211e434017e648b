//! A fit in one line: what an estimate needs of a fit file that was read and checked before, so that the first module can use it without a
//! reader of JSON. Numbers are the bits that they are, in hexadecimal.
//!
//! The line comes from this browser's own storage; what it says is checked again as far as a wrong line could do harm.

mod read;
#[cfg(any(test, feature = "refit"))]
mod write;

pub use read::read;
#[cfg(any(test, feature = "refit"))]
pub use write::{id, write};

/// Between the fields of a line.
const FIELD: char = '\t';
/// Between the parts of a field, and between the items of a part.
const PART: char = ';';
const ITEM: char = ',';
const INNER: char = ':';
/// Between the parts of a pair, whose model may be a description with colons.
const OF_PAIR: char = '/';

/// Digits of the hash that ids carry.
const DIGITS: usize = 16;

/// Id and title of the fit in a line.
pub fn named(line: &str) -> Option<(&str, &str)> {
    let mut fields = line.split(FIELD);
    Some((fields.next()?, fields.next()?))
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use wattpix_core::configuration::Configuration;
    use wattpix_core::estimate::estimate_with;
    use wattpix_core::fit::schema::{Pair, Text};
    use wattpix_core::fit::{BUNDLED, Fit};

    use super::*;

    fn owned(text: &str) -> Text {
        Cow::Owned(text.to_owned())
    }

    const SHA: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

    #[test]
    fn every_shipped_fit_estimates_the_same_to_the_last_bit_from_its_line() {
        let question = Configuration::first().question;
        for fit in BUNDLED {
            let line = write(fit, SHA);
            let read = read(&line).unwrap();
            assert_eq!(read.id(), "sha256-0123456789abcdef");
            let (mut before, after) = (fit.file().clone(), read.file().clone());
            for (mine, its) in [
                (&mut before.id, &after.id),
                (&mut before.title, &after.title),
                (&mut before.notes, &after.notes),
            ] {
                *mine = its.clone();
            }
            before.origin = after.origin.clone();
            before.software = after.software.clone();
            before.sources = after.sources.clone();
            before.quality = after.quality.clone();
            assert_eq!(before, after);
            let energies = [fit, &read].map(|fit| {
                let estimate = estimate_with(fit, &question).unwrap();
                [estimate.energy, estimate.low, estimate.high].map(|energy| energy.joules())
            });
            assert_eq!(energies[0], energies[1]);
        }
    }

    /// Not everything ran everywhere, so that the fit says what did; the id of a described model has colons.
    #[test]
    fn pairs_of_described_models_are_read_back() {
        let mut file = BUNDLED[0].file().clone();
        let gpu = file.baseline_gpu.clone();
        let described = "flux1-dev~joint_blocks:10~width:2048";
        file.models = vec![owned(described), owned("sdxl")].into();
        let pair = |model: &str, precisions: &[&str]| Pair {
            model: owned(model),
            gpu: gpu.clone(),
            precisions: precisions.iter().map(|name| owned(name)).collect::<Vec<_>>().into(),
        };
        file.pairs = Some(vec![pair(described, &["fp16", "fp32"]), pair("sdxl", &["fp16"])].into());
        let fit = Fit::read_before(file, 2.0);
        let read = read(&write(&fit, SHA)).unwrap();
        assert_eq!(read.file().pairs, fit.file().pairs);
        assert_eq!(read.file().models, fit.file().models);
    }

    #[test]
    fn lines_that_were_not_written_here_are_refused() {
        let line = write(&BUNDLED[0], SHA);
        assert!(read(&line).is_some());
        for (from, to) in [
            ("flux1-dev", "nobody"),
            ("sha256-", "md5-"),
            ("0123456789abcdef\t", "0123\t"),
            ("intercept", "moon_phase"),
            ("\tl;", "\tl"),
        ] {
            assert!(read(&line.replacen(from, to, 1)).is_none(), "{from}");
        }
        for cut in 0..line.len() {
            // Whatever is left of it: no panic, and at most the count of rows is lost.
            let _ = line.get(..cut).and_then(read);
        }
    }
}
