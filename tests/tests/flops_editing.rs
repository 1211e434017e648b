//! Operations with reference images against those of the real diffusers and transformers classes.
//!
//! `data/flops_editing.csv` is made by `scripts/flop-counts/editing.py`: torch 2.15.0 counts on the meta device, and the pipelines' own
//! functions resize the references (diffusers 0.42.1, transformers 5.23.0).

use wattpix_core::flops::{Flops, OPERATIONS_PER_GFLOP};
use wattpix_core::model::editing::{
    VISION_TOWER_PARAMETERS, encoder_parameters, encoder_work, references_of, vision_work,
};
use wattpix_core::model::{self, Model, Pixels};

#[derive(Debug, serde::Deserialize)]
struct Row {
    model: String,
    component: String,
    width: u32,
    height: u32,
    text_tokens: u32,
    references: u32,
    reference_width: u32,
    reference_height: u32,
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
    let reference = Pixels { width: row.reference_width, height: row.reference_height };
    let references = references_of(model);
    match row.component.split_once(':').unwrap_or((&row.component, "")) {
        ("denoiser", _) => {
            let work = references.unwrap().pass(model, size, row.text_tokens, row.references, reference);
            assert_eq!(work.weights, model.denoiser_parameters, "the layers' weights of {}", model.id);
            (work.flops, model.denoiser_parameters)
        }
        ("vae_encoder", _) => {
            let size = if row.references > 0 { references.unwrap().encoded(reference) } else { size };
            let work = encoder_work(&model.decoder, size, model.latent_scale).unwrap();
            (work.flops, encoder_parameters(&model.decoder).unwrap())
        }
        ("vision_tower", _) => {
            let patches = references.unwrap().vision_patches(reference).unwrap();
            (vision_work(patches).flops, VISION_TOWER_PARAMETERS)
        }
        _ => {
            let tokens = u64::from(row.references) * references.unwrap().text_tokens(reference);
            let [encoder] = model.text_encoders else { panic!("one text encoder of {}", model.id) };
            let work = encoder.work(u64::from(row.text_tokens) + tokens);
            (work.flops, encoder.parameters - VISION_TOWER_PARAMETERS)
        }
    }
}

#[test]
fn every_row_is_met_to_the_last_operation() {
    let rows: Vec<Row> = wattpix_tests::data::rows("flops_editing.csv");
    let mut missed = Vec::new();
    for row in &rows {
        let (flops, weights) = ours(model::find(&row.model).unwrap(), row);
        if flops != row.flops() || weights != row.params {
            let off = |ours: u64, theirs: u64| (ours as f64 - theirs as f64) / OPERATIONS_PER_GFLOP;
            let theirs = row.flops();
            missed.push(format!(
                "{row:?}: attention {:+}, conv {:+}, linear {:+} GFLOP; {weights} weights",
                off(flops.attention, theirs.attention),
                off(flops.conv, theirs.conv),
                off(flops.linear, theirs.linear),
            ));
        }
    }
    assert!(missed.is_empty(), "{} of {} rows:\n{}", missed.len(), rows.len(), missed.join("\n"));
}

#[test]
fn every_model_that_takes_references_is_counted_at_none_one_and_many() {
    let rows: Vec<Row> = wattpix_tests::data::rows("flops_editing.csv");
    for model in model::every().filter(|model| references_of(model).is_some() && !model.id.contains("base")) {
        let mine = rows.iter().filter(|row| row.model == model.id && row.component == "denoiser");
        let counts: std::collections::BTreeSet<_> = mine.map(|row| row.references).collect();
        let most = references_of(model).unwrap().most;
        assert!(
            counts.contains(&1) && counts.contains(&most) && counts.len() >= 2,
            "{}: {counts:?}",
            model.id
        );
    }
}
