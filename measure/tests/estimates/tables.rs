//! `measure estimate --from`: a table of configurations.

use std::fs;
use std::process::Command;

use crate::command::{folder, json, measure, text};

#[test]
fn a_table_is_estimated_row_by_row_and_bad_rows_say_why() {
    let folder = folder("table");
    let (from, out) = (folder.join("configs.csv"), folder.join("estimates.csv"));
    fs::write(
        &from,
        "gpu,steps,model,boundary\na100,28,flux1-dev,\na100,20,flux1-dev,gross\na100,0,flux1-dev,net\n\"gtx-970\",20,sd2.1,net\nshort\n",
    )
    .unwrap();
    let output = measure(&["estimate", "--from", from.to_str().unwrap(), "--out", out.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1), "three bad rows");
    assert_eq!(text(&output.stderr), "5 rows, 3 without a result\n");

    let mut reader = csv::Reader::from_path(&out).unwrap();
    let heads = reader.headers().unwrap().clone();
    assert_eq!(
        heads.iter().collect::<Vec<_>>().join(","),
        "gpu,steps,model,seconds_per_image,watts,wh_per_image,wh_low,wh_high,joules_per_image,wh_total,fit,boundary,caveats,error"
    );
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let field =
        |row: usize, head: &str| rows[row][heads.iter().position(|name| name == head).unwrap()].to_owned();
    let alone = json(&["estimate", "--model", "flux1-dev", "--gpu", "a100", "--steps", "28", "--json"]);
    assert_eq!(field(0, "wh_per_image").parse::<f64>().unwrap(), alone["wh_per_image"].as_f64().unwrap());
    assert_eq!(field(1, "boundary"), "gross");
    let [watts, seconds, joules] =
        ["watts", "seconds_per_image", "joules_per_image"].map(|head| field(1, head).parse::<f64>().unwrap());
    assert!((watts * seconds / joules - 1.0).abs() < 1e-9, "gross energy is power times time");
    for row in 2..5 {
        assert!(field(row, "wh_per_image").is_empty() && !field(row, "error").is_empty());
    }
    assert!(field(4, "error").contains("1 fields"));
}

#[test]
fn a_table_whose_reader_has_seen_enough_is_no_error() {
    let path = folder("head").join("many.csv");
    fs::write(&path, format!("model,gpu\n{}", "sd2.1,a100\n".repeat(50_000))).unwrap();
    let pipe = format!("'{}' estimate --from '{}' | head -1", env!("CARGO_BIN_EXE_measure"), path.display());
    let output = Command::new("bash").args(["-o", "pipefail", "-c", &pipe]).output().unwrap();
    assert_eq!((output.status.code(), text(&output.stderr)), (Some(0), String::new()));
    assert_eq!(text(&output.stdout).lines().count(), 1);
}

#[test]
fn a_table_with_a_wrong_head_is_refused_before_anything_is_written() {
    let folder = folder("heads");
    for (name, content, needle) in [
        ("slip", "model,gpu,widht\n", "column 'widht' probably means 'width'"),
        ("twice", "model,gpu,gpu\n", "appears twice"),
        ("missing", "model,steps\n", "no column 'gpu'"),
        ("empty", "", "no column 'model'"),
    ] {
        let (from, out) = (folder.join(format!("{name}.csv")), folder.join(format!("{name}-out.csv")));
        fs::write(&from, content).unwrap();
        let output = measure(&["estimate", "--from", from.to_str().unwrap(), "--out", out.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(1), "{name}");
        let message = text(&output.stderr);
        assert!(message.contains(needle), "{message}");
        assert!(!out.exists());
    }
    let from = folder.join("same.csv");
    fs::write(&from, "model,gpu\nflux1-dev,a100\n").unwrap();
    let same = from.to_str().unwrap();
    let output = measure(&["estimate", "--from", same, "--out", same]);
    assert!(text(&output.stderr).contains("which would be lost"), "{}", text(&output.stderr));
    assert_eq!(fs::read_to_string(&from).unwrap(), "model,gpu\nflux1-dev,a100\n", "nothing is lost");
}

/// Carbon, cost and comparison of a table are those of each configuration alone.
#[test]
fn a_table_has_carbon_cost_and_comparison_where_they_are_asked_for() {
    let folder = folder("carbon");
    let table = folder.join("table.csv");
    fs::write(&table, "model,gpu,images\nflux1-dev,a100,7\nnobody,a100,7\n").unwrap();
    let asked = ["--zone", "FRA", "--pue", "1.2", "--price", "0.25", "--like", "phone-charge"];
    let output = measure(&[&["estimate", "--from", table.to_str().unwrap()], &asked[..]].concat());
    let mut reader = csv::Reader::from_reader(&*output.stdout);
    let heads = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let alone = measure(
        &[&["estimate", "--model", "flux1-dev", "--gpu", "a100", "--images", "7", "--json"], &asked[..]]
            .concat(),
    );
    let alone: serde_json::Value = serde_json::from_slice(&alone.stdout).unwrap();
    let columns =
        ["g_co2e_per_image", "g_co2e_low", "g_co2e_high", "g_co2e_total", "cost_per_image", "cost_total"];
    // This reader of JSON may be off by the last bit.
    let same = |cell: &str, number: &serde_json::Value| {
        let (cell, number) = (cell.parse::<f64>().unwrap(), number.as_f64().unwrap());
        assert!((cell / number - 1.0).abs() < 1e-15, "{cell} and {number}");
    };
    for name in columns {
        let at = heads.iter().position(|head| head == name).unwrap();
        same(&rows[0][at], &alone[name]);
        assert_eq!(&rows[1][at], "", "{name}: a bad row has none");
    }
    for (name, key) in [("like_per_image", "per_image"), ("like_total", "total")] {
        let at = heads.iter().position(|head| head == name).unwrap();
        same(&rows[0][at], &alone["like"][key]);
    }
}
