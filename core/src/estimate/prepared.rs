//! A model on a GPU at one size, counted once for many estimates.

use super::time_and_power::Counted;
use super::{Estimate, Question, estimate_with};
use crate::error::Error;
use crate::fit::Fit;
use crate::workload::Workload;

/// A fit with everything of a question that does not depend on steps, guidance, batch and boundary: operations, bytes, data-sheet seconds,
/// effects and their covariance. Estimates that differ in those settings alone are several times as fast from here.
///
/// ```
/// use wattpix_core::configuration::Configuration;
/// use wattpix_core::estimate::{Prepared, Question, estimate};
/// use wattpix_core::fit::{BUNDLED, default_fit};
///
/// let question = Configuration::first().question;
/// let prepared = Prepared::new(default_fit(BUNDLED).unwrap(), &question)?;
/// for steps in 1..=50 {
///     let workload = question.workload.with_steps(steps)?;
///     let asked = Question { workload, ..question };
///     assert_eq!(prepared.estimate(&asked)?.energy, estimate(BUNDLED, &asked)?.energy);
/// }
/// # Ok::<(), wattpix_core::error::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Prepared<'a> {
    fit: &'a Fit,
    /// The question that was counted.
    question: Question,
    /// `None` for laws of other forms, which are evaluated anew for each question.
    counted: Option<Counted<'a>>,
}

impl<'a> Prepared<'a> {
    /// Counts a question's model, GPU, size, frames, text, precision and execution for a fit.
    ///
    /// # Errors
    /// [`Error::PrecisionUnsupported`] where the silicon lacks the precision.
    pub fn new(fit: &'a Fit, question: &Question) -> Result<Self, Error> {
        let counted = if fit.answers_everything() { Some(Counted::new(fit, question)?) } else { None };
        Ok(Self { fit, question: *question, counted })
    }

    /// Returns whether a question differs from the one that was counted in steps, guidance, batch or boundary at most.
    pub fn covers(&self, question: &Question) -> bool {
        let fixed = |workload: &Workload| {
            (workload.clip(), workload.text_tokens(), workload.precision(), workload.execution())
        };
        let (one, other) = (&self.question, question);
        #[cfg(feature = "how-it-runs")]
        if one.workload.running() != other.workload.running() {
            return false;
        }
        std::ptr::eq(one.gpu, other.gpu)
            && std::ptr::eq(one.workload.model(), other.workload.model())
            && fixed(&one.workload) == fixed(&other.workload)
    }

    /// Answers a question; one that [`Self::covers`] denies is counted anew.
    ///
    /// # Errors
    /// As [`estimate_with`].
    pub fn estimate(&self, question: &Question) -> Result<Estimate<'a>, Error> {
        match &self.counted {
            Some(counted) if self.covers(question) => counted.answer(question),
            _ => estimate_with(self.fit, question),
        }
    }
}
