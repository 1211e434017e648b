//! FLOP counts against those of the real diffusers and transformers classes, to the last operation.
//!
//! `data/flops_ground_truth.csv`: torch 2.15.0's `FlopCounterMode` over diffusers 0.42.1 and transformers 5.23.0 on
//! torch's meta device, one pass at batch 1.

use wattpix_core::flops::Flops;
use wattpix_core::model::{self, Model, Pixels};

#[derive(Debug, serde::Deserialize)]
struct Row {
    model: String,
    component: String,
    height: u32,
    width: u32,
    text_tokens: u64,
    params: u64,
    gflops: String,
    attention_gflops: String,
    conv_gflops: String,
    linear_gflops: String,
}

/// Nine decimals of a GFLOP are whole operations.
fn operations(gflops: &str) -> u64 {
    let (whole, fraction) = gflops.split_once('.').unwrap();
    assert_eq!(fraction.len(), 9, "{gflops}");
    format!("{whole}{fraction}").parse().unwrap()
}

fn ours(model: &Model, row: &Row) -> (Flops, u64) {
    let size = Pixels { width: row.width, height: row.height };
    match row.component.split_once(':') {
        None => (model.denoiser_pass(size, row.text_tokens as u32), model.denoiser_parameters),
        Some(("vae_decoder", _)) => (model.decoder_flops(size), model.decoder_parameters),
        Some(("text_encoder", name)) => {
            // The file names encoders by checkpoint and gives the tokens that the encoder itself reads.
            let encoder = model
                .text_encoders
                .iter()
                .find(|encoder| encoder.parameters == row.params)
                .unwrap_or_else(|| panic!("no text encoder like {name} in {}", model.id));
            let mut encoder = *encoder;
            encoder.tokens = model::text_encoder::EncoderTokens::Fixed(row.text_tokens);
            (encoder.flops(0), encoder.parameters)
        }
        Some(other) => panic!("unknown component {other:?}"),
    }
}

#[test]
fn every_row_of_the_catalogue_models_is_met_exactly() {
    let rows: Vec<Row> = wattpix_tests::data::rows("flops_ground_truth.csv");
    let mut met = std::collections::BTreeMap::<&str, usize>::new();
    for row in &rows {
        let Ok(model) = model::find(&row.model) else { continue };
        let expected = Flops {
            attention: operations(&row.attention_gflops),
            linear: operations(&row.linear_gflops),
            conv: operations(&row.conv_gflops),
        };
        assert_eq!(expected.total(), operations(&row.gflops), "the file's own sum, {row:?}");
        let (flops, parameters) = ours(model, row);
        assert_eq!(flops, expected, "{row:?}");
        assert_eq!(parameters, row.params, "{row:?}");
        *met.entry(model.id).or_default() += 1;
    }
    let expected = [("flux1-dev", 10), ("qwen-image", 19), ("sd2.1", 9), ("sd3.5-large", 11)];
    assert_eq!(met.into_iter().collect::<Vec<_>>(), expected, "rows met per model");
}
