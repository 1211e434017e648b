//! A model that generates images: text encoders, the denoising loop, the decoder.

mod denoise;
pub mod encode;
pub mod load;
pub mod report;
pub mod stages;

use candle_core::{DType, Device, Tensor};
use wattpix_core::compute::FlopBreakdown;
use wattpix_core::flops::Flops;
use wattpix_core::workload::{Guidance, Workload};

use super::decoder::{self, Decoder};
use super::denoiser::Denoiser;
use super::detail::{Detail, LatentScale};
use super::elements;
use super::error::EngineError;
use super::prompt::rows::Length;
use super::prompt::tokenizer::Tokenizer;
use super::tally;
use super::weights::random::noise;
use encode::TextEncoder;
use report::{Report, Spread, Stage, StageReport, Watch};

/// How the two passes of classifier-free guidance are run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passes {
    /// As one batch of twice the size.
    Batched,
    /// One after the other.
    Separate,
}

/// A model with its weights on a device.
#[derive(Debug)]
pub struct Engine {
    detail: &'static Detail,
    device: Device,
    dtype: DType,
    tokenizers: Vec<Tokenizer>,
    encoders: Vec<TextEncoder>,
    denoiser: Denoiser,
    decoder: Decoder,
}

/// What to generate.
#[derive(Debug, Clone)]
pub struct Run {
    /// Model, size, steps, guidance, text tokens, batch.
    pub workload: Workload,
    /// One prompt an image.
    pub prompts: Vec<String>,
    /// The prompt against which guidance steers.
    pub negative: String,
    /// How long prompts are, where the model does not fix it (Qwen-Image).
    pub length: Length,
    /// How guidance is run.
    pub passes: Passes,
    /// Decides the first noise: image `i` of a run starts from `seed + i`.
    pub seed: u64,
    /// The first noise itself (batch, channels, height, width), in place of the seed's.
    pub start: Option<Tensor>,
}

impl Run {
    /// A run as the released pipeline would make it, with prompts of the workload's length.
    pub fn new(detail: &Detail, workload: Workload, prompts: Vec<String>, seed: u64) -> Self {
        Self {
            length: Length::Fixed(workload.text_tokens() as usize),
            passes: if detail.guidance_batched { Passes::Batched } else { Passes::Separate },
            negative: super::prompt::NO_PROMPT.to_owned(),
            workload,
            prompts,
            seed,
            start: None,
        }
    }
}

/// Images and how they came about.
#[derive(Debug)]
pub struct Generated {
    /// Colours from 0 to 1 (batch, 3, height, width), in 32 bits on the host.
    pub images: Tensor,
    /// What happened.
    pub report: Report,
}

