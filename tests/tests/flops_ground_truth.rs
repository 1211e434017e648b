//! FLOP counts against those of the real diffusers and transformers classes, to the last operation.
//!
//! `data/flops_ground_truth.csv`: torch 2.15.0's `FlopCounterMode` over diffusers 0.42.1 and transformers 5.23.0 on
//! torch's meta device, one pass at batch 1.

use std::collections::BTreeSet;

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
        None => (model.denoiser_work(size, row.text_tokens as u32).flops, model.denoiser_parameters),
        Some(("vae_decoder", _)) => (model.decoder_work(size).flops, model.decoder_parameters),
        Some(("text_encoder", name)) => {
            // The file names encoders by checkpoint and gives the tokens that the encoder itself reads.
            let encoder = model
                .text_encoders
                .iter()
                .find(|encoder| encoder.parameters == row.params)
                .unwrap_or_else(|| panic!("no text encoder like {name} in {}", model.id));
            let mut encoder = *encoder;
            encoder.tokens = model::text_encoder::EncoderTokens::Fixed(row.text_tokens);
            (encoder.work(0).flops, encoder.parameters)
        }
        Some(other) => panic!("unknown component {other:?}"),
    }
}

/// Meets every row of a file and returns how many there were for each model.
fn met(file: &str) -> Vec<(&'static str, usize)> {
    let rows: Vec<Row> = wattpix_tests::data::rows(file);
    let mut met = std::collections::BTreeMap::<&str, usize>::new();
    for row in &rows {
        let model = model::find(&row.model).unwrap();
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
    met.into_iter().collect()
}

#[test]
fn every_row_is_met_exactly() {
    let expected = [
        ("chroma", 9),
        ("flux1-dev", 10),
        ("flux1-schnell", 15),
        ("flux2-dev", 9),
        ("flux2-klein-4b", 9),
        ("flux2-klein-9b", 9),
        ("hunyuandit-1.2", 10),
        ("lumina-2", 9),
        ("pixart-sigma", 9),
        ("qwen-image", 19),
        ("sana-1.6b", 9),
        ("sd1.5", 9),
        ("sd2.1", 9),
        ("sd3-medium", 11),
        ("sd3.5-large", 11),
        ("sd3.5-medium", 11),
        ("sdxl", 10),
        ("z-image-turbo", 14),
    ];
    assert_eq!(met("flops_ground_truth.csv"), expected, "rows met per model");
}

/// Models with the denoiser or the decoder of another, dimension by dimension: what is counted of one holds for all.
fn are_covered(ids: &BTreeSet<&str>) -> bool {
    let counted = || model::ALL.into_iter().filter(|model| ids.contains(model.id));
    model::ALL.into_iter().all(|model| {
        counted().any(|other| other.denoiser == model.denoiser && other.latent_scale == model.latent_scale)
            && counted().any(|other| other.decoder == model.decoder)
    })
}

/// Sizes that are not square, odd latents, token counts that must be padded, the smallest sides: counted from the same
/// classes by `scripts/flop-counts`.
#[test]
fn other_sizes_are_met_exactly() {
    let met = met("flops_other_sizes.csv");
    assert!(are_covered(&met.iter().map(|(id, _)| *id).collect()));
    assert_eq!(met.iter().map(|(_, rows)| rows).sum::<usize>(), 92);
}

/// Weights follow from the architecture: they are those that diffusers counts. Those of the templates are counted so.
#[test]
fn the_weights_of_every_denoiser_are_counted() {
    for model in model::ALL.into_iter().chain(model::custom::template::ALL) {
        let work = model.denoiser_work(model.defaults.size, model.defaults.text_tokens);
        assert_eq!(work.weights, model.denoiser_parameters, "{}", model.id);
    }
}

#[derive(Debug, serde::Deserialize)]
struct Described {
    description: String,
    component: String,
    height: u32,
    width: u32,
    text_tokens: u32,
    params: u64,
    attention_gflops: String,
    conv_gflops: String,
    linear_gflops: String,
}

/// Architectures that nobody published, described as a person would: operations and weights are those of diffusers' classes with
/// these dimensions, counted by `scripts/flop-counts/custom.py`.
#[test]
fn described_architectures_are_met_exactly() {
    let rows: Vec<Described> = wattpix_tests::data::rows("flops_custom.csv");
    for row in &rows {
        let model = model::find(&row.description).unwrap_or_else(|error| panic!("{error}"));
        let size = Pixels { width: row.width, height: row.height };
        let (flops, weights) = match row.component.as_str() {
            "denoiser" => (model.denoiser_work(size, row.text_tokens).flops, model.denoiser_parameters),
            _ => (model.decoder_work(size).flops, model.decoder_parameters),
        };
        let expected = Flops {
            attention: operations(&row.attention_gflops),
            linear: operations(&row.linear_gflops),
            conv: operations(&row.conv_gflops),
        };
        assert_eq!((flops, weights), (expected, row.params), "{row:?}");
    }
    assert_eq!(rows.len(), 46);
}
