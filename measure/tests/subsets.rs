//! Fits and validations of some of the rows, of totals, and what is printed of them.

#![allow(clippy::unwrap_used)]

use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn root(path: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(path).to_str().unwrap().to_owned()
}

fn measure(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_measure")).args(arguments).output().unwrap()
}

/// A command on the published measurements.
fn on_published(command: &str, more: &[&str]) -> Output {
    let files = ["luccioni-2023", "mlenergy-v2", "paper-cells"]
        .map(|name| root(&format!("fitted/observations/{name}.csv")));
    let mut arguments = vec![command];
    arguments.extend(files.iter().map(String::as_str));
    arguments.extend(more);
    measure(&arguments)
}

fn json(output: &Output) -> Value {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn said(output: &Output) -> String {
    assert_eq!(output.stdout, b"");
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_fit_of_some_rows_says_which() {
    let fit = json(&on_published(
        "fit",
        &["--json", "--model", "sdxl", "--where", "batch=1", "--where", "gpu=h100,a100-sxm4-40gb"],
    ));
    assert_eq!(fit["models"], serde_json::json!(["sdxl"]));
    assert_eq!(fit["ranges"]["batch"], serde_json::json!([1, 1]));
    let notes = fit["notes"].as_str().unwrap();
    assert!(notes.contains("model=sdxl and batch=1 and gpu=h100-sxm,a100-sxm4-40gb"), "{notes}");
    let all = json(&on_published("validate", &["--json", "--by", "model", "--law", "additive"]));
    let some = ["--json", "--by", "model", "--law", "additive", "--where", "architecture=u-net"];
    let some = json(&on_published("validate", &some));
    assert_eq!(all["observations"], 75);
    assert!(some["observations"].as_u64().unwrap() < 75);
    assert_eq!(some["selected"], serde_json::json!(["architecture=u-net"]));
}

#[test]
fn a_subset_without_rows_says_what_there_is() {
    let message = said(&on_published("fit", &["--where", "steps=99"]));
    assert!(message.contains("no row has steps=99; the rows have steps 10, 20, 25, 30, 50"), "{message}");
    let message = said(&on_published("validate", &["--gpu", "h200"]));
    assert!(message.contains("no row has gpu=h200-sxm; the rows have gpu a100-sxm4-40gb"), "{message}");
    let message = said(&on_published("report", &["--out", "/dev/null", "--model", "flux9"]));
    assert!(message.contains("flux9"), "{message}");
    let usage = on_published("fit", &["--where", "step=20"]);
    assert_eq!(usage.status.code(), Some(2));
    assert!(said(&usage).contains("keys are model, gpu, architecture"));
}

/// Folds come in their order, laws are compared on the rows that all of them predicted, and the plain table has every figure.
#[test]
fn the_table_is_in_order_and_compares_like_with_like() {
    let table = json(&on_published("validate", &["--json", "--by", "fold", "--by", "source"]));
    let lines = table["validations"].as_array().unwrap();
    let of = |law: &str, by: &str| {
        let lines = lines.iter().filter(|line| line["law"] == law && line["left_out"] == by);
        lines.collect::<Vec<_>>()
    };
    let folds: Vec<&str> =
        of("additive", "fold").iter().map(|line| line["group"].as_str().unwrap()).collect();
    assert_eq!(folds, ["1", "2", "3", "4", "5", "6", "7", "8", "9", "10", "all"]);
    // docs/law.md: GPU and fp32 cannot be told apart for nine rows.
    for law in ["time-and-power", "additive", "paper", "constant"] {
        let common = of(law, "source");
        let common = common.iter().find(|line| line["group"] == "rows of every law").unwrap();
        assert_eq!(common["n"], 66, "{law}");
    }
    let plain = on_published("validate", &["--by", "model", "--law", "paper"]);
    let plain = String::from_utf8(plain.stdout).unwrap();
    for head in ["MAE", "MAE Wh", "Pearson", "Spearman", "factor"] {
        assert!(plain.lines().next().unwrap().contains(head), "{plain}");
    }
}

/// docs/law.md compares the laws on the rows that all of them can predict with each source left out.
#[test]
fn the_documents_compare_laws_on_the_same_rows() {
    let timings = root("fitted/timings/published.csv");
    let mut more = vec!["--json", "--by", "source", &timings];
    for id in ["paper-flux1-dev-a100", "paper-sd3.5-large-a100", "paper-qwen-image-a100"] {
        more.extend(["--law-rows", id]);
    }
    let table = json(&on_published("validate", &more));
    let lines = table["validations"].as_array().unwrap();
    let factors: Vec<String> = ["time-and-power", "additive", "paper", "constant"]
        .iter()
        .map(|law| {
            lines.iter().find(|line| line["law"] == *law && line["group"] == "rows of every law").unwrap()
        })
        .map(|line| format!("{:.2}", line["factor"].as_f64().unwrap()))
        .collect();
    let said = format!(
        "the law of time and power is off by a factor of {}, the additive law by {}, the paper's form by {}, the constant by {}.",
        factors[0], factors[1], factors[2], factors[3]
    );
    let law = std::fs::read_to_string(root("docs/law.md")).unwrap();
    assert!(law.contains(&said), "docs/law.md should say: {said}");
    let readme = std::fs::read_to_string(root("README.md")).unwrap().replace("\n  ", " ");
    let said = format!(
        "{} on the 66 rows that it can predict, where the default law has {} too",
        factors[2], factors[0]
    );
    assert!(readme.contains(&said), "README should say: {said}");
}

/// The coefficients that statsmodels gives for totals and for single images, as the command prints them.
#[test]
fn totals_are_fitted_as_the_paper_does() {
    let rows = root("tests/data/statistics/mixed_images.csv");
    let reference = std::fs::read_to_string(root("tests/data/statistics/reference.json")).unwrap();
    let reference: Value = serde_json::from_str(&reference).unwrap();
    for response in ["total", "image"] {
        let fit = json(&measure(&["fit", &rows, "--law", "paper", "--response", response, "--json"]));
        let terms = fit["law"]["terms"].as_array().unwrap();
        let theirs = reference["mixed_images"][response]["coefficients"].as_array().unwrap();
        assert_eq!(terms.len(), theirs.len());
        for (term, theirs) in terms.iter().zip(theirs) {
            let off = term["coefficient"].as_f64().unwrap() - theirs.as_f64().unwrap();
            assert!(off.abs() < 1e-9, "{response}: {term} for {theirs}");
        }
    }
    let printed = measure(&["fit", &rows, "--law", "paper", "--response", "total"]);
    let printed = String::from_utf8(printed.stdout).unwrap();
    for figure in ["R² 0.9976, adjusted R² 0.9975", "outliers: 1 row", "line 31", "studentised 9.1"] {
        assert!(printed.contains(figure), "{figure}: {printed}");
    }
}

/// The paper prints no coefficients of Stable Diffusion 2: what is solved from its cells is not shown as the paper's.
#[test]
fn claims_show_as_the_papers_what_the_paper_prints() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.csv");
    let mut rows = "model,gpu,width,height,steps,guidance,energy_j,duration_s,boundary\n".to_owned();
    for (model, per_step) in [("sd2.1", 3.0), ("flux1-dev", 140.0)] {
        for (side, size) in [(512, 0.3), (768, 0.6), (1024, 1.0)] {
            for steps in [20, 30, 50] {
                let joules = per_step * size * f64::from(steps);
                rows.push_str(&format!(
                    "{model},a100,{side},{side},{steps},off,{joules},{},gross\n",
                    joules / 300.0
                ));
            }
        }
    }
    std::fs::write(&path, rows).unwrap();
    let claims = json(&measure(&["claims", path.to_str().unwrap(), "--json"]));
    for of in claims["claims"].as_array().unwrap() {
        let published = &of["compute"]["published"];
        match of["model"].as_str().unwrap() {
            "sd2.1" => assert!(published.is_null(), "{of}"),
            _ => assert_eq!(published, 0.989, "{of}"),
        }
        assert!(of["compute"]["found"].is_f64(), "{of}");
    }
}
