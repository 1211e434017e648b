//! `docs/schemas/` is what the types say, real files keep to it, and broken ones do not. The validator is the crate jsonschema.
//!
//! `WATTPIX_DOCS=write cargo test -p wattpix-measure --test schemas` writes the files again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use jsonschema::Validator;
use serde_json::{Value, json};
use wattpix_core::report::{CatalogueData, EstimatesData};
use wattpix_measure::schemas::ALL;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn parsed(path: impl AsRef<Path>) -> Value {
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

fn validator(name: &str) -> Validator {
    let schema = parsed(root().join(format!("docs/schemas/{name}.json")));
    jsonschema::draft202012::options().should_validate_formats(true).build(&schema).unwrap()
}

fn assert_valid(validator: &Validator, value: &Value, about: &str) {
    let errors: Vec<String> =
        validator.iter_errors(value).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert_eq!(errors, Vec::<String>::new(), "{about}");
}

/// Returns the value with one place changed.
fn with(value: &Value, pointer: &str, to: Value) -> Value {
    let mut changed = value.clone();
    *changed.pointer_mut(pointer).unwrap_or_else(|| panic!("{pointer}")) = to;
    changed
}

/// Returns the object without one field.
fn without(value: &Value, field: &str) -> Value {
    let mut changed = value.clone();
    changed.as_object_mut().unwrap().remove(field).unwrap();
    changed
}

fn printed(arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO_BIN_EXE_measure")).args(arguments).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn the_files_are_what_the_types_say() {
    let folder = root().join("docs/schemas");
    if std::env::var_os("WATTPIX_DOCS").is_some_and(|order| order == "write") {
        fs::create_dir_all(&folder).unwrap();
        for format in ALL {
            let text = serde_json::to_string_pretty(&format.schema()).unwrap() + "\n";
            fs::write(folder.join(format!("{}.json", format.name)), text).unwrap();
        }
    }
    let mut there: Vec<String> = fs::read_dir(&folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".json"))
        .collect();
    there.sort();
    let mut expected: Vec<String> = ALL.iter().map(|format| format!("{}.json", format.name)).collect();
    expected.sort();
    assert_eq!(there, expected);
    for format in ALL {
        let file = parsed(folder.join(format!("{}.json", format.name)));
        assert!(file == format.schema(), "{}: write it again with WATTPIX_DOCS=write", format.name);
        jsonschema::draft202012::meta::validate(&file).unwrap();
    }
}

#[test]
fn every_fit_is_valid() {
    let validator = validator("fit");
    let mut seen = 0;
    for entry in fs::read_dir(root().join("fitted")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|extension| extension == "json") {
            let fit = parsed(&path);
            assert_valid(&validator, &fit, &path.display().to_string());
            assert!(!validator.is_valid(&without(&fit, "boundary")), "{}", path.display());
            assert!(!validator.is_valid(&with(&fit, "/law/residual_sd", json!("0.1"))));
            assert!(!validator.is_valid(&with(&fit, "/law/form", json!("quadratic"))));
            let mut more = fit;
            more["law"]["cubic"] = json!(1);
            assert!(!validator.is_valid(&more), "an unknown field");
            seen += 1;
        }
    }
    assert!(seen >= 10, "{seen}");
}

