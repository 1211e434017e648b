//! From observations to a fit file.

use std::collections::{BTreeMap, BTreeSet};

use super::additive::{self, Target};
use super::agreement::Agreement;
use super::observed::Observed;
use super::refusal::Refusal;
use super::{ln_linear, one_boundary};
use crate::compute::{self, Convention};
use crate::error::Choice;
use crate::estimate::estimate_with;
use crate::fit::Fit;
use crate::fit::schema::{
    Attention, Boundary as FileBoundary, Citation, Compute, ComputeUnit, EnergyUnit, FitFile, Form, Law,
    Origin, Pair, Quality, Ranges, Scope, Software, Text, Units,
};
use crate::flops::AttentionCount;
use crate::workload::Boundary;

/// The laws that can be fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Method {
    /// Seconds by the data sheet, weighed and added: the better law.
    Additive,
    /// The ln-linear law of arXiv:2511.17031.
    Paper,
    /// One energy per operation for everything.
    Constant,
}

impl Choice for Method {
    const ALL: &'static [(&'static str, Self)] =
        &[("additive", Self::Additive), ("paper", Self::Paper), ("constant", Self::Constant)];
}

impl Method {
    /// What the law counts: the paper's what its coefficients were fitted with, the others everything.
    pub const fn convention(self) -> Convention {
        match self {
            Self::Paper => Convention { scope: compute::Scope::Denoiser, attention: AttentionCount::Kaplan },
            Self::Additive | Self::Constant => {
                Convention { scope: compute::Scope::Pipeline, attention: AttentionCount::Full }
            }
        }
    }
}

/// What a fit file says of itself beside its numbers.
#[derive(Debug, Clone)]
pub struct About {
    /// Stable identifier.
    pub id: Text,
    /// One line for people.
    pub title: Text,
    /// Who determined the coefficients, and from what.
    pub origin: Origin,
    /// What ran.
    pub software: Software,
    /// Documents.
    pub sources: Vec<Citation>,
    /// Caveats for people.
    pub notes: Text,
}

impl About {
    /// Words for a fit that no file is made of, as while validating.
    pub fn scratch() -> Self {
        Self {
            id: "scratch".into(),
            title: "".into(),
            origin: Origin::Measured { observations: Vec::new().into(), tool: "".into(), date: "".into() },
            software: Software { engine: "".into(), version: "".into(), precision_modes: Vec::new().into() },
            sources: Vec::new(),
            notes: "".into(),
        }
    }
}

/// Fits `rows` by `method`. Its quality is that on the rows themselves; [`super::calibration`] adds what was held out.
///
/// # Errors
/// [`Refusal`] that names the row, column or number at fault.
pub fn fit(rows: &[&Observed], method: Method, about: About) -> Result<Fit, Refusal> {
    if rows.is_empty() {
        return Err(Refusal::Empty);
    }
    for row in rows {
        row.check()?;
    }
    let gpus = gpus(rows);
    let duration = one_boundary::duration_law(rows, &gpus)?;
    let (energies, boundary) = one_boundary::energies(rows, duration.as_ref());
    let convention = method.convention();
    let law = match method {
        Method::Additive => additive::fit(rows, &energies, Target::Energy, &gpus)?,
        Method::Paper => ln_linear::fit(rows, &energies, convention, &gpus)?,
        Method::Constant => ln_linear::fit_constant(rows, &energies, convention)?,
    };
    let file =
        file(rows, law, duration.filter(|_| method == Method::Additive), boundary, method, &gpus, about);
    let mut fit = Fit::made(file)?;
    let quality = quality(rows, &fit)?;
    fit.set_quality(quality);
    Ok(fit)
}

/// The GPUs of the rows, the one with most rows first: the baseline.
fn gpus(rows: &[&Observed]) -> Vec<&'static str> {
    let mut ids: Vec<&'static str> =
        rows.iter().map(|row| row.gpu.id).collect::<BTreeSet<_>>().into_iter().collect();
    let count = |id: &str| rows.iter().filter(|row| row.gpu.id == id).count();
    ids.sort_by_key(|id| std::cmp::Reverse(count(id)));
    ids
}

