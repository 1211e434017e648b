//! Tiles in which a decoder works through a latent that is larger than a tile (`enable_tiling`).

use super::super::decoder::Decoder;
use super::super::{Model, Pixels};

/// Share of a tile that the next one covers too, of `AutoencoderKL`
/// ([`tile_overlap_factor`](https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/autoencoders/autoencoder_kl.py#L131-L140)):
/// a quarter.
const KEPT: [u32; 2] = [3, 4];

/// Side of a tile in pixels of `AutoencoderKL`: `sample_size` of the published configurations, 512 of Stable Diffusion 1.5, 768 of 2.1, 1024 of the
/// others.
fn kl_tile(model: &Model) -> u32 {
    match model.base().id {
        "sd1.5" | "lcm-sd1.5" => 512,
        "sd2.1" => 768,
        _ => 1024,
    }
}

/// Side of a tile of `AutoencoderKLQwenImage` and pixels from one to the next
/// ([`tile_sample_min_height`, `tile_sample_stride_height`](https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/autoencoders/autoencoder_kl_qwenimage.py#L724-L732)).
const QWEN: [u32; 2] = [256, 192];

/// Returns the sizes of the tiles in which an image is decoded, the whole image where it is no larger than one; `None` where tiles of the decoder are not
/// counted (deeply compressed latents, video).
pub fn tiles(model: &Model, size: Pixels) -> Option<Vec<Pixels>> {
    let [tile, stride] = match model.decoder {
        Decoder::Kl { .. } => {
            let tile = kl_tile(model);
            let scale = model.latent_scale as u32;
            [tile, tile / scale * KEPT[0] / KEPT[1] * scale]
        }
        Decoder::CausalVideo { .. } => QWEN,
        Decoder::DeepCompression { .. } | Decoder::Class(_) => return None,
    };
    if size.width <= tile && size.height <= tile {
        return Some(vec![size]);
    }
    let along = |side: u32| (0..side).step_by(stride as usize).map(move |from| tile.min(side - from));
    let rows = along(size.height);
    Some(rows.flat_map(|height| along(size.width).map(move |width| Pixels { width, height })).collect())
}
