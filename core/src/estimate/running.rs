//! Time, energy and memory of a run by how it is set up, of which no fit has rows: worked out from what it moves and computes.
//!
//! docs/run-settings.md says how, and what each part is taken from.

use crate::caveat::{Caveat, SetUpValue};
use crate::error::{Choice, Error, Key, RunFault};
use crate::fit::schema::EffectSpreads;
use crate::gpu::Gpu;
use crate::model::Denoiser;
use crate::running::{Offload, Parallel, Running, Tiling, between_gpus, to_host};
use crate::setting::Boundary;
use crate::time_and_power::evaluation::{Evaluation, Taken};
use crate::time_and_power::promise::PartPromises;
use crate::workload::Workload;

use super::question::Question;

/// Bytes in a GB.
const PER_GB: f64 = 1e9;

/// Spread of an effect that no run shows, as a share of it (in ln): at two standard deviations it takes in that there is none. Declared, the same
/// as that of compiled graphs.
const EFFECT_SHARE_SD: f64 = crate::transfer::COMPILED_SHARE_SD;

/// Time and energy of a run as it is set up.
pub(super) struct SetUp {
    pub(super) taken: Taken,
    /// Variance of ln(energy) of its effects.
    pub(super) variance: f64,
}

/// Works out a run as it is set up; `None` for one without such settings.
///
/// # Errors
/// [`Error::Running`] where a link of the GPU is not known.
pub(super) fn set_up(
    evaluation: &Evaluation,
    parts: &PartPromises,
    question: &Question,
    spreads: Option<&EffectSpreads>,
) -> Result<Option<SetUp>, Error> {
    let Question { workload, gpu, boundary } = question;
    let running = workload.running();
    let unmeasured =
        Running { references: None, reference_size: None, strength: None, sampler: None, ..*running };
    if unmeasured == Running::PLAIN {
        return Ok(None);
    }
    let within = |taken: &Taken| match boundary {
        Boundary::Net => taken.net_j,
        Boundary::Gross => taken.gross_j,
    };
    let batch = workload.batch();
    let (calls, passes) = (f64::from(workload.calls()) * workload.share_run(), workload.passes_run());
    let of = |parts: &PartPromises, calls: f64, passes: f64| {
        evaluation.taken(&parts.image_of(calls, passes, batch))
    };
    let [of_precision, of_range] =
        spreads.map_or([0.0; 2], |spreads| [spreads.precision, spreads.extrapolation]);
    // Formats are to a fit what precisions are that it did not see, GPUs what steps and batches are beyond its range.
    let mut variance = 0.0;
    if workload.is_unpacked() {
        variance += of_precision * of_precision;
    }
    variance += (of_range * f64::from(running.gpu_count).ln()).powi(2);
    let mut effect = |with: &Taken, without: &Taken| {
        let sd = EFFECT_SHARE_SD * (within(with) / within(without)).ln();
        variance += sd * sd;
    };
    let one = of(parts, calls, passes);
    if workload.share_run() < 1.0 {
        effect(&one, &of(parts, f64::from(workload.calls()), f64::from(workload.passes())));
    }
    let rates = evaluation.run(workload.precision()).map(|(rates, _)| rates);
    if let Some(rates) = rates.filter(|_| workload.is_unpacked()) {
        // Kernels that unpack weights as they multiply read them as they are stored.
        let own = workload.precision().bytes_per_weight() as f64;
        for bytes in [workload.bytes_stored(), own] {
            effect(&one, &of(&parts.stored_otherwise(workload, bytes, rates), calls, passes));
        }
    }
    if let (Some((rates, paths)), Tiling::On) = (evaluation.run(workload.precision()), running.vae_tiling) {
        let whole = workload.with_running(Running { vae_tiling: Tiling::Off, ..*running });
        effect(&one, &of(&PartPromises::new(&whole, rates, *paths), calls, passes));
    }

    let mut taken = one;
    if running.gpu_count > 1 {
        taken = shared(evaluation, parts, workload, gpu, [calls, passes])?;
        effect(&taken, &one);
    }
    if running.offload != Offload::None {
        let link = to_host(gpu).ok_or(RunFault::NoLink { key: Key::Offload, gpu: gpu.id })?;
        let seconds = moved_bytes(workload, calls, passes) / (link.gb_per_s * PER_GB) / f64::from(batch);
        let waited = taken.then(evaluation.waiting(seconds).of_gpus(running.gpu_count));
        effect(&waited, &taken);
        taken = waited;
    }
    Ok(Some(SetUp { taken, variance }))
}

