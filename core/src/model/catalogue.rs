//! The models that there are.

use super::{
    Model, chroma, flux, flux2, hunyuan_dit, lumina, pixart, qwen_image, sana, sd1, sd2, sd3, sd35, sdxl,
    z_image,
};

/// Every model of the catalogue, in the order in which they are offered: the paper's four first, the others by family.
pub static ALL: [&Model; 18] = [
    &flux::FLUX1_DEV,
    &sd35::SD35_LARGE,
    &qwen_image::QWEN_IMAGE,
    &sd2::SD21,
    &flux::FLUX1_SCHNELL,
    &flux2::FLUX2_DEV,
    &flux2::FLUX2_KLEIN_4B,
    &flux2::FLUX2_KLEIN_9B,
    &chroma::CHROMA,
    &sd3::SD3_MEDIUM,
    &sd35::SD35_MEDIUM,
    &z_image::Z_IMAGE,
    &lumina::LUMINA_2,
    &pixart::PIXART_SIGMA,
    &sana::SANA_1600M,
    &hunyuan_dit::HUNYUAN_DIT_12,
    &sdxl::SDXL,
    &sd1::SD15,
];
