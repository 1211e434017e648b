//! Operations of further models of images against those of the real diffusers and transformers classes.
//!
//! `data/flops_more.csv` is made by `scripts/flop-counts/more.py`: torch 2.15.0 counts one pass, one decoding and one prompt on the meta
//! device (diffusers 0.42.1, transformers 5.23.0).

use wattpix_core::flops::{Flops, OPERATIONS_PER_GFLOP};
use wattpix_core::model::text_encoder::EncoderTokens;
use wattpix_core::model::{self, MORE, Model, Pixels};

#[derive(Debug, serde::Deserialize)]
struct Row {
    model: String,
    component: String,
    height: u32,
    width: u32,
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
    let size = Pixels { width: row.width, height: row.height };
    match row.component.split_once(':').unwrap_or((&row.component, "")) {
        ("denoiser", _) => {
            let work = model.denoiser_work(size, row.text_tokens);
            assert_eq!(work.weights, model.denoiser_parameters, "the layers' weights of {}", model.id);
            (work.flops, model.denoiser_parameters)
        }
        ("vae_decoder", _) => (model.decoder_work(size).flops, model.decoder_parameters),
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
    let rows: Vec<Row> = wattpix_tests::data::rows("flops_more.csv");
    let mut missed = Vec::new();
    for row in &rows {
        let model = model::find(&row.model).unwrap();
        let (flops, weights) = ours(model, row);
        let theirs = row.flops();
        if flops != theirs || weights != row.params {
            let off = |ours: u64, theirs: u64| (ours as f64 - theirs as f64) / OPERATIONS_PER_GFLOP;
            missed.push(format!(
                "{} {} {}x{} {}: attention {:+}, conv {:+}, linear {:+} GFLOP; {weights} weights, not {}",
                row.model,
                row.component,
                row.width,
                row.height,
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

/// A model whose networks are another's needs no rows of its own.
#[test]
fn every_model_has_ten_sizes_of_its_networks() {
    let rows: Vec<Row> = wattpix_tests::data::rows("flops_more.csv");
    for model in MORE {
        let counted = |component: &str, same: &dyn Fn(&Model) -> bool| {
            let mine = rows.iter().filter(|row| row.component.starts_with(component));
            let mine = mine.filter(|row| same(model::find(&row.model).unwrap()));
            mine.map(|row| (row.width, row.height)).collect::<std::collections::BTreeSet<_>>()
        };
        let denoiser = counted("denoiser", &|other| {
            other.denoiser == model.denoiser && other.latent_scale == model.latent_scale
        });
        let decoder = counted("vae_decoder", &|other| other.decoder == model.decoder);
        assert!(denoiser.len() >= 10, "{}: {denoiser:?}", model.id);
        assert!(decoder.len() >= 10, "{}: {decoder:?}", model.id);
        assert!(denoiser.iter().any(|(width, height)| width != height), "{}", model.id);
        for encoder in model.text_encoders {
            assert!(
                rows.iter().any(|row| row.params == encoder.parameters),
                "{}: {}",
                model.id,
                encoder.name
            );
        }
        // What takes one size alone is counted at others all the same.
        for (width, height) in denoiser.into_iter().filter(|_| model.sides.min < model.sides.max) {
            let takes = |side: u32| {
                side.is_multiple_of(model.sides.multiple_of)
                    && (model.sides.min..=model.sides.max).contains(&side)
            };
            assert!(takes(width) && takes(height), "{} at {width} × {height}", model.id);
        }
    }
}
