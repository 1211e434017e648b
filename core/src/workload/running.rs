//! Settings of how a run is set up, and what they change in its work.

use super::Workload;
use crate::error::{Error, Key, RunFault};
use crate::flops::Work;
use crate::model::editing::{
    References, encoder_parameters, encoder_work, references_of, start_of, tiles, vision_work,
};
use crate::model::{Clip, Denoiser, Pixels, every};
use crate::running::{MAX_GPUS, Offload, Parallel, Running, Sampler, Share, Tiling, WeightFormat};
use crate::setting::Precision;

/// Shortest and longest side of a reference in pixels: the least is that of FLUX.2's pipeline (`check_image_input`).
const REFERENCE_SIDES: [u32; 2] = [64, 16_384];

/// The most by which one side of a reference exceeds the other, likewise.
const MOST_RATIO: u32 = 8;

impl Workload {
    /// Settings in which it is set up.
    pub const fn running(&self) -> &Running {
        &self.running
    }

    /// Returns the run with all of its steps from noise on one GPU, nothing stored or decoded otherwise, and without references.
    #[must_use]
    pub const fn plain(self) -> Self {
        Self { running: Running { references: Some(0), ..Running::PLAIN }, ..self }
    }

    /// True if [`Self::plain`] would change nothing.
    pub fn is_plain(&self) -> bool {
        self.references() == 0
            && Running { references: None, reference_size: None, ..self.running } == Running::PLAIN
    }

    /// True if more than work and weights of one run on one GPU counts: passes left out, several GPUs, offloading.
    pub fn is_set_up(&self) -> bool {
        self.running.gpu_count > 1
            || self.running.offload != Offload::None
            || self.running.skipped != Share::NONE
    }

    /// Returns the run with other settings, which were checked before.
    #[must_use]
    pub(crate) const fn with_running(self, running: Running) -> Self {
        Self { running, ..self }
    }

    /// Returns the run with another number of reference images.
    ///
    /// # Errors
    /// [`Error::Running`] where the model takes none, [`Error::OutOfRange`] with the numbers that it takes.
    pub fn with_references(self, references: u32) -> Result<Self, Error> {
        let most = self.taken(Key::References)?.most;
        Key::References.check(references.into(), 0, most.into())?;
        Ok(self.with_running(Running { references: Some(references), ..self.running }))
    }

    /// Returns the run with references of another size, before the pipeline resizes them.
    ///
    /// # Errors
    /// [`Error::Running`] where the model takes none, or no pipeline takes that size.
    pub fn with_reference_size(self, size: Pixels) -> Result<Self, Error> {
        self.taken(Key::ReferenceSize)?;
        let [least, most] = REFERENCE_SIDES;
        let (short, long) = (size.width.min(size.height), size.width.max(size.height));
        if short < least || long > most || long > short.saturating_mul(MOST_RATIO) {
            let given = [&size.width.to_string(), "x", &size.height.to_string()].concat();
            return Err(Self::reference_size_fault(given));
        }
        Ok(self.with_running(Running { reference_size: Some(size), ..self.running }))
    }

    /// Refuses a size of references.
    pub(crate) fn reference_size_fault(given: String) -> Error {
        let [least, most] = REFERENCE_SIDES;
        RunFault::ReferenceSize { given, least, most, ratio: MOST_RATIO }.into()
    }

