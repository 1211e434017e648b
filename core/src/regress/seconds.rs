//! Seconds of runs that were left out, predicted from the rest by the law of time and power.
//!
//! Rows with energies and timings are left out and judged alike. A prediction is what a user would get: no effect of a source enters it, so
//! that benchmarks which are faster than metered runs count as errors too.

use std::collections::BTreeMap;

use super::design::Design;
use super::fitting::{About, Method, made};
use super::left_out::Split;
use super::order::groups;
use super::refusal::Refusal;
use super::supplement::Supplement;
use super::time_and_power::TIMINGS;
use super::timing::{Timed, Timing};
use crate::fit::Fit;
use crate::fit::schema::Feature;
use crate::gpu::Gpu;
use crate::observation::Observed;
use crate::time_and_power::evaluation::Evaluation;
use crate::time_and_power::promise::PartPromises;
use crate::workload::Workload;

/// Measured seconds, of a row with energy or of a timing.
#[derive(Debug, Clone, Copy)]
struct Run<'a> {
    workload: &'a Workload,
    gpu: &'static Gpu,
    source: &'a str,
    timed: Timed,
    is_timing: bool,
    seconds: f64,
    place: &'a str,
}

impl<'a> Run<'a> {
    fn of_observed(row: &'a Observed) -> Option<Self> {
        Some(Self {
            workload: &row.workload,
            gpu: row.gpu,
            source: &row.source,
            timed: Timed::Image,
            is_timing: false,
            seconds: row.seconds?,
            place: &row.place,
        })
    }

    fn of_timing(timing: &'a Timing) -> Self {
        Self {
            workload: &timing.workload,
            gpu: timing.gpu,
            source: &timing.source,
            timed: timing.timed,
            is_timing: true,
            seconds: timing.seconds,
            place: &timing.place,
        }
    }

    /// Seconds that a fit expects.
    fn predicted(&self, fit: &Fit) -> Result<f64, Refusal> {
        let workload = self.workload;
        let evaluation = Evaluation::new(fit.table(), &fit.file().law, workload.model(), self.gpu);
        let (rates, paths) = *evaluation.run(workload.precision()).ok_or_else(|| Refusal::NoEstimate {
            place: self.place.to_owned(),
            error: self.gpu.lacks(workload.precision()),
        })?;
        let parts = PartPromises::new(workload, &rates, paths);
        let promise = match self.timed {
            Timed::Image => parts.image(workload.steps(), workload.passes(), workload.batch()),
            Timed::Step => parts.one_step(workload.guidance().passes_per_step()),
        };
        Ok(evaluation.taken(&promise).seconds)
    }
}

/// The sum of the effects that a fit knows of a run's source.
fn of_source(run: &Run, fit: &Fit) -> f64 {
    let terms = fit.file().law.terms.iter().filter(|term| term.feature == Feature::Source);
    let is_of = |level: &str| level == run.source || run.is_timing && level == TIMINGS;
    terms.filter(|term| term.level.as_deref().is_some_and(is_of)).map(|term| term.coefficient).sum()
}

/// Seconds of one run, predicted by a fit that did not see it.
#[derive(Debug, Clone, PartialEq)]
pub struct PredictedSeconds {
    /// Name of the group that was left out.
    pub group: String,
    /// File and line of the row.
    pub place: String,
    /// The measured seconds of one image or step.
    pub measured: f64,
    /// The predicted ones.
    pub predicted: f64,
    /// The known effect of its source in ln units, which is not in the prediction; 0 where the source was left out too.
    pub source_effect: f64,
}

impl PredictedSeconds {
    /// Error in ln units, predicted less measured.
    pub fn ln_error(&self) -> f64 {
        (self.predicted / self.measured).ln()
    }
}

/// Name of the mean of all groups.
pub const MEAN: &str = "mean";

/// Seconds of a group that was left out, or the mean of all groups.
#[derive(Debug, Clone, PartialEq)]
pub struct SecondsSummary {
    /// Name of the group.
    pub group: String,
    /// Rows of it.
    pub n: usize,
    /// Mean absolute error in ln units; its exponential is the typical factor.
    pub mae_ln: f64,
    /// Mean error in ln units, predicted less measured.
    pub bias_ln: f64,
    /// Mean absolute error in ln units where the known effects of the sources are added to the predictions: what is left for model and
    /// GPU.
    pub mae_ln_beside_source: f64,
}

/// Every prediction of seconds that were left out, group by group.
#[derive(Debug, Clone, PartialEq)]
pub struct SecondsValidation {
    /// The way of leaving out.
    pub split: Split,
    /// Every prediction, in the order of the groups.
    pub predictions: Vec<PredictedSeconds>,
    /// Groups that could not be predicted, with the reason.
    pub refused: Vec<(String, Refusal)>,
}

