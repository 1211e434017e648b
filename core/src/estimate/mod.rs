//! Estimates: the default fit, or one asked for, evaluated for a question, with an interval and caveats.

mod answer;
mod caveats;
mod conditions;
mod extrapolation;
mod interval_parts;
mod paper;
mod prepared;
mod question;
mod reach;
#[cfg(feature = "how-it-runs")]
mod running;
mod time_and_power;
mod transfer;
mod within;

use crate::caveat::Caveat;
use crate::error::Error;
use crate::fit::schema::{EnergyUnit, Law};
use crate::fit::{Fit, NORMAL, default_fit};
use crate::law::{self, Conditions};
use crate::units::Energy;

pub use crate::fit::INTERVAL;
pub use answer::{Coverage, EffectOnTime, Estimate, memory_gb_needed};
use answer::{does_not_fit, interval};
use caveats::Caveats;
pub(crate) use conditions::conditions;
pub use interval_parts::{Cause, IntervalPart};
pub use paper::{paper, paper_beside, printed_law};
pub use prepared::Prepared;
pub use question::Question;
use reach::{Reach, reach};
pub(crate) use time_and_power::evaluated;
use within::within_boundary;

/// Answers from the default of `fits`: the last whose law is one of time and power, which answers every question. Fits of older
/// versions have none; of these the best answers: the nearest coverage, then the narrowest interval, then the id.
///
/// # Errors
/// [`Error::PrecisionUnsupported`] where the silicon lacks the precision, [`Error::UnknownFit`] where there is no fit at all,
/// [`Error::NotFinite`] where the coefficients are absurd.
///
/// # Examples
/// ```
/// use wattpix_core::estimate::{Question, estimate};
/// use wattpix_core::fit::BUNDLED;
/// use wattpix_core::setting::Boundary;
/// use wattpix_core::workload::Workload;
/// use wattpix_core::{gpu, model};
///
/// let workload = Workload::default_of(model::find("flux1-dev")?).with_steps(28)?;
/// let answer = estimate(BUNDLED, &Question { workload, gpu: gpu::find("a100")?, boundary: Boundary::Net })?;
/// assert!(answer.low.watt_hours() < 1.3 && 1.3 < answer.high.watt_hours());
/// # Ok::<(), wattpix_core::error::Error>(())
/// ```
pub fn estimate<'a>(fits: &'a [Fit], question: &Question) -> Result<Estimate<'a>, Error> {
    if let Some(default) = default_fit(fits) {
        return estimate_with(default, question);
    }
    best_covering(fits, question)
}

fn best_covering<'a>(fits: &'a [Fit], question: &Question) -> Result<Estimate<'a>, Error> {
    let nearest = fits
        .iter()
        .map(|fit| Coverage::of(fit, question))
        .min()
        .ok_or_else(|| Error::UnknownFit { given: String::new(), known: Vec::new() })?;
    let mut best: Option<(f64, Estimate)> = None;
    for fit in fits.iter().filter(|fit| Coverage::of(fit, question) == nearest) {
        let estimate = estimate_with(fit, question)?;
        let width = estimate.ln_half_width;
        let better = best.as_ref().is_none_or(|(narrowest, chosen)| {
            width.total_cmp(narrowest).then_with(|| fit.id().cmp(chosen.fit.id())).is_lt()
        });
        if better {
            best = Some((width, estimate));
        }
    }
    best.map(|(_, estimate)| estimate)
        .ok_or_else(|| Error::UnknownFit { given: String::new(), known: Vec::new() })
}

/// Answers from one fit.
///
/// # Errors
/// As [`estimate`].
pub fn estimate_with<'a>(fit: &'a Fit, question: &Question) -> Result<Estimate<'a>, Error> {
    if fit.answers_everything() {
        return time_and_power::Counted::new(fit, question)?.answer(question);
    }
    let Reach { fitted_variance, assumed, ln_shift, law_precision, reference, conditions } =
        reach(fit, question)?;
    let file = fit.file();
    let value = |law: &Law, conditions: &Conditions| law::value(law::ln_value(law, conditions) + ln_shift);
    let fitted = match file.units.energy {
        EnergyUnit::KilowattHoursAllImages => {
            Energy::from_kilowatt_hours(value(&file.law, &conditions) / file.law.evaluated_at_images as f64)
        }
        EnergyUnit::JoulesPerImage => Energy::from_joules(value(&file.law, &conditions)),
    };
    // A GPU that was not fitted is taken to draw the same share of its board power.
    let power_ratio = question.gpu.board_power_w / reference.board_power_w;
    let fitted_seconds = file
        .duration
        .as_ref()
        .map(|law| value(law, &conditions.in_seconds()) / law.evaluated_at_images as f64 / power_ratio);

    let mut caveats =
        Caveats::new(fit, question, law_precision, reference, None).of_run(fit, &question.workload);
    let within = within_boundary(fit, fitted, fitted_seconds, question);
    let mut variances = assumed;
    variances.widen(Cause::Power, within.ln_sd);
    if let Some(power) = within.converted {
        caveats.push(Caveat::BoundaryConverted { from: fit.boundary(), to: question.boundary, power });
    }
    caveats.extend(does_not_fit(question));

    // Few observations make what they found less certain; they do not change what is assumed.
    let few = (fit.quantile() / NORMAL).powi(2);
    let unexplained = (file.law.residual_sd * file.law.residual_sd).min(fitted_variance);
    variances.add(Cause::Unexplained, few * unexplained);
    variances.add(Cause::Parameters, few * (fitted_variance - unexplained));
    let half_width = variances.ln_half_width();
    let energy = within.energy;
    let [low, high] = interval(fit, energy, half_width)?;
    Ok(Estimate {
        question: *question,
        fit,
        coverage: Coverage::of(fit, question),
        energy,
        low,
        high,
        ln_half_width: half_width,
        seconds: within.seconds,
        power: within.power,
        caveats,
        variances,
        ln_transfer: ln_shift,
        law_precision,
        law_gpu: reference,
    })
}
