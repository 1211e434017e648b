//! Number of elements of the largest tensor of a run, known before it runs: candle's CUDA kernels count them in 32 bits, so
//! beyond that part of the work would silently be left out, and its energy with it.
//!
//! Scores of attention and unfolded convolutions are not in here: they are taken in blocks of
//! [`super::layer::MAX_ELEMENTS`]. [`super::tally`] notes what a run reached, which tests compare.

use candle_core::Device;
use wattpix_core::model::decoder::Decoder;
use wattpix_core::model::mmdit::MmDit;
use wattpix_core::model::unet::UNet;
use wattpix_core::model::{Denoiser, Model, Pixels};
use wattpix_core::setting::Guidance;
use wattpix_core::workload::Workload;

use super::error::EngineError;

/// Elements that a kernel cannot count any more.
const TOO_MANY: u64 = 1 << 32;

/// Positions after doubling both sides, for each before.
const UPSAMPLED: u64 = 4;

/// Frames that a convolution of the causal video decoder sees, stacked over the channels.
const FRAMES: u64 = 3;

/// Refuses a run whose largest tensor a CUDA kernel cannot count. Processors count in 64 bits.
///
/// # Errors
/// [`EngineError::Unsupported`] with what to change.
pub fn check(workload: &Workload, batched: bool, device: &Device) -> Result<(), EngineError> {
    let most = largest(workload, batched).into_iter().fold(0, u64::max);
    if device.is_cpu() || most < TOO_MANY {
        return Ok(());
    }
    let size = workload.size();
    Err(EngineError::Unsupported {
        what: format!(
            "{} at {} × {} px and batch {} has a tensor of {most} elements, and candle's CUDA kernels count below 2^32; \
             take a smaller size or batch, or --passes separate",
            workload.model().id,
            size.width,
            size.height,
            workload.batch()
        ),
    })
}

/// Elements of the largest tensor that a layer takes or gives in each stage of a run: text, denoising, decoding. `batched`: both
/// passes of guidance as one batch.
pub fn largest(workload: &Workload, batched: bool) -> [u64; 3] {
    let model = workload.model();
    let images = u64::from(workload.batch());
    let both = batched && workload.guidance() == Guidance::On;
    let rows = if both { 2 * images } else { images };
    let (size, text_tokens) = (workload.size(), u64::from(workload.text_tokens()));
    let denoiser = match &model.denoiser {
        Denoiser::MmDit(mmdit) => of_mmdit(mmdit, mmdit.image_tokens(size, model.latent_scale), text_tokens),
        Denoiser::UNet(unet) => of_unet(unet, size, model.latent_scale, text_tokens),
        // The engine has no such blocks and refuses to load them.
        Denoiser::NextDit(_) | Denoiser::CrossDit(_) | Denoiser::Class(_) => 0,
    };
    // Prompts are encoded before their counterparts, images decoded one by one.
    let text = images * of_text(model, text_tokens);
    [text, rows * denoiser, of_decoder(&model.decoder, size, model.latent_scale)]
}

/// Returns the elements of the largest tensor of the text encoders and one prompt.
fn of_text(model: &Model, text_tokens: u64) -> u64 {
    let of = |encoder: &wattpix_core::model::text_encoder::TextEncoder| {
        let widest = encoder.block.inner.max(encoder.block.width).max(encoder.block.query_width);
        encoder.tokens.count(text_tokens) * widest
    };
    model.text_encoders.iter().map(of).max().unwrap_or(0)
}

/// Returns the elements of the largest tensor of a pass over one image: MLPs and, in single-stream blocks, their joined outputs.
fn of_mmdit(mmdit: &MmDit, image_tokens: u64, text_tokens: u64) -> u64 {
    let tokens = image_tokens + text_tokens;
    let inner = mmdit.mlp_ratio * mmdit.width;
    let joint = if mmdit.joint_blocks > 0 { image_tokens.max(text_tokens) * inner } else { 0 };
    let single = if mmdit.single_blocks > 0 { tokens * (mmdit.width + inner) } else { 0 };
    let ends = (image_tokens * mmdit.patch * mmdit.patch * mmdit.latent_channels)
        .max(text_tokens * mmdit.text_width);
    joint.max(single).max(ends).max(tokens * mmdit.width)
}

