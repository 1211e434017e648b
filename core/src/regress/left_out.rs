//! Splits that leave rows out, and agreement of the predictions for them.
//!
//! What is left out is predicted by [`estimate_with`], as a user's question would be: with transfer, boundary and interval.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::agreement::Agreement;
use super::by_images::ByImages;
use super::design::Design;
use super::folds::k_fold;
use super::method::Method;
use super::order::{groups, natural, order};
use super::refusal::Refusal;
use super::supplement::Supplement;
use crate::estimate::{INTERVAL, estimate_with};
use crate::fit::Fit;
use crate::gpu::Gpu;
use crate::observation::Observed;
use crate::workload::Workload;

/// A way to leave rows out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Split {
    /// Each of `k` folds of the rows in turn, dealt by `seed`: interpolation of a law.
    KFold {
        /// Folds.
        k: usize,
        /// Seed of the deal.
        seed: u64,
    },
    /// Each model in turn, predicted from the others.
    Model,
    /// Each GPU in turn, predicted from the others.
    Gpu,
    /// Each family of denoisers in turn, predicted from the others.
    Family,
    /// A GPU with a family, predicted from rows that share neither.
    GpuAndFamily,
    /// Each source of measurements in turn, predicted from the others.
    Source,
}

impl Split {
    /// Returns the word for a group.
    pub const fn by(self) -> &'static str {
        match self {
            Self::KFold { .. } => "fold",
            Self::Model => "model",
            Self::Gpu => "GPU",
            Self::Family => "architecture",
            Self::GpuAndFamily => "GPU and architecture",
            Self::Source => "source",
        }
    }

    fn labels(self, rows: &[&Observed]) -> Result<Vec<Vec<String>>, Refusal> {
        let model = |row: &Observed| row.workload.model().id.to_owned();
        let family = |row: &Observed| row.workload.model().denoiser.family().label().to_owned();
        let gpu = |row: &Observed| row.gpu.id.to_owned();
        let each = |label: &dyn Fn(&Observed) -> Vec<String>| rows.iter().map(|row| label(row)).collect();
        Ok(match self {
            Self::KFold { k, seed } => {
                k_fold(rows.len(), k, seed)?.into_iter().map(|fold| vec![format!("{}", fold + 1)]).collect()
            }
            Self::Model => each(&|row| vec![model(row)]),
            Self::Gpu => each(&|row| vec![gpu(row)]),
            Self::Family => each(&|row| vec![family(row)]),
            Self::GpuAndFamily => each(&|row| vec![gpu(row), family(row)]),
            Self::Source => each(&|row| vec![row.source.clone()]),
        })
    }
}

impl Split {
    /// Returns the supplement without the rows that leave where rows of a group are held out.
    fn left_of<'a>(
        self,
        supplement: &Supplement<'a>,
        label: &[String],
        held_out: &[usize],
        design: &Design,
    ) -> Supplement<'a> {
        let leaves = |workload: &Workload, gpu: &Gpu, source: &str| {
            let family = workload.model().denoiser.family().label();
            let words: &[&str] = match self {
                Self::KFold { .. } => &[],
                Self::Model => &[workload.model().id],
                Self::Gpu => &[gpu.id],
                Self::Family => &[family],
                Self::GpuAndFamily => &[gpu.id, family],
                Self::Source => &[source],
            };
            words.iter().any(|word| label.iter().any(|part| part == word))
        };
        let of_cluster = |row: &Observed| {
            held_out.iter().map(|at| design.rows[*at]).any(|held| {
                held.source == row.source
                    && held.workload.model().id == row.workload.model().id
                    && held.workload.precision() == row.workload.precision()
            })
        };
        supplement.without(&|timing| leaves(&timing.workload, timing.gpu, &timing.source), &|row| {
            leaves(&row.workload, row.gpu, &row.source) || of_cluster(row)
        })
    }
}

/// A row and its prediction by a fit that did not see it. Energies in joules of one image.
#[derive(Debug, Clone, PartialEq)]
pub struct Prediction {
    /// Index of the row.
    pub row: usize,
    /// Number of the row's cluster: rows of one laboratory, model, GPU, size and precision share an error.
    pub cluster: usize,
    /// Name of the group that was left out.
    pub group: String,
    /// The measured energy.
    pub measured: f64,
    /// The predicted energy.
    pub predicted: f64,
    /// The interval's ends.
    pub interval: [f64; 2],
}

