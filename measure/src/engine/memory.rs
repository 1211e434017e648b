//! Memory of the device that a run needs, known before anything is loaded.

use candle_core::{DType, Device};
use wattpix_core::model::Denoiser;
use wattpix_core::model::decoder::Decoder;
use wattpix_core::model::unet::Heads;
use wattpix_core::setting::Guidance;
use wattpix_core::workload::Workload;

use super::detail::Detail;
use super::device;
use super::error::EngineError;
use super::layer::MAX_ELEMENTS;
pub use super::memory_need::{Bytes, MemoryNeed};

impl MemoryNeed {
    /// Refuses what the device cannot hold. A device that does not tell how much is free is believed.
    ///
    /// # Errors
    /// [`EngineError::Memory`].
    pub fn check(&self, device: &Device) -> Result<(), EngineError> {
        self.against(device::free_memory(device).map(Bytes))
    }

    fn against(&self, free: Option<Bytes>) -> Result<(), EngineError> {
        match free {
            Some(free) if free < self.total() => Err(EngineError::Memory { needed: self.clone(), free }),
            _ => Ok(()),
        }
    }

    /// Returns the need of a run whose model is loaded: its weights are there already.
    #[must_use]
    pub fn of_loaded(self) -> Self {
        Self { weights: Vec::new(), ..self }
    }
}

/// An estimate of the largest activations of a run in bytes: in the denoiser the scores of an attention with their
/// softmax beside the widest MLP, in the decoder the maps of the finest resolution and an unfolded convolution.
pub fn activations(detail: &Detail, workload: &Workload, batched: bool, dtype: DType) -> Bytes {
    let model = detail.model;
    let size = dtype.size_in_bytes() as u64;
    let rows =
        u64::from(workload.batch()) * if batched && workload.guidance() == Guidance::On { 2 } else { 1 };
    let ceiling = |elements: u64| elements.min(MAX_ELEMENTS as u64);
    let positions = workload.size().area() / (model.latent_scale * model.latent_scale);
    let denoiser = match &model.denoiser {
        Denoiser::MmDit(mmdit) => {
            let tokens =
                mmdit.image_tokens(workload.size(), model.latent_scale) + u64::from(workload.text_tokens());
            let heads = mmdit.width / mmdit.head_width;
            // Streams, queries, keys, values and modulated states; MLP before and after its activation.
            let states = rows * tokens * mmdit.width * (8 + 2 * mmdit.mlp_ratio);
            states + 2 * ceiling(rows * heads * tokens * tokens)
        }
        Denoiser::UNet(unet) => {
            let channels = unet.levels.first().map_or(0, |level| level.channels);
            let heads = match unet.heads {
                Heads::Width(width) => channels / width,
                Heads::Count(heads) => heads,
            };
            rows * positions * channels * 24 + 2 * ceiling(rows * heads * positions * positions)
        }
        // The engine has no such blocks and refuses to load them.
        Denoiser::NextDit(_) | Denoiser::CrossDit(_) | Denoiser::Class(_) => 0,
    };
    let pixels = workload.size().area();
    let (finest, taps, frames) = match model.decoder {
        Decoder::Kl { channels, .. } => (channels.first().copied().unwrap_or(0), 9, 1),
        Decoder::CausalVideo { channels, .. } => (channels.first().copied().unwrap_or(0), 27, 3),
        // The engine does not run it.
        Decoder::DeepCompression { .. } | Decoder::Class(_) => (0, 0, 0),
    };
    // The last level begins with the channels of the one before; its norms work in 32 bits.
    let maps = pixels * 2 * finest * (3 + frames);
    let norm = pixels * 2 * finest * 2 * DType::F32.size_in_bytes() as u64;
    let decoder = (maps + ceiling(pixels * 2 * finest * taps)) * size + norm;
    Bytes((denoiser * size).max(decoder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_loaded_model_needs_only_what_stands_beside_its_weights() {
        let need = MemoryNeed { weights: vec![("transformer".to_owned(), Bytes(10))], activations: Bytes(5) };
        let fits = |need: &MemoryNeed, free| need.against(Some(Bytes(free))).is_ok();
        assert!(fits(&need, 15) && !fits(&need, 14));
        assert!(need.against(None).is_ok(), "a device that does not tell is believed");
        let loaded = need.of_loaded();
        assert!(fits(&loaded, 5) && !fits(&loaded, 4), "the weights are not asked for twice");
    }
}
