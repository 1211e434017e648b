//! Laws and what is left out of observations to judge them, as several commands take and tell them.

use std::collections::BTreeSet;

use clap::{Args, ValueEnum};
use serde::Serialize;
use wattpix_core::error::Choice;
use wattpix_core::fit::Fit;
use wattpix_core::observation::Observed;
use wattpix_core::regress::cross_validation::{Prediction, Split, Summary, Validation, Validator, summary};
use wattpix_core::regress::fitting::Method;
use wattpix_core::regress::refusal::Refusal;
use wattpix_core::regress::supplement::Supplement;
use wattpix_core::units::Energy;

use crate::output;
use crate::parallel::on_every_core;

/// The laws by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LawName {
    /// Time by kind of work and the power drawn meanwhile, with effects of model, GPU, architecture and source.
    TimeAndPower,
    /// Data-sheet seconds, weighed and added.
    Additive,
    /// The ln-linear law of the paper.
    Paper,
    /// A single energy per operation.
    Constant,
}

impl LawName {
    /// Every law, the better first.
    pub const ALL: [Self; 4] = [Self::TimeAndPower, Self::Additive, Self::Paper, Self::Constant];

    /// Returns the method of fitting.
    pub const fn method(self, response: Response) -> Method {
        match self {
            Self::TimeAndPower => Method::TimeAndPower,
            Self::Additive => Method::Additive,
            Self::Paper => match response {
                Response::Image => Method::Paper,
                Response::Total => Method::PaperTotals,
            },
            Self::Constant => Method::Constant,
        }
    }
}

/// Response of the paper's regression. In the other laws energy is in proportion to the number of images, so it makes no difference to them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Response {
    /// The energy of one image.
    #[default]
    Image,
    /// The energy of all images of a row, as in arXiv:2511.17031.
    Total,
}

/// Group that is left out at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum By {
    /// Folds of the rows.
    Fold,
    /// A model.
    Model,
    /// A GPU.
    Gpu,
    /// A family of denoisers.
    Architecture,
    /// A GPU with a family.
    GpuAndArchitecture,
    /// A source of measurements.
    Source,
}

/// Laws to judge, and groups to leave out.
#[derive(Debug, Clone, Args)]
pub struct Divisions {
    /// The laws to compare; all where none is named.
    #[arg(long, value_enum)]
    pub law: Vec<LawName>,
    /// Response of the paper's law, where rows hold different numbers of images: the energy of one image, or of all images of a row as the
    /// paper does.
    #[arg(long, value_enum, default_value_t)]
    pub response: Response,
    /// Group that is left out at a time; everything that the rows allow where nothing is named.
    #[arg(long, value_enum)]
    pub by: Vec<By>,
    /// Folds of K-fold.
    #[arg(long, default_value_t = 10)]
    pub folds: usize,
    /// Seed of the folds.
    #[arg(long, default_value_t = 1)]
    pub seed: u64,
}

impl Divisions {
    /// The laws, each once.
    pub fn laws(&self) -> Vec<LawName> {
        LawName::ALL.into_iter().filter(|law| self.law.is_empty() || self.law.contains(law)).collect()
    }

    /// Returns the splits, each once.
    pub fn splits(&self) -> Vec<Split> {
        let all = [By::Fold, By::Model, By::Gpu, By::Architecture, By::GpuAndArchitecture, By::Source];
        let chosen = all.into_iter().filter(|by| self.by.is_empty() || self.by.contains(by));
        let (k, seed) = (self.folds, self.seed);
        let split = |by| match by {
            By::Fold => Split::KFold { k, seed },
            By::Model => Split::Model,
            By::Gpu => Split::Gpu,
            By::Architecture => Split::Family,
            By::GpuAndArchitecture => Split::GpuAndFamily,
            By::Source => Split::Source,
        };
        chosen.map(split).collect()
    }

