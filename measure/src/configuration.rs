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
    /// Reference images that are edited, for a model that takes them [default: the model's].
    #[arg(long, value_name = "IMAGES")]
    pub references: Option<String>,
    /// Size of each reference image, which the pipeline may resize [default: 1024x1024].
    #[arg(long, value_name = "WxH")]
    pub reference_size: Option<String>,
    /// Share of the steps that run from an image on (img2img, inpainting) [default: from noise].
    #[arg(long, value_name = "SHARE")]
    pub strength: Option<String>,
    /// Sampler, of which some make two passes a step: euler, dpmpp-2m, heun, dpm2 and others [default: one of a pass a step].
    #[arg(long, value_name = "SAMPLER")]
    pub sampler: Option<String>,
    /// Share of the denoiser passes that a step cache leaves out [default: 0].
    #[arg(long, value_name = "SHARE")]
    pub skipped: Option<String>,
    /// Decode in tiles that overlap: on or off [default: off].
    #[arg(long, value_name = "on|off")]
    pub vae_tiling: Option<String>,
}

/// Options of the GPUs that run it, and of the weights there.
#[derive(Debug, Clone, Default, Args)]
pub struct SetUpOptions {
    /// Format of the weights, whatever the precision of the arithmetic: fp16, fp8, int8, nf4, q8, q6, q5, q4 or nvfp4 [default: the precision's].
    #[arg(long, value_name = "FORMAT")]
    pub weights: Option<String>,
    /// Weights that wait in the host's memory: none, model (component by component) or sequential (layer by layer) [default: none].
    #[arg(long, value_name = "none|model|sequential")]
    pub offload: Option<String>,
    /// GPUs that make one image together, 1 to 8; energy is that of all of them [default: 1].
    #[arg(long, value_name = "GPUS")]
    pub gpu_count: Option<String>,
    /// Exchange between them: ulysses (by heads) or ring [default: ulysses].
    #[arg(long, value_name = "ulysses|ring")]
    pub parallel: Option<String>,
}

impl SetUpOptions {
    /// Adds the values that were given.
    pub fn add<'a>(&'a self, typed: Typed<'a>) -> Typed<'a> {
        let values = [
            (Key::Weights, &self.weights),
            (Key::Offload, &self.offload),
            (Key::GpuCount, &self.gpu_count),
            (Key::Parallel, &self.parallel),
        ];
        given(typed, values)
    }
}

/// Returns the settings of how a run is set up that differ from their defaults, as they are written.
pub fn set_up(configuration: &Configuration) -> impl Iterator<Item = (&'static str, String)> + '_ {
    let keys = [
        Key::References,
        Key::ReferenceSize,
        Key::Strength,
        Key::Sampler,
        Key::Skipped,
        Key::VaeTiling,
        Key::Weights,
        Key::Offload,
        Key::GpuCount,
        Key::Parallel,
    ];
    keys.into_iter().filter_map(|key| Some((key.name(), configuration.written(key)?)))
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
            (Key::References, &self.references),
            (Key::ReferenceSize, &self.reference_size),
            (Key::Strength, &self.strength),
            (Key::Sampler, &self.sampler),
            (Key::Skipped, &self.skipped),
            (Key::VaeTiling, &self.vae_tiling),
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
