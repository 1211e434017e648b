//! Predicting observations that were left out, in the ways of the paper and a few more.

use std::sync::OnceLock;

use super::calibration;
use super::design::Design;
use super::fitting::{About, Method, made};
use super::left_out::{Predicted, leave_out};
pub use super::left_out::{Prediction, Split, Summary, Validation, summary};
use super::refusal::Refusal;
use super::supplement::Supplement;
use crate::error::Choice;
use crate::fit::Fit;
use crate::fit::schema::KFold;
use crate::observation::Observed;

/// Rows made ready for validations by several laws and divisions, which share what does not change between them. Several threads may share it.
pub struct Validator<'a> {
    design: Design<'a>,
    supplement: &'a Supplement<'a>,
    /// The fit of all rows by each method of [`Method::ALL`], near which those of most rows lie.
    whole: [OnceLock<Option<Fit>>; Method::ALL.len()],
}

impl<'a> Validator<'a> {
    /// Makes rows ready, with what a law of time and power may know besides.
    ///
    /// # Errors
    /// [`Refusal::Empty`] for no rows, [`Refusal::NotPositive`] for a quantity that is not above zero.
    pub fn new(rows: &'a [&'a Observed], supplement: &'a Supplement<'a>) -> Result<Self, Refusal> {
        Ok(Self { design: Design::of(rows)?, supplement, whole: Default::default() })
    }

    /// Leaves out each group in turn, fits the rest, and predicts what was left out. The additive law is calibrated anew on each
    /// rest, so that no interval has seen what it is judged by. Timings and law rows of the model, GPU, family or source that is left out
    /// leave with it, and law rows with any row of their cluster.
    ///
    /// # Errors
    /// [`Refusal`] where there is one group only, or folds cannot be dealt. A group whose rest cannot be fitted is kept in
    /// [`Validation::refused`].
    pub fn validate(&self, method: Method, split: Split) -> Result<Validation, Refusal> {
        let design = &self.design;
        leave_out(
            design,
            &design.all(),
            self.supplement,
            method,
            split,
            Predicted::LeftOut,
            &|rest, supplement| {
                let made = made(design, rest, supplement, method, About::scratch(), self.whole(method))?;
                if method == Method::Additive { calibration::of(made, design, rest) } else { Ok(made) }
            },
        )
    }

    /// A validation with [`Validation::training`]: what each of its fits says of the rows that it saw. Their intervals need no calibration, which is
    /// for models that a fit has not seen.
    ///
    /// # Errors
    /// As [`Self::validate`].
    pub fn with_training(&self, validation: &Validation) -> Result<Validation, Refusal> {
        let (design, method) = (&self.design, validation.method);
        let all = design.all();
        let (split, seen) = (validation.split, Predicted::Seen);
        let trained = leave_out(design, &all, self.supplement, method, split, seen, &|rest, supplement| {
            made(design, rest, supplement, method, About::scratch(), self.whole(method))
        })?;
        Ok(Validation { training: trained.training, ..validation.clone() })
    }

    /// Returns the validator with a fit of all rows by a method that is known already.
    #[must_use]
    pub fn near(self, method: Method, made: &Fit) -> Self {
        if let Some(at) = Method::ALL.iter().position(|(_, one)| *one == method) {
            let _ = self.whole[at].set(Some(made.clone()));
        }
        self
    }

    /// The fit of all rows, for methods whose search it shortens; made once.
    fn whole(&self, method: Method) -> Option<&Fit> {
        let searches = matches!(method, Method::TimeAndPower | Method::Additive);
        let at = Method::ALL.iter().position(|(_, one)| *one == method).filter(|_| searches)?;
        let make = || {
            let all = self.design.all();
            made(&self.design, &all, self.supplement, method, About::scratch(), None).ok()
        };
        self.whole[at].get_or_init(make).as_ref()
    }
}

/// Validates rows once by [`Validator::validate`].
///
/// # Errors
/// As [`Validator::new`] and [`Validator::validate`].
///
/// # Examples
/// ```
/// use wattpix_core::regress::cross_validation::{Split, validate};
/// use wattpix_core::regress::fitting::Method;
/// use wattpix_core::regress::table::read;
///
/// // Energies made up for this example.
/// let csv = "model,gpu,steps,images,energy_j,boundary\n\
///            sdxl,a100,20,100,105000,gross\n\
///            sdxl,a100,40,100,205000,gross\n\
///            sdxl,h100,20,100,85000,gross\n\
///            sdxl,h100,40,100,165000,gross\n";
/// let table = read("mine.csv", csv.as_bytes()).map_err(|refused| refused.reason)?;
/// let rows: Vec<_> = table.rows.iter().collect();
/// let by_gpu = validate(&rows, Method::Additive, Split::Gpu)?;
/// for gpu in by_gpu.groups() {
///     println!("{}: within a typical factor of {:.2}", gpu.group, gpu.agreement.mae_ln.exp());
/// }
/// assert_eq!(by_gpu.groups().len(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn validate(rows: &[&Observed], method: Method, split: Split) -> Result<Validation, Refusal> {
    validate_with_supplement(rows, &Supplement::default(), method, split)
}

/// Validates rows once, with the further knowledge that a law of time and power takes.
///
/// # Errors
/// As [`validate`].
pub fn validate_with_supplement(
    rows: &[&Observed],
    supplement: &Supplement,
    method: Method,
    split: Split,
) -> Result<Validation, Refusal> {
    Validator::new(rows, supplement)?.validate(method, split)
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
    let Ok(validator) = Validator::new(rows, supplement) else { return };
    let Ok(validation) = validator.near(method, made).validate(method, split) else { return };
    let (Some(all), Ok(k)) = (validation.overall(), u32::try_from(folds)) else { return };
    if let Some(r2) = all.agreement.r2 {
        let (mae_ln, mape) = (all.agreement.mae_ln, all.agreement.mape);
        made.set_k_fold(KFold { k, seed, r2, mae_ln, mape });
    }
}
