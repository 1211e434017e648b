//! Bytes of element-wise kernels of further models of images against those that the real diffusers and transformers classes move.
//!
//! `data/elementwise_more.csv` is made by `scripts/elementwise-bytes/more.py`, as `elementwise_bytes.csv` is of the others.

use wattpix_core::flops::{RunBytes, Work};
use wattpix_core::model::text_encoder::EncoderTokens;
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
    precision_bits: u32,
    bytes: u64,
    bytes_transformer: u64,
    bytes_conv_block: u64,
}

/// Parameters of the encoders that the file names, by which the catalogue's are told apart.
const ENCODERS: [(&str, u64); 10] = [
    ("qwen3-vl-4b", 4_022_468_096),
    ("clip-l-hidream", 123_758_592),
    ("openclip-bigg-hidream", 694_840_320),
    ("t5-xxl", 4_762_310_656),
    ("byt5-small", 217_657_472),
    ("llama-3.1-8b", 7_504_924_672),
    ("qwen3-1.7b", 1_720_574_976),
    ("qwen2.5-vl-7b", 7_070_619_136),
    ("pile-t5-xl", 1_223_550_976),
    ("glm-4-9b", 8_779_194_368),
];

fn ours(model: &Model, row: &Row) -> Work {
    let size = Pixels { width: row.width, height: row.height };
    match row.component.split_once(':').unwrap_or((&row.component, "")) {
        ("denoiser", _) => model.denoiser_work(size, row.text_tokens),
        ("vae_decoder", _) => model.decoder_work(size),
        (_, name) => {
            let (_, parameters) = ENCODERS.iter().find(|(known, _)| *known == name).unwrap();
            let encoder = model.text_encoders.iter().find(|one| one.parameters == *parameters);
            let mut encoder = *encoder.unwrap_or_else(|| panic!("no {name} in {}", model.id));
            encoder.tokens = EncoderTokens::Fixed(row.text_tokens.into());
            encoder.work(0)
        }
    }
}

#[test]
fn every_row_is_met() {
    let rows: Vec<Row> = wattpix_tests::data::rows("elementwise_more.csv");
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