impl SecondsValidation {
    /// Returns a summary of each group.
    pub fn groups(&self) -> Vec<SecondsSummary> {
        let mut groups: BTreeMap<&str, Vec<&PredictedSeconds>> = BTreeMap::new();
        for prediction in &self.predictions {
            groups.entry(&prediction.group).or_default().push(prediction);
        }
        let summary = |(group, predictions): (&str, Vec<&PredictedSeconds>)| {
            let mean = |error: fn(&PredictedSeconds) -> f64| {
                predictions.iter().map(|one| error(one)).sum::<f64>() / predictions.len() as f64
            };
            SecondsSummary {
                group: group.to_owned(),
                n: predictions.len(),
                mae_ln: mean(|one| one.ln_error().abs()),
                bias_ln: mean(PredictedSeconds::ln_error),
                mae_ln_beside_source: mean(|one| (one.ln_error() + one.source_effect).abs()),
            }
        };
        groups.into_iter().map(summary).collect()
    }

    /// The mean of the groups, each of which counts as one: a GPU with many rows is no more than one GPU. `None` where nothing could be
    /// predicted.
    pub fn averaged(&self) -> Option<SecondsSummary> {
        let groups = self.groups();
        let mean =
            |value: fn(&SecondsSummary) -> f64| groups.iter().map(value).sum::<f64>() / groups.len() as f64;
        (!groups.is_empty()).then(|| SecondsSummary {
            group: MEAN.to_owned(),
            n: self.predictions.len(),
            mae_ln: mean(|group| group.mae_ln),
            bias_ln: mean(|group| group.bias_ln),
            mae_ln_beside_source: mean(|group| group.mae_ln_beside_source),
        })
    }
}

/// Leaves out each model, GPU, family or source in turn, fits the law of time and power to the rest, and predicts the seconds that were
/// left out. `None` for ways of leaving out that do not go by one label.
///
/// # Errors
/// [`Refusal`] where rows cannot be used, or there is one group only.
pub fn validate_seconds(
    rows: &[&Observed],
    supplement: &Supplement,
    split: Split,
) -> Result<Option<SecondsValidation>, Refusal> {
    let label = |workload: &Workload, gpu: &Gpu, source: &str| match split {
        Split::Model => Some(workload.model().id.to_owned()),
        Split::Gpu => Some(gpu.id.to_owned()),
        Split::Family => Some(workload.model().denoiser.family().label().to_owned()),
        Split::Source => Some(source.to_owned()),
        Split::KFold { .. } | Split::GpuAndFamily => None,
    };
    let timed = rows.iter().filter_map(|row| Run::of_observed(row));
    let runs: Vec<Run> =
        timed.chain(supplement.timings.iter().map(|timing| Run::of_timing(timing))).collect();
    let Some(labels) =
        runs.iter().map(|run| label(run.workload, run.gpu, run.source)).collect::<Option<Vec<String>>>()
    else {
        return Ok(None);
    };
    let groups = groups(labels.len(), &|a, b| labels[a].cmp(&labels[b]));
    if groups.len() < 2 {
        return Err(Refusal::OneGroup { by: split.by() });
    }
    let design = Design::of(rows)?;
    let whole = made(&design, &design.all(), supplement, Method::TimeAndPower, About::scratch(), None).ok();
    let mut validation = SecondsValidation { split, predictions: Vec::new(), refused: Vec::new() };
    for places in &groups {
        let group = &labels[places[0]];
        let leaves = |workload: &Workload, gpu: &Gpu, source: &str| {
            label(workload, gpu, source).is_some_and(|label| label == *group)
        };
        let row_leaves = |row: &Observed| leaves(&row.workload, row.gpu, &row.source);
        let rest: Vec<usize> = design.all().into_iter().filter(|row| !row_leaves(rows[*row])).collect();
        let supplement =
            supplement.without(&|timing| leaves(&timing.workload, timing.gpu, &timing.source), &row_leaves);
        let predicted =
            made(&design, &rest, &supplement, Method::TimeAndPower, About::scratch(), whole.as_ref())
                .and_then(|fit| places.iter().map(|place| predict(&runs[*place], group, &fit)).collect());
        match predicted {
            Ok(predicted) => validation.predictions.extend::<Vec<PredictedSeconds>>(predicted),
            Err(refusal) => validation.refused.push((group.clone(), refusal)),
        }
    }
    Ok(Some(validation))
}

fn predict(run: &Run, group: &str, fit: &Fit) -> Result<PredictedSeconds, Refusal> {
    Ok(PredictedSeconds {
        group: group.to_owned(),
        place: run.place.to_owned(),
        measured: run.seconds,
        predicted: run.predicted(fit)?,
        source_effect: of_source(run, fit),
    })
}
