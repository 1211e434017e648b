//! Fits that were just made from observations.

use super::schema::{FitFile, HeldOut, KFold, Quality, Spreads};
use super::{Fit, quantile};

impl Fit {
    /// A usable fit from a file just made. Its words are not checked; see [`super::check::check`] before it is written.
    ///
    /// # Errors
    /// What is wrong with `law.degrees_of_freedom`.
    pub(crate) fn made(file: FitFile) -> Result<Self, String> {
        let quantile = quantile::two_sided(file.law.degrees_of_freedom)?;
        Ok(Self::read_before(file, quantile))
    }

    /// Returns the law evaluated at another number of images.
    #[must_use]
    pub(crate) fn evaluated_at(&self, images: u64) -> Self {
        let mut fit = self.clone();
        fit.file.law.evaluated_at_images = images;
        fit
    }

    pub(crate) fn set_quality(&mut self, quality: Quality) {
        self.file.quality = quality;
    }

    pub(crate) fn set_spreads(&mut self, spreads: Spreads) {
        self.file.law.spreads = Some(spreads);
    }

    pub(crate) fn set_held_out(&mut self, held_out: HeldOut) {
        self.file.quality.held_out_models = Some(held_out);
    }

    /// Notes how well held-out folds were predicted.
    pub fn set_k_fold(&mut self, k_fold: KFold) {
        self.file.quality.k_fold = Some(k_fold);
    }
}
