//! Fitting the law of time and power: the most probable coefficients, power shares and effects given all rows and what was expected.
//!
//! A row with energy and duration gives two observations, ln(seconds) and ln(mean power); a row with energy alone gives ln(energy), and a
//! timing ln(seconds). Effects on time enter seconds and energy alike and leave the mean power, so a laboratory that is slow teaches nothing
//! wrong about power. Rows of one cluster share what the law cannot know and weigh as one. The posterior is approximated by a normal
//! distribution at its maximum (Laplace).

mod effects;
mod observation;
mod problem;
mod rows;
mod search;
mod spreads;

use nalgebra::{DMatrix, DVector};

use self::effects::EffectOf;
pub(super) use self::effects::TIMINGS;
use self::problem::Problem;
use super::additive::SENSOR_GAIN_LN_SD;
use super::design::Design;
use super::prior;
use super::refusal::Refusal;
use super::supplement::Supplement;
use crate::fit::schema::{Feature, Form, Law, List, Saturation, Term};
use crate::time_and_power::{KINDS, logistic};
use crate::transfer;

/// Fits the law to the chosen rows of a design and its supplement.
///
/// # Errors
/// [`Refusal`] for no rows, a precision that a row's GPU lacks, or a search that does not settle.
pub(super) fn fit(
    design: &Design,
    chosen: &[usize],
    supplement: &Supplement,
    near: Option<&Law>,
) -> Result<Law, Refusal> {
    if chosen.is_empty() {
        return Err(Refusal::Empty);
    }
    let saturation = Saturation {
        gpu: prior::SATURATION_GPU.into(),
        exponent: transfer::SPECIFICATION_EXPONENT,
        exponent_sd: transfer::SPECIFICATION_EXPONENT_SD,
    };
    let problem = Problem::new(design, chosen, supplement, &saturation)?;
    let (parameters, covariance) = problem.maximise(problem.near(near))?;
    let residual_sd = problem.unexplained(&parameters).sqrt().max(SENSOR_GAIN_LN_SD);
    Ok(problem.law(&parameters, &covariance, residual_sd, saturation))
}

impl Problem {
    fn law(
        &self,
        parameters: &DVector<f64>,
        covariance: &DMatrix<f64>,
        residual_sd: f64,
        saturation: Saturation,
    ) -> Law {
        let sd = |at: usize| covariance[(at, at)].max(0.0).sqrt();
        let kinds = Feature::KINDS.into_iter().enumerate().map(|(kind, feature)| {
            let coefficient = parameters[kind].exp();
            Term {
                feature,
                level: None,
                coefficient,
                std_error: Some(sd(kind) * coefficient),
                power_share: Some(logistic(parameters[KINDS + kind])),
            }
        });
        let effects = self.effects.iter().enumerate().map(|(at, effect)| Term {
            feature: effect.of.feature(),
            level: Some(effect.level.clone().into()),
            coefficient: parameters[2 * KINDS + at],
            std_error: Some(sd(2 * KINDS + at)),
            power_share: None,
        });
        let used = self.effects.iter().filter(|effect| effect.of != EffectOf::Source).count();
        // Seven digits are more than any estimate shows, and make the page's constants half as large.
        let rounded = |value: f64| f64::from(value as f32);
        let rows = (0..2 * KINDS + used).map(|row| {
            List::from((0..=row).map(|column| rounded(covariance[(row, column)])).collect::<Vec<_>>())
        });
        Law {
            form: Form::TimeAndPower,
            terms: kinds.chain(effects).collect::<Vec<_>>().into(),
            covariance: Some(rows.collect::<Vec<_>>().into()),
            residual_sd,
            spreads: None,
            effects: Some(self.spreads(parameters, covariance)),
            saturation: Some(saturation),
            degrees_of_freedom: None,
            evaluated_at_images: 1,
        }
    }
}