/// Returns the elements of the largest tensor of a pass over one image: gated MLPs, and maps with the one that they are joined with.
fn of_unet(unet: &UNet, size: Pixels, latent_scale: u64, text_tokens: u64) -> u64 {
    let (mut height, mut width) =
        (u64::from(size.height) / latent_scale, u64::from(size.width) / latent_scale);
    let mut most = text_tokens * unet.text_width;
    let mut finer: Option<(u64, u64)> = None;
    for (depth, level) in unet.levels.iter().enumerate() {
        let positions = height * width;
        let channels = level.channels;
        most = most.max(text_tokens * channels);
        // On the way up: from the coarser level's channels, joined with at most this level's own.
        let coarser = unet.levels.get(depth + 1).map_or(channels, |coarser| coarser.channels);
        let joined = positions * (coarser.max(channels) + channels);
        // Value and gate, each of four times the width.
        let gated = if level.transformer_layers > 0 || depth + 1 == unet.levels.len() {
            positions * 8 * channels
        } else {
            0
        };
        most = most.max(joined).max(gated);
        if let Some((positions, _)) = finer {
            // Enlarged to the finer level before the convolution there.
            most = most.max(positions * channels);
        }
        finer = Some((positions, channels));
        (height, width) = (height.div_ceil(2), width.div_ceil(2));
    }
    most
}

/// Returns the elements of the decoder's largest tensor for one image.
fn of_decoder(decoder: &Decoder, size: Pixels, latent_scale: u64) -> u64 {
    let mut positions = (u64::from(size.width) / latent_scale) * (u64::from(size.height) / latent_scale);
    let (channels, blocks, stacked, halves) = match *decoder {
        Decoder::Kl { channels, blocks_per_level, .. } => (channels, blocks_per_level, 1, false),
        Decoder::CausalVideo { channels, blocks_per_level, .. } => (channels, blocks_per_level, FRAMES, true),
        // Nor such a decoder.
        Decoder::DeepCompression { .. } | Decoder::Class(_) => return 0,
    };
    let mut inputs = channels.last().copied().unwrap_or(0);
    // The middle's queries, keys and values come from one projection where frames are stacked.
    let mut most = positions * inputs * stacked;
    for (level, &outputs) in channels.iter().enumerate().rev() {
        most = most.max(positions * inputs * stacked);
        if blocks > 0 {
            most = most.max(positions * outputs * stacked);
        }
        inputs = outputs;
        if level > 0 {
            positions *= UPSAMPLED;
            most = most.max(positions * outputs);
            if halves {
                inputs = outputs / 2;
            }
        }
    }
    most
}

#[cfg(test)]
mod tests {
    use wattpix_core::model::{flux, qwen_image, sd2, sd35};

    use super::*;

    fn at(model: &'static Model, side: u32, batch: u32) -> Workload {
        let workload = Workload::default_of(model).with_size(Pixels::square(side)).unwrap();
        workload.with_batch(batch).unwrap().with_guidance(Guidance::On)
    }

    #[test]
    fn two_thousand_pixels_and_a_batch_of_four_can_be_counted() {
        for model in [&flux::FLUX1_DEV, &sd35::SD35_LARGE, &qwen_image::QWEN_IMAGE, &sd2::SD21] {
            for (side, batch) in [(2048, 1), (1024, 4), (2048, 4)] {
                let most = largest(&at(model, side, batch), true);
                assert!(most.iter().all(|most| *most < TOO_MANY), "{} {side} px {batch}: {most:?}", model.id);
            }
        }
    }

    #[test]
    fn the_decoder_of_flux_reaches_the_limit_at_four_thousand_pixels() {
        // 256 channels at full resolution, before the last level makes 128 of them.
        assert_eq!(largest(&at(&flux::FLUX1_DEV, 4096, 1), false)[2], 256 * 4096 * 4096);
        assert_eq!(256 * 4096 * 4096, TOO_MANY);
        assert!(check(&at(&flux::FLUX1_DEV, 4096, 1), false, &Device::Cpu).is_ok());
    }
}