fn file(
    rows: &[&Observed],
    law: Law,
    duration: Option<Law>,
    boundary: Boundary,
    method: Method,
    gpus: &[&'static str],
    about: About,
) -> FitFile {
    let convention = method.convention();
    let additive = law.form == Form::Additive;
    let models: BTreeSet<&'static str> = rows.iter().map(|row| row.workload.model().id).collect();
    let pairs = pairs(rows);
    // Where everything ran everywhere in every precision, the lists say it all.
    let all = pairs.len() == models.len() * gpus.len()
        && pairs.iter().all(|pair| pair.precisions == pairs[0].precisions);
    let texts = |ids: Vec<&'static str>| ids.into_iter().map(Text::from).collect::<Vec<_>>().into();
    // A constant has no coefficient for a GPU, so it stands for all of them at once.
    let gpus = if method == Method::Constant { &gpus[..1] } else { gpus };
    FitFile {
        schema: if additive || !all { 2 } else { 1 },
        id: about.id,
        title: about.title,
        origin: about.origin,
        models: texts(models.into_iter().collect()),
        gpus: texts(gpus.to_vec()),
        baseline_gpu: gpus[0].into(),
        pairs: (!all && method != Method::Constant).then(|| pairs.into()),
        ranges: ranges(rows),
        units: if additive {
            Units { energy: EnergyUnit::JoulesPerImage, compute: ComputeUnit::DataSheetSecondsPerImage }
        } else {
            Units { energy: EnergyUnit::KilowattHoursAllImages, compute: ComputeUnit::GflopAllImages }
        },
        law,
        duration,
        compute: Compute {
            scope: match convention.scope {
                compute::Scope::Denoiser => Scope::Denoiser,
                compute::Scope::Pipeline => Scope::Pipeline,
            },
            attention: match convention.attention {
                AttentionCount::Full => Attention::Full,
                AttentionCount::Kaplan => Attention::Kaplan,
            },
        },
        boundary: match boundary {
            Boundary::Net => FileBoundary::Net,
            Boundary::Gross => FileBoundary::Gross,
        },
        software: about.software,
        quality: Quality { n: Some(rows.len() as u64), ..Quality::default() },
        sources: about.sources.into(),
        notes: about.notes,
    }
}

fn pairs(rows: &[&Observed]) -> Vec<Pair> {
    let mut seen: BTreeMap<(&'static str, &'static str), BTreeSet<&'static str>> = BTreeMap::new();
    for row in rows {
        let pair = (row.workload.model().id, row.gpu.id);
        seen.entry(pair).or_default().insert(row.workload.precision().name());
    }
    let pair = |((model, gpu), precisions): ((&'static str, &'static str), BTreeSet<&'static str>)| Pair {
        model: model.into(),
        gpu: gpu.into(),
        precisions: precisions.into_iter().map(Text::from).collect::<Vec<_>>().into(),
    };
    seen.into_iter().map(pair).collect()
}

fn ranges(rows: &[&Observed]) -> Ranges {
    let span = |value: &dyn Fn(&Observed) -> u64| {
        let values = rows.iter().map(|row| value(row));
        [values.clone().min().unwrap_or(1), values.max().unwrap_or(1)]
    };
    let narrow = |value: &dyn Fn(&Observed) -> u32| {
        span(&|row| u64::from(value(row))).map(|value| u32::try_from(value).unwrap_or(u32::MAX))
    };
    let words = |word: &dyn Fn(&Observed) -> &'static str| {
        let set: BTreeSet<&'static str> = rows.iter().map(|row| word(row)).collect();
        set.into_iter().map(Text::from).collect::<Vec<_>>().into()
    };
    Ranges {
        width: narrow(&|row| row.workload.size().width),
        height: narrow(&|row| row.workload.size().height),
        steps: narrow(&|row| row.workload.steps()),
        precisions: words(&|row| row.workload.precision().name()),
        guidance: words(&|row| row.workload.guidance().name()),
        images: span(&|row| row.images),
        batch: narrow(&|row| row.workload.batch()),
        text_tokens: narrow(&|row| row.workload.text_tokens()),
    }
}

/// Agreement of a fit with the rows it was made from.
fn quality(rows: &[&Observed], fit: &Fit) -> Result<Quality, Refusal> {
    let predicted: Vec<f64> = rows
        .iter()
        .map(|row| {
            estimate_with(fit, &row.question())
                .map(|estimate| estimate.energy.joules())
                .map_err(|error| Refusal::Unusable { field: row.place.clone(), reason: error.to_string() })
        })
        .collect::<Result<_, _>>()?;
    let measured: Vec<f64> = rows.iter().map(|row| row.energy.joules()).collect();
    let agreement = Agreement::of(&measured, &predicted, fit.file().law.terms.len()).ok_or(Refusal::Empty)?;
    Ok(Quality {
        n: Some(rows.len() as u64),
        r2: agreement.r2,
        mae_ln: Some(agreement.mae_ln),
        mape: Some(agreement.mape),
        spearman: agreement.spearman,
        pearson: agreement.pearson,
        k_fold: None,
        held_out_models: None,
    })
}
