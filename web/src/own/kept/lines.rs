//! Fits as version 0.1 of the page kept them: one in a line, its fields between tabs, numbers as the bits that they are, in hexadecimal.

use std::borrow::Cow;
use std::cell::Cell;

use wattpix_core::fit::Fit;
use wattpix_core::fit::schema::{
    Attention, Boundary, Citation, Compute, ComputeUnit, EffectSpreads, EnergyUnit, Feature, FitFile, Form,
    Law, List, Origin, Pair, Quality, Ranges, Saturation, Scope, Software, Spreads, Term, Text, Units,
};
use wattpix_core::{gpu, model};

use crate::own::fits::{DIGITS, OWN};

/// Between the fields of a line.
const FIELD: char = '\t';
/// Between the parts of a field, and between the items of a part.
const PART: char = ';';
const ITEM: char = ',';
const INNER: char = ':';
/// Between the parts of a pair, whose model may be a description with colons.
const OF_PAIR: char = '/';

/// Document of a fit whose line names none.
const SOURCE: &str = "A fit that an older version of this page kept";

/// Reads a line; `None` for anything that no page wrote.
///
/// Reading goes on after a fault with zeros and throws away what came of it.
pub fn read(line: &str) -> Option<Fit> {
    let reader = Reader { sound: Cell::new(true) };
    let mut fields = line.split(FIELD);
    let mut next = || fields.next().unwrap_or_default();
    let (id, title, schema, models, gpus, baseline) = (next(), next(), next(), next(), next(), next());
    let (pairs, spans, precisions, guidance) = (next(), next(), next(), next());
    let (energy, duration, kinds, quantile, n) = (next(), next(), next(), next(), next());
    let digits = id.strip_prefix(OWN).unwrap_or_default();
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
    let of_joules = matches!(law.form, Form::Additive | Form::TimeAndPower);
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
        units: if of_joules {
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
        sources: vec![Citation { title: owned(SOURCE), locator: owned(""), url: owned("") }].into(),
        notes: owned(""),
    };
    reader.sound.get().then(|| Fit::read_before(file, quantile))
}

fn owned(text: &str) -> Text {
    Cow::Owned(text.to_owned())
}

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

    fn law(&self, text: &str) -> Law {
        let mut parts = text.split(PART);
        let mut next = || parts.next().unwrap_or_default();
        let (form, terms, residual_sd, spreads) = (next(), next(), next(), next());
        let (freedom, images, covariance) = (next(), next(), next());
        let (effects, saturation) = (next(), next());
        let form_is_known = form == "a" || form == "l" || form == "t" || form == "c";
        let terms: Vec<Term> = terms.split(ITEM).map(|text| self.term(text)).collect();
        let residual_sd = self.number(residual_sd);
        self.holds(form_is_known && residual_sd > 0.0);
        let covariance = (!covariance.is_empty()).then(|| {
            let all = self.numbers(covariance);
            // A lower triangle, or all of it.
            let rows: Vec<List<f64>> = if form == "t" {
                (0..)
                    .map(|row| (row * (row + 1) / 2, (row + 1) * (row + 2) / 2))
                    .take_while(|(_, end)| *end <= all.len())
                    .map(|(begin, end)| Cow::Owned(all[begin..end].to_vec()))
                    .collect()
            } else {
                self.holds(all.len() == terms.len() * terms.len());
                all.chunks(terms.len()).map(|row| Cow::Owned(row.to_vec())).collect()
            };
            self.holds(rows.iter().map(|row| row.len()).sum::<usize>() == all.len());
            rows.into()
        });
        let spreads = (!spreads.is_empty()).then(|| {
            let all = self.numbers(spreads);
            self.holds(all.len() == 3);
            let at = |index: usize| all.get(index).copied().unwrap_or_default();
            Spreads { unseen_model: at(0), unseen_gpu: at(1), another_source: at(2) }
        });
        let effects = (!effects.is_empty()).then(|| {
            let all = self.numbers(effects);
            self.holds(all.len() == 7);
            let at = |index: usize| all.get(index).copied().unwrap_or_default();
            EffectSpreads {
                model: at(0),
                gpu: at(1),
                architecture: at(2),
                source: at(3),
                gpu_power: at(4),
                precision: at(5),
                extrapolation: at(6),
            }
        });
        self.holds(effects.is_some() == (form == "t"));
        let saturation = (!saturation.is_empty()).then(|| {
            let mut parts = saturation.split(ITEM);
            let gpu = owned(parts.next().unwrap_or_default());
            let mut number = || self.number(parts.next().unwrap_or_default());
            Saturation { gpu, exponent: number(), exponent_sd: number() }
        });
        Law {
            form: match form {
                "c" => Form::Constant,
                "a" => Form::Additive,
                "t" => Form::TimeAndPower,
                _ => Form::LnLinear,
            },
            terms: terms.into(),
            covariance,
            residual_sd,
            spreads,
            effects,
            saturation,
            degrees_of_freedom: self.optional(freedom),
            evaluated_at_images: self.whole(images),
        }
    }

    fn term(&self, text: &str) -> Term {
        let mut parts = text.split(INNER);
        let mut next = || parts.next().unwrap_or_default();
        let (name, level, coefficient, error, share) = (next(), next(), next(), next(), next());
        let feature = const { &Feature::ALL }.iter().find(|feature| feature.name() == name);
        let coefficient = self.number(coefficient);
        self.holds(feature.is_some() && coefficient.abs() <= 1e3);
        Term {
            feature: feature.copied().unwrap_or(Feature::Intercept),
            level: (!level.is_empty()).then(|| Cow::Owned(unmarked(level))),
            coefficient,
            std_error: self.optional(error),
            power_share: self.optional(share),
        }
    }
}

/// A level with its signs that part a line, which were marked.
fn unmarked(level: &str) -> String {
    level.replace("%3A", ":").replace("%2C", ",").replace("%3B", ";").replace("%25", "%")
}

#[cfg(test)]
mod tests;
