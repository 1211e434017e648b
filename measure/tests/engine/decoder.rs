//! Decoders: every resolution and the whole.

use candle_core::DType;
use wattpix_core::model::Model;
use wattpix_measure::engine::decoder::Decoder;
use wattpix_measure::engine::tiny;
use wattpix_measure::engine::weights::Weights;

use crate::fixture::{Expected, component};

#[test]
fn decoders_are_diffusers() {
    for model in [&tiny::FLUX1_DEV, &tiny::SD35_LARGE, &tiny::QWEN_IMAGE, &tiny::SD21] {
        matches(model);
    }
}

fn matches(model: &Model) {
    let expected = Expected::of(model.id);
    let folder = component(model.id, "vae");
    let decoder = Decoder::load(&Weights::new(&folder, DType::F32), &model.decoder, 4).unwrap();
    let mut seen = 0;
    let output = decoder
        .forward(expected.get("decoder.latent"), &mut |kind, index, map| {
            expected.assert_close(&format!("decoder.{kind}.{index}"), map);
            seen += 1;
        })
        .unwrap();
    expected.assert_close("decoder.output", &output);
    assert_eq!(seen, expected.count("decoder.middle", "") + expected.count("decoder.up", ""));
}
