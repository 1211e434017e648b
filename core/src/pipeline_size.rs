//! Sizes that diffusers' pipelines run in the place of those asked for.
//!
//! Some pipelines round a side down, some map a size to one that the model was trained at. Pipelines that refuse such sizes (Stable Diffusion,
//! Lumina, Z-Image) change nothing. Read in diffusers at [58eb52c0][diffusers]; version 0.42.1 has the same code.
//!
//! [diffusers]: https://github.com/huggingface/diffusers/tree/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers

use crate::model::{Model, Pixels};

/// Pipelines that round each side down to whole patches, by the models they run: `prepare_latents` of
/// [`FluxPipeline`](https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/flux/pipeline_flux.py#L555-L557),
/// [`Flux2Pipeline`](https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/flux2/pipeline_flux2.py#L633-L635),
/// [`Flux2KleinPipeline`](https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/flux2/pipeline_flux2_klein.py#L491-L493),
/// [`ChromaPipeline`](https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/chroma/pipeline_chroma.py#L522-L524) and
/// [`QwenImagePipeline`](https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/qwenimage/pipeline_qwenimage.py#L368-L370).
const ROUNDED: [&str; 12] = [
    "flux1-dev",
    "flux1-schnell",
    "flux1-krea-dev",
    "flux2-dev",
    "flux2-klein-4b",
    "flux2-klein-9b",
    "flux2-klein-base-4b",
    "flux2-klein-base-9b",
    "chroma",
    "qwen-image",
    "qwen-image-2512",
    "qwen-image-lightning",
];

/// Models whose pipelines run the entry of [`BINS`] with the nearest aspect ratio, unless told `use_resolution_binning=False`:
/// [`PixArtSigmaPipeline`](https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/pixart_alpha/pipeline_pixart_sigma.py#L744-L756),
/// [`SanaSprintPipeline`](https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/sana/pipeline_sana_sprint.py#L692-L700) and
/// [`SanaPipeline`](https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/sana/pipeline_sana.py#L809-L821)
/// of models that were trained at 1024 px.
const BINNED: [&str; 4] = ["pixart-sigma", "sana-1.6b", "sana1.5-4.8b", "sana-sprint-1.6b"];

/// The model whose pipeline runs one of [`STANDARD`], unless told `use_resolution_binning=False`:
/// [`HunyuanDiTPipeline`](https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/hunyuandit/pipeline_hunyuandit.py#L691-L697).
const STANDARDISED: &str = "hunyuandit-1.2";

/// Pixels of which sides of [`BINS`] are multiples.
const BIN: u32 = 64;

/// Hundredths of the ratio of height to width, height and width in [`BIN`]s of
/// [`ASPECT_RATIO_1024_BIN`](https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/pixart_alpha/pipeline_pixart_alpha.py#L72-L106).
const BINS: [(u16, u8, u8); 33] = [
    (25, 8, 32),
    (28, 8, 29),
    (32, 9, 28),
    (33, 9, 27),
    (35, 9, 26),
    (40, 10, 25),
    (42, 10, 24),
    (48, 11, 23),
    (50, 11, 22),
    (52, 11, 21),
    (57, 12, 21),
    (60, 12, 20),
    (68, 13, 19),
    (72, 13, 18),
    (78, 14, 18),
    (82, 14, 17),
    (88, 15, 17),
    (94, 15, 16),
    (100, 16, 16),
    (107, 16, 15),
    (113, 17, 15),
    (121, 17, 14),
    (129, 18, 14),
    (138, 18, 13),
    (146, 19, 13),
    (167, 20, 12),
    (175, 21, 12),
    (200, 22, 11),
    (209, 23, 11),
    (240, 24, 10),
    (250, 25, 10),
    (300, 27, 9),
    (400, 32, 8),
];

/// Width over height, and sizes of it, of
/// [`STANDARD_RATIO` and `STANDARD_SHAPE`](https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/hunyuandit/pipeline_hunyuandit.py#L63-L92).
const STANDARD: [(f64, &[[u32; 2]]); 5] = [
    (1.0, &[[1024, 1024], [1280, 1280]]),
    (4.0 / 3.0, &[[1024, 768], [1152, 864], [1280, 960]]),
    (3.0 / 4.0, &[[768, 1024], [864, 1152], [960, 1280]]),
    (16.0 / 9.0, &[[1280, 768]]),
    (9.0 / 16.0, &[[768, 1280]]),
];

