//! The table of `docs/models.md` says of each model what the catalogue says.

use wattpix_core::compute::FlopBreakdown;
use wattpix_core::error::Choice;
use wattpix_core::flops::OPERATIONS_PER_GFLOP;
use wattpix_core::model::{self, Model};
use wattpix_core::present::significant;
use wattpix_core::workload::Workload;

const DOCUMENT: &str = include_str!("../../docs/models.md");

fn row(model: &'static Model) -> String {
    let defaults = &model.defaults;
    let counted = FlopBreakdown::of(&Workload::default_of(model));
    let encoders: Vec<_> = model
        .text_encoders
        .iter()
        .map(|encoder| format!("{} {}", encoder.name, encoder.tokens.count(u64::from(defaults.text_tokens))))
        .collect();
    let gflops = |operations: u64| format!("{:.1}", operations as f64 / OPERATIONS_PER_GFLOP);
    format!(
        "| `{}` | {} | {} | {} | {} | {} | {} | {} | {} | {} | {} |",
        model.id,
        model.denoiser.family().label(),
        significant(model.denoiser_parameters as f64 / 1e9, 3),
        defaults.size.width,
        defaults.steps,
        defaults.guidance.name(),
        defaults.text_tokens,
        gflops(counted.denoiser_pass.total()),
        encoders.join(", "),
        gflops(counted.text_encoder.total()),
        gflops(counted.decoder.total()),
    )
}

fn clip_row(model: &'static Model) -> String {
    let defaults = &model.defaults;
    let frames = model.frames().unwrap();
    let counted = FlopBreakdown::of(&Workload::default_of(model));
    let encoders: Vec<_> = model
        .text_encoders
        .iter()
        .map(|encoder| format!("{} {}", encoder.name, encoder.tokens.count(u64::from(defaults.text_tokens))))
        .collect();
    let gflops = |operations: u64| format!("{:.0}", operations as f64 / OPERATIONS_PER_GFLOP);
    format!(
        "| `{}` | {} | {} × {} | {}, {} | {} | {} | {} | {} | {} | {} | {} |",
        model.id,
        significant(model.denoiser_parameters as f64 / 1e9, 3),
        defaults.size.width,
        defaults.size.height,
        frames.default,
        frames.per_second,
        defaults.steps,
        defaults.guidance.name(),
        defaults.text_tokens,
        gflops(counted.denoiser_pass.total()),
        encoders.join(", "),
        gflops(counted.text_encoder.total()),
        gflops(counted.decoder.total()),
    )
}

#[test]
fn the_table_of_video_models_is_that_of_the_catalogue() {
    let (_, table) = DOCUMENT.split_once("## Video").unwrap();
    let table = table.split("### ").next().unwrap();
    let written: Vec<_> = table.lines().filter(|line| line.starts_with("| `")).collect();
    let expected: Vec<_> = model::VIDEO.iter().copied().map(clip_row).collect();
    assert_eq!(written, expected, "docs/models.md should have these rows:\n{}", expected.join("\n"));
}

#[test]
fn the_table_of_further_models_is_that_of_the_catalogue() {
    let (_, table) = DOCUMENT.split_once("## Further models of images").unwrap();
    let table = table.split("### ").next().unwrap();
    let written: Vec<_> = table.lines().filter(|line| line.starts_with("| `")).collect();
    let expected: Vec<_> = model::MORE.iter().copied().map(row).collect();
    assert_eq!(written, expected, "docs/models.md should have these rows:\n{}", expected.join("\n"));
}

#[test]
fn the_table_of_models_that_edit_is_that_of_the_catalogue() {
    let (_, table) = DOCUMENT.split_once("## Editing").unwrap();
    let table = table.split("## ").next().unwrap();
    let written: Vec<_> = table.lines().filter(|line| line.starts_with("| `")).collect();
    let expected: Vec<_> = model::EDITING.iter().copied().map(row).collect();
    assert_eq!(written, expected, "docs/models.md should have these rows:\n{}", expected.join("\n"));
}

#[test]
fn the_table_of_models_is_that_of_the_catalogue() {
    let table = DOCUMENT.split("## Text tokens").next().unwrap();
    let written: Vec<_> = table.lines().filter(|line| line.starts_with("| `")).collect();
    let expected: Vec<_> = model::ALL.iter().copied().map(row).collect();
    assert_eq!(written, expected, "docs/models.md should have these rows:\n{}", expected.join("\n"));
}