    /// Every law by every division, near the fits of all rows that are `known`, and why a division was not made. One that the rows do not allow is an error where it was asked
    /// for by name, and told of and left out where it was not.
    ///
    /// # Errors
    /// As [`Validator::new`] and [`Validator::validate`].
    pub fn validations(
        &self,
        rows: &[&Observed],
        supplement: &Supplement,
        known: &[(LawName, Fit)],
    ) -> anyhow::Result<(Vec<Validation>, Vec<Refusal>)> {
        let laws = self.laws();
        let jobs: Vec<(Split, LawName)> =
            self.splits().into_iter().flat_map(|split| laws.iter().map(move |law| (split, *law))).collect();
        let mut validator = Validator::new(rows, supplement)?;
        for (law, fit) in known {
            validator = validator.near(law.method(self.response), fit);
        }
        let progress = indicatif::ProgressBar::new(jobs.len() as u64);
        let results = on_every_core(&jobs, &|(split, law)| {
            let result = validator.validate(law.method(self.response), *split);
            progress.inc(1);
            result
        });
        progress.finish_and_clear();
        let (mut validations, mut not_made) = (Vec::new(), Vec::new());
        for ((_, law), result) in jobs.iter().zip(results) {
            match result {
                Ok(validation) => validations.push(validation),
                Err(refusal @ (Refusal::OneGroup { .. } | Refusal::Folds { .. })) if self.by.is_empty() => {
                    if *law == laws[0] {
                        output::tell(&format!("not validated: {refusal}"));
                        not_made.push(refusal);
                    }
                }
                Err(refusal) => return Err(refusal.into()),
            }
        }
        Ok((validations, not_made))
    }
}

/// Groups of a division at most whose rows are shown beside those that the fit of the rest saw.
const MOST_PANELS: usize = 8;

impl Divisions {
    /// The validations of one law whose few groups have names, with what each fit says of the rows that it saw.
    ///
    /// # Errors
    /// As [`Validator::new`].
    pub fn panels(
        &self,
        rows: &[&Observed],
        supplement: &Supplement,
        law: LawName,
        fit: &Fit,
        validations: &[Validation],
    ) -> anyhow::Result<Vec<Validation>> {
        let method = law.method(self.response);
        let validator = Validator::new(rows, supplement)?.near(method, fit);
        let named = validations.iter().filter(|validation| {
            let groups = validation.groups().len();
            validation.method == method
                && !matches!(validation.split, Split::KFold { .. } | Split::GpuAndFamily)
                && (1..=MOST_PANELS).contains(&groups)
        });
        let named: Vec<&Validation> = named.collect();
        let made = on_every_core(&named, &|validation| validator.with_training(validation));
        Ok(made.into_iter().flatten().collect())
    }
}

/// Agreement of a law with what was left out: one group, or `all` of a division.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct Line {
    pub law: &'static str,
    pub left_out: &'static str,
    pub group: String,
    pub n: usize,
    /// Count of clusters among them: rows of one laboratory, model, GPU, size and precision share an error.
    pub clusters: usize,
    pub r2: Option<f64>,
    pub mae_ln: f64,
    /// Exponential of `mae_ln`.
    pub factor: f64,
    pub bias_ln: f64,
    pub mape: f64,
    pub mae_wh: f64,
    pub spearman: Option<f64>,
    pub pearson: Option<f64>,
    /// Measurements within their interval.
    pub inside: usize,
    /// Median factor to the interval's upper end.
    pub half_width_factor: f64,
    /// Mean interval score in ln units: the width, and 20 times the distance to a measurement outside.
    pub interval_score: f64,
}

/// The name of the line that sums a division up.
pub const ALL: &str = "all";

/// The name of the line of the rows that every law of a division predicted, where one predicted fewer than another.
pub const COMMON: &str = "rows of every law";

/// Returns a line for each group, and the one of all.
pub fn lines(validation: &Validation) -> Vec<Line> {
    let summaries = validation.groups().into_iter().chain(validation.overall());
    summaries.map(|summary| line(validation, summary)).collect()
}

/// The lines of some validations. Where the laws of a division predicted different rows, one more line a law is of the rows that all of
/// them predicted: only these compare the laws.
pub fn lines_of(validations: &[Validation]) -> Vec<Line> {
    let mut all = Vec::new();
    for division in divisions(validations) {
        let common = common_rows(division);
        for validation in division {
            all.extend(lines(validation));
            let predicted = on(validation, &common);
            if division.iter().any(|other| other.predictions.len() > common.len()) {
                all.extend(summary(COMMON, &predicted).map(|summary| line(validation, summary)));
            }
        }
    }
    all
}

