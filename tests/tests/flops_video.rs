//! Operations of video models against those of the real diffusers and transformers classes.
//!
//! `data/flops_video.csv` is made by `scripts/flop-counts/video.py`: torch 2.15.0 counts one pass, one decoding and one prompt on the meta
//! device (diffusers 0.42.1, transformers 5.23.0).

use wattpix_core::flops::{Flops, OPERATIONS_PER_GFLOP};
use wattpix_core::model::text_encoder::EncoderTokens;
use wattpix_core::model::{self, Clip, Model, Pixels, VIDEO};

#[derive(Debug, serde::Deserialize)]
struct Row {
    model: String,
    component: String,
    width: u32,
    height: u32,
    frames: u32,
    text_tokens: u32,
    params: u64,
    attention_gflops: String,
    conv_gflops: String,
    linear_gflops: String,
}

impl Row {
    /// Whole operations: nine decimals of a GFLOP.
    fn flops(&self) -> Flops {
        let whole = |text: &str| text.replace('.', "").parse().unwrap();
        Flops {
            attention: whole(&self.attention_gflops),
            conv: whole(&self.conv_gflops),
            linear: whole(&self.linear_gflops),
        }
    }
}

/// Operations and weights that the catalogue counts for a row.
fn ours(model: &Model, row: &Row) -> (Flops, u64) {
    let clip = Clip { size: Pixels { width: row.width, height: row.height }, frames: row.frames };
    match row.component.split_once(':').unwrap_or((&row.component, "")) {
        ("denoiser", _) => {
            let work = model.denoiser_work(clip, row.text_tokens);
            assert_eq!(work.weights, model.denoiser_parameters, "the layers' weights of {}", model.id);
            (work.flops, model.denoiser_parameters)
        }
        ("vae_decoder", _) => (model.decoder_work(clip).flops, model.decoder_parameters),
        _ => {
            let named = model.text_encoders.iter().find(|encoder| encoder.parameters == row.params);
            let mut encoder =
                *named.unwrap_or_else(|| panic!("no encoder of {} is {}", model.id, row.component));
            encoder.tokens = EncoderTokens::Fixed(row.text_tokens.into());
            (encoder.work(0).flops, encoder.parameters)
        }
    }
}

#[test]
fn every_row_is_met_to_the_last_operation() {
    let rows: Vec<Row> = wattpix_tests::data::rows("flops_video.csv");
    let mut missed = Vec::new();
    for row in &rows {
        let model = model::find(&row.model).unwrap();
        let (flops, weights) = ours(model, row);
        if flops != row.flops() || weights != row.params {
            let off = |ours: u64, theirs: u64| (ours as f64 - theirs as f64) / OPERATIONS_PER_GFLOP;
            let theirs = row.flops();
            missed.push(format!(
                "{} {} {}x{}x{} {}: attention {:+}, conv {:+}, linear {:+} GFLOP; {weights} weights, not {}",
                row.model,
                row.component,
                row.width,
                row.height,
                row.frames,
                row.text_tokens,
                off(flops.attention, theirs.attention),
                off(flops.conv, theirs.conv),
                off(flops.linear, theirs.linear),
                row.params
            ));
        }
    }
    assert!(missed.is_empty(), "{} of {} rows:\n{}", missed.len(), rows.len(), missed.join("\n"));
}

#[test]
fn every_model_of_video_has_sizes_and_frames_unlike_each_other() {
    let rows: Vec<Row> = wattpix_tests::data::rows("flops_video.csv");
    for model in VIDEO {
        let of = |component: &str| {
            let mine =
                rows.iter().filter(|row| row.model == model.id && row.component.starts_with(component));
            mine.map(|row| (row.width, row.height, row.frames)).collect::<std::collections::BTreeSet<_>>()
        };
        for component in ["denoiser", "vae_decoder"] {
            let clips = of(component);
            let frames: std::collections::BTreeSet<_> = clips.iter().map(|(.., frames)| frames).collect();
            assert!(clips.len() >= 4 && frames.len() >= 4, "{} {component}: {clips:?}", model.id);
        }
        assert!(rows.iter().any(|row| row.model == model.id && row.component.starts_with("text_encoder")));
        for (width, height, frames) in of("denoiser") {
            let sides = model.sides;
            let takes =
                |side: u32| side.is_multiple_of(sides.multiple_of) && (sides.min..=sides.max).contains(&side);
            assert!(takes(width) && takes(height), "{} at {width} × {height}", model.id);
            assert!(model.frames().unwrap().takes(frames), "{} with {frames} frames", model.id);
        }
    }
}
