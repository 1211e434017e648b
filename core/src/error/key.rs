//! The settings by the names that they have everywhere.

use std::fmt;

use crate::words::Word;

/// Number of keys.
#[cfg(not(feature = "how-it-runs"))]
const KEYS: usize = 15;
/// Number of keys, those of how a run is set up among them.
#[cfg(feature = "how-it-runs")]
const KEYS: usize = 25;

/// Everything that a person can set, by the name it has on the command line, in tables and in links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// Model id.
    Model,
    /// GPU id.
    Gpu,
    /// Pixels along a row.
    Width,
    /// Rows of pixels.
    Height,
    /// Denoising steps.
    Steps,
    /// Number format.
    Precision,
    /// Classifier-free guidance.
    Guidance,
    /// Images of a total.
    Images,
    /// Images generated together.
    Batch,
    /// Net or gross.
    Boundary,
    /// Fit id.
    Fit,
    /// Text tokens before the denoiser.
    TextTokens,
    /// Eager or compiled.
    Execution,
    /// Frames of a clip.
    Frames,
    /// Frames shown in a second.
    Fps,
    /// Reference images.
    #[cfg(feature = "how-it-runs")]
    References,
    /// Size of a reference image.
    #[cfg(feature = "how-it-runs")]
    ReferenceSize,
    /// Share of the steps that are run from an image on.
    #[cfg(feature = "how-it-runs")]
    Strength,
    /// Format of the weights.
    #[cfg(feature = "how-it-runs")]
    Weights,
    /// Sampler.
    #[cfg(feature = "how-it-runs")]
    Sampler,
    /// Weights that wait in the host's memory.
    #[cfg(feature = "how-it-runs")]
    Offload,
    /// Decoding in tiles.
    #[cfg(feature = "how-it-runs")]
    VaeTiling,
    /// Share of the passes that a step cache leaves out.
    #[cfg(feature = "how-it-runs")]
    Skipped,
    /// GPUs that make one image together.
    #[cfg(feature = "how-it-runs")]
    GpuCount,
    /// Exchange between GPUs.
    #[cfg(feature = "how-it-runs")]
    Parallel,
}

impl Key {
    /// Every key, in the order in which they are written.
    pub const ALL: [Self; KEYS] = [
        Self::Model,
        Self::Gpu,
        Self::Width,
        Self::Height,
        Self::Steps,
        Self::Precision,
        Self::Guidance,
        Self::Images,
        Self::Batch,
        Self::Boundary,
        Self::Fit,
        Self::TextTokens,
        Self::Execution,
        Self::Frames,
        Self::Fps,
        #[cfg(feature = "how-it-runs")]
        Self::References,
        #[cfg(feature = "how-it-runs")]
        Self::ReferenceSize,
        #[cfg(feature = "how-it-runs")]
        Self::Strength,
        #[cfg(feature = "how-it-runs")]
        Self::Weights,
        #[cfg(feature = "how-it-runs")]
        Self::Sampler,
        #[cfg(feature = "how-it-runs")]
        Self::Offload,
        #[cfg(feature = "how-it-runs")]
        Self::VaeTiling,
        #[cfg(feature = "how-it-runs")]
        Self::Skipped,
        #[cfg(feature = "how-it-runs")]
        Self::GpuCount,
        #[cfg(feature = "how-it-runs")]
        Self::Parallel,
    ];

    /// The name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Model => "model",
            Self::Gpu => "gpu",
            Self::Width => "width",
            Self::Height => "height",
            Self::Steps => "steps",
            Self::Precision => "precision",
            Self::Guidance => "guidance",
            Self::Images => "images",
            Self::Batch => "batch",
            Self::Boundary => "boundary",
            Self::Fit => "fit",
            Self::TextTokens => "text_tokens",
            Self::Execution => "execution",
            Self::Frames => "frames",
            Self::Fps => "fps",
            #[cfg(feature = "how-it-runs")]
            Self::References => "references",
            #[cfg(feature = "how-it-runs")]
            Self::ReferenceSize => "reference_size",
            #[cfg(feature = "how-it-runs")]
            Self::Strength => "strength",
            #[cfg(feature = "how-it-runs")]
            Self::Weights => "weights",
            #[cfg(feature = "how-it-runs")]
            Self::Sampler => "sampler",
            #[cfg(feature = "how-it-runs")]
            Self::Offload => "offload",
            #[cfg(feature = "how-it-runs")]
            Self::VaeTiling => "vae_tiling",
            #[cfg(feature = "how-it-runs")]
            Self::Skipped => "skipped",
            #[cfg(feature = "how-it-runs")]
            Self::GpuCount => "gpu_count",
            #[cfg(feature = "how-it-runs")]
            Self::Parallel => "parallel",
        }
    }

    /// Returns true where its value is a whole number.
    pub const fn is_whole(self) -> bool {
        #[cfg(feature = "how-it-runs")]
        if matches!(self, Self::References | Self::GpuCount) {
            return true;
        }
        matches!(
            self,
            Self::Width
                | Self::Height
                | Self::Steps
                | Self::Images
                | Self::Batch
                | Self::TextTokens
                | Self::Frames
                | Self::Fps
        )
    }

    /// The name in a sentence, where it is a number.
    pub const fn words(self) -> Option<Word> {
        Some(match self {
            Self::Width => Word::AXIS_WIDTH,
            Self::Height => Word::AXIS_HEIGHT,
            Self::Steps => Word::AXIS_STEPS,
            Self::Images => Word::AXIS_IMAGES,
            Self::Batch => Word::AXIS_BATCH,
            Self::TextTokens => Word::AXIS_TEXT_TOKENS,
            Self::Frames => Word::AXIS_FRAMES,
            Self::Fps => Word::AXIS_FPS,
            #[cfg(feature = "how-it-runs")]
            Self::References => Word::RUN_AXIS_REFERENCES,
            #[cfg(feature = "how-it-runs")]
            Self::GpuCount => Word::RUN_AXIS_GPU_COUNT,
            _ => return None,
        })
    }

    /// Returns the kind of value expected, for messages.
    pub(super) const fn wants(self) -> Word {
        match self {
            Self::Model => Word::GIVE_MODEL,
            Self::Gpu => Word::GIVE_GPU,
            Self::Width | Self::Height => Word::GIVE_SIDE,
            Self::Steps => Word::GIVE_STEPS,
            Self::Images => Word::GIVE_IMAGES,
            Self::Batch => Word::GIVE_BATCH,
            Self::TextTokens => Word::GIVE_TEXT_TOKENS,
            Self::Frames => Word::GIVE_FRAMES,
            Self::Fps => Word::GIVE_FPS,
            Self::Precision | Self::Guidance | Self::Boundary | Self::Execution => Word::GIVE_CHOICE,
            Self::Fit => Word::GIVE_FIT,
            #[cfg(feature = "how-it-runs")]
            Self::References => Word::RUN_GIVE_REFERENCES,
            #[cfg(feature = "how-it-runs")]
            Self::ReferenceSize => Word::RUN_GIVE_REFERENCE_SIZE,
            #[cfg(feature = "how-it-runs")]
            Self::Strength => Word::RUN_GIVE_SHARE,
            #[cfg(feature = "how-it-runs")]
            Self::Skipped => Word::RUN_GIVE_SHARE,
            #[cfg(feature = "how-it-runs")]
            Self::GpuCount => Word::RUN_GIVE_GPU_COUNT,
            #[cfg(feature = "how-it-runs")]
            Self::Weights | Self::Sampler | Self::Offload | Self::VaeTiling | Self::Parallel => {
                Word::GIVE_CHOICE
            }
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
