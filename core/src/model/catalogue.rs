//! The models that there are.

use super::{
    Model, chroma, flux, flux2, hunyuan_dit, lumina, pixart, qwen_image, sana, sd1, sd2, sd3, sd35, sdxl,
    z_image,
};
use crate::error::Error;
use crate::excerpt::shortened;

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

/// The model of the catalogue with this id or alias in any case and, with the feature `names`, by any name as people write it.
///
/// # Errors
/// [`Error::Ambiguous`] for what several models are called, and for anything else [`Error::Near`] or, where nothing comes near it,
/// [`Error::UnknownModel`] with the ids there are.
pub fn published(id: &str) -> Result<&'static Model, Error> {
    let named = |name: &&str| name.eq_ignore_ascii_case(id);
    if let Some(model) = ALL.iter().copied().find(|model| named(&model.id) || model.aliases.iter().any(named))
    {
        return Ok(model);
    }
    #[cfg(feature = "names")]
    return super::spelling::find(id);
    #[cfg(not(feature = "names"))]
    Err(unknown(id))
}

/// The error for a name that no model has, nor anything like it.
pub(super) fn unknown(id: &str) -> Error {
    Error::UnknownModel { given: shortened(id), known: ALL.iter().map(|model| model.id).collect() }
}