/// The validations by what was left out: the laws of each division together.
pub fn divisions(validations: &[Validation]) -> impl Iterator<Item = &[Validation]> {
    validations.chunk_by(|one, next| one.split == next.split)
}

/// The rows that every one of these validations predicted.
fn common_rows(division: &[Validation]) -> BTreeSet<usize> {
    let rows = |validation: &Validation| -> BTreeSet<usize> {
        validation.predictions.iter().map(|prediction| prediction.row).collect()
    };
    division.iter().map(rows).reduce(|one, other| &one & &other).unwrap_or_default()
}

fn on<'v>(validation: &'v Validation, rows: &BTreeSet<usize>) -> Vec<&'v Prediction> {
    validation.predictions.iter().filter(|prediction| rows.contains(&prediction.row)).collect()
}

/// Ranks the laws of the first division by how well they predict the rows that all of them predict, the best first, by mean absolute error in ln.
/// A law that predicts fewer rows than another comes after those that predict more.
pub fn ranked(validations: &[Validation]) -> Vec<(&Validation, Summary)> {
    let Some(division) = divisions(validations).next() else { return Vec::new() };
    let common = common_rows(division);
    let mut laws: Vec<(&Validation, Summary)> = division
        .iter()
        .filter_map(|validation| Some((validation, summary(COMMON, &on(validation, &common))?)))
        .collect();
    laws.sort_by(|(one, of_one), (other, of_other)| {
        let more_rows = other.predictions.len().cmp(&one.predictions.len());
        more_rows.then_with(|| of_one.agreement.mae_ln.total_cmp(&of_other.agreement.mae_ln))
    });
    laws
}

fn line(validation: &Validation, summary: Summary) -> Line {
    Line {
        law: validation.method.name(),
        left_out: validation.split.by(),
        group: summary.group,
        n: summary.agreement.n,
        clusters: summary.clusters,
        r2: summary.agreement.r2,
        mae_ln: summary.agreement.mae_ln,
        factor: summary.agreement.mae_ln.exp(),
        bias_ln: summary.agreement.bias_ln,
        mape: summary.agreement.mape,
        mae_wh: Energy::from_joules(summary.agreement.mae).watt_hours(),
        spearman: summary.agreement.spearman,
        pearson: summary.agreement.pearson,
        inside: summary.inside,
        half_width_factor: summary.half_width_factor,
        interval_score: summary.interval_score,
    }
}

/// A group whose rest could not be fitted.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct NotPredicted {
    pub law: &'static str,
    pub left_out: &'static str,
    pub group: String,
    pub reason: String,
}

/// The groups that could not be predicted, with reasons.
pub fn not_predicted(validation: &Validation) -> impl Iterator<Item = NotPredicted> {
    validation.refused.iter().map(|(group, refusal)| NotPredicted {
        law: validation.method.name(),
        left_out: validation.split.by(),
        group: group.clone(),
        reason: refusal.to_string(),
    })
}

/// A held-out prediction.
#[derive(Debug, Serialize)]
#[allow(missing_docs)]
pub struct PredictedRow<'a> {
    pub law: &'static str,
    pub left_out: &'static str,
    pub group: &'a str,
    pub place: &'a str,
    pub configuration: String,
    pub measured_j: f64,
    pub predicted_j: f64,
    pub low_j: f64,
    pub high_j: f64,
}

/// Every held-out prediction of some validations.
pub fn predictions<'a>(
    rows: &'a [&Observed],
    validations: &'a [Validation],
) -> impl Iterator<Item = PredictedRow<'a>> {
    validations.iter().flat_map(move |validation| {
        validation.predictions.iter().map(move |prediction| PredictedRow {
            law: validation.method.name(),
            left_out: validation.split.by(),
            group: &prediction.group,
            place: &rows[prediction.row].place,
            configuration: rows[prediction.row].to_string(),
            measured_j: prediction.measured,
            predicted_j: prediction.predicted,
            low_j: prediction.interval[0],
            high_j: prediction.interval[1],
        })
    })
}