/// Returns time and energy of all GPUs that share the sequence of one image. Each holds all weights, encodes the text and decodes the latent
/// itself, as the processes of a distributed run do, and waits for what the others send.
fn shared(
    evaluation: &Evaluation,
    parts: &PartPromises,
    workload: &Workload,
    gpu: &'static Gpu,
    [calls, passes]: [f64; 2],
) -> Result<Taken, Error> {
    let Running { gpu_count, parallel, .. } = *workload.running();
    let link = between_gpus(gpu).ok_or(RunFault::NoLink { key: Key::GpuCount, gpu: gpu.id })?;
    let model = workload.model().id;
    let sequence = workload.model().denoiser.sequence_parallel().ok_or(RunFault::NotParallel { model })?;
    let tokens = workload.sequence_tokens();
    // Parts are of equal length.
    let part = tokens.div_ceil(gpu_count.into()) as f64 / tokens as f64;
    let own = evaluation.taken(&parts.image_of(calls, passes * part, workload.batch()));
    let numbers = parallel.unwrap_or(Parallel::Ulysses).sent(gpu_count, tokens, sequence.width);
    let bytes = numbers * sequence.attentions as f64 * workload.precision().bytes_per_activation() as f64;
    let waiting = evaluation.waiting(bytes * passes / (link.gb_per_s * PER_GB));
    Ok(own.then(waiting).of_gpus(gpu_count))
}

/// Bytes of stored weights: denoiser, text encoders, and the autoencoder, which keeps the format of the precision.
fn stored(workload: &Workload) -> [f64; 3] {
    let model = workload.model();
    let bytes = workload.bytes_stored();
    let images = model.decoder_parameters + workload.encoder_parameters();
    [
        (model.denoiser_parameters * model.experts()) as f64 * bytes,
        model.text_parameters() as f64 * bytes,
        (images * workload.precision().bytes_per_weight()) as f64,
    ]
}

/// Bytes that offloading moves for the images of one call.
fn moved_bytes(workload: &Workload, calls: f64, passes: f64) -> f64 {
    let [denoiser, text, images] = stored(workload);
    match workload.running().offload {
        Offload::None => 0.0,
        // To the GPU and back.
        Offload::Model => 2.0 * (denoiser + text + images),
        // Each forward call brings all layers; pipelines of these classes call once for each pass of a guided step.
        Offload::Sequential => {
            let experts = workload.model().experts() as f64;
            let forwards = if is_called_by_pass(&workload.model().denoiser) { passes } else { calls };
            denoiser / experts * forwards + text + images
        }
    }
}

/// True for denoisers whose pipelines run the two passes of a guided step one after the other.
const fn is_called_by_pass(denoiser: &Denoiser) -> bool {
    use crate::model::mmdit::MmDitClass;
    match denoiser {
        Denoiser::MmDit(mmdit) => !matches!(mmdit.class, MmDitClass::StableDiffusion3),
        _ => false,
    }
}

