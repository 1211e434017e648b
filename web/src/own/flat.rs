//! A fit in one line: what an estimate needs of a fit file that was read and checked before, so that the first module can use it without a
//! reader of JSON. Numbers are the bits that they are, in hexadecimal.
//!
//! The line comes from this browser's own storage; what it says is checked again as far as a wrong line could do harm.

use std::borrow::Cow;

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
    let pair = |pair: &Pair| [&*pair.model, &*pair.gpu, &list(&pair.precisions, "+")].join(":");
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

/// Reads a line; `None` for anything that [`write`] cannot have written.
pub fn read(line: &str) -> Option<Fit> {
    let mut fields = line.split(FIELD);
    let mut next = || fields.next();
    let (id, title, schema) = (next()?, next()?, next()?);
    let digits = id.strip_prefix(HASH)?;
    let (models, gpus, baseline) = (texts(next()?), texts(next()?), next()?);
    let known =
        models.iter().all(|id| model::find(id).is_ok()) && gpus.iter().all(|id| gpu::find(id).is_ok());
    let (pairs, spans, precisions, guidance) = (next()?, next()?, next()?, next()?);
    let (energy, duration, kinds, quantile, n) = (next()?, next()?, next()?, next()?, next()?);
    let mut spans = spans.split(ITEM).map(span);
    let mut span = || spans.next().flatten();
    let mut small = || span().map(|span| span.map(|end| end.min(u32::MAX.into()) as u32));
    let law = read_law(energy)?;
    let quantile = read_number(quantile).filter(|quantile| (1.0..=100.0).contains(quantile))?;
    let sound = known && !models.is_empty() && gpus.iter().any(|id| id == baseline) && digits.len() == DIGITS;
    if !sound || !digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return None;
    }
    let (width, height, steps, batch, text_tokens) = (small()?, small()?, small()?, small()?, small()?);
    let additive = law.form == Form::Additive;
    let mut kinds = kinds.chars();
    let mut kind = |letter: char| kinds.next().map(|found| found == letter);
    let file = FitFile {
        schema: schema.parse().ok()?,
        id: owned(id),
        title: owned(title),
        origin: Origin::Measured { observations: Cow::Borrowed(&[]), tool: owned(""), date: owned("") },
        models: models.into(),
        gpus: gpus.into(),
        baseline_gpu: owned(baseline),
        pairs: if pairs.is_empty() {
            None
        } else {
            Some(pairs.split(ITEM).map(pair).collect::<Option<Vec<_>>>()?.into())
        },
        ranges: Ranges {
            width,
            height,
            steps,
            batch,
            text_tokens,
            images: span()?,
            precisions: texts(precisions).into(),
            guidance: texts(guidance).into(),
        },
        law,
        duration: if duration.is_empty() { None } else { Some(read_law(duration)?) },
        units: if additive {
            Units { energy: EnergyUnit::JoulesPerImage, compute: ComputeUnit::DataSheetSecondsPerImage }
        } else {
            Units { energy: EnergyUnit::KilowattHoursAllImages, compute: ComputeUnit::GflopAllImages }
        },
        compute: Compute {
            scope: if kind('d')? { Scope::Denoiser } else { Scope::Pipeline },
            attention: if kind('k')? { Attention::Kaplan } else { Attention::Full },
        },
        boundary: if kind('n')? { Boundary::Net } else { Boundary::Gross },
        software: Software { engine: owned(""), version: owned(""), precision_modes: Cow::Borrowed(&[]) },
        quality: Quality { n: n.parse().ok(), ..Quality::default() },
        sources: Cow::Borrowed(&[]),
        notes: owned(""),
    };
    Some(Fit::read_before(file, quantile))
}

fn owned(text: &str) -> Text {
    Cow::Owned(text.to_owned())
}

fn texts(list: &str) -> Vec<Text> {
    list.split(ITEM).filter(|text| !text.is_empty()).map(owned).collect()
}

fn span(text: &str) -> Option<[u64; 2]> {
    let (least, most) = text.split_once(INNER)?;
    let span = [least.parse().ok()?, most.parse().ok()?];
    (1 <= span[0] && span[0] <= span[1]).then_some(span)
}

fn pair(text: &str) -> Option<Pair> {
    let mut parts = text.split(INNER);
    let (model, gpu, precisions) = (parts.next()?, parts.next()?, parts.next()?);
    Some(Pair {
        model: owned(model),
        gpu: owned(gpu),
        precisions: precisions.split('+').map(owned).collect::<Vec<_>>().into(),
    })
}

fn read_number(text: &str) -> Option<f64> {
    u64::from_str_radix(text, 16).ok().map(f64::from_bits).filter(|number| number.is_finite())
}

fn read_law(text: &str) -> Option<Law> {
    let mut parts = text.split(PART);
    let mut next = || parts.next();
    let (form, terms, residual_sd, spreads) = (next()?, next()?, next()?, next()?);
    let (freedom, images, covariance) = (next()?, next()?, next()?);
    let form = if form == "a" { Form::Additive } else { Form::LnLinear };
    let terms: Vec<Term> = terms.split(ITEM).map(term).collect::<Option<_>>()?;
    let numbers = |text: &str| text.split(ITEM).map(read_number).collect::<Option<Vec<f64>>>();
    let covariance: Option<List<List<f64>>> = if covariance.is_empty() {
        None
    } else {
        let all = numbers(covariance)?;
        if all.len() != terms.len() * terms.len() {
            return None;
        }
        Some(all.chunks(terms.len()).map(|row| Cow::Owned(row.to_vec())).collect::<Vec<_>>().into())
    };
    let spreads = if spreads.is_empty() {
        None
    } else {
        let all = numbers(spreads)?;
        let &[unseen_model, unseen_gpu, another_source] = all.as_slice() else { return None };
        Some(Spreads { unseen_model, unseen_gpu, another_source })
    };
    Some(Law {
        form,
        terms: terms.into(),
        covariance,
        residual_sd: read_number(residual_sd).filter(|spread| *spread > 0.0)?,
        spreads,
        degrees_of_freedom: read_number(freedom),
        evaluated_at_images: images.parse().ok().filter(|images| *images > 0)?,
    })
}

fn term(text: &str) -> Option<Term> {
    let mut parts = text.split(INNER);
    let (name, level, coefficient, error) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    Some(Term {
        feature: *const { &Feature::ALL }.iter().find(|feature| feature.name() == name)?,
        level: Some(level).filter(|level| !level.is_empty()).map(owned),
        coefficient: read_number(coefficient).filter(|coefficient| coefficient.abs() <= 1e3)?,
        std_error: read_number(error),
    })
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
