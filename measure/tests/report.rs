//! `measure report` as a person runs it: one page that asks nothing of anybody, and tables that say the same.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

fn measure(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_measure")).args(arguments).output().unwrap()
}

/// A folder of the test's own, empty.
fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("report").join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// The published measurements.
fn observations() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fitted/observations");
    let names = ["luccioni-2023.csv", "mlenergy-v2.csv", "paper-cells.csv"];
    names.map(|name| folder.join(name).to_str().unwrap().to_owned()).into()
}

fn report(files: &[String], more: &[&str], folder: &Path) -> (Output, String) {
    let out = folder.join("report.html");
    let mut arguments = vec!["report"];
    arguments.extend(files.iter().map(String::as_str));
    arguments.extend(["--out", out.to_str().unwrap()]);
    arguments.extend(more);
    let output = measure(&arguments);
    (output, fs::read_to_string(&out).unwrap_or_default())
}

fn csv_rows(path: &Path) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_path(path).unwrap();
    reader.deserialize().map(Result::unwrap).collect()
}

#[test]
fn the_published_measurements_make_one_page_and_the_tables_say_the_same() {
    let folder = folder("published");
    let tables = folder.join("tables");
    let more = [
        "--tables",
        tables.to_str().unwrap(),
        "--also-model",
        "flux1-dev",
        "--also-gpu",
        "h200",
        "--by",
        "model",
        "--by",
        "source",
    ];
    let (output, page) = report(&observations(), &more, &folder);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));

    // Self-contained: no script, and no address but the name of SVG's vocabulary, which nobody fetches.
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>"));
    assert!(
        !page.contains("<script")
            && !page.contains(" src=")
            && !page.contains("<link")
            && !page.contains("url(")
    );
    let addresses = page.matches("http").count() - page.matches("http-equiv").count();
    assert_eq!(addresses, page.matches("xmlns=\"http://www.w3.org/2000/svg\"").count());
    // Ids are unique, or descriptions would belong to another chart.
    let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let distinct: std::collections::BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), distinct.len());

    // X-Val: arXiv:2511.17031, tables of FLUX.1-dev and Qwen-Image on the A100: cells of 4.278 and 0.569, 3.583, 2.228 and 0.051 Wh.
    for measured in ["4.28", "0.569", "3.58", "2.23", "0.0508"] {
        assert!(page.contains(&format!("<b>{measured}</b>")), "{measured}");
    }

    // The validations are those of `measure validate`.
    let files = observations();
    let mut arguments = vec!["validate", "--json", "--by", "model", "--by", "source"];
    arguments.extend(files.iter().map(String::as_str));
    let validated: Value = serde_json::from_slice(&measure(&arguments).stdout).unwrap();
    let lines = validated["validations"].as_array().unwrap();
    let saved: Value = serde_json::from_slice(&fs::read(tables.join("validations.json")).unwrap()).unwrap();
    assert_eq!(saved.as_array().unwrap(), lines);
    let written = csv_rows(&tables.join("validations.csv"));
    assert_eq!(written.len(), lines.len());
    for (row, line) in written.iter().zip(lines) {
        // Our reader of JSON may be off by the last bit.
        let ratio = row["mae_ln"].parse::<f64>().unwrap() / line["mae_ln"].as_f64().unwrap();
        assert!((ratio - 1.0).abs() < 1e-14, "{line}");
    }

    // Every row is held out once by each law and division, and a chart shows each within its boundary.
    let predictions = csv_rows(&tables.join("predictions.csv"));
    assert_eq!(
        predictions.iter().filter(|row| row["law"] == "additive" && row["left_out"] == "model").count(),
        75
    );
    for boundary in ["net", "gross"] {
        let svg =
            fs::read_to_string(tables.join(format!("predicted-additive-by-model-{boundary}.svg"))).unwrap();
        assert!(svg.starts_with("<svg") && !svg.contains("var("), "colours stand in a file of its own");
    }
    // Training beside testing, as the paper's figures 3 to 6 are, with their figures in the plot: FLUX.1-dev has two cells, and the paper seven others.
    for (name, count) in [("training", 7), ("testing", 2)] {
        // By the law that cross-validates best.
        let is_panel = |file: &String| file.starts_with(name) && file.ends_with("by-model-1-net.svg");
        let files =
            fs::read_dir(&tables).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
        let found: Vec<String> = files.filter(is_panel).collect();
        assert_eq!(found.len(), 1, "{found:?}");
        let svg = fs::read_to_string(tables.join(&found[0])).unwrap();
        for figure in [&format!(">n = {count}<"), ">R² ", "MAE ", ">Spearman ", "Pearson "] {
            assert!(svg.contains(figure), "{name}: {figure}");
        }
    }
    assert!(page.contains("Training: every model but flux1-dev, net energy"));
    // The paper's figures 8 to 12: operations by component, each model's settings together, and several models in one.
    for name in [
        "operations-by-component",
        "together-flux1-dev-a100-sxm4-80gb-fp32-on",
        "models-a100-sxm4-80gb-net-fp16-steps",
        "models-a100-sxm4-80gb-gross-fp16-side",
    ] {
        assert!(tables.join(format!("{name}.svg")).is_file(), "{name}");
        assert!(page.contains(&format!("data-chart=\"{name}\"")), "{name}");
    }
    assert!(
        fs::read_to_string(tables.join("energies-flux1-dev-a100-sxm4-80gb.tex"))
            .unwrap()
            .contains("\\textbf{4.28}")
    );
    let energies = csv_rows(&tables.join("energies.csv"));
    let asked = energies.iter().filter(|row| row["model"] == "flux1-dev" && row["gpu"] == "h200-sxm");
    assert_eq!(asked.count(), 80, "the paper's grid");
    for row in &energies {
        let number = |name: &str| row[name].parse::<f64>().unwrap();
        assert!(number("low_wh") < number("predicted_wh") && number("predicted_wh") < number("high_wh"));
    }
    let measured =
        energies.iter().filter(|row| row["model"] == "flux1-dev" && !row["measured_wh"].is_empty());
    assert_eq!(measured.count(), 2);
    assert_eq!(csv_rows(&tables.join("left-out.csv")).len(), 0);
}