/// Returns the size that diffusers' pipeline of the model runs when it is asked for `asked`; `None` where it runs that size or refuses it.
/// A changed model is run by the pipeline of its base.
///
/// ```
/// use wattpix_core::model::{Pixels, find};
/// use wattpix_core::pipeline_size::runs;
///
/// let full_hd = Pixels { width: 1920, height: 1080 };
/// assert_eq!(runs(find("flux1-dev").unwrap(), full_hd), Some(Pixels { width: 1920, height: 1072 }));
/// ```
pub fn runs(model: &Model, asked: Pixels) -> Option<Pixels> {
    let base = model.base();
    let down = |side: u32| side / base.sides.multiple_of * base.sides.multiple_of;
    let whole = Pixels { width: down(asked.width), height: down(asked.height) };
    // Nothing is left of less than a patch, and no pipeline runs it.
    if whole.width == 0 || whole.height == 0 {
        return None;
    }
    #[cfg(feature = "how-it-runs")]
    if let Some(run) = edited(base, asked, whole) {
        return (run != asked).then_some(run);
    }
    let run = if ROUNDED.contains(&base.id) {
        whole
    } else if BINNED.contains(&base.id) {
        binned(asked)
    } else if base.id == STANDARDISED {
        standard(whole)
    } else {
        asked
    };
    (run != asked).then_some(run)
}

/// Returns the size that a pipeline which edits runs, of an area of its own
/// ([`FluxKontextPipeline`](https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/flux/pipeline_flux_kontext.py#L843-L851))
/// or rounded down
/// ([`QwenImageEditPlusPipeline`](https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/qwenimage/pipeline_qwenimage_edit_plus.py#L630-L638));
/// `None` for other models.
#[cfg(feature = "how-it-runs")]
fn edited(base: &Model, asked: Pixels, whole: Pixels) -> Option<Pixels> {
    match base.id {
        "flux1-kontext" => Some(crate::model::editing::kontext_size(asked)),
        "qwen-image-edit" | "qwen-image-edit-2509" => Some(whole),
        _ => None,
    }
}

/// Returns width and height of `asked` and of what [`runs`] in its place, where the model takes that size.
pub(crate) fn mapped(model: &Model, asked: Pixels) -> Option<[[u32; 2]; 2]> {
    let sides = [asked, runs(model, asked)?].map(|size| [size.width, size.height]);
    let possible = model.sides.min..=model.sides.max;
    sides[1].iter().all(|side| possible.contains(side)).then_some(sides)
}

/// The entry of [`BINS`] with the nearest aspect ratio.
fn binned(asked: Pixels) -> Pixels {
    let ratio = f64::from(asked.height) / f64::from(asked.width);
    let distance = |(hundredths, ..): &(u16, u8, u8)| (f64::from(*hundredths) / 100.0 - ratio).abs();
    let nearest = nearest(&BINS, distance);
    nearest.map_or(asked, |(_, height, width)| Pixels {
        width: u32::from(*width) * BIN,
        height: u32::from(*height) * BIN,
    })
}

/// The size of [`STANDARD`] with the nearest aspect ratio, and of these the nearest area.
fn standard(asked: Pixels) -> Pixels {
    let supported = |[width, height]: &[u32; 2]| Pixels { width: *width, height: *height };
    if STANDARD.iter().any(|(_, sizes)| sizes.iter().map(supported).any(|size| size == asked)) {
        return asked;
    }
    let ratio = f64::from(asked.width) / f64::from(asked.height);
    let of_ratio = nearest(&STANDARD, |(standard, _)| (standard - ratio).abs());
    let of_area = of_ratio
        .and_then(|(_, sizes)| nearest(sizes, |size| supported(size).area().abs_diff(asked.area()) as f64));
    of_area.map_or(asked, supported)
}

/// The first of the entries with the least distance.
fn nearest<T>(entries: &[T], distance: impl Fn(&T) -> f64) -> Option<&T> {
    entries.iter().min_by(|a, b| distance(a).total_cmp(&distance(b)))
}
