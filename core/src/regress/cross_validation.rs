//! Predicting observations that were left out, in the ways of the paper and a few more.

use super::calibration;
use super::design::Design;
use super::fitting::{About, Method, made};
use super::left_out::leave_out;
pub use super::left_out::{Prediction, Split, Summary, Validation, summary};
use super::refusal::Refusal;
use super::supplement::Supplement;
use crate::fit::Fit;
use crate::fit::schema::KFold;
use crate::observation::Observed;

/// Leaves out each group in turn, fits the rest, and predicts what was left out. The additive law is calibrated anew on each
/// rest, so that no interval has seen what it is judged by.
///
/// # Errors
/// [`Refusal`] where there is one group only, or folds cannot be dealt. A group whose rest cannot be fitted is kept in
/// [`Validation::refused`].
pub fn validate(rows: &[&Observed], method: Method, split: Split) -> Result<Validation, Refusal> {
    validate_with_supplement(rows, &Supplement::default(), method, split)
}

/// The same with what a law of time and power may know besides. Timings and law rows of the model, GPU, family or source that is left out
/// leave with it, and law rows with any row of their cluster.
///
/// # Errors
/// As [`validate`].
pub fn validate_with_supplement(
    rows: &[&Observed],
    supplement: &Supplement,
    method: Method,
    split: Split,
) -> Result<Validation, Refusal> {
    let design = Design::of(rows)?;
    let whole = match method {
        Method::TimeAndPower | Method::Additive => {
            made(&design, &design.all(), supplement, method, About::scratch(), None).ok()
        }
        Method::Paper | Method::PaperTotals | Method::Constant => None,
    };
    leave_out(&design, &design.all(), supplement, method, split, &|rest, supplement| {
        let made = made(&design, rest, supplement, method, About::scratch(), whole.as_ref())?;
        if method == Method::Additive { calibration::of(made, &design, rest) } else { Ok(made) }
    })
}

/// Notes in a fit how well `k` folds of its rows, dealt by `seed`, are predicted; nothing for fewer than two folds or fewer than two rows
/// a fold.
pub fn note_folds(
    made: &mut Fit,
    rows: &[&Observed],
    supplement: &Supplement,
    method: Method,
    folds: usize,
    seed: u64,
) {
    if folds < 2 || rows.len() < 2 * folds {
        return;
    }
    let split = Split::KFold { k: folds, seed };
    let Ok(validation) = validate_with_supplement(rows, supplement, method, split) else { return };
    let (Some(all), Ok(k)) = (validation.overall(), u32::try_from(folds)) else { return };
    if let Some(r2) = all.agreement.r2 {
        let (mae_ln, mape) = (all.agreement.mae_ln, all.agreement.mape);
        made.set_k_fold(KFold { k, seed, r2, mae_ln, mape });
    }
}