    fn taken(&self, key: Key) -> Result<&'static References, Error> {
        let known = || every().filter(|model| references_of(model).is_some()).map(|model| model.id).collect();
        references_of(self.model)
            .ok_or_else(|| RunFault::NoReferences { key, model: self.model.id, known: known() }.into())
    }

    /// Returns the run that starts from an image and runs a share of its steps.
    ///
    /// # Errors
    /// [`Error::Running`] where the model has no such pipeline, or no step is left.
    pub fn with_strength(self, strength: Share) -> Result<Self, Error> {
        let known = || every().filter(|model| start_of(model).is_some()).map(|model| model.id).collect();
        let start =
            start_of(self.model).ok_or_else(|| RunFault::NoStart { model: self.model.id, known: known() })?;
        if start.steps(self.steps, strength.get()) == 0 {
            let (strength, steps) = (strength.get().to_string(), self.steps);
            return Err(RunFault::NoStep { strength, steps }.into());
        }
        Ok(self.with_running(Running { strength: Some(strength), ..self.running }))
    }

    /// Returns the run with weights stored in another format.
    #[must_use]
    pub const fn with_weights(self, weights: WeightFormat) -> Self {
        self.with_running(Running { weights: Some(weights), ..self.running })
    }

    /// Returns the run with another sampler.
    #[must_use]
    pub const fn with_sampler(self, sampler: Sampler) -> Self {
        self.with_running(Running { sampler: Some(sampler), ..self.running })
    }

    /// Returns the run with other weights waiting in the host's memory.
    #[must_use]
    pub const fn with_offload(self, offload: Offload) -> Self {
        self.with_running(Running { offload, ..self.running })
    }

    /// Returns the run that decodes in tiles or at once.
    ///
    /// # Errors
    /// [`Error::Running`] where tiles of the decoder are not counted.
    pub fn with_vae_tiling(self, vae_tiling: Tiling) -> Result<Self, Error> {
        if vae_tiling == Tiling::On && tiles(self.model, self.size).is_none() {
            return Err(RunFault::NoTiles { model: self.model.id }.into());
        }
        Ok(self.with_running(Running { vae_tiling, ..self.running }))
    }

    /// Returns the run with another share of its passes left out by a step cache.
    ///
    /// # Errors
    /// [`Error::Running`] where nothing is left.
    pub fn with_skipped(self, skipped: Share) -> Result<Self, Error> {
        if skipped.get() >= 1.0 {
            return Err(RunFault::AllSkipped { given: skipped.get().to_string() }.into());
        }
        Ok(self.with_running(Running { skipped, ..self.running }))
    }

    /// Returns the run on another number of GPUs, which exchange parts of the sequence in one of two ways; by heads where nothing is said.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] outside 1 to [`MAX_GPUS`], [`Error::Running`] where the model has no sequence to divide or its heads do not divide.
    pub fn with_gpus(self, gpu_count: u32, parallel: Option<Parallel>) -> Result<Self, Error> {
        Key::GpuCount.check(gpu_count.into(), 1, MAX_GPUS.into())?;
        if gpu_count > 1 {
            let model = self.model.id;
            let sequence = self.model.denoiser.sequence_parallel();
            let heads = sequence.ok_or(RunFault::NotParallel { model })?.heads;
            let by_heads = parallel.unwrap_or(Parallel::Ulysses) == Parallel::Ulysses;
            if by_heads && !heads.is_multiple_of(gpu_count.into()) {
                let allowed = (1..=MAX_GPUS).filter(|gpus| heads.is_multiple_of(u64::from(*gpus))).collect();
                return Err(RunFault::Heads { model, heads, given: gpu_count, allowed }.into());
            }
        }
        Ok(self.with_running(Running { gpu_count, parallel, ..self.running }))
    }

    /// Reference images.
    pub fn references(&self) -> u32 {
        let taken = references_of(self.model);
        self.running.references.or_else(|| taken.map(|taken| taken.default)).unwrap_or(0)
    }

    /// Size of a reference before the pipeline resizes it: 1024 × 1024 px where nothing is said, which all pipelines leave as it is.
    pub fn reference_size(&self) -> Pixels {
        self.running.reference_size.unwrap_or(Pixels::square(1024))
    }

    /// Size at which a reference is encoded; `None` without references.
    pub fn reference_encoded(&self) -> Option<Pixels> {
        let taken = references_of(self.model).filter(|_| self.references() > 0)?;
        Some(taken.encoded(self.reference_size()))
    }

    /// Work of a pass of a model that takes references; `None` of any other.
    pub(super) fn pass_with_references(&self) -> Option<Work> {
        let taken = references_of(self.model)?;
        Some(taken.pass(self.model, self.size, self.text_tokens, self.references(), self.reference_size()))
    }

    /// Work of encoding prompt and references where the text encoder sees them; `None` where it does not.
    pub(super) fn text_with_references(&self) -> Option<Work> {
        let taken = references_of(self.model)?;
        let patches = taken.vision_patches(self.reference_size())?;
        let count = u64::from(self.references());
        let tokens = u64::from(self.text_tokens) + count * taken.text_tokens(self.reference_size());
        let text: Work = self.model.text_encoders.iter().map(|encoder| encoder.work(tokens)).sum();
        Some(text + vision_work(patches) * count)
    }

    /// Work of decoding in tiles; `None` where the latent is decoded at once.
    pub(super) fn decoder_in_tiles(&self) -> Option<Work> {
        if self.running.vae_tiling == Tiling::Off {
            return None;
        }
        let decoder = |size: Pixels| self.model.decoder_work(Clip { size, frames: self.frames });
        Some(tiles(self.model, self.size)?.into_iter().map(decoder).sum())
    }

    /// Work of encoding the images that the run starts from.
    pub fn encoder_work(&self) -> Work {
        let work =
            |size| encoder_work(&self.model.decoder, size, self.model.latent_scale).unwrap_or(Work::ZERO);
        let references =
            self.reference_encoded().map_or(Work::ZERO, |size| work(size) * self.references().into());
        if self.running.strength.is_some() { references + work(self.size) } else { references }
    }

    /// Weights of the encoder of images, where the run starts from one.
    pub fn encoder_parameters(&self) -> u64 {
        let needed = self.references() > 0 || self.running.strength.is_some();
        encoder_parameters(&self.model.decoder).filter(|_| needed).unwrap_or(0)
    }

    /// Steps that are run: all, or a share of them from an image on; one at least.
    pub fn steps_run(&self) -> u32 {
        match (self.running.strength, start_of(self.model)) {
            (Some(strength), Some(start)) => start.steps(self.steps, strength.get()).max(1),
            _ => self.steps,
        }
    }

    /// Times that the denoiser is called for one image, both passes of a guided step at once.
    pub fn calls(&self) -> u32 {
        let steps = self.steps_run();
        self.running.sampler.map_or(steps, |sampler| sampler.passes(steps))
    }

    /// Share of the calls and passes that are run, the others left out by a step cache.
    pub const fn share_run(&self) -> f64 {
        1.0 - self.running.skipped.get()
    }

    /// Denoiser passes for one image that are run.
    pub fn passes_run(&self) -> f64 {
        f64::from(self.passes()) * self.share_run()
    }

    /// Bytes of a stored weight of the denoiser and the text encoders.
    pub fn bytes_stored(&self) -> f64 {
        let own = self.precision.bytes_per_weight() as f64;
        self.running.weights.map_or(own, WeightFormat::bytes)
    }

    /// Bytes of a weight that a call reads and writes before it multiplies with it: its own where it is stored as it is multiplied; else it is
    /// read, written in the format of the arithmetic, and read again.
    pub fn bytes_moved(&self) -> f64 {
        let (own, stored) = (self.precision.bytes_per_weight() as f64, self.bytes_stored());
        if self.is_unpacked() { stored + 2.0 * own } else { stored }
    }

    /// True if weights are stored in another format than they are multiplied in.
    pub fn is_unpacked(&self) -> bool {
        self.running.weights.is_some_and(|format| match format {
            WeightFormat::Fp16 => !matches!(self.precision, Precision::Fp16 | Precision::Bf16),
            WeightFormat::Fp8 => self.precision != Precision::Fp8,
            _ => true,
        })
    }

    /// Image and text tokens of one sequence; the image's own where they are apart.
    pub fn sequence_tokens(&self) -> u64 {
        let image = self.model.denoiser.image_tokens(self.clip(), self.model.latent_scale).unwrap_or(0);
        let joined = !matches!(self.model.denoiser, Denoiser::CrossDit(_));
        let text = if joined { u64::from(self.text_tokens) } else { 0 };
        let references = references_of(self.model).map_or(0, |taken| {
            let size = self.reference_size();
            u64::from(self.references()) * (taken.image_tokens(size) + taken.text_tokens(size))
        });
        image + text + references
    }
}