#[test]
fn rows_left_out_are_told_with_their_reasons_and_names_cannot_break_the_page() {
    let folder = folder("hostile");
    let file = folder.join("a<script>alert(1)&.csv");
    let good: String = (0..12)
        .map(|row| format!("sdxl,h100,{},512,gross,<img src=x onerror=alert(1)>\n", 600 + row))
        .collect();
    let bad = "sdxl,h100,-5,512,gross,<b>\nnobody<script>,h100,5,512,gross,x\n";
    fs::write(&file, format!("model,gpu,energy_j,width,boundary,source\n{good}{bad}")).unwrap();
    let (output, page) = report(&[file.to_str().unwrap().to_owned()], &["--title", "<i>T</i>"], &folder);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(
        page.contains("line 14")
            && page.contains("line 15")
            && page.contains("<strong>2</strong> were left out")
    );
    assert!(!page.contains("<script") && !page.contains("<img") && !page.contains("<i>T"));
    let said = String::from_utf8(output.stderr).unwrap();
    assert!(said.contains("12 rows read, 2 left out"), "{said}");
}

#[test]
fn what_gives_no_report_is_one_line() {
    let folder = folder("refused");
    for (content, more, said) in [
        ("model,gpu,energy_j\n", vec![], "no usable row"),
        ("model,gpu,energy_j\nsdxl,h100,1800\n", vec!["--also-gpu", "h900"], "h900"),
        (
            "model,gpu,energy_j\nsdxl,h100,1800\nsdxl,h100,1900\n",
            vec!["--law", "paper"],
            "2 observations for 2 coefficients",
        ),
    ] {
        let file = folder.join("few.csv");
        fs::write(&file, content).unwrap();
        let (output, page) = report(&[file.to_str().unwrap().to_owned()], &more, &folder);
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{message}");
        assert!(message.contains(said) && page.is_empty(), "{message}");
    }
}

/// Rows that are all unlike make no table or chart that nobody can read: as many steps as a table holds, and points without bars.
#[test]
fn many_unlike_rows_make_a_page_of_readable_size() {
    let folder = folder("unlike");
    let file = folder.join("unlike.csv");
    let mut table = "model,gpu,width,steps,energy_j,duration_s,boundary\n".to_owned();
    for row in 0..1200_u32 {
        let (steps, width) = (4 + row % 96, 256 + 64 * (row % 13));
        let joules = 0.04 * f64::from(steps * width) * (1.0 + f64::from(row % 7) / 50.0);
        table += &format!("sdxl,h100,{width},{steps},{joules},{},gross\n", joules / 400.0);
    }
    fs::write(&file, table).unwrap();
    let tables = folder.join("tables");
    let more = ["--law", "additive", "--by", "fold", "--tables", tables.to_str().unwrap()];
    let (output, page) = report(&[file.to_str().unwrap().to_owned()], &more, &folder);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(page.len() < 400_000, "{} bytes", page.len());
    assert!(page.contains("; 400 of 1200 points are drawn") && page.contains("have no cell here"));
    let widest = page.split("<tr>").map(|row| row.matches("<td class=\"number\"").count()).max().unwrap();
    assert!(widest <= 13, "{widest} columns");
    // Nothing is lost: the tables beside it have every row.
    assert_eq!(csv_rows(&tables.join("predictions.csv")).len(), 1200);
    assert_eq!(csv_rows(&tables.join("rows.csv")).len(), 1200);
}

/// The tables are those of the law that predicts best what was left out, and the page says by how much.
#[test]
fn the_law_that_cross_validates_best_fills_the_tables() {
    let folder = folder("best");
    let rows = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data/statistics/mixed_images.csv");
    let rows = [rows.to_str().unwrap().to_owned()];
    for (more, chosen) in [
        (&["--response", "total"][..], "paper-totals"),
        (&["--law", "additive", "--law", "constant"][..], "additive"),
    ] {
        let (_, page) = report(&rows, more, &folder);
        let said =
            format!("The tables below are filled by the {chosen} law. With each fold left out in turn");
        assert!(page.contains(&said), "{said}");
        // Its fit stands first, and its chart is the one that is not folded.
        let first = page.split("<details open").nth(1).unwrap();
        assert!(first.contains(&format!("The {chosen} law, which fills the tables below")));
        let chart = page.split("<h3>Each fold left out in turn</h3>").nth(1).unwrap();
        assert!(chart.contains(&format!("<figcaption>The {chosen} law")), "{chart:.300}");
        assert!(chart.find("<figcaption>") < chart.find("<details>"));
    }
}
