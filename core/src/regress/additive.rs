//! Fitting the additive law: the most probable coefficients given the observations and what was expected of them.
//!
//! Estimated are the logarithms of the summed coefficients and one factor a GPU. The residuals are logarithms too, so that an
//! error of 10 % counts alike for a small and a large image; rows of one cluster share one weight, because they share what
//! the law cannot know. The posterior is approximated by a normal distribution at its maximum (Laplace).

use nalgebra::{DMatrix, DVector};

use super::observed::{Observed, cluster_sizes};
use super::prior::{self, Prior};
use super::refusal::Refusal;
use crate::fit::schema::{Feature, Form, Law, Term};
use crate::roofline::DataSheetTime;

/// Steps after which a search that has not settled is given up.
const MOST_STEPS: usize = 200;

/// A step shorter than this, in ln units, is the end.
const SETTLED: f64 = 1e-12;

/// What is fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Joules.
    Energy,
    /// Seconds.
    Duration,
}

/// One row of the problem: what the data sheet promises, the GPU's index, what was measured, and its weight.
struct Row {
    features: Vec<f64>,
    gpu: usize,
    ln_measured: f64,
    weight: f64,
}

/// Fits the law to `measured` (joules or seconds of one image) of `rows`. The first of `gpus` becomes the baseline.
///
/// # Errors
/// [`Refusal`] for no rows, a precision that a row's GPU lacks, or a search that does not settle.
pub fn fit(
    rows: &[&Observed],
    measured: &[f64],
    target: Target,
    gpus: &[&'static str],
) -> Result<Law, Refusal> {
    if rows.is_empty() {
        return Err(Refusal::Empty);
    }
    let sheets: Vec<DataSheetTime> = rows.iter().map(|row| sheet(row)).collect::<Result<_, _>>()?;
    let present = |feature: &Feature| sheets.iter().any(|sheet| sheet.get(*feature).is_some_and(|t| t > 0.0));
    let features: Vec<Feature> = Feature::SUMMED.into_iter().filter(present).collect();
    let problem = problem(rows, &sheets, measured, target, gpus, &features);
    let prior = |feature: &Feature| match target {
        Target::Energy => prior::of_energy(*feature),
        Target::Duration => prior::of_duration(*feature),
    };
    let no_factor = Prior { centre: 1.0, ln_sd: prior::GPU_LN_SD };
    let priors: Vec<Prior> =
        features.iter().map(prior).chain(std::iter::repeat_n(no_factor, gpus.len())).collect();
    let (parameters, covariance) = maximise(&problem, &priors, features.len())?;
    let spread = Spread::of(&problem, &parameters, &covariance, features.len());
    Ok(law(&features, gpus, &parameters, &covariance, spread))
}

fn sheet(row: &Observed) -> Result<DataSheetTime, Refusal> {
    DataSheetTime::of(&row.workload, row.gpu).ok_or_else(|| Refusal::Unusable {
        field: row.place.clone(),
        reason: format!("{row}: the GPU lacks that precision"),
    })
}

fn problem(
    rows: &[&Observed],
    sheets: &[DataSheetTime],
    measured: &[f64],
    target: Target,
    gpus: &[&'static str],
    features: &[Feature],
) -> Vec<Row> {
    let sizes = cluster_sizes(rows);
    let rows = rows.iter().zip(sheets).zip(measured.iter().zip(sizes));
    rows.map(|((row, sheet), (measured, cluster))| {
        let per_second = match target {
            Target::Energy => row.gpu.board_power_w,
            Target::Duration => 1.0,
        };
        Row {
            features: features.iter().map(|f| sheet.get(*f).unwrap_or(0.0) * per_second).collect(),
            gpu: gpus.iter().position(|id| *id == row.gpu.id).unwrap_or(0),
            ln_measured: measured.ln(),
            weight: 1.0 / (prior::ROW_LN_SD * prior::ROW_LN_SD * cluster),
        }
    })
    .collect()
}

impl Row {
    /// The predicted logarithm, and how it moves with each parameter.
    fn predict(&self, parameters: &DVector<f64>, summed: usize) -> (f64, DVector<f64>) {
        let mut gradient = DVector::zeros(parameters.len());
        let mut sum = 0.0;
        for (index, feature) in self.features.iter().enumerate() {
            gradient[index] = parameters[index].exp() * feature;
            sum += gradient[index];
        }
        gradient /= sum;
        gradient[summed + self.gpu] = 1.0;
        (sum.ln() + parameters[summed + self.gpu], gradient)
    }
}

/// Damped Gauss–Newton steps to the maximum of the posterior; its parameters and their covariance.
fn maximise(rows: &[Row], priors: &[Prior], summed: usize) -> Result<(DVector<f64>, DMatrix<f64>), Refusal> {
    let centre = DVector::from_iterator(priors.len(), priors.iter().map(|prior| prior.centre.ln()));
    let precision = DVector::from_iterator(priors.len(), priors.iter().map(|prior| prior.ln_sd.powi(-2)));
    let cost = |parameters: &DVector<f64>| {
        let of_rows: f64 = rows
            .iter()
            .map(|row| row.weight * (row.ln_measured - row.predict(parameters, summed).0).powi(2))
            .sum();
        of_rows + (parameters - &centre).component_mul(&(parameters - &centre)).dot(&precision)
    };
    let mut parameters = centre.clone();
    let mut so_far = cost(&parameters);
    for _ in 0..MOST_STEPS {
        let mut information = DMatrix::from_diagonal(&precision);
        let mut slope = (&centre - &parameters).component_mul(&precision);
        for row in rows {
            let (predicted, gradient) = row.predict(&parameters, summed);
            slope.axpy(row.weight * (row.ln_measured - predicted), &gradient, 1.0);
            information.ger(row.weight, &gradient, &gradient, 1.0);
        }
        let no_convergence = || Refusal::NoConvergence { steps: MOST_STEPS };
        let factor = information.cholesky().ok_or_else(no_convergence)?;
        let mut step = factor.solve(&slope);
        while cost(&(&parameters + &step)) > so_far && step.amax() > SETTLED {
            step *= 0.5;
        }
        let settled = step.amax() <= SETTLED;
        if !settled {
            parameters += step;
            so_far = cost(&parameters);
        }
        if settled {
            return Ok((parameters, factor.inverse()));
        }
    }
    Err(Refusal::NoConvergence { steps: MOST_STEPS })
}

/// What the law leaves unexplained.
struct Spread {
    sd: f64,
    degrees_of_freedom: f64,
}

impl Spread {
    /// Root mean square of what is left, a cluster counting as one row, over the clusters less the parameters that the data (and
    /// not the prior) determined.
    fn of(rows: &[Row], parameters: &DVector<f64>, covariance: &DMatrix<f64>, summed: usize) -> Self {
        let row_variance = prior::ROW_LN_SD * prior::ROW_LN_SD;
        let (mut squares, mut clusters, mut determined) = (0.0, 0.0, 0.0);
        for row in rows {
            let (predicted, gradient) = row.predict(parameters, summed);
            let share = row.weight * row_variance;
            squares += share * (row.ln_measured - predicted).powi(2);
            clusters += share;
            determined += row.weight * (covariance * &gradient).dot(&gradient);
        }
        let degrees_of_freedom = (clusters - determined).max(1.0);
        Self { sd: (squares / degrees_of_freedom).sqrt().max(SENSOR_GAIN_LN_SD), degrees_of_freedom }
    }
}

/// Two cards of a kind differ by the gain of their sensors at least: its spread over the cards of
/// tests/data/nvml_power_sensor_vs_powermeter.csv.
pub const SENSOR_GAIN_LN_SD: f64 = 0.05;

/// The law with the first GPU's factor taken into the coefficients.
fn law(
    features: &[Feature],
    gpus: &[&'static str],
    parameters: &DVector<f64>,
    covariance: &DMatrix<f64>,
    spread: Spread,
) -> Law {
    let (summed, all) = (features.len(), features.len() + gpus.len());
    // ln c' = ln c + u₀ and u' = u − u₀, without the row of u₀ itself.
    let kept: Vec<usize> = (0..all).filter(|index| *index != summed).collect();
    let change = DMatrix::from_fn(all - 1, all, |row, column| {
        let own = if kept[row] == column { 1.0 } else { 0.0 };
        let base = if column != summed {
            0.0
        } else if kept[row] < summed {
            1.0
        } else {
            -1.0
        };
        own + base
    });
    let changed = &change * parameters;
    let covariance = &change * covariance * change.transpose();
    let term = |index: usize| {
        let std_error = Some(covariance[(index, index)].max(0.0).sqrt());
        if index < summed {
            let coefficient = changed[index].exp();
            Term {
                feature: features[index],
                level: None,
                coefficient,
                std_error: std_error.map(|error| error * coefficient),
            }
        } else {
            let level = Some(gpus[index - summed + 1].into());
            Term { feature: Feature::Gpu, level, coefficient: changed[index], std_error }
        }
    };
    let rows = |row: usize| (0..all - 1).map(|column| covariance[(row, column)]).collect::<Vec<_>>().into();
    Law {
        form: Form::Additive,
        terms: (0..all - 1).map(term).collect::<Vec<_>>().into(),
        covariance: Some((0..all - 1).map(rows).collect::<Vec<_>>().into()),
        residual_sd: spread.sd,
        spreads: None,
        degrees_of_freedom: Some(spread.degrees_of_freedom),
        evaluated_at_images: 1,
    }
}
