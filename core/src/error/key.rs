//! The settings by the names that they have everywhere.

use std::fmt;

use crate::words::Word;

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
}

impl Key {
    /// Every key, in the order in which they are written.
    pub const ALL: [Self; 15] = [
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
        }
    }

    /// Returns true where its value is a whole number.
    pub const fn is_whole(self) -> bool {
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
        }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
