//! One measured run, as fits read it.

use std::fmt;

use super::design::key;
use super::refusal::Refusal;
use crate::estimate::Question;
use crate::gpu::Gpu;
use crate::units::Energy;
use crate::words::Word;
use crate::workload::{Boundary, Workload};

/// Energy, and where known duration, of images made by one configuration.
#[derive(Debug, Clone)]
pub struct Observed {
    /// The model and how it was run.
    pub workload: Workload,
    /// Where it ran.
    pub gpu: &'static Gpu,
    /// Which energy was measured.
    pub boundary: Boundary,
    /// Energy of one image.
    pub energy: Energy,
    /// Seconds of one image, where they were measured.
    pub seconds: Option<f64>,
    /// Images that the measurement covers.
    pub images: u64,
    /// Who measured. Rows of one source, model, GPU, size and precision share what the law cannot know of them.
    pub source: String,
    /// Where the row comes from, for messages: file and line.
    pub place: String,
}

impl Observed {
    /// Refuses what no law can describe.
    ///
    /// # Errors
    /// [`Refusal::NotPositive`] for an energy, duration or image count that is not above zero or not finite.
    pub fn check(&self) -> Result<(), Refusal> {
        let seconds = self.seconds.unwrap_or(1.0);
        let quantities = [
            (Word::ROW_ENERGY, self.energy.joules()),
            (Word::ROW_SECONDS, seconds),
            (Word::ROW_IMAGES, self.images as f64),
        ];
        for (what, value) in quantities {
            if !(value.is_finite() && value > 0.0) {
                return Err(Refusal::NotPositive { place: self.place.clone(), what, value });
            }
        }
        Ok(())
    }

    /// What an estimate of this row is asked.
    pub const fn question(&self) -> Question {
        Question { workload: self.workload, gpu: self.gpu, boundary: self.boundary }
    }

    /// Whether another run is of the same configuration on the same GPU.
    pub fn is_like(&self, other: &Self) -> bool {
        key(self) == key(other)
    }

    /// What rows share an error with this one.
    pub(super) fn cluster(&self) -> Cluster<'_> {
        let size = self.workload.size();
        Cluster {
            source: &self.source,
            model: self.workload.model().id,
            gpu: self.gpu.id,
            size: (size.width, size.height),
            precision: self.workload.precision() as u8,
        }
    }
}

/// Rows that differ in batch, steps or repeat only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) struct Cluster<'a> {
    source: &'a str,
    model: &'a str,
    gpu: &'a str,
    size: (u32, u32),
    precision: u8,
}

impl fmt::Display for Observed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        use crate::error::Choice;
        let (workload, size) = (&self.workload, self.workload.size());
        write!(
            f,
            "{} on {}, {} × {} px, {} steps, {}, guidance {}, batch {}",
            workload.model().id,
            self.gpu.id,
            size.width,
            size.height,
            workload.steps(),
            workload.precision().name(),
            workload.guidance().name(),
            workload.batch()
        )
    }
}
