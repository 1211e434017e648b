//! Bytes of element-wise kernels against those that the real diffusers and transformers classes move.
//!
//! `data/elementwise_bytes.csv` is made by `scripts/elementwise-bytes`: every kernel of a pass at batch 1 as torch 2.15.0 dispatches it on
//! the meta device (diffusers 0.42.1, transformers 5.23.0), in runs of bfloat16 and of float32; `data/elementwise_custom.csv` likewise.

use wattpix_core::flops::{RunBytes, Work};
use wattpix_core::model::text_encoder::EncoderTokens;
use wattpix_core::model::{self, Model, Pixels};

/// Relative error allowed of a count. What runs for single rows is left out of it.
const TOLERANCE: f64 = 0.005;

/// Components whose list of kernels is counted to the last byte.
const EXACT: [&str; 9] = [
    "text_encoder:clip-l",
    "text_encoder:clip-l-proj",
    "text_encoder:openclip-bigg",
    "text_encoder:openclip-h",
    "text_encoder:t5-xxl",
    "text_encoder:mt5-xl",
    "text_encoder:bert-large-zh",
    "vae_decoder:kl-16ch",
    "vae_decoder:flux2",
];

#[derive(Debug, serde::Deserialize)]
struct Row {
    /// The description, where nobody published it.
    #[serde(alias = "description")]
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
const ENCODERS: [(&str, u64); 12] = [
    ("clip-l", 123_060_480),
    ("clip-l-proj", 123_650_304),
    ("openclip-bigg", 694_659_840),
    ("openclip-h", 340_387_840),
    ("t5-xxl", 4_762_310_656),
    ("mt5-xl", 1_669_958_656),
    ("bert-large-zh", 352_035_840),
    ("gemma-2-2b", 2_614_341_888),
    ("qwen2.5-vl-7b", 7_070_619_136),
    ("qwen3-4b", 4_022_468_096),
    ("qwen3-8b", 7_568_405_504),
    ("mistral-small-24b", 22_901_314_560),
];

fn ours(model: &Model, row: &Row) -> Work {
    let size = Pixels { width: row.width, height: row.height };
    match row.component.split_once(':').unwrap_or((&row.component, "")) {
        ("denoiser", _) => model.denoiser_work(size, row.text_tokens),
        ("vae_decoder", _) => model.decoder_work(size),
        ("text_encoder", name) => {
            let (_, parameters) = ENCODERS.iter().find(|(known, _)| *known == name).unwrap();
            let encoder = model.text_encoders.iter().find(|one| one.parameters == *parameters);
            let mut encoder = *encoder.unwrap_or_else(|| panic!("no {name} in {}", model.id));
            encoder.tokens = EncoderTokens::Fixed(row.text_tokens.into());
            encoder.work(0)
        }
        other => panic!("unknown component {other:?}"),
    }
}

fn at(bytes: RunBytes, bits: u32) -> u64 {
    match bits {
        16 => bytes.at_16_bit,
        32 => bytes.at_32_bit,
        _ => panic!("no run has {bits} bits"),
    }
}

/// Returns the error of a count as a share of all bytes of the row: the sum or one of its parts, whichever is further off.
fn off(work: &Work, row: &Row) -> f64 {
    assert_eq!(row.bytes_transformer + row.bytes_conv_block, row.bytes, "the file's own sum, {row:?}");
    let transformer = at(work.elementwise, row.precision_bits);
    let conv_block = at(work.conv_elementwise, row.precision_bits);
    [
        (transformer + conv_block, row.bytes),
        (transformer, row.bytes_transformer),
        (conv_block, row.bytes_conv_block),
    ]
    .map(|(ours, theirs)| (ours as f64 - theirs as f64) / row.bytes as f64)
    .into_iter()
    .fold(0.0, |most: f64, part| if part.abs() > most.abs() { part } else { most })
}

#[test]
fn every_row_is_met() {
    let rows: Vec<Row> = wattpix_tests::data::rows("elementwise_bytes.csv");
    let mut missed = Vec::new();
    let mut worst = std::collections::BTreeMap::<(&str, &str), f64>::new();
    for row in &rows {
        let part = off(&ours(model::find(&row.model).unwrap(), row), row);
        let most = worst.entry((&row.model, &row.component)).or_default();
        *most = most.max(part.abs());
        let allowed = if EXACT.contains(&row.component.as_str()) { 0.0 } else { TOLERANCE };
        if part.abs() > allowed {
            missed.push(format!("{:+.3} %: {row:?}", 100.0 * part));
        }
    }
    for ((model, component), most) in &worst {
        println!("{model} {component}: off by at most {:.3} %", 100.0 * most);
    }
    assert!(missed.is_empty(), "{} of {} rows:\n{}", missed.len(), rows.len(), missed.join("\n"));
    // A model whose denoiser is another's needs no rows of its own.
    let counted: Vec<&Model> = rows.iter().map(|row| model::find(&row.model).unwrap()).collect();
    for model in model::ALL {
        assert!(counted.iter().any(|other| other.denoiser == model.denoiser), "{}", model.id);
    }
    assert_eq!(rows.len(), 632);
}

/// Architectures that nobody published, described as a person would: the classes with these dimensions move the same.
#[test]
fn described_architectures_are_met() {
    let rows: Vec<Row> = wattpix_tests::data::rows("elementwise_custom.csv");
    let missed: Vec<String> = rows
        .iter()
        .map(|row| (off(&ours(model::find(&row.model).unwrap(), row), row), row))
        .filter(|(part, _)| part.abs() > TOLERANCE)
        .map(|(part, row)| format!("{:+.3} %: {row:?}", 100.0 * part))
        .collect();
    assert!(missed.is_empty(), "{} of {} rows:\n{}", missed.len(), rows.len(), missed.join("\n"));
    assert_eq!(rows.len(), 92);
}