/// Bytes of weights that the GPU holds at once; `None` for a run without such settings.
pub(super) fn held_weights(workload: &Workload) -> Option<f64> {
    let running = workload.running();
    let plain = running.weights.is_none() && running.offload == Offload::None;
    if plain && workload.encoder_parameters() == 0 {
        return None;
    }
    let model = workload.model();
    let [denoiser, _, images] = stored(workload);
    let encoders =
        model.text_encoders.iter().map(|encoder| encoder.parameters as f64 * workload.bytes_stored());
    let one_denoiser = denoiser / model.experts() as f64;
    Some(match running.offload {
        Offload::None => stored(workload).iter().sum(),
        Offload::Model => encoders.fold(one_denoiser.max(images), f64::max),
        Offload::Sequential => {
            let blocks = blocks(&model.denoiser) as f64;
            let layers = model
                .text_encoders
                .iter()
                .zip(encoders)
                .map(|(encoder, bytes)| bytes / encoder.layers as f64);
            layers.fold((one_denoiser / blocks).max(images), f64::max)
        }
    })
}

/// Blocks of a denoiser, the parts of nearly equal size that offloading brings one after the other; one where parts differ.
fn blocks(denoiser: &Denoiser) -> u64 {
    match denoiser {
        Denoiser::MmDit(_) | Denoiser::NextDit(_) => {
            denoiser.sequence().map_or(1, |(blocks, _)| blocks.max(1))
        }
        Denoiser::CrossDit(dit) => dit.blocks.max(1),
        Denoiser::UNet(_) => 1,
        Denoiser::Class(class) => class.network.attentions().0.max(1),
    }
}

/// The caveat of a run whose weights exceed the GPU's memory in their own format, or in spite of offloading.
pub(super) fn does_not_fit<'a>(
    workload: &Workload,
    needed_gb: f64,
    memory_gb: f64,
    gpu: &'static Gpu,
) -> Option<Caveat<'a>> {
    let running = workload.running();
    if running.weights.is_none() && running.offload == Offload::None {
        return None;
    }
    let weights = running.weights.map_or(workload.precision().name(), Choice::name);
    Some(Caveat::SetUpDoesNotFit { needed_gb, memory_gb, gpu, weights, offload: running.offload })
}

/// The caveats of how a run is set up. `counted` tells whether the law counts more than operations.
pub(super) fn caveats<'a>(workload: &Workload, counted: bool) -> impl Iterator<Item = Caveat<'a>> {
    let running = *workload.running();
    let set = |is_set: bool, key: Key, value: SetUpValue, counted: bool| {
        is_set.then_some(Caveat::SetUpNotMeasured { key, value, counted })
    };
    let word = |word: &'static str| SetUpValue::Word(word);
    let resized = workload.reference_encoded().filter(|runs| *runs != workload.reference_size());
    let sampler =
        running.sampler.filter(|sampler| sampler.passes(workload.steps_run()) != workload.steps_run());
    [
        resized.map(|runs| Caveat::ReferenceResized { given: workload.reference_size(), runs }),
        set(workload.is_unpacked(), Key::Weights, word(running.weights.map_or("", Choice::name)), counted),
        set(sampler.is_some(), Key::Sampler, word(sampler.map_or("", Choice::name)), true),
        set(running.offload != Offload::None, Key::Offload, word(running.offload.name()), counted),
        set(running.vae_tiling == Tiling::On, Key::VaeTiling, word(running.vae_tiling.name()), true),
        set(running.skipped.get() > 0.0, Key::Skipped, SetUpValue::Number(running.skipped.get()), true),
        set(running.gpu_count > 1, Key::GpuCount, SetUpValue::Number(running.gpu_count.into()), counted),
        set(
            running.strength.is_some(),
            Key::Strength,
            SetUpValue::Number(running.strength.map_or(1.0, |s| s.get())),
            true,
        ),
    ]
    .into_iter()
    .flatten()
}

/// True for settings that a law of operations cannot tell apart.
pub(super) fn is_not_counted(workload: &Workload) -> bool {
    let running = workload.running();
    workload.is_unpacked() || running.offload != Offload::None || running.gpu_count > 1
}
