//! A fit in one line: what an estimate needs of a fit file that was read and checked before, so that the first module can use it without a
//! reader of JSON. Numbers are the bits that they are, in hexadecimal.
//!
//! The line comes from this browser's own storage; what it says is checked again as far as a wrong line could do harm.

use std::borrow::Cow;
use std::cell::Cell;

use wattpix_core::fit::Fit;
use wattpix_core::fit::schema::{
    Attention, Boundary, Compute, ComputeUnit, EnergyUnit, Feature, FitFile, Form, Law, List, Origin, Pair,
    Quality, Ranges, Scope, Software, Spreads, Term, Text, Units,
};
use wattpix_core::{gpu, model};

use super::fits::HASH;

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

/// The id of a fit by the hash of its file.
#[cfg(any(test, feature = "refit"))]
pub fn id(sha256: &str) -> String {
    [HASH, sha256.get(..DIGITS).unwrap_or(sha256)].concat()
}

/// A text that stays in its place.
#[cfg(any(test, feature = "refit"))]
fn plain(text: &str) -> String {
    text.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).collect()
}

/// Writes a fit.
#[cfg(any(test, feature = "refit"))]
pub fn write(fit: &Fit, sha256: &str) -> String {
    let file = fit.file();
    let list = |texts: &[Text], between: &str| texts.join(between);
    let pair = |pair: &Pair| [&*pair.model, &*pair.gpu, &list(&pair.precisions, "+")].join("/");
    let ranges = &file.ranges;
    let spans = [ranges.width, ranges.height, ranges.steps, ranges.batch, ranges.text_tokens]
        .map(|span| span.map(u64::from));
    let spans: Vec<String> = spans
        .into_iter()
        .chain([ranges.images])
        .map(|[least, most]| [least.to_string(), most.to_string()].join(":"))
        .collect();
    [
        id(sha256),
        plain(if file.title.is_empty() { &file.id } else { &file.title }),
        file.schema.to_string(),
        list(&file.models, ","),
        list(&file.gpus, ","),
        file.baseline_gpu.to_string(),
        file.pairs
            .as_ref()
            .map(|pairs| pairs.iter().map(pair).collect::<Vec<_>>().join(","))
            .unwrap_or_default(),
        spans.join(","),
        list(&ranges.precisions, ","),
        list(&ranges.guidance, ","),
        law(&file.law),
        file.duration.as_ref().map(law).unwrap_or_default(),
        [
            if file.compute.scope == Scope::Denoiser { "d" } else { "p" },
            if file.compute.attention == Attention::Kaplan { "k" } else { "f" },
            if file.boundary == Boundary::Net { "n" } else { "g" },
        ]
        .concat(),
        number(fit.quantile()),
        file.quality.n.map(|n| n.to_string()).unwrap_or_default(),
    ]
    .join("\t")
}

#[cfg(any(test, feature = "refit"))]
fn number(value: f64) -> String {
    format!("{:x}", value.to_bits())
}

#[cfg(any(test, feature = "refit"))]
fn law(law: &Law) -> String {
    let optional = |value: Option<f64>| value.map(number).unwrap_or_default();
    let term = |term: &Term| {
        [
            term.feature.name().to_owned(),
            term.level.as_deref().unwrap_or_default().to_owned(),
            number(term.coefficient),
            optional(term.std_error),
        ]
        .join(":")
    };
    let spreads = |spreads: &Spreads| {
        [spreads.unseen_model, spreads.unseen_gpu, spreads.another_source].map(number).join(",")
    };
    let covariance = law.covariance.iter().flat_map(|rows| rows.iter()).flat_map(|row| row.iter());
    [
        if law.form == Form::Additive { "a" } else { "l" }.to_owned(),
        law.terms.iter().map(term).collect::<Vec<_>>().join(","),
        number(law.residual_sd),
        law.spreads.as_ref().map(spreads).unwrap_or_default(),
        optional(law.degrees_of_freedom),
        law.evaluated_at_images.to_string(),
        covariance.map(|value| number(*value)).collect::<Vec<_>>().join(","),
    ]
    .join(";")
}

