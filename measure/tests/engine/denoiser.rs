//! Denoisers: every block and the whole.

use candle_core::{DType, Tensor};
use wattpix_core::model::{Denoiser as Architecture, Model};
use wattpix_measure::engine::denoiser::{Condition, Denoiser, unobserved};
use wattpix_measure::engine::detail::DenoiserDetail;
use wattpix_measure::engine::tiny;
use wattpix_measure::engine::weights::Weights;

use crate::fixture::{Expected, component};

fn matches(model: &Model, detail: DenoiserDetail) {
    let expected = Expected::of(model.id);
    let name = if matches!(model.denoiser, Architecture::UNet(_)) { "unet" } else { "transformer" };
    let folder = component(model.id, name);
    let denoiser = Denoiser::load(&Weights::new(&folder, DType::F32), &model.denoiser, detail).unwrap();
    let text = expected.get("denoiser.text").clone();
    let text_mask = expected.find("denoiser.tokens").map(|_| {
        let tokens = expected.numbers("denoiser.tokens");
        let width = text.dim(1).unwrap();
        let mask: Vec<f32> = tokens
            .iter()
            .flat_map(|&count| {
                (0..width).map(move |at| if (at as f64) < count { 0.0 } else { f32::NEG_INFINITY })
            })
            .collect();
        Tensor::from_vec(mask, (tokens.len(), 1, 1, width), text.device()).unwrap()
    });
    let condition = Condition {
        text,
        text_mask,
        pooled: expected.find("denoiser.pooled").cloned(),
        embedded_guidance: Some(3.5),
    };
    let mut blocks = 0;
    let mut observe = |kind: &str, index: usize, text: Option<&Tensor>, image: &Tensor| {
        if let Some(text) = text {
            let name = format!("denoiser.{kind}.{index}.text");
            // Where the text stream ends diffusers returns nothing.
            if expected.find(&name).is_some() {
                expected.assert_close(&name, text);
            }
        }
        expected.assert_close(&format!("denoiser.{kind}.{index}.image"), image);
        blocks += 1;
    };
    let step = expected.numbers("denoiser.step")[0];
    let output = denoiser.forward(expected.get("denoiser.latent"), step, &condition, &mut observe).unwrap();
    expected.assert_close("denoiser.output", &output);
    assert_eq!(blocks, expected.count("denoiser.", ".image"), "every block of diffusers is met");
    if let Some(latent) = expected.find("denoiser.odd_latent") {
        let first = Condition { text: condition.text.narrow(0, 0, 1).unwrap(), ..condition };
        let output = denoiser.forward(latent, step, &first, &mut unobserved).unwrap();
        expected.assert_close("denoiser.odd_output", &output);
    }
}

#[test]
fn flux_is_diffusers() {
    matches(&tiny::FLUX1_DEV, DenoiserDetail::Flux { rotary_widths: [4, 6, 6] });
}

#[test]
fn stable_diffusion_3_is_diffusers() {
    matches(&tiny::SD35_LARGE, DenoiserDetail::Sd3 { table_side: 12, base_side: 4 });
}

#[test]
fn qwen_image_is_diffusers() {
    matches(&tiny::QWEN_IMAGE, DenoiserDetail::Qwen { rotary_widths: [4, 6, 6] });
}

#[test]
fn stable_diffusion_2_is_diffusers() {
    matches(&tiny::SD21, DenoiserDetail::UNet { groups: 4 });
}
