//! Agreement of `measure check` and `measure fit`: what `check` passes `fit` can use, and what it does not pass `fit` leaves out in the same words.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

const HEAD: &str =
    "model,gpu,width,height,steps,precision,guidance,images,batch,energy_j,boundary,duration_s,source";
const HEADER: &str = r#"{"schema":1,"tool":"wattpix-measure 0.1.0","gpu":{"power_limit_w":700.0},"plan":{}}"#;

fn folder(name: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("judgement").join(name);
    fs::create_dir_all(&folder).unwrap();
    folder
}

/// Status, standard output and standard error of a command.
fn measure(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_measure")).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

fn check(path: &Path) -> (i32, String) {
    let (code, said, _) = measure(&["check", path.to_str().unwrap()]);
    (code, said)
}

/// Runs `fit` on a file and returns its standard error and status.
fn fit(path: &Path) -> (i32, String) {
    let (code, _, said) = measure(&["fit", path.to_str().unwrap(), "--folds", "0", "--law", "constant"]);
    (code, said)
}

/// SDXL on an H100: some 48 J a step, 500 W.
fn cells(steps: u32, joules: f64, seconds: f64) -> String {
    format!("sdxl,h100-sxm,1024,1024,{steps},fp16,on,10,1,{joules},gross,{seconds},lab")
}

fn row(steps: u32) -> Value {
    let joules = 480.0 * f64::from(steps);
    let seconds = joules / 500.0;
    json!({
        "key": format!("sdxl/1024x1024/{steps}/fp16/on/b1"), "repeat": 1, "model": "sdxl", "gpu": "h100-sxm",
        "width": 1024, "height": 1024, "steps": steps, "precision": "fp16", "guidance": "on", "batch": 1, "images": 10,
        "text_tokens": 77, "seed": 7, "engine": "candle 0.11.1", "weights": "random", "stage": "image",
        "started": format!("2026-11-23T10:{steps:02}:00.000Z"), "duration_s": seconds, "meter": "nvml",
        "counter_j": joules, "integrated_j": joules, "meter_period_s": 0.1, "edge_error_j": 1.0, "idle_w": 70.0,
        "gross_j": joules, "net_j": joules - 70.0 * seconds, "temperature_c": [41, 58], "sm_clock_mhz": [1980, 1935],
        "throttle": [], "others_on_gpu": 0, "trace": null, "valid": true, "reasons": []
    })
}

/// A row with every energy multiplied.
fn scaled(steps: u32, factor: f64) -> Value {
    let mut row = row(steps);
    for field in ["counter_j", "integrated_j", "gross_j"] {
        row[field] = json!(row[field].as_f64().unwrap() * factor);
    }
    row["net_j"] = json!(row["gross_j"].as_f64().unwrap() - 70.0 * row["duration_s"].as_f64().unwrap());
    row
}

fn without_idle(mut row: Value) -> Value {
    (row["net_j"], row["idle_w"], row["reasons"]) = (Value::Null, Value::Null, json!(["no-idle"]));
    row
}

fn with(mut row: Value, field: &str, value: Value) -> Value {
    row[field] = value;
    row
}

#[test]
fn a_sound_table_and_a_sound_observation_file_pass_both() {
    let folder = folder("sound");
    let table: Vec<String> =
        [10, 20, 30, 40].map(|steps| cells(steps, 480.0 * f64::from(steps), f64::from(steps))).to_vec();
    fs::write(folder.join("t.csv"), format!("{HEAD}\n{}\n", table.join("\n"))).unwrap();
    let rows: Vec<String> = [10, 20, 30, 40].map(|steps| row(steps).to_string()).to_vec();
    fs::write(folder.join("o.jsonl"), format!("{HEADER}\n{}\n", rows.join("\n"))).unwrap();
    for name in ["t.csv", "o.jsonl"] {
        let path = folder.join(name);
        let (code, said) = check(&path);
        assert_eq!(code, 0, "{said}");
        assert!(said.contains("4 rows of images, 4 valid, 4 usable by fits"), "{said}");
        let (code, said) = fit(&path);
        assert!(code == 0 && said.contains("4 rows read, 0 left out"), "{said}");
    }
}

#[test]
fn a_row_that_check_refuses_is_left_out_by_fit_in_the_same_words() {
    let folder = folder("refused");
    let idle_high = |mut row: Value| {
        let gross = row["gross_j"].as_f64().unwrap();
        row["idle_w"] = json!(510.0);
        row["net_j"] = json!(gross - 510.0 * row["duration_s"].as_f64().unwrap());
        row
    };
    for (name, bad, expected, passes) in [
        ("wh", without_idle(scaled(25, 1.0 / 3600.0)), "energy is probably in Wh", false),
        ("kwh", without_idle(scaled(25, 1.0 / 3.6e6)), "energy is probably in kWh", false),
        ("mj", without_idle(scaled(25, 1e3)), "which is not between 0 and 1400 W", false),
        ("one", without_idle(scaled(25, 0.1)), "energy is probably that of one image", false),
        ("hot", scaled(25, 2.2), "is outside the", false),
        ("net", with(row(25), "net_j", json!(1.0)), "is not gross_j - idle_w x duration_s", false),
        (
            "key",
            with(row(25), "key", json!("sdxl/512x512/25/fp16/on/b1")),
            "disagrees with the fields",
            false,
        ),
        (
            "size",
            with(with(row(25), "width", json!(1023)), "key", json!("sdxl/1023x1024/25/fp16/on/b1")),
            "width",
            false,
        ),
        ("idle", idle_high(row(25)), "net-not-positive", true),
        ("open", with(row(25), "reasons", json!(["left-open"])), "left-open", true),
        ("run", with(row(25), "reasons", json!(["whole-run"])), "whole-run", true),
        ("passes", with(row(25), "passes", json!(51)), "51 denoiser passes", false),
        ("heun", with(row(25), "sampler", json!("HeunDiscreteScheduler")), "98 denoiser passes", false),
    ] {
        let path = folder.join(format!("{name}.jsonl"));
        let rows = [row(10), row(20), bad, row(30), row(40)].map(|row| row.to_string());
        fs::write(&path, format!("{HEADER}\n{}\n", rows.join("\n"))).unwrap();
        let (code, said) = check(&path);
        assert_eq!(code == 0, passes, "{name}: {said}");
        let finding = said.lines().find(|line| line.contains(expected));
        let finding = finding.unwrap_or_else(|| panic!("{name}: {said}"));
        assert!(finding.starts_with(&format!("{}:4: ", path.display())), "{finding}");
        assert!(said.contains("4 usable by fits"), "{name}: {said}");
        let (code, said) = fit(&path);
        assert!(code == 0 && said.contains("4 rows read, 1 left out"), "{name}: {said}");
        let told = said.lines().find(|line| line.contains(expected));
        assert!(
            told.is_some_and(|line| line.matches(&format!("{name}.jsonl")).count() == 1),
            "{name}, its place once: {said}"
        );
    }
}

/// From a public thread (mlco2/codecarbon#440): every energy of a table in Wh. One finding, counted, with what to do.
#[test]
fn a_table_in_watt_hours_is_one_finding_with_what_to_do() {
    let path = folder("wh").join("wh.csv");
    let rows: Vec<String> = (1..=25)
        .map(|index| cells(index, 480.0 * f64::from(index) / 3600.0, 0.96 * f64::from(index)))
        .collect();
    fs::write(&path, format!("{HEAD}\n{}\n", rows.join("\n"))).unwrap();
    let (code, said) = check(&path);
    assert_eq!(code, 1, "{said}");
    assert_eq!(
        said.lines().filter(|line| line.contains("Wh: multiply it by 3600 (and 24 more rows)")).count(),
        1
    );
    assert!(said.lines().count() <= 3, "{said}");
    let (code, said) = fit(&path);
    assert!(code == 1 && said.contains("the energy is probably in Wh"), "{said}");
    assert!(said.contains("line 2") && said.lines().count() == 1, "{said}");
}

#[test]
fn rows_given_twice_in_tables_count_once() {
    let folder = folder("twice");
    let rows = [10, 20, 30, 40].map(|steps| cells(steps, 480.0 * f64::from(steps), f64::from(steps)));
    let (first, second) = (folder.join("a.csv"), folder.join("b.csv"));
    fs::write(&first, format!("{HEAD}\n{}\n{}\n", rows.join("\n"), rows[0])).unwrap();
    // The same rows in another order, and one of another laboratory.
    let other = rows[3].replace(",lab", ",theirs");
    fs::write(&second, format!("{HEAD}\n{}\n{}\n{other}\n", rows[2], rows[1])).unwrap();
    let (a, b) = (first.to_str().unwrap(), second.to_str().unwrap());
    let (code, said, _) = measure(&["check", a, b]);
    assert!(code == 0 && said.contains("1 given twice") && said.contains("2 given twice"), "{said}");
    let (_, _, said) = measure(&["fit", a, b, "--folds", "0", "--law", "constant"]);
    assert!(
        said.contains("rows given more than once, counted once: 3")
            && said.contains("5 rows read, 0 left out"),
        "{said}"
    );
}

/// A file without a row that a fit could use does not pass.
#[test]
fn a_file_without_a_usable_row_says_so() {
    let folder = folder("none");
    let spoilt = with(with(row(20), "valid", json!(false)), "reasons", json!(["stopped"]));
    let whole = with(row(20), "reasons", json!(["whole-run"]));
    let mut cpu = with(row(20), "scope", json!("cpu_package"));
    (cpu["gpu"], cpu["meter"]) = (json!("cpu"), json!("rapl"));
    for (name, bad) in [("spoilt", spoilt), ("whole", whole), ("cpu", cpu)] {
        let path = folder.join(format!("{name}.jsonl"));
        fs::write(&path, format!("{HEADER}\n{bad}\n")).unwrap();
        let (code, said) = check(&path);
        if name != "whole" {
            // Energies of processors are for no fit, and a row that is not valid says so itself: neither is a fault.
            assert!(code == 0 && said.contains("0 usable by fits"), "{said}");
            continue;
        }
        assert!(
            code == 0 && said.contains("warning: none of 1 valid rows of images can be fitted"),
            "{name}: {said}"
        );
        assert_eq!(fit(&path).0, 1, "{name}");
    }
}

/// Rows of stages are judged as rows of images are: what no GPU draws is left out, what is given twice counts once.
#[test]
fn rows_of_stages_are_judged_and_counted_once_too() {
    let folder = folder("stages");
    let stage = |name: &str, row: Value| with(row, "stage", json!(name)).to_string();
    let rows = [stage("text", row(10)), stage("denoise", row(20)), stage("decode", row(30))];
    let path = folder.join("stages.jsonl");
    let no_gpu_draws_it = stage("denoise", scaled(40, 3.0));
    fs::write(&path, format!("{HEADER}\n{}\n{no_gpu_draws_it}\n", rows.join("\n"))).unwrap();
    let again = folder.join("again.jsonl");
    fs::write(&again, format!("{HEADER}\n{}\n{}\n", rows[1], rows[2])).unwrap();
    let (code, _, said) = measure(&["compare", path.to_str().unwrap(), again.to_str().unwrap()]);
    assert_eq!(code, 0, "{said}");
    assert!(said.contains("stages.jsonl, line 5: gross_j 57600 over 38.4 s is 1500 W"), "{said}");
    assert!(said.contains("rows given more than once, counted once: 2"), "{said}");
}

/// A pipeline that maps sizes to trained ones (huggingface/diffusers#5739) or rounds them down (#9904): told by `check` and `fit` alike.
#[test]
fn what_pipelines_make_of_a_size_is_told_by_both() {
    let path = folder("mapped").join("mapped.csv");
    let table: Vec<String> =
        [(800, 608, "pixart-sigma", 20), (800, 608, "pixart-sigma", 30), (1024, 1024, "sdxl", 20)]
            .map(|(width, height, model, steps)| {
                format!("{model},h100-sxm,{width},{height},{steps},fp16,on,1,1,{},gross,,lab", 20 * steps)
            })
            .to_vec();
    let full_hd = "flux1-dev,h100-sxm,1920,1080,20,fp16,off,1,1,9000,gross,,lab";
    fs::write(&path, format!("{HEAD}\n{}\n{full_hd}\n", table.join("\n"))).unwrap();
    let (_, checked) = check(&path);
    let (_, fitted) = fit(&path);
    for said in [&checked, &fitted] {
        assert!(said.contains("2 rows: Asked for 800 × 608, diffusers' pipeline runs 1152 × 896"), "{said}");
        assert!(said.contains("Asked for 1920 × 1080, diffusers' pipeline runs 1920 × 1072"), "{said}");
        assert_eq!(said.matches("size-mapped").count(), 1, "{said}");
    }
}
