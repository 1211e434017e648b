//! Bytes of element-wise kernels with reference images against those that the real diffusers and transformers classes move.
//!
//! `data/elementwise_editing.csv` is made by `scripts/elementwise-bytes/editing.py`, as `elementwise_bytes.csv` is of images.

use wattpix_core::flops::{RunBytes, Work};
use wattpix_core::model::editing::{encoder_work, references_of, vision_work};
use wattpix_core::model::{self, Model, Pixels};

/// Relative error allowed of a count. What runs for single rows is left out of it.
const TOLERANCE: f64 = 0.005;

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
    precision_bits: u32,
    bytes: u64,
    bytes_transformer: u64,
    bytes_conv_block: u64,
}

fn ours(model: &Model, row: &Row) -> Work {
    let size = Pixels { width: row.width, height: row.height };
    let reference = Pixels { width: row.reference_width, height: row.reference_height };
    let references = references_of(model).unwrap();
    match row.component.split_once(':').unwrap_or((&row.component, "")) {
        ("denoiser", _) => references.pass(model, size, row.text_tokens, row.references, reference),
        ("vae_encoder", _) => {
            encoder_work(&model.decoder, references.encoded(reference), model.latent_scale).unwrap()
        }
        _ => vision_work(references.vision_patches(reference).unwrap()),
    }
}

#[test]
fn every_row_is_met() {
    let rows: Vec<Row> = wattpix_tests::data::rows("elementwise_editing.csv");
    let mut missed = Vec::new();
    for row in &rows {
        let work = ours(model::find(&row.model).unwrap(), row);
        let at = |bytes: RunBytes| if row.precision_bits == 16 { bytes.at_16_bit } else { bytes.at_32_bit };
        let (transformer, conv_block) = (at(work.elementwise), at(work.conv_elementwise));
        let parts = [
            (transformer + conv_block, row.bytes),
            (transformer, row.bytes_transformer),
            (conv_block, row.bytes_conv_block),
        ];
        for (ours, theirs) in parts {
            let off = (ours as f64 - theirs as f64) / row.bytes as f64;
            if off.abs() > TOLERANCE {
                missed.push(format!("{:+.3} %, {ours} for {theirs}: {row:?}", 100.0 * off));
                break;
            }
        }
    }
    assert!(missed.is_empty(), "{} of {} rows:\n{}", missed.len(), rows.len(), missed.join("\n"));
}
