//! Further knowledge of a law of time and power, besides measured energies: timings, and rows made from published laws.

use super::timing::Timing;
use crate::observation::Observed;

/// Rows besides measured energies. What is left out of a validation leaves them too.
#[derive(Debug, Clone, Default)]
pub struct Supplement<'a> {
    /// Durations without energies.
    pub timings: Vec<&'a Timing>,
    /// Energies that a published law gives on the grid it was fitted to, made by [`super::law_rows`]. Those of a model and precision share one error,
    /// with the measured rows of the same source, model and precision, and count as one row together.
    pub law_rows: Vec<&'a Observed>,
}

impl<'a> Supplement<'a> {
    /// Returns the supplement without the timings and law rows for which the predicates hold.
    pub(super) fn without(
        &self,
        timing_leaves: &dyn Fn(&Timing) -> bool,
        law_row_leaves: &dyn Fn(&Observed) -> bool,
    ) -> Self {
        Self {
            timings: self.timings.iter().copied().filter(|timing| !timing_leaves(timing)).collect(),
            law_rows: self.law_rows.iter().copied().filter(|row| !law_row_leaves(row)).collect(),
        }
    }
}
