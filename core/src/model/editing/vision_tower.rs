//! The vision tower of Qwen2.5-VL 7B, which turns reference images into tokens of the text encoder.
//!
//! Dimensions are those of `vision_config` in
//! [the published configuration as embedded in musubi-tuner](https://github.com/kohya-ss/musubi-tuner/blob/30c658c4f4b0bf05038b3346eff9670259b10fc7/src/musubi_tuner/qwen_image/qwen_image_utils.py#L73-L163),
//! classes those of transformers 5.23.0.

use super::super::Pixels;
use crate::flops::atom::{attention, conv, elementwise, linear};
use crate::flops::block::mlp;
use crate::flops::elementwise::{COPY, GATED, JOIN, RmsNorm};
use crate::flops::{RunBytes, Work};

/// Weights of the tower, as transformers counts them.
pub const VISION_TOWER_PARAMETERS: u64 = 676_550_144;

/// Pixels along one side of a patch.
const PATCH: u64 = 14;

/// Numbers of a patch but for its colours: its pixels in two frames, which are the same image.
const PATCH_NUMBERS: u64 = 2 * PATCH * PATCH;

/// Colour channels.
const RGB: u64 = 3;

/// Width of the states.
const WIDTH: u64 = 1280;

/// Width of a head.
const HEAD_WIDTH: u64 = 80;

/// Inner width of the gated MLP.
const INNER: u64 = 3420;

/// Blocks, and those of them that attend to the whole image.
const BLOCKS: u64 = 32;
const WHOLE: u64 = 4;

/// Patches along one side that become one token, and tokens along one side of a window (112 pixels).
const MERGE: u64 = 2;
const WINDOW: u64 = 4;

/// Width of the tokens that it hands over.
const TOKEN_WIDTH: u64 = 3584;

/// Least and most pixels of an image, of `preprocessor_config.json` beside Qwen2.5-VL 7B.
const LEAST_PIXELS: f64 = 3_136.0;
const MOST_PIXELS: f64 = 12_845_056.0;

/// Returns patches along a row and a column after `smart_resize` of
/// [`Qwen2VLImageProcessor`](https://github.com/huggingface/transformers/blob/19f5346140749359823ef26c4183bd8f1aed3db7/src/transformers/models/qwen2_vl/image_processing_qwen2_vl.py):
/// sides in multiples of a token's 28 pixels.
pub fn vision_patches(size: Pixels) -> [u64; 2] {
    let factor = (PATCH * MERGE) as f64;
    let sides = size.sides().map(f64::from);
    let area = sides[0] * sides[1];
    let mut tokens = sides.map(|side| (side / factor).round_ties_even());
    let pixels = tokens[0] * tokens[1] * factor * factor;
    if pixels > MOST_PIXELS {
        let beta = (area / MOST_PIXELS).sqrt();
        tokens = sides.map(|side| (side / beta / factor).floor().max(1.0));
    } else if pixels < LEAST_PIXELS {
        let beta = (LEAST_PIXELS / area).sqrt();
        tokens = sides.map(|side| (side * beta / factor).ceil());
    }
    tokens.map(|tokens| tokens as u64 * MERGE)
}

/// Returns the work over one image of so many patches along a row and a column.
pub fn vision_work([columns, rows]: [u64; 2]) -> Work {
    let patches = columns * rows;
    let tokens = patches / (MERGE * MERGE);
    let merged = MERGE * MERGE * WIDTH;
    let attend = |patches| attention(patches, patches, WIDTH, HEAD_WIDTH);
    let windows: Work =
        windows(columns / MERGE, rows / MERGE).map(|tokens| attend(tokens * MERGE * MERGE)).sum();
    let block = linear(patches, WIDTH, 3 * WIDTH)
        + linear(patches, WIDTH, WIDTH)
        + mlp(patches, WIDTH, INNER, true)
        + elementwise(block_kernels(patches));
    conv(patches, PATCH_NUMBERS, RGB, WIDTH)
        + block * BLOCKS
        + windows * (BLOCKS - WHOLE)
        + attend(patches) * WHOLE
        + linear(tokens, merged, merged)
        + linear(tokens, merged, TOKEN_WIDTH)
        + elementwise(
            // Patches are laid out window by window, tokens back again; a norm and an activation between.
            COPY * (patches * WIDTH + tokens * TOKEN_WIDTH)
                + RmsNorm::Transformers.over(patches, WIDTH)
                + COPY * (tokens * merged),
        )
}

/// Rotary embedding of queries or keys in 32 bits: a cast, half the numbers change sign, all are joined, two products, a sum, a cast back.
const ROTARY: RunBytes = RunBytes::cast(2).plus(RunBytes::wide(1 + 2 + 4 + 3));

/// Returns the bytes that element-wise kernels of a block read and write.
fn block_kernels(patches: u64) -> RunBytes {
    let numbers = patches * WIDTH;
    let tables = RunBytes::wide(4) * (patches * HEAD_WIDTH);
    RmsNorm::Transformers.over(patches, WIDTH) * 2
        + (ROTARY * numbers + tables) * 2
        + GATED * (patches * INNER)
        + JOIN * (2 * numbers)
        // Results of the windows are joined.
        + COPY * numbers
}

/// Tokens of each window of a grid.
fn windows(columns: u64, rows: u64) -> impl Iterator<Item = u64> {
    let along =
        |tokens: u64| (0..tokens.div_ceil(WINDOW)).map(move |place| WINDOW.min(tokens - place * WINDOW));
    along(rows).flat_map(move |height| along(columns).map(move |width| width * height))
}
