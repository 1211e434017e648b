//! Fitting the additive law: the most probable coefficients given the observations and what was expected of them.
//!
//! Estimated are the logarithms of the summed coefficients and one factor a GPU. The residuals are logarithms too, so that an
//! error of 10 % counts alike for a small and a large image; rows of one cluster share one weight, because they share what
//! the law cannot know. The posterior is approximated by a normal distribution at its maximum (Laplace).

use nalgebra::DMatrix;

use super::design::Design;
use super::measured::{MOST_SUMMED, Measured};
use super::posterior::Posterior;
use super::prior::{self, Prior};
use super::refusal::Refusal;
use crate::fit::schema::{Feature, Form, Law, Term};
use crate::law;
use crate::roofline::DataSheetTime;

/// Quantity that is fitted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Joules.
    Energy,
    /// Seconds.
    Duration,
}

/// Fits the law to `measured` (joules or seconds of one image) of the `chosen` rows. The first of `gpus` becomes the baseline. The search
/// begins at a law `near` it, where there is one: that of more rows, say.
///
/// # Errors
/// [`Refusal`] for no rows, a precision that a row's GPU lacks, or a search that does not settle.
pub(super) fn fit(
    design: &Design,
    chosen: &[usize],
    measured: &[f64],
    target: Target,
    gpus: &[&'static str],
    near: Option<&Law>,
) -> Result<Law, Refusal> {
    if chosen.is_empty() {
        return Err(Refusal::Empty);
    }
    let sheets: Vec<DataSheetTime> = chosen.iter().map(|row| design.sheet(*row)).collect::<Result<_, _>>()?;
    let present = |feature: &Feature| sheets.iter().any(|sheet| sheet.get(*feature).is_some_and(|t| t > 0.0));
    let features: Vec<Feature> = Feature::SUMMED.into_iter().filter(present).collect();
    let prior = |feature: &Feature| match target {
        Target::Energy => prior::of_energy(*feature),
        Target::Duration => prior::of_duration(*feature),
    };
    let no_factor = Prior { centre: 1.0, ln_sd: prior::GPU_LN_SD };
    let priors: Vec<Prior> =
        features.iter().map(prior).chain(std::iter::repeat_n(no_factor, gpus.len())).collect();
    let merged = merged(design, chosen, &sheets, measured, target, gpus, &features);
    let posterior = Posterior::of(merged, priors, features.len());
    let near = near.map(|law| parameters_of(law, &features, gpus)).unwrap_or_default();
    let maximum = posterior.maximise(&near)?;
    let (variance, degrees_of_freedom) = posterior.unexplained(&maximum);
    let law = in_terms_of_the_baseline(&features, gpus, maximum.parameters.as_slice(), &maximum.covariance);
    let residual_sd = variance.sqrt().max(SENSOR_GAIN_LN_SD);
    Ok(Law { residual_sd, degrees_of_freedom: Some(degrees_of_freedom), ..law })
}

/// The parameters of a law, where it has them.
fn parameters_of(law: &Law, features: &[Feature], gpus: &[&'static str]) -> Vec<Option<f64>> {
    let summed = features.iter().map(|feature| {
        law.terms.iter().find(|term| term.feature == *feature).map(|term| law::ln(term.coefficient))
    });
    let factors = gpus.iter().map(|gpu| {
        law.terms.iter().find(|term| term.level.as_deref() == Some(*gpu)).map(|term| term.coefficient)
    });
    summed.chain(factors).collect()
}

/// Merges rows of one configuration into their weighted mean, and keeps their differences.
fn merged(
    design: &Design,
    chosen: &[usize],
    sheets: &[DataSheetTime],
    measured: &[f64],
    target: Target,
    gpus: &[&'static str],
    features: &[Feature],
) -> Vec<Measured> {
    let sizes = design.cluster_sizes(chosen);
    let mut place = vec![usize::MAX; design.configurations.len()];
    let mut merged: Vec<Measured> = Vec::new();
    for (((row, sheet), measured), cluster) in chosen.iter().zip(sheets).zip(measured).zip(sizes) {
        let weight = 1.0 / (prior::ROW_LN_SD * prior::ROW_LN_SD * cluster);
        let configuration = design.of[*row];
        if let Some(found) = merged.get_mut(place[configuration]) {
            found.add(measured.ln(), weight);
            continue;
        }
        place[configuration] = merged.len();
        let gpu = design.rows[*row].gpu;
        let per_second = match target {
            Target::Energy => gpu.board_power_w,
            Target::Duration => 1.0,
        };
        let mut values = [0.0; MOST_SUMMED];
        for (value, feature) in values.iter_mut().zip(features) {
            *value = sheet.get(*feature).unwrap_or(0.0) * per_second;
        }
        let gpu = gpus.iter().position(|id| *id == gpu.id).unwrap_or(0);
        merged.push(Measured::new(values, gpu, measured.ln(), weight));
    }
    merged
}

/// Two cards of a kind differ by the gain of their sensors at least: its spread over the cards of
/// tests/data/nvml_power_sensor_vs_powermeter.csv.
pub const SENSOR_GAIN_LN_SD: f64 = 0.05;

/// The law with the first GPU's factor taken into the coefficients.
fn in_terms_of_the_baseline(
    features: &[Feature],
    gpus: &[&'static str],
    parameters: &[f64],
    covariance: &DMatrix<f64>,
) -> Law {
    let (summed, all) = (features.len(), features.len() + gpus.len());
    // ln c' = ln c + u₀ and u' = u − u₀, without the row of u₀ itself.
    let kept: Vec<usize> = (0..all).filter(|index| *index != summed).collect();
    let base = |index: usize| if index < summed { 1.0 } else { -1.0 };
    let changed: Vec<f64> = kept.iter().map(|at| parameters[*at] + base(*at) * parameters[summed]).collect();
    let covariance = DMatrix::from_fn(all - 1, all - 1, |row, column| {
        let (row, column) = (kept[row], kept[column]);
        let (of_row, of_column) = (base(row), base(column));
        covariance[(row, column)]
            + of_column * covariance[(row, summed)]
            + of_row * covariance[(summed, column)]
            + of_row * of_column * covariance[(summed, summed)]
    });
    let term = |index: usize| {
        let std_error = Some(covariance[(index, index)].max(0.0).sqrt());
        if index < summed {
            let coefficient = changed[index].exp();
            Term {
                feature: features[index],
                level: None,
                coefficient,
                std_error: std_error.map(|error| error * coefficient),
                power_share: None,
            }
        } else {
            let level = Some(gpus[index - summed + 1].into());
            Term { feature: Feature::Gpu, level, coefficient: changed[index], std_error, power_share: None }
        }
    };
    let rows = |row: usize| (0..all - 1).map(|column| covariance[(row, column)]).collect::<Vec<_>>().into();
    Law {
        form: Form::Additive,
        terms: (0..all - 1).map(term).collect::<Vec<_>>().into(),
        covariance: Some((0..all - 1).map(rows).collect::<Vec<_>>().into()),
        residual_sd: 0.0,
        spreads: None,
        effects: None,
        saturation: None,
        degrees_of_freedom: None,
        evaluated_at_images: 1,
    }
}
