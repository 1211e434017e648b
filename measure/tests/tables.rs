//! `measure tables` as a person runs it: the paper's layout, units, marks, and what cannot be shown.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};

fn measure(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_measure")).args(arguments).output().unwrap()
}

fn printed(arguments: &[&str]) -> String {
    let output = measure(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn cells() -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fitted/observations/paper-cells.csv");
    path.to_str().unwrap().to_owned()
}

/// The cell of the text's table at a resolution, steps and column.
fn cell(table: &str, resolution: &str, steps: &str, column: usize) -> String {
    let lines = table.lines().skip_while(|line| !line.starts_with(resolution));
    let row = |line: &&str| line.trim_start_matches(resolution).trim_start().starts_with(steps);
    let line = lines.into_iter().find(row).unwrap();
    let cells: Vec<&str> =
        line.trim_start_matches(resolution).split("  ").filter(|cell| !cell.is_empty()).collect();
    cells[column].trim().to_owned()
}

/// The paper's own law in the paper's own unit. By hand: figure 1(d), Flux, with the operations of the ground truth (as in tests/paper_cells.rs).
#[test]
fn the_papers_table_comes_out_in_its_layout_and_units() {
    let asked = ["tables", "--model", "flux1-dev", "--gpu", "a100", "--fit", "paper-flux1-dev-a100"];
    let of_hundred = printed(&[&asked[..], &["--unit", "j", "--images", "100"]].concat());
    let head = "Resolution  Steps  f16 no-CFG    f16 CFG  f32 no-CFG     f32 CFG";
    assert!(of_hundred.contains(head), "{of_hundred}");
    // X-Val: exp(-20.61 + 0.989·ln(66,948.45·50·2·100) - 0.043·ln(4096)) kWh = 1.51 MJ; fp32 e^2.04 times that.
    let pass: f64 = 59_512.255_414_272 + 14_872.398_004_224 / 2.0;
    let joules = 3.6e6 * (-20.61 + 0.989 * (pass * 50.0 * 2.0 * 100.0).ln() - 0.043 * 4096_f64.ln()).exp();
    let number = |text: &str| text.replace(',', "").parse::<f64>().unwrap();
    for (column, expected) in [(2, joules), (4, joules * 2.04_f64.exp())] {
        let shown = number(&cell(&of_hundred, "1024×1024", "50", column));
        assert!((shown / expected - 1.0).abs() < 5e-3, "{shown} for {expected}");
    }
    // The same in Wh and kWh of one image.
    for (unit, joules_each) in [("wh", 3600.0), ("kwh", 3.6e6)] {
        let table = printed(&[&asked[..], &["--unit", unit]].concat());
        let shown = number(&cell(&table, "1024×1024", "50", 2));
        assert!((shown * joules_each * 100.0 / joules - 1.0).abs() < 5e-3, "{unit}: {shown}");
    }
}

/// Measured cells stand in brackets: X-Val, tests/data/paper_cells.csv. A GPU that no fit saw is marked.
#[test]
fn measured_and_extrapolated_cells_are_told_apart() {
    let cells = cells();
    let fit = "paper-qwen-image-a100";
    let table = printed(&["tables", &cells, "--model", "qwen-image", "--fit", fit]);
    assert!(cell(&table, "1024×1024", "50", 2).ends_with("(3.58)"), "{table}");
    assert!(table.contains("(…) measured") && !cell(&table, "1024×1024", "40", 2).contains('('));
    let elsewhere = printed(&["tables", "--model", "qwen-image", "--gpu", "t4", "--fit", fit]);
    assert!(cell(&elsewhere, "256×256", "10", 1).ends_with('*') && elsewhere.contains("* extrapolated"));
    let both = ["tables", &cells, "--model", "qwen-image", "--gpu", "a100", "--gpu", "t4", "--fit", fit];
    let latex = printed(&[&both[..], &["--format", "latex"]].concat());
    assert_eq!(latex.matches("\\begin{tabular}{lrrr").count(), 2, "{latex}");
    assert!(latex.contains(" \\textbf{3.58}") && latex.contains("\\textit{") && latex.contains("\\toprule"));
    assert_eq!(latex.matches('{').count(), latex.matches('}').count());
    let csv = printed(&[
        "tables",
        &cells,
        "--model",
        "qwen-image",
        "--fit",
        fit,
        "--format",
        "csv",
        "--unit",
        "j",
        "--images",
        "100",
    ]);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().map(Result::unwrap).collect();
    let measured: Vec<&str> =
        rows.iter().map(|row| row["measured"].as_str()).filter(|value| !value.is_empty()).collect();
    assert_eq!(measured, ["18300.0", "802000.0", "1290000.0"]);
    assert!(rows.iter().all(|row| row["unit"] == "J" && row["fit"] == fit));
}

#[test]
fn what_cannot_be_shown_is_one_line() {
    for (arguments, said) in [
        (&["tables", "--model", "flux1-dev"][..], "give --model and --gpu"),
        (&["tables", "--model", "flux1-dev", "--gpu", "a100", "--law", "paper"], "give observation files"),
        (&["tables", "--model", "flux1-dev", "--gpu", "a100", "--fit", "none.json"], "cannot read none.json"),
        (&["tables", "--model", "flux1-dev", "--gpu", "a100", "--fit", "none"], "'none' is not available"),
    ] {
        let output = measure(arguments);
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), message.lines().count()), (Some(1), 1), "{message}");
        assert!(message.contains(said), "{message}");
    }
}