/// Id and title of the fit in a line.
pub fn named(line: &str) -> Option<(&str, &str)> {
    let mut fields = line.split(FIELD);
    Some((fields.next()?, fields.next()?))
}

/// Reads a line; `None` for anything that [`write()`] cannot have written.
///
/// Reading goes on after a fault with zeros and throws away what came of it: undoing half a fit at each field would be twice as large.
pub fn read(line: &str) -> Option<Fit> {
    let reader = Reader { sound: Cell::new(true) };
    let mut fields = line.split(FIELD);
    let mut next = || fields.next().unwrap_or_default();
    let (id, title, schema, models, gpus, baseline) = (next(), next(), next(), next(), next(), next());
    let (pairs, spans, precisions, guidance) = (next(), next(), next(), next());
    let (energy, duration, kinds, quantile, n) = (next(), next(), next(), next(), next());
    let digits = id.strip_prefix(HASH).unwrap_or_default();
    reader.holds(digits.len() == DIGITS && digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    reader.holds(models.split(ITEM).all(|id| model::find(id).is_ok()));
    reader
        .holds(gpus.split(ITEM).all(|id| gpu::find(id).is_ok()) && gpus.split(ITEM).any(|id| id == baseline));
    let mut spans = spans.split(ITEM);
    let mut span = || reader.span(spans.next().unwrap_or_default());
    let mut small = || span().map(|end| end.min(u32::MAX.into()) as u32);
    let (width, height, steps, batch, text_tokens) = (small(), small(), small(), small(), small());
    let images = span();
    let quantile = reader.number(quantile);
    reader.holds((1.0..=100.0).contains(&quantile));
    let mut kinds = kinds.chars();
    let mut kind = |letter: char| kinds.next() == Some(letter);
    let (denoiser, kaplan, net) = (kind('d'), kind('k'), kind('n'));
    let schema = reader.whole(schema) as u32;
    let law = reader.law(energy);
    let duration = (!duration.is_empty()).then(|| reader.law(duration));
    let additive = law.form == Form::Additive;
    let file = FitFile {
        schema,
        id: owned(id),
        title: owned(title),
        origin: Origin::Measured { observations: Cow::Borrowed(&[]), tool: owned(""), date: owned("") },
        models: texts(models, ITEM),
        gpus: texts(gpus, ITEM),
        baseline_gpu: owned(baseline),
        pairs: (!pairs.is_empty()).then(|| pairs.split(ITEM).map(pair).collect::<Vec<_>>().into()),
        ranges: Ranges {
            width,
            height,
            steps,
            batch,
            text_tokens,
            images,
            precisions: texts(precisions, ITEM),
            guidance: texts(guidance, ITEM),
        },
        law,
        duration,
        units: if additive {
            Units { energy: EnergyUnit::JoulesPerImage, compute: ComputeUnit::DataSheetSecondsPerImage }
        } else {
            Units { energy: EnergyUnit::KilowattHoursAllImages, compute: ComputeUnit::GflopAllImages }
        },
        compute: Compute {
            scope: if denoiser { Scope::Denoiser } else { Scope::Pipeline },
            attention: if kaplan { Attention::Kaplan } else { Attention::Full },
        },
        boundary: if net { Boundary::Net } else { Boundary::Gross },
        software: Software { engine: owned(""), version: owned(""), precision_modes: Cow::Borrowed(&[]) },
        quality: Quality { n: n.parse().ok(), ..Quality::default() },
        sources: Cow::Borrowed(&[]),
        notes: owned(""),
    };
    reader.sound.get().then(|| Fit::read_before(file, quantile))
}

#[inline(never)]
fn owned(text: &str) -> Text {
    Cow::Owned(text.to_owned())
}

#[inline(never)]
fn texts(list: &str, between: char) -> List<Text> {
    list.split(between).filter(|text| !text.is_empty()).map(owned).collect::<Vec<_>>().into()
}

fn pair(text: &str) -> Pair {
    let mut parts = text.split(OF_PAIR);
    let mut next = || parts.next().unwrap_or_default();
    let (model, gpu, precisions) = (next(), next(), next());
    Pair { model: owned(model), gpu: owned(gpu), precisions: texts(precisions, '+') }
}

/// Reads parts of a line and notes whether all of them are sound.
struct Reader {
    sound: Cell<bool>,
}

impl Reader {
    fn holds(&self, holds: bool) {
        self.sound.set(self.sound.get() && holds);
    }

    #[inline(never)]
    fn number(&self, text: &str) -> f64 {
        let number = u64::from_str_radix(text, 16).map_or(f64::NAN, f64::from_bits);
        self.holds(number.is_finite());
        number
    }

    fn optional(&self, text: &str) -> Option<f64> {
        (!text.is_empty()).then(|| self.number(text))
    }

    fn numbers(&self, text: &str) -> Vec<f64> {
        text.split(ITEM).map(|text| self.number(text)).collect()
    }

    #[inline(never)]
    fn whole(&self, text: &str) -> u64 {
        let number = text.parse().unwrap_or(0);
        self.holds(number > 0);
        number
    }

    fn span(&self, text: &str) -> [u64; 2] {
        let (least, most) = text.split_once(INNER).unwrap_or_default();
        let span = [self.whole(least), self.whole(most)];
        self.holds(span[0] <= span[1]);
        span
    }

    #[inline(never)]
    fn law(&self, text: &str) -> Law {
        let mut parts = text.split(PART);
        let mut next = || parts.next().unwrap_or_default();
        let (form, terms, residual_sd, spreads) = (next(), next(), next(), next());
        let (freedom, images, covariance) = (next(), next(), next());
        let form_is_known = form == "a" || form == "l";
        let terms: Vec<Term> = terms.split(ITEM).map(|text| self.term(text)).collect();
        let residual_sd = self.number(residual_sd);
        self.holds(form_is_known && residual_sd > 0.0);
        let covariance = (!covariance.is_empty()).then(|| {
            let all = self.numbers(covariance);
            self.holds(all.len() == terms.len() * terms.len());
            all.chunks(terms.len()).map(|row| Cow::Owned(row.to_vec())).collect::<Vec<List<f64>>>().into()
        });
        let spreads = (!spreads.is_empty()).then(|| {
            let all = self.numbers(spreads);
            self.holds(all.len() == 3);
            let at = |index: usize| all.get(index).copied().unwrap_or_default();
            Spreads { unseen_model: at(0), unseen_gpu: at(1), another_source: at(2) }
        });
        Law {
            form: if form == "a" { Form::Additive } else { Form::LnLinear },
            terms: terms.into(),
            covariance,
            residual_sd,
            spreads,
            degrees_of_freedom: self.optional(freedom),
            evaluated_at_images: self.whole(images),
        }
    }

    fn term(&self, text: &str) -> Term {
        let mut parts = text.split(INNER);
        let mut next = || parts.next().unwrap_or_default();
        let (name, level, coefficient, error) = (next(), next(), next(), next());
        let feature = const { &Feature::ALL }.iter().find(|feature| feature.name() == name);
        let coefficient = self.number(coefficient);
        self.holds(feature.is_some() && coefficient.abs() <= 1e3);
        Term {
            feature: feature.copied().unwrap_or(Feature::Intercept),
            level: (!level.is_empty()).then(|| owned(level)),
            coefficient,
            std_error: self.optional(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use wattpix_core::configuration::Configuration;
    use wattpix_core::estimate::estimate_with;
    use wattpix_core::fit::BUNDLED;

    use super::*;

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
