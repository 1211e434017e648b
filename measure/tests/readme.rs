//! README.md says what the program says.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::process::Command;

use wattpix_core::error::Choice;
use wattpix_core::estimate::{Question, estimate};
use wattpix_core::fit::BUNDLED;
use wattpix_core::gpu;
use wattpix_core::model::{self, Model};
use wattpix_core::present::rounded;
use wattpix_core::setting::{Boundary, Guidance};
use wattpix_core::workload::Workload;

/// Command line of the program in README.
const PROMPT: &str = "$ cargo run -p wattpix-measure -- ";

/// The table's columns and the cards that they are of.
const CARDS: [(&str, &str); 3] =
    [("A100 SXM4 80 GB", "a100-sxm4-80gb"), ("RTX A6000", "rtx-a6000"), ("RTX A4000", "rtx-a4000")];

fn readme() -> String {
    std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md")).unwrap()
}

#[test]
fn what_is_shown_of_a_command_is_what_it_prints() {
    let readme = readme();
    let mut shown = 0;
    for block in readme.split("```").skip(1).step_by(2) {
        let Some((command, expected)) = block.trim_start().split_once('\n') else { continue };
        let Some(arguments) = command.strip_prefix(PROMPT) else { continue };
        let output =
            Command::new(env!("CARGO_BIN_EXE_measure")).args(arguments.split_whitespace()).output().unwrap();
        assert!(output.status.success(), "{command}: {}", String::from_utf8_lossy(&output.stderr));
        assert_eq!(String::from_utf8(output.stdout).unwrap().trim_end(), expected.trim_end(), "{command}");
        shown += 1;
    }
    assert!(shown > 0, "README shows no command");
}

/// Returns a cell: watt-hours, the interval, a star where the model was not measured on the card, a dagger where it does not fit.
fn cell(model: &'static Model, card: &str) -> String {
    let question = Question {
        workload: Workload::default_of(model),
        gpu: gpu::find(card).unwrap(),
        boundary: Boundary::Net,
    };
    let estimate = estimate(BUNDLED, &question).unwrap();
    let has = |code: &str| estimate.caveats.iter().any(|caveat| caveat.code() == code);
    let star = if has("gpu-not-in-fit") || has("model-not-in-fit") { " *" } else { "" };
    let dagger = if has("does-not-fit") { " †" } else { "" };
    let [energy, low, high] =
        [estimate.energy, estimate.low, estimate.high].map(|energy| rounded(energy.watt_hours()));
    format!("{energy} ({low} to {high}){star}{dagger}")
}

fn row(model: &'static Model) -> String {
    let defaults = &model.defaults;
    assert_eq!(defaults.size.width, defaults.size.height, "{}: the table gives one side", model.id);
    let passes = match defaults.guidance {
        Guidance::On => "guidance",
        Guidance::Off => "one pass a step",
    };
    let mut row =
        format!("| {}, {} px, {} steps, {passes} |", model.label, defaults.size.width, defaults.steps);
    for (_, card) in CARDS {
        row.push_str(&format!(" {} |", cell(model, card)));
    }
    row
}

#[test]
fn the_table_is_what_is_estimated() {
    let readme = readme();
    let head = format!("| model | {} |", CARDS.map(|(name, _)| name).join(" | "));
    let (_, table) = readme.split_once(&head).unwrap_or_else(|| panic!("README has no table {head}"));
    let rows: Vec<&str> = table.lines().skip(2).take_while(|line| line.starts_with('|')).collect();
    assert!(rows.len() >= 4, "{rows:?}");
    let expected: Vec<String> = rows
        .iter()
        .map(|shown| {
            let named = |model: &&&Model| shown.starts_with(&format!("| {},", model.label));
            row(model::ALL.iter().find(named).unwrap_or_else(|| panic!("no model of {shown}")))
        })
        .collect();
    assert!(rows == expected, "README should have the rows\n{}", expected.join("\n"));
    assert_eq!(Workload::default_of(model::ALL[0]).precision().name(), "fp16", "README says so");
}
