//! Reading of how a run is set up.

use super::{Configuration, Reader};
use crate::error::{Choice, Error, Key, RunFault};
use crate::excerpt::shortened;
use crate::gpu::Gpu;
use crate::model::Pixels;
use crate::running::{
    Offload, Parallel, Running, Sampler, Share, Tiling, WeightFormat, between_gpus, to_host,
};
use crate::workload::Workload;

/// Keys of how a run is set up.
const KEYS: [Key; 10] = [
    Key::References,
    Key::ReferenceSize,
    Key::Strength,
    Key::Weights,
    Key::Sampler,
    Key::Offload,
    Key::VaeTiling,
    Key::Skipped,
    Key::GpuCount,
    Key::Parallel,
];

impl Reader<'_> {
    /// Reads the settings that a link, a table or an option gave.
    pub(super) fn read_running(&mut self, workload: &mut Workload, gpu: &'static Gpu) {
        // Tables mostly have none of them.
        if KEYS.iter().all(|key| self.typed.get(*key).is_none()) {
            return;
        }
        self.apply(Key::References, workload, |workload, text| {
            workload.with_references(Key::References.whole(text)?)
        });
        self.apply(Key::ReferenceSize, workload, |workload, text| workload.with_reference_size(size(text)?));
        self.apply(Key::Strength, workload, |workload, text| {
            workload.with_strength(share(Key::Strength, text)?)
        });
        self.apply(Key::Weights, workload, |workload, text| {
            WeightFormat::parse(Key::Weights, text).map(|weights| workload.with_weights(weights))
        });
        self.apply(Key::Sampler, workload, |workload, text| {
            Sampler::parse(Key::Sampler, text).map(|sampler| workload.with_sampler(sampler))
        });
        self.apply(Key::Offload, workload, |workload, text| {
            let offload = Offload::parse(Key::Offload, text)?;
            if offload != Offload::None && to_host(gpu).is_none() {
                return Err(RunFault::NoLink { key: Key::Offload, gpu: gpu.id }.into());
            }
            Ok(workload.with_offload(offload))
        });
        self.apply(Key::VaeTiling, workload, |workload, text| {
            workload.with_vae_tiling(Tiling::parse(Key::VaeTiling, text)?)
        });
        self.apply(Key::Skipped, workload, |workload, text| {
            workload.with_skipped(share(Key::Skipped, text)?)
        });
        // The limits of a number of GPUs depend on their exchange.
        let parallel = self.value(Key::Parallel, |text| Parallel::parse(Key::Parallel, text));
        self.apply(Key::GpuCount, workload, |workload, text| {
            let count = Key::GpuCount.whole(text)?;
            if count > 1 && between_gpus(gpu).is_none() {
                return Err(RunFault::NoLink { key: Key::GpuCount, gpu: gpu.id }.into());
            }
            workload.with_gpus(count, parallel)
        });
        if workload.running().parallel != parallel {
            *workload = workload.with_running(Running { parallel, ..*workload.running() });
        }
    }
}

/// Reads width and height in pixels: `1024x768`.
fn size(text: &str) -> Result<Pixels, Error> {
    let sides = text.split_once(['x', 'X', '×']).and_then(|(width, height)| {
        let side = |side: &str| Key::ReferenceSize.whole(side.trim()).ok();
        Some(Pixels { width: side(width)?, height: side(height)? })
    });
    sides.ok_or_else(|| Workload::reference_size_fault(shortened(text)))
}

fn share(key: Key, text: &str) -> Result<Share, Error> {
    let least = if key == Key::Strength { f64::MIN_POSITIVE } else { 0.0 };
    let read = Share::parse(text).filter(|share| share.get() >= least);
    read.ok_or_else(|| RunFault::NotShare { key, given: shortened(text) }.into())
}

impl Configuration {
    /// The value of a key of how it is set up, in the words that are read; `None` where it is the default.
    pub(super) fn running_written(&self, key: Key) -> Option<String> {
        let (running, plain) = (self.question.workload.running(), Running::PLAIN);
        let name = |differs: bool, name: &str| differs.then(|| name.to_owned());
        match key {
            Key::References => running.references.map(|references| references.to_string()),
            Key::ReferenceSize => {
                let size = running.reference_size?;
                Some([&size.width.to_string(), "x", &size.height.to_string()].concat())
            }
            Key::Strength => running.strength.map(|strength| strength.get().to_string()),
            Key::Weights => running.weights.map(|weights| weights.name().to_owned()),
            Key::Sampler => running.sampler.map(|sampler| sampler.name().to_owned()),
            Key::Offload => name(running.offload != plain.offload, running.offload.name()),
            Key::VaeTiling => name(running.vae_tiling != plain.vae_tiling, running.vae_tiling.name()),
            Key::Skipped => (running.skipped != plain.skipped).then(|| running.skipped.get().to_string()),
            Key::GpuCount => (running.gpu_count != plain.gpu_count).then(|| running.gpu_count.to_string()),
            Key::Parallel => running.parallel.map(|parallel| parallel.name().to_owned()),
            _ => None,
        }
    }
}