impl Engine {
    /// The model.
    pub fn detail(&self) -> &'static Detail {
        self.detail
    }

    /// Where it runs.
    pub fn device(&self) -> &Device {
        &self.device
    }

    /// Generates images. Between the stages, and before and after each, the device is idle and `watch` is told.
    ///
    /// # Errors
    /// A workload of another model, as many prompts as the batch has images, or whatever the device fails with;
    /// [`EngineError::is_out_of_memory`] tells that case.
    pub fn generate(&self, run: &Run, watch: &mut dyn Watch) -> Result<Generated, EngineError> {
        self.check(run)?;
        let guided = run.workload.guidance() == Guidance::On;
        let images = u64::from(run.workload.batch());

        let (conditions, text) = self.stage(Stage::Text, watch, |_| self.encode(run))?;
        let seen = conditions.seen;
        let workload = run.workload.with_text_tokens(seen as u32)?;
        let counted = FlopBreakdown::of(&workload);

        let start = self.start(run)?;
        let steps = self.detail.schedule.steps(workload.steps() as usize, self.image_tokens(&workload))?;
        let mut latents = start;
        let (_, denoise) = self.stage(Stage::Denoise, watch, |watch| {
            latents = self.denoise(&latents, &steps, &conditions, run.passes, watch)?;
            Ok(())
        })?;

        let (decoded, decode) = self.stage(Stage::Decode, watch, |_| self.decode(&latents))?;

        let spreads = vec![
            ("text states".to_owned(), Spread::of(&conditions.positive.text)?),
            ("last latent".to_owned(), Spread::of(&latents)?),
            ("image".to_owned(), Spread::of(&decoded)?),
        ];
        let encodings = if guided { 2 } else { 1 };
        let report = Report {
            text_tokens: seen,
            prompt_tokens: conditions.prompt_tokens,
            text: text.counted(counted.text_encoder * images * encodings),
            denoise: denoise.counted(counted.denoiser_pass * images * u64::from(counted.passes)),
            decode: decode.counted(counted.decoder * images),
            spreads,
        };
        let images = ((decoded * 0.5)? + 0.5)?.clamp(0f32, 1f32)?;
        Ok(Generated { images, report })
    }

    fn check(&self, run: &Run) -> Result<(), EngineError> {
        let wrong = |reason: String| Err(EngineError::Prompt { reason });
        if !std::ptr::eq(run.workload.model(), self.detail.model) {
            return wrong(format!("the engine holds {}", self.detail.model.label));
        }
        if run.prompts.len() != run.workload.batch() as usize {
            return wrong(format!("{} for {} images", run.prompts.len(), run.workload.batch()));
        }
        elements::check(&run.workload, run.passes == Passes::Batched, &self.device)
    }

    /// Runs one stage between two waits for the device.
    fn stage<T>(
        &self,
        stage: Stage,
        watch: &mut dyn Watch,
        work: impl FnOnce(&mut dyn Watch) -> Result<T, EngineError>,
    ) -> Result<(T, StageReport), EngineError> {
        self.device.synchronize()?;
        watch.begin(stage);
        let clock = std::time::Instant::now();
        let (result, executed) = tally::during(|| {
            let result = work(watch)?;
            self.device.synchronize()?;
            Ok::<_, EngineError>(result)
        });
        let seconds = clock.elapsed().as_secs_f64();
        watch.end(stage, seconds);
        Ok((result?, StageReport { seconds, executed, counted: Flops::ZERO }))
    }

    fn image_tokens(&self, workload: &Workload) -> usize {
        let model = self.detail.model;
        // A U-Net's schedule does not depend on the size.
        model.denoiser.image_tokens(workload.size(), model.latent_scale).unwrap_or(0) as usize
    }

    fn start(&self, run: &Run) -> Result<Tensor, EngineError> {
        if let Some(start) = &run.start {
            return Ok(start.to_dtype(DType::F32)?.to_device(&self.device)?);
        }
        let model = self.detail.model;
        let side = |pixels: u32| (u64::from(pixels) / model.latent_scale) as usize;
        let channels = model.denoiser.latent_channels();
        let size = run.workload.size();
        let shape = [1, channels as usize, side(size.height), side(size.width)];
        let one = |image: u64| noise(&shape, run.seed.wrapping_add(image), &self.device);
        let all = (0..u64::from(run.workload.batch())).map(one).collect::<Result<Vec<_>, _>>()?;
        Ok(Tensor::cat(&all, 0)?)
    }

    /// Decodes image by image: the decoder's maps are the largest tensors of a run.
    fn decode(&self, latents: &Tensor) -> Result<Tensor, EngineError> {
        let latents = match self.detail.latent {
            LatentScale::Uniform { scale, shift } => latents.affine(scale.recip(), shift)?,
            LatentScale::PerChannel { mean, deviation } => {
                let column =
                    |values: &[f32]| Tensor::from_slice(values, (1, values.len(), 1, 1), latents.device());
                latents.broadcast_mul(&column(deviation)?)?.broadcast_add(&column(mean)?)?
            }
        };
        let latents = latents.to_dtype(self.dtype)?;
        let mut images = Vec::new();
        for image in 0..latents.dim(0)? {
            let one = self.decoder.forward(&latents.narrow(0, image, 1)?, &mut decoder::unobserved)?;
            images.push(one.to_dtype(DType::F32)?.to_device(&Device::Cpu)?);
        }
        Ok(Tensor::cat(&images, 0)?)
    }
}