impl Prediction {
    /// Error in ln units, predicted less measured.
    pub fn ln_error(&self) -> f64 {
        (self.predicted / self.measured).ln()
    }

    /// Returns whether the interval holds the measured energy.
    pub fn is_inside(&self) -> bool {
        let [low, high] = self.interval;
        (low..=high).contains(&self.measured)
    }

    /// Interval score in ln units (Gneiting and Raftery 2007, <https://doi.org/10.1198/016214506000001437>): the width, and where the
    /// measurement is outside, the distance to it times two over the share that may be outside. Less is better.
    pub fn interval_score(&self) -> f64 {
        let [low, high] = self.interval;
        let outside = (low / self.measured).ln().max((self.measured / high).ln()).max(0.0);
        (high / low).ln() + 2.0 / (1.0 - INTERVAL) * outside
    }

    /// The factor from the prediction to the upper end.
    pub fn half_width_factor(&self) -> f64 {
        self.interval[1] / self.predicted
    }
}

/// Rows left out together, or all of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// Name of the group that was left out.
    pub group: String,
    /// Predicted against measured.
    pub agreement: Agreement,
    /// Count of clusters among the rows.
    pub clusters: usize,
    /// Count of intervals that hold the measurement.
    pub inside: usize,
    /// Median of the factor from prediction to the interval's upper end.
    pub half_width_factor: f64,
    /// Mean interval score in ln units, see [`Prediction::interval_score`].
    pub interval_score: f64,
}

/// A validation: every prediction of a row that was left out, group by group.
#[derive(Debug, Clone, PartialEq)]
pub struct Validation {
    /// The law.
    pub method: Method,
    /// The way of leaving out.
    pub split: Split,
    /// Every prediction, in the order of the groups.
    pub predictions: Vec<Prediction>,
    /// Every prediction of a row by the fits that saw it, in the order of the groups that these left out; empty where nobody asked for it.
    pub training: Vec<Prediction>,
    /// Groups that could not be predicted, with the reason.
    pub refused: Vec<(String, Refusal)>,
}

impl Validation {
    /// Returns a summary of each group, in the order in which they were left out.
    pub fn groups(&self) -> Vec<Summary> {
        let groups = self.predictions.chunk_by(|one, next| one.group == next.group);
        let summarised =
            |held_out: &[Prediction]| summary(&held_out.first()?.group, &held_out.iter().collect::<Vec<_>>());
        groups.filter_map(summarised).collect()
    }

    /// The rows of each group with those that the fit of the rest saw, in the order in which they were left out.
    pub fn panels(&self) -> Vec<(&[Prediction], &[Prediction])> {
        let tested = self.predictions.chunk_by(|one, next| one.group == next.group);
        let trained: Vec<&[Prediction]> =
            self.training.chunk_by(|one, next| one.group == next.group).collect();
        tested
            .filter_map(|tested| {
                let group = &tested.first()?.group;
                let of_group =
                    |trained: &&&[Prediction]| trained.first().is_some_and(|one| one.group == *group);
                Some((tested, trained.iter().find(of_group).copied().unwrap_or_default()))
            })
            .collect()
    }

    /// Over all rows; `None` where nothing could be predicted.
    pub fn overall(&self) -> Option<Summary> {
        summary("all", &self.predictions.iter().collect::<Vec<_>>())
    }
}

/// The summary of some predictions; `None` for none.
pub fn summary(group: &str, predictions: &[&Prediction]) -> Option<Summary> {
    let measured: Vec<f64> = predictions.iter().map(|p| p.measured).collect();
    let predicted: Vec<f64> = predictions.iter().map(|p| p.predicted).collect();
    let widths: Vec<f64> = predictions.iter().map(|p| p.half_width_factor()).collect();
    let sorted = order(widths.len(), &|a, b| widths[a].total_cmp(&widths[b]));
    Some(Summary {
        group: group.to_owned(),
        agreement: Agreement::of(&measured, &predicted, 0)?,
        clusters: predictions.iter().map(|p| p.cluster).collect::<BTreeSet<_>>().len(),
        inside: predictions.iter().filter(|p| p.is_inside()).count(),
        half_width_factor: sorted.get(sorted.len() / 2).map(|at| widths[*at])?,
        interval_score: predictions.iter().map(|p| p.interval_score()).sum::<f64>()
            / predictions.len() as f64,
    })
}

