//! A model with the settings of a run.

#[cfg(feature = "how-it-runs")]
mod running;

use crate::error::{Error, Key};
use crate::flops::Work;
use crate::model::{self, Clip, Model, Pixels};
#[cfg(feature = "how-it-runs")]
use crate::running::Running;
use crate::setting::{Execution, Guidance, Precision};

/// Denoising steps that the catalogue's schedulers can make: they were trained on 1,000 time steps.
pub const MAX_STEPS: u32 = 1000;

/// The largest batch; beyond what any card of the catalogue holds.
pub const MAX_BATCH: u32 = 1024;

/// The largest number of images of a total.
pub const MAX_IMAGES: u64 = 1_000_000_000_000;

/// The most frames that are shown in a second.
pub const MAX_FPS: u32 = 240;

/// A run that the model can make. Made by [`Workload::default_of`] and changed by methods that check, so every field is legal.
#[derive(Debug, Clone, Copy)]
pub struct Workload {
    model: &'static Model,
    size: Pixels,
    steps: u32,
    guidance: Guidance,
    precision: Precision,
    text_tokens: u32,
    batch: u32,
    execution: Execution,
    frames: u32,
    fps: u32,
    #[cfg(feature = "how-it-runs")]
    running: Running,
}

impl Workload {
    /// The model as its authors run it, at 16-bit precision, one image at a time, eagerly.
    pub const fn default_of(model: &'static Model) -> Self {
        let defaults = &model.defaults;
        let (frames, fps) = match model.frames() {
            Some(frames) => (frames.default, frames.per_second),
            None => (1, 0),
        };
        Self {
            model,
            size: defaults.size,
            steps: defaults.steps,
            guidance: defaults.guidance,
            precision: Precision::Fp16,
            text_tokens: defaults.text_tokens,
            batch: 1,
            execution: Execution::Eager,
            frames,
            fps,
            #[cfg(feature = "how-it-runs")]
            running: Running::PLAIN,
        }
    }

    /// Returns the run with another model: at the size nearest to it, with that model's own text and, where it makes video, frames.
    #[must_use]
    pub fn with_model(self, model: &'static Model) -> Self {
        let size = Pixels {
            width: model.sides.nearest(self.size.width),
            height: model.sides.nearest(self.size.height),
        };
        let Self { frames, fps, .. } = Self::default_of(model);
        Self {
            model,
            size,
            text_tokens: model.defaults.text_tokens,
            frames,
            fps,
            // What another model's pipeline need not have.
            #[cfg(feature = "how-it-runs")]
            running: Running::PLAIN,
            ..self
        }
    }

    /// Returns the run at another size.
    ///
    /// # Errors
    /// [`Error::Side`] naming the sides that the model takes.
    pub fn with_size(self, size: Pixels) -> Result<Self, Error> {
        for (key, given) in [(Key::Width, size.width), (Key::Height, size.height)] {
            let sides = self.model.sides;
            if given < sides.min || given > sides.max || !given.is_multiple_of(sides.multiple_of) {
                let (multiple_of, least, most) = (sides.multiple_of, sides.min, sides.max);
                let (model, nearest) = (self.model.id, sides.nearest(given));
                return Err(Error::Side {
                    key,
                    given,
                    model,
                    multiple_of,
                    least,
                    most,
                    nearest,
                    mapped: crate::pipeline_size::mapped(self.model, size),
                });
            }
        }
        Ok(Self { size, ..self })
    }

    /// Returns the run with another number of frames.
    ///
    /// # Errors
    /// [`Error::NoVideo`] where the model makes images, [`Error::Frames`] with the numbers that it makes.
    pub fn with_frames(self, frames: u32) -> Result<Self, Error> {
        let allowed = self.model.frames().ok_or_else(|| self.no_video(Key::Frames))?;
        if !allowed.takes(frames) {
            return Err(Error::Frames {
                given: frames,
                model: self.model.id,
                multiple_of: allowed.multiple_of,
                most: allowed.most,
                nearest: allowed.nearest(frames),
            });
        }
        Ok(Self { frames, ..self })
    }

    /// Returns the run with another number of frames shown in a second.
    ///
    /// # Errors
    /// [`Error::NoVideo`] where the model makes images, [`Error::OutOfRange`] outside 1 to [`MAX_FPS`].
    pub fn with_fps(self, fps: u32) -> Result<Self, Error> {
        self.model.frames().ok_or_else(|| self.no_video(Key::Fps))?;
        Key::Fps.check(fps.into(), 1, MAX_FPS.into())?;
        Ok(Self { fps, ..self })
    }

    fn no_video(&self, key: Key) -> Error {
        Error::NoVideo {
            key,
            model: self.model.id,
            known: model::of_video().iter().map(|model| model.id).collect(),
        }
    }

