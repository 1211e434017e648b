//! A measured run as fits read it.

use std::fmt;

use crate::estimate::Question;
use crate::gpu::Gpu;
use crate::present::plain;
use crate::setting::Boundary;
use crate::units::Energy;
use crate::words::{Word, Words};
use crate::workload::Workload;

/// Energy, and where known duration, of images made by one configuration.
#[derive(Debug, Clone)]
pub struct Observed {
    /// The model and how it was run.
    pub workload: Workload,
    /// GPU that ran it.
    pub gpu: &'static Gpu,
    /// Boundary of the measured energy.
    pub boundary: Boundary,
    /// Energy of one image.
    pub energy: Energy,
    /// Seconds of one image, where they were measured.
    pub seconds: Option<f64>,
    /// Images that the measurement covers.
    pub images: u64,
    /// Source: who measured. Rows of one source, model, GPU, size and precision share what the law cannot know of them.
    pub source: String,
    /// File and line of the row, for messages.
    pub place: String,
}

impl Observed {
    /// Refuses what no law can describe.
    ///
    /// # Errors
    /// [`NotPositive`] for an energy, duration or image count that is not above zero or not finite.
    pub fn check(&self) -> Result<(), NotPositive> {
        let seconds = self.seconds.unwrap_or(1.0);
        let quantities = [
            (Word::ROW_ENERGY, self.energy.joules()),
            (Word::ROW_SECONDS, seconds),
            (Word::ROW_IMAGES, self.images as f64),
        ];
        for (what, value) in quantities {
            if !(value.is_finite() && value > 0.0) {
                return Err(NotPositive { place: self.place.clone(), what, value });
            }
        }
        Ok(())
    }

    /// Returns the question that an estimate of this row answers.
    pub const fn question(&self) -> Question {
        Question { workload: self.workload, gpu: self.gpu, boundary: self.boundary }
    }

    /// True if another run is of the same configuration on the same GPU.
    pub fn is_like(&self, other: &Self) -> bool {
        self.configuration() == other.configuration()
    }

    /// Returns the identity of its configuration.
    pub(crate) fn configuration(&self) -> Configuration {
        configuration(&self.workload, self.gpu)
    }

    /// Returns the cluster: rows of one cluster share an error.
    pub(crate) fn cluster(&self) -> Cluster<'_> {
        let size = self.workload.size();
        Cluster {
            source: &self.source,
            model: self.workload.model().id,
            gpu: self.gpu.id,
            size: (size.width, size.height, self.workload.frames()),
            precision: self.workload.precision() as u8,
        }
    }
}

/// Identity of a configuration; models and GPUs are statics, so their addresses tell them apart.
pub(crate) fn configuration(workload: &Workload, gpu: &'static Gpu) -> Configuration {
    let size = workload.size();
    (
        std::ptr::from_ref(workload.model()).addr(),
        std::ptr::from_ref(gpu).addr(),
        (size.width, size.height, workload.frames()),
        workload.steps(),
        workload.guidance() as u8,
        workload.precision() as u8,
        workload.text_tokens(),
        workload.batch(),
        workload.execution() as u8,
    )
}

/// Model, GPU, size with frames, steps, guidance, precision, text tokens, batch and execution, to be compared.
pub(crate) type Configuration = (usize, usize, (u32, u32, u32), u32, u8, u8, u32, u32, u8);

/// Rows that differ in batch, steps or repeat only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Cluster<'a> {
    source: &'a str,
    model: &'a str,
    gpu: &'a str,
    size: (u32, u32, u32),
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

/// An energy, duration or count that is not above zero.
#[derive(Debug, Clone, PartialEq)]
pub struct NotPositive {
    /// File and line of the row.
    pub place: String,
    /// The quantity.
    pub what: Word,
    /// The text given.
    pub value: f64,
}

impl NotPositive {
    /// The message in a language, without the place.
    pub fn reason(&self, words: Words) -> String {
        let (quantity, given) = (words.text(self.what), plain(self.value));
        words.say(Word::ROW_NOT_POSITIVE, &[("quantity", quantity), ("given", &given)])
    }

    /// The place and the message in a language.
    pub fn tell(&self, words: Words) -> String {
        [&self.place, words.text(Word::LANGUAGE_COLON), &self.reason(words)].concat()
    }
}
