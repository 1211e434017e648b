//! The models that there are.

use super::more::{auraflow, cogview4, flux3, hidream, hunyuan_image, krea2, longcat_image, ovis_image};
use super::video::{cogvideox, hunyuan_video, ltx_video, mochi, wan};
use super::{
    Model, chroma, flux, flux2, hunyuan_dit, lcm, lumina, pixart, qwen_image, sana, sd1, sd2, sd3, sd35,
    sdxl, z_image,
};

/// Every model of images, in the order in which they are offered: the paper's four first, the others by family.
pub static ALL: [&Model; 31] = [
    &flux::FLUX1_DEV,
    &sd35::SD35_LARGE,
    &qwen_image::QWEN_IMAGE,
    &sd2::SD21,
    &flux::FLUX1_SCHNELL,
    &flux::FLUX1_KREA_DEV,
    &flux2::FLUX2_DEV,
    &flux2::FLUX2_KLEIN_4B,
    &flux2::FLUX2_KLEIN_9B,
    &flux2::FLUX2_KLEIN_BASE_4B,
    &flux2::FLUX2_KLEIN_BASE_9B,
    &chroma::CHROMA,
    &sd3::SD3_MEDIUM,
    &sd35::SD35_MEDIUM,
    &sd35::SD35_LARGE_TURBO,
    &qwen_image::QWEN_IMAGE_2512,
    &qwen_image::QWEN_IMAGE_LIGHTNING,
    &z_image::Z_IMAGE_TURBO,
    &z_image::Z_IMAGE_BASE,
    &lumina::LUMINA_2,
    &pixart::PIXART_SIGMA,
    &sana::SANA_1600M,
    &sana::SANA15_4800M,
    &sana::SANA_SPRINT_1600M,
    &hunyuan_dit::HUNYUAN_DIT_12,
    &sdxl::SDXL,
    &sdxl::SDXL_TURBO,
    &sdxl::SDXL_LIGHTNING,
    &lcm::LCM_SDXL,
    &sd1::SD15,
    &lcm::LCM_SD15,
];

/// Further models of images, in the order in which they are offered.
pub static MORE: [&Model; 13] = [
    &flux3::FLUX3_KLEIN,
    &flux3::FLUX3_KLEIN_BASE,
    &krea2::KREA2_RAW,
    &krea2::KREA2_TURBO,
    &hidream::HIDREAM_I1_FULL,
    &hidream::HIDREAM_I1_DEV,
    &hidream::HIDREAM_I1_FAST,
    &hunyuan_image::HUNYUAN_IMAGE_21,
    &hunyuan_image::HUNYUAN_IMAGE_21_DISTILLED,
    &ovis_image::OVIS_IMAGE,
    &longcat_image::LONGCAT_IMAGE,
    &auraflow::AURAFLOW,
    &cogview4::COGVIEW4,
];

/// Every model of video, in the order in which they are offered.
pub static VIDEO: [&Model; 10] = [
    &wan::WAN21_1300M,
    &wan::WAN21_14B,
    &wan::WAN22_5B,
    &wan::WAN22_A14B,
    &hunyuan_video::HUNYUAN_VIDEO,
    &cogvideox::COGVIDEOX_2B,
    &cogvideox::COGVIDEOX_5B,
    &cogvideox::COGVIDEOX15_5B,
    &ltx_video::LTX_VIDEO,
    &mochi::MOCHI_1,
];

/// Every model that edits reference images and makes none without, in the order in which they are offered. The page has none yet.
#[cfg(not(feature = "how-it-runs"))]
pub static EDITING: [&Model; 0] = [];
/// Every model that edits reference images, in the order in which they are offered.
#[cfg(feature = "how-it-runs")]
pub static EDITING: [&Model; 3] =
    [&flux::FLUX1_KONTEXT, &qwen_image::QWEN_IMAGE_EDIT, &qwen_image::QWEN_IMAGE_EDIT_2509];