/// Fits the rows that are left, with what is left of the supplement.
type Make<'m> = dyn Fn(&[usize], &Supplement) -> Result<Fit, Refusal> + 'm;

/// Rows that a fit predicts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Predicted {
    /// Those that were left out.
    LeftOut,
    /// Those that it saw.
    Seen,
}

/// Leaves out each group of the chosen rows in turn and predicts it by what `make` makes of the rest.
pub(super) fn leave_out(
    design: &Design,
    chosen: &[usize],
    supplement: &Supplement,
    method: Method,
    split: Split,
    predicted: Predicted,
    make: &Make,
) -> Result<Validation, Refusal> {
    let rows: Vec<&Observed> = chosen.iter().map(|row| design.rows[*row]).collect();
    let labels = split.labels(&rows)?;
    let by_name = |a: &[String], b: &[String]| {
        let parts = a.iter().zip(b).map(|(a, b)| natural(a, b));
        parts.fold(Ordering::Equal, Ordering::then)
    };
    let groups = groups(labels.len(), &|a, b| by_name(&labels[a], &labels[b]));
    if groups.len() < 2 {
        return Err(Refusal::OneGroup { by: split.by() });
    }
    let mut validation =
        Validation { method, split, predictions: Vec::new(), training: Vec::new(), refused: Vec::new() };
    for places in &groups {
        let label = &labels[places[0]];
        let held_out: Vec<usize> = places.iter().map(|place| chosen[*place]).collect();
        let group = label.join(", ");
        let shares_none = |other: &Vec<String>| other.iter().all(|part| !label.contains(part));
        let rest: Vec<usize> =
            chosen.iter().zip(&labels).filter(|(_, other)| shares_none(other)).map(|(row, _)| *row).collect();
        let supplement = split.left_of(supplement, label, &held_out, design);
        let (asked, found) = match predicted {
            Predicted::LeftOut => (&held_out, &mut validation.predictions),
            Predicted::Seen => (&rest, &mut validation.training),
        };
        match make(&rest, &supplement).and_then(|fit| predict(design, asked, &group, &fit, method)) {
            Ok(predictions) => found.extend(predictions),
            Err(refusal) => validation.refused.push((group, refusal)),
        }
    }
    Ok(validation)
}

/// Predicts rows by a fit; each configuration is asked once for each boundary.
fn predict(
    design: &Design,
    held_out: &[usize],
    group: &str,
    fit: &Fit,
    method: Method,
) -> Result<Vec<Prediction>, Refusal> {
    let mut known: [Vec<Option<[f64; 3]>>; 2] = [vec![None; design.configurations.len()], Vec::new()];
    known[1] = known[0].clone();
    let fits = ByImages::new(fit, method, held_out.iter().map(|index| design.rows[*index].images));
    let mut predict = |&index: &usize| {
        let row = design.rows[index];
        let fit = fits.at(row.images);
        // Of a law of totals a configuration has another prediction at another number of images.
        let known = &mut known[row.boundary as usize][design.of[index]];
        let [predicted, low, high] = match known {
            Some(found) if method != Method::PaperTotals => *found,
            _ => {
                let estimate = estimate_with(fit, &row.question())
                    .map_err(|error| Refusal::NoEstimate { place: row.place.clone(), error })?;
                *known.insert([estimate.energy, estimate.low, estimate.high].map(|energy| energy.joules()))
            }
        };
        Ok(Prediction {
            row: index,
            cluster: design.cluster(index),
            group: group.to_owned(),
            measured: row.energy.joules(),
            predicted,
            interval: [low, high],
        })
    };
    held_out.iter().map(&mut predict).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An interval of a factor of 4 in all; e below its lower end costs 20 more.
    #[test]
    fn the_interval_score_charges_width_and_misses() {
        let prediction = |measured| Prediction {
            row: 0,
            cluster: 0,
            group: String::new(),
            measured,
            predicted: 2.0,
            interval: [1.0, 4.0],
        };
        assert!((prediction(3.0).interval_score() - 4.0_f64.ln()).abs() < 1e-12);
        assert!((prediction((-1.0_f64).exp()).interval_score() - 4.0_f64.ln() - 20.0).abs() < 1e-9);
        assert!((prediction(4.0 * 1.0_f64.exp()).interval_score() - 4.0_f64.ln() - 20.0).abs() < 1e-9);
    }
}
