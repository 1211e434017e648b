//! Writing a fit in one line.

use wattpix_core::fit::Fit;
use wattpix_core::fit::schema::{Attention, Boundary, Form, Law, Pair, Scope, Spreads, Term, Text};

use super::DIGITS;
use crate::own::fits::HASH;

/// The id of a fit by the hash of its file.
pub fn id(sha256: &str) -> String {
    [HASH, sha256.get(..DIGITS).unwrap_or(sha256)].concat()
}

/// A text that stays in its place.
fn plain(text: &str) -> String {
    text.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).collect()
}

/// Writes a fit.
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

fn number(value: f64) -> String {
    format!("{:x}", value.to_bits())
}

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
