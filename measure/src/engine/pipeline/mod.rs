//! A model that generates images: text encoders, the denoising loop, the decoder.

mod denoise;
pub mod encode;
mod engine;
pub mod load;
pub mod report;
pub mod stages;
mod text_encoder;

use candle_core::{DType, Device, Tensor};
use wattpix_core::compute::FlopBreakdown;
use wattpix_core::flops::Flops;
use wattpix_core::workload::Workload;

use super::decoder;
use super::detail::LatentScale;
use super::elements;
use super::error::EngineError;
use super::scheduler::Schedule;
use super::tally;
use super::weights::random::noise;
pub use engine::{Engine, Passes, Run};
use report::{Report, Spread, Stage, StageReport, Watch};

/// Images and how they came about.
#[derive(Debug)]
pub struct Generated {
    /// Colours from 0 to 1 (batch, 3, height, width), in 32 bits on the host.
    pub images: Tensor,
    /// Report of the run.
    pub report: Report,
}

impl Engine {
    /// Generates images. Between the stages, and before and after each, the device is idle and `watch` is told.
    ///
    /// # Errors
    /// A workload of another model, as many prompts as the batch has images, or whatever the device fails with;
    /// [`EngineError::is_out_of_memory`] tells that case.
    pub fn generate(&self, run: &Run, watch: &mut dyn Watch) -> Result<Generated, EngineError> {
        self.check(run)?;
        let images = u64::from(run.workload.batch());

        let (conditions, text) = self.stage(Stage::Text, watch, |_| self.encode(run))?;
        let seen = conditions.seen;
        let workload = run.workload.with_text_tokens(seen as u32)?;
        let counted = FlopBreakdown::of(&workload);

        let schedule = self.schedule(run, &workload)?;
        let mut latents = self.start(run, &schedule)?;
        let (_, denoise) = self.stage(Stage::Denoise, watch, |watch| {
            latents = self.denoise(&latents, &schedule.steps, &conditions, run.passes, watch)?;
            Ok(())
        })?;

        let (decoded, decode) = self.stage(Stage::Decode, watch, |_| self.decode(&latents))?;

        let spreads = vec![
            ("text states".to_owned(), Spread::of(&conditions.positive.text)?),
            ("last latent".to_owned(), Spread::of(&latents)?),
            ("image".to_owned(), Spread::of(&decoded)?),
        ];
        // Each prompt is encoded at its own length, and each pass sees the length of its own condition.
        let at = |tokens: usize| {
            Ok::<_, EngineError>(FlopBreakdown::of(&run.workload.with_text_tokens(tokens as u32)?))
        };
        let mut encoded = Flops::ZERO;
        for tokens in &conditions.encoded {
            encoded += at(*tokens)?.text_encoder;
        }
        let mut pass = counted.denoiser_pass;
        if let Some(negative) = &conditions.negative {
            pass += at(negative.text.dim(1)?)?.denoiser_pass;
        }
        let report = Report {
            text_tokens: seen,
            prompt_tokens: conditions.prompt_tokens,
            text: text.counted(encoded),
            denoise: denoise.counted(pass * images * schedule.steps.len() as u64),
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
        model.denoiser.image_tokens(workload.clip(), model.latent_scale).unwrap_or(0) as usize
    }

    fn schedule(&self, run: &Run, workload: &Workload) -> Result<Schedule, EngineError> {
        Ok(run.schedule.schedule(workload.steps() as usize, self.image_tokens(workload))?)
    }

    /// The first noise, as strong as the schedule wants it.
    fn start(&self, run: &Run, schedule: &Schedule) -> Result<Tensor, EngineError> {
        let noise = match &run.start {
            Some(start) => start.to_dtype(DType::F32)?.to_device(&self.device)?,
            None => self.noise(run)?,
        };
        Ok(noise.affine(schedule.first_noise, 0.0)?)
    }

    fn noise(&self, run: &Run) -> Result<Tensor, EngineError> {
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
