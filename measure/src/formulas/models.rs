//! A model's denoiser pass, text encoders and decoder as polynomials of image and text.

use wattpix_core::flops::polynomial::Polynomial;
use wattpix_core::model::{Model, Pixels};

use super::Formula;

/// Height in pixels of the images that are counted; their width is a multiple of it, so that every map halves without a rest.
const SIDE: u32 = 512;

/// Text tokens from which every encoder is counted, and the step between the values asked: some models pad text to multiples of less.
const TEXT: (u32, u32) = (77, 128);

/// The formulas of a model: one pass, the text encoders of one prompt, one decoding.
#[must_use]
pub fn of_model(model: &'static Model) -> Vec<Formula> {
    let size = |times: u64| Pixels { width: SIDE * u32::try_from(times).unwrap_or(1), height: SIDE };
    let scale = u64::from(SIDE) / model.latent_scale;
    // Positions of the latent in one square of SIDE.
    let positions = scale * scale;
    let tokens = model.denoiser.image_tokens(size(1).into(), model.latent_scale);
    let (image, step, meaning) = match tokens {
        Some(tokens) => ("n", tokens, "n image tokens"),
        None => ("p", positions, "p latent positions"),
    };
    let pixels = u64::from(SIDE * SIDE) / step;
    let entry = |part: &str, found: Option<Polynomial>, variables: String| Formula {
        name: format!("{}: {part}", model.label),
        formula: found.map_or_else(
            || "not one polynomial: other code runs at other sizes; `measure flops` counts each".to_owned(),
            |found| found.to_string(),
        ),
        variables,
    };
    let pass = Polynomial::of(&[(image, step), ("t", u64::from(TEXT.1))], &|at| {
        model.denoiser_work(size(at[0] / step), at[1] as u32).flops.total()
    });
    let text = Polynomial::of(&[("s", u64::from(TEXT.1))], &|at| {
        model.text_work(TEXT.0 + at[0] as u32).flops.total()
    });
    let decoder =
        Polynomial::of(&[("p", positions)], &|at| model.decoder_work(size(at[0] / positions)).flops.total());
    let latent = format!("p latent positions, {0} × {0} px each", model.latent_scale);
    // An encoder that always reads as many tokens has no variable.
    let is_constant = text.as_ref().is_some_and(|found| !found.to_string().contains('s'));
    let of_text = match is_constant {
        true => "the same for every prompt".to_owned(),
        false => format!("s = t − {}, t text tokens of the denoiser", TEXT.0),
    };
    vec![
        entry("denoiser pass", pass, format!("{meaning} ({pixels} px each), t text tokens")),
        entry("text encoders", text, of_text),
        entry(if model.frames().is_some() { "decoder of one frame" } else { "decoder" }, decoder, latent),
    ]
}
