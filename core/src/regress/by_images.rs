//! A fit as it predicts rows of different numbers of images.

use super::method::Method;
use crate::fit::Fit;

/// A fit as it predicts rows of different numbers of images: a law of totals at the number of each row, any other as it is.
pub(super) struct ByImages<'f> {
    fit: &'f Fit,
    evaluated: Vec<Fit>,
}

impl<'f> ByImages<'f> {
    /// Makes ready for rows with these numbers of images.
    pub fn new(fit: &'f Fit, method: Method, images: impl Iterator<Item = u64>) -> Self {
        let mut evaluated: Vec<Fit> = Vec::new();
        let known = |evaluated: &[Fit], images| {
            let at = |fit: &Fit| fit.file().law.evaluated_at_images == images;
            at(fit) || evaluated.iter().any(at)
        };
        for images in images.filter(|_| method == Method::PaperTotals) {
            if !known(&evaluated, images) {
                evaluated.push(fit.evaluated_at(images));
            }
        }
        Self { fit, evaluated }
    }

    /// The fit for a row of so many images.
    pub fn at(&self, images: u64) -> &Fit {
        self.evaluated.iter().find(|fit| fit.file().law.evaluated_at_images == images).unwrap_or(self.fit)
    }
}
