//! The options that describe what is generated, shared by every command that takes them.
//!
//! They are read as text and checked by `core`, so that a bad value gets the same words here, in a table and on the page.

use clap::Args;
use wattpix_core::configuration::{Configuration, Typed};
use wattpix_core::error::{Error, Key};

/// A model and how it is run.
#[derive(Debug, Clone, Default, Args)]
pub struct WorkloadOptions {
    /// Model id; `measure models` lists them.
    #[arg(long, value_name = "MODEL")]
    pub model: Option<String>,
    /// Width in pixels [default: the model's].
    #[arg(long, value_name = "PIXELS")]
    pub width: Option<String>,
    /// Height in pixels [default: the model's].
    #[arg(long, value_name = "PIXELS")]
    pub height: Option<String>,
    /// Denoising steps [default: the model's].
    #[arg(long, value_name = "STEPS")]
    pub steps: Option<String>,
    /// Classifier-free guidance, which doubles the passes: on or off [default: the model's].
    #[arg(long, value_name = "on|off")]
    pub guidance: Option<String>,
    /// Text tokens that the denoiser sees [default: the model's].
    #[arg(long, value_name = "TOKENS")]
    pub text_tokens: Option<String>,
    /// Images generated together [default: 1].
    #[arg(long, value_name = "IMAGES")]
    pub batch: Option<String>,
    /// Frames of a clip, for a model of video [default: the model's].
    #[arg(long, value_name = "FRAMES")]
    pub frames: Option<String>,
    /// Frames of a clip that are shown in a second [default: the model's].
    #[arg(long, value_name = "FRAMES")]
    pub fps: Option<String>,
}

impl WorkloadOptions {
    /// The values that were given.
    pub fn typed(&self) -> Typed<'_> {
        let values = [
            (Key::Model, &self.model),
            (Key::Width, &self.width),
            (Key::Height, &self.height),
            (Key::Steps, &self.steps),
            (Key::Guidance, &self.guidance),
            (Key::TextTokens, &self.text_tokens),
            (Key::Batch, &self.batch),
            (Key::Frames, &self.frames),
            (Key::Fps, &self.fps),
        ];
        given(Typed::default(), values)
    }
}

/// Adds the values that were given.
pub fn given<'a, const N: usize>(mut typed: Typed<'a>, values: [(Key, &'a Option<String>); N]) -> Typed<'a> {
    for (key, value) in values {
        if let Some(value) = value {
            typed.set(key, value);
        }
    }
    typed
}

/// Reads a configuration in which nothing may be guessed.
///
/// # Errors
/// The first required key that is missing, else the first value that cannot be used.
pub fn exact(typed: &Typed, required: &[Key]) -> Result<Configuration, Error> {
    if let Some(&key) = required.iter().find(|key| typed.get(**key).is_none()) {
        return Err(Error::Missing { key });
    }
    let (configuration, problems) = Configuration::read(typed);
    problems.into_iter().next().map_or(Ok(configuration), |problem| Err(problem.error))
}
