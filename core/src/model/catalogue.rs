//! The models that there are.

use super::{
    Model, chroma, flux, flux2, hunyuan_dit, lumina, pixart, qwen_image, sana, sd1, sd2, sd3, sd35, sdxl,
    z_image,
};
use crate::error::{Error, Key};
use crate::excerpt::shortened;
use crate::names::{self, Found, Named};

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

/// The model of the catalogue with this id, alias or name as people write it (see [`names`]).
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
    let model = |at: usize| ALL.get(at).copied();
    let ids =
        |found: Vec<usize>| found.into_iter().filter_map(model).map(|model| model.id).collect::<Vec<_>>();
    let (key, given) = (Key::Model, shortened(id));
    let unknown =
        || Error::UnknownModel { given: given.clone(), known: ALL.iter().map(|model| model.id).collect() };
    match names::find(id, &spellings()) {
        Found::One(at) => model(at).ok_or_else(unknown),
        Found::Several(choices) => Err(Error::Ambiguous { key, given, choices: ids(choices) }),
        Found::Near(near) if near.is_empty() => Err(unknown()),
        Found::Near(near) => Err(Error::Near { key, given, near: ids(near) }),
    }
}

/// What the models are called, by their places in [`ALL`].
fn spellings() -> Vec<Named<usize>> {
    let named = |(at, model): (usize, &&'static Model)| {
        let mut names = vec![model.id, model.label];
        names.extend(model.aliases.iter().chain(model.hub_ids));
        Named { thing: at, names, also: Vec::new() }
    };
    ALL.iter().enumerate().map(named).collect()
}
