//! Reading a fit from its line.

use std::borrow::Cow;
use std::cell::Cell;

use wattpix_core::fit::Fit;
use wattpix_core::fit::schema::{
    Attention, Boundary, Compute, ComputeUnit, EnergyUnit, Feature, FitFile, Form, Law, List, Origin, Pair,
    Quality, Ranges, Scope, Software, Spreads, Term, Text, Units,
};
use wattpix_core::{gpu, model};

use super::{DIGITS, FIELD, INNER, ITEM, OF_PAIR, PART};
use crate::own::fits::HASH;

/// Reads a line; `None` for anything that [`write()`](super::write()) cannot have written.
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