    /// Returns the run with another number of denoising steps.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] outside 1 to [`MAX_STEPS`].
    pub fn with_steps(self, steps: u32) -> Result<Self, Error> {
        Key::Steps.check(steps.into(), 1, MAX_STEPS.into())?;
        Ok(Self { steps, ..self })
    }

    /// Returns the run with or without classifier-free guidance.
    pub const fn with_guidance(self, guidance: Guidance) -> Self {
        Self { guidance, ..self }
    }

    /// Returns the run at another precision. The estimate checks whether a GPU has it.
    pub const fn with_precision(self, precision: Precision) -> Self {
        Self { precision, ..self }
    }

    /// Returns the run with another number of text tokens before the denoiser.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] with the numbers that the model's encoders can produce.
    pub fn with_text_tokens(self, text_tokens: u32) -> Result<Self, Error> {
        let (least, most) = self.model.text_tokens;
        Key::TextTokens.check(text_tokens.into(), least.into(), most.into())?;
        Ok(Self { text_tokens, ..self })
    }

    /// Returns the run with another number of images generated together.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] outside 1 to [`MAX_BATCH`].
    pub fn with_batch(self, batch: u32) -> Result<Self, Error> {
        Key::Batch.check(batch.into(), 1, MAX_BATCH.into())?;
        Ok(Self { batch, ..self })
    }

    /// Returns a copy that is run eagerly or as a compiled graph.
    #[must_use]
    pub const fn with_execution(self, execution: Execution) -> Self {
        Self { execution, ..self }
    }

    /// The model.
    pub const fn model(&self) -> &'static Model {
        self.model
    }

    /// The image's size.
    pub const fn size(&self) -> Pixels {
        self.size
    }

    /// Frames of the clip; 1 for an image.
    pub const fn frames(&self) -> u32 {
        self.frames
    }

    /// True where the model makes video.
    pub const fn makes_video(&self) -> bool {
        self.model.frames().is_some()
    }

    /// Frames shown in a second; `None` for an image.
    pub fn fps(&self) -> Option<u32> {
        self.model.frames().map(|_| self.fps)
    }

    /// Seconds that the clip is shown; `None` for an image.
    pub fn seconds_shown(&self) -> Option<f64> {
        self.fps().map(|fps| f64::from(self.frames) / f64::from(fps))
    }

    /// Size and frames.
    pub const fn clip(&self) -> Clip {
        Clip { size: self.size, frames: self.frames }
    }

    /// Frames of the latent; 1 for an image.
    pub fn latent_frames(&self) -> u64 {
        self.model.frames().map_or(1, |frames| frames.latent(self.frames))
    }

    /// Work of one denoiser pass.
    pub fn pass_work(&self) -> Work {
        #[cfg(feature = "how-it-runs")]
        if let Some(work) = self.pass_with_references() {
            return work;
        }
        self.model.denoiser_work(self.clip(), self.text_tokens)
    }

    /// Work of encoding the prompt.
    pub fn text_work(&self) -> Work {
        #[cfg(feature = "how-it-runs")]
        if let Some(work) = self.text_with_references() {
            return work;
        }
        self.model.text_work(self.text_tokens)
    }

    /// Work of decoding the latent.
    pub fn decoder_work(&self) -> Work {
        #[cfg(feature = "how-it-runs")]
        if let Some(work) = self.decoder_in_tiles() {
            return work;
        }
        self.model.decoder_work(self.clip())
    }

    /// Denoising steps.
    pub const fn steps(&self) -> u32 {
        self.steps
    }

    /// Classifier-free guidance.
    pub const fn guidance(&self) -> Guidance {
        self.guidance
    }

    /// Number format.
    pub const fn precision(&self) -> Precision {
        self.precision
    }

    /// Text tokens that the denoiser sees.
    pub const fn text_tokens(&self) -> u32 {
        self.text_tokens
    }

    /// Images generated together.
    pub const fn batch(&self) -> u32 {
        self.batch
    }

    /// Eager or compiled.
    pub const fn execution(&self) -> Execution {
        self.execution
    }

    /// Denoiser passes for one image.
    pub fn passes(&self) -> u32 {
        self.calls() * self.guidance.passes_per_step()
    }

    /// Times that the denoiser is called for one image, both passes of a guided step at once.
    #[cfg(not(feature = "how-it-runs"))]
    pub const fn calls(&self) -> u32 {
        self.steps
    }

    /// Denoiser passes for one image that are run.
    #[cfg(not(feature = "how-it-runs"))]
    pub fn passes_run(&self) -> f64 {
        f64::from(self.passes())
    }
}