#[test]
fn every_line_of_a_sweep_is_valid() {
    let validator = validator("observation");
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("schemas");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).unwrap();
    let (plan, rows) = (folder.join("plan.toml"), folder.join("rows.jsonl"));
    let [plan_name, rows_name] = [&plan, &rows].map(|path| path.to_str().unwrap());
    let planned =
        ["plan", "--model", "flux1-dev", "--gpu", "a100", "--size", "256", "--steps", "10", "--repeats", "2"];
    printed(&[&planned[..], &["--write", plan_name, "--json"]].concat());
    let design: Value = toml::from_str(&fs::read_to_string(&plan).unwrap()).unwrap();
    let of_plan = self::validator("plan");
    assert_valid(&of_plan, &design, "plan");
    assert!(
        !of_plan.is_valid(&without(&design, "models"))
            && !of_plan.is_valid(&with(&design, "/sizes", json!(["big"])))
    );
    let mut command = Command::new(env!("CARGO_BIN_EXE_measure"));
    command.args(["run", "--plan", plan_name, "--out", rows_name, "--fake"]);
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let text = fs::read_to_string(&rows).unwrap();
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.len() >= 3, "{text}");
    for line in &lines {
        assert_valid(&validator, line, "a line");
    }
    let (header, row) = (&lines[0], &lines[1]);
    for broken in [
        without(header, "tool"),
        without(row, "valid"),
        with(row, "/stage", json!("upscale")),
        with(row, "/duration_s", json!("long")),
        with(row, "/reasons", json!(["no-such-flag"])),
        with(row, "/repeat", json!(1.5)),
    ] {
        assert!(!validator.is_valid(&broken), "{broken}");
    }
}

#[test]
fn outputs_of_the_program_are_valid() {
    let estimate = validator("estimate");
    let series = Path::new(env!("CARGO_TARGET_TMPDIR")).join("schemas.csv");
    let hours = (0..24).map(|hour| format!("2024-01-01T{hour:02}:00:00Z,{}\n", 100 + hour));
    fs::write(&series, "datetime,g/kWh\n".to_owned() + &hours.collect::<String>()).unwrap();
    let series = series.to_str().unwrap();
    for arguments in [
        &["--model", "flux1-dev", "--gpu", "a100"][..],
        &["--model", "sdxl", "--gpu", "l40s", "--zone", "FRA", "--price", "0.2", "--like", "web-search"],
        &["--model", "wan2.1-t2v-14b", "--gpu", "h100"],
        &[
            "--model",
            "qwen-image-edit",
            "--gpu",
            "h100",
            "--references",
            "2",
            "--weights",
            "q8",
            "--gpu-count",
            "2",
        ],
        &["--model", "sdxl", "--gpu", "h100", "--strength", "0.5", "--sampler", "heun", "--vae-tiling", "on"],
        &[
            "--model",
            "sdxl",
            "--gpu",
            "h100",
            "--embodied",
            "on",
            "--wue",
            "0.2",
            "--claim",
            "3",
            "--per",
            "campaign",
        ],
        &["--model", "sdxl", "--gpu", "h100", "--images", "2000", "--series", series],
        &["--model", "sd2.1", "--gpu", "a100", "--fit", "paper-sd2-a100-cells"],
    ] {
        let answer = printed(&[&["estimate", "--json"], arguments].concat());
        assert_valid(&estimate, &answer, &arguments.join(" "));
        assert!(!estimate.is_valid(&without(&answer, "wh_low")));
        assert!(!estimate.is_valid(&with(&answer, "/wh_high", json!(null))));
    }
    let flops = validator("flops");
    for model in ["flux1-dev", "sd1.5", "ltx-video", "qwen-image-edit"] {
        let counts = printed(&["flops", "--model", model, "--json"]);
        assert_valid(&flops, &counts, model);
        assert!(!flops.is_valid(&with(&counts, "/denoiser_pass/gflops", json!("many"))));
    }
}

#[test]
fn files_beside_the_page_are_valid() {
    let catalogue = serde_json::to_value(CatalogueData::shipped()).unwrap();
    assert_valid(&validator("catalogue"), &catalogue, "catalogue");
    assert!(!validator("catalogue").is_valid(&with(&catalogue, "/gpus/0/board_power_w", json!(null))));
    let data = EstimatesData::shipped();
    let first = &data.estimates[0];
    let asked = printed(&["estimate", "--model", first.model, "--gpu", first.gpu, "--json"]);
    assert_eq!(asked["wh_per_image"], json!(first.wh_per_image), "{} on {}", first.model, first.gpu);
    let estimates = serde_json::to_value(data).unwrap();
    assert_valid(&validator("estimates"), &estimates, "estimates");
    assert!(!validator("estimates").is_valid(&with(&estimates, "/estimates/0/wh_low", json!("low"))));
}
