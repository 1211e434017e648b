//! The footprint, hours, claims and reports on the command line; reports against the schemas that their authors publish.

// Helpers of tests are not seen as tests.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use jsonschema::{Registry, Resource, Validator};
use serde_json::Value;

/// The schemas' folder.
const SCHEMAS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/data/schemas");

fn measure(options: &[&str], folder: &Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_measure")).args(options).current_dir(folder).output().unwrap()
}

/// `measure estimate` for SDXL on the H100, gross, with further options.
fn estimate(options: &[&str]) -> Output {
    let fixed = ["estimate", "--model", "sdxl", "--gpu", "h100", "--boundary", "gross"];
    measure(&[&fixed, options].concat(), Path::new("."))
}

fn json(options: &[&str]) -> Value {
    let output = estimate(options);
    assert!(output.status.success(), "{options:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn refused(options: &[&str]) -> String {
    let output = estimate(options);
    assert!(!output.status.success() && output.stdout.is_empty(), "{options:?}");
    String::from_utf8(output.stderr).unwrap()
}

fn schema(name: &str) -> Value {
    serde_json::from_str(&fs::read_to_string(Path::new(SCHEMAS).join(name)).unwrap()).unwrap()
}

#[track_caller]
fn assert_valid(validator: &Validator, report: &Value) {
    let faults: Vec<String> =
        validator.iter_errors(report).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// BoAmps' report with the schemas beside it, by the addresses at which it refers to them.
fn boamps() -> Validator {
    let named = |name: &str| {
        let address =
            format!("https://raw.githubusercontent.com/Boavizta/BoAmps/main/model/{name}_schema.json");
        (address, Resource::from_contents(schema(&format!("boamps_{name}.json"))))
    };
    let resources = ["algorithm", "dataset", "hardware", "measure"].map(named);
    let registry = Registry::new().extend(resources).unwrap().prepare().unwrap();
    jsonschema::options().with_registry(&registry).build(&schema("boamps_report.json")).unwrap()
}

/// Gram figures of Impact Framework's pipeline, worked out as its plugins do: Sum, Multiply, Sci.
fn sci_of(child: &Value) -> f64 {
    let input = &child["inputs"][0];
    let figure = |name: &str| input[name].as_f64().unwrap();
    let energy = (figure("energy-gpu") + figure("energy-host")) * figure("pue");
    (energy * figure("grid/carbon-intensity") + figure("carbon-embodied")) / figure("kept-image")
}

#[test]
fn energy_stays_as_it_is_and_nothing_is_said_unasked() {
    let (plain, counted) =
        (json(&["--json"]), json(&["--json", "--embodied", "on", "--host", "on", "--wue", "0.5"]));
    for key in ["wh_per_image", "wh_low", "wh_high", "wh_total", "g_co2e_per_image"] {
        assert_eq!(plain[key], counted[key], "{key}");
    }
    for key in ["footprint", "hours", "claim"] {
        assert_eq!(plain.get(key), Some(&Value::Null), "{key}");
    }
    let said = String::from_utf8(estimate(&[]).stdout).unwrap();
    assert!(!said.contains("footprint") && !said.contains("water"), "{said}");
}

#[test]
fn every_term_of_the_sci_is_said() {
    let options = ["--embodied", "on", "--host", "on", "--zone", "FRA", "--pue", "1.2", "--attempts", "3"];
    let said = String::from_utf8(estimate(&options).stdout).unwrap();
    for term in [
        "E  energy",
        "I  intensity       44.18 g/kWh",
        "M  embodied",
        "SCI = ((E × I) + M) per R",
        "PUE 1.2",
        "164 kg each",
    ] {
        assert!(said.contains(term), "{term} in {said}");
    }
    let footprint = &json(&[&options[..], &["--json"]].concat())["footprint"];
    let figure = |name: &str| footprint[name]["value"].as_f64().unwrap();
    assert!((figure("g_co2e") / (figure("g_operational") + figure("g_embodied")) - 1.0).abs() < 1e-12);
    let per_kwh = footprint["g_per_kwh"].as_f64().unwrap();
    assert!((figure("g_operational") / (figure("energy_kwh") * per_kwh) - 1.0).abs() < 1e-12);
}

#[test]
fn boamps_meets_its_schema_and_only_measurements_come_back_by_import() {
    let report = json(&["--images", "40", "--zone", "FRA", "--report", "boamps"]);
    assert_valid(&boamps(), &report);
    let mut broken = report.clone();
    broken["quality"] = "splendid".into();
    assert!(!boamps().is_valid(&broken));
    // An estimate never comes back as a measurement.
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("report.json"), report.to_string()).unwrap();
    let imported = measure(&["import", "report.json", "--gpu-only"], folder.path());
    let told = String::from_utf8_lossy(&imported.stderr).into_owned();
    assert!(!imported.status.success() && told.contains("estimated or made up"), "{told}");
    // The project's own reader takes energy, seconds and settings back, once a meter is named.
    let mut real = report.clone();
    real["measures"][0]["gpuTrackingMode"] = "nvml".into();
    fs::write(folder.path().join("real.json"), real.to_string()).unwrap();
    let settings =
        ["images=40", "width=1024", "height=1024", "steps=50", "precision=fp16", "guidance=on", "batch=1"];
    let declared = settings.iter().flat_map(|setting| ["--config", setting]);
    let options: Vec<&str> =
        ["import", "real.json", "--out", "rows.jsonl"].into_iter().chain(declared).collect();
    let imported = measure(&options, folder.path());
    let told = String::from_utf8_lossy(&imported.stderr).into_owned();
    let rows = fs::read_to_string(folder.path().join("rows.jsonl")).unwrap_or_else(|_| panic!("{told}"));
    let row: Value = serde_json::from_str(rows.lines().nth(1).unwrap()).unwrap();
    let kwh = report["measures"][0]["powerConsumption"].as_f64().unwrap();
    assert!((row["gross_j"].as_f64().unwrap() / (kwh * 3.6e6) - 1.0).abs() < 1e-6, "{row}");
    let seconds = report["measures"][0]["measurementDuration"].as_f64().unwrap();
    assert!((row["duration_s"].as_f64().unwrap() / seconds - 1.0).abs() < 1e-6, "{row}");
    assert_eq!(
        (&row["model"], &row["gpu"], &row["images"]),
        (&"sdxl".into(), &"h100-sxm".into(), &40.into())
    );
}

#[test]
fn spdx_meets_its_schema() {
    let validator = jsonschema::validator_for(&schema("spdx-3.0.1.json")).unwrap();
    let mut report = json(&["--report", "spdx", "--embodied", "on"]);
    assert_valid(&validator, &report);
    let energy = &report["@graph"][3]["ai_energyConsumption"]["ai_inferenceEnergyConsumption"][0];
    let kwh = json(&["--json"])["wh_total"].as_f64().unwrap() / 1000.0;
    assert!((energy["ai_energyQuantity"].as_f64().unwrap() / kwh - 1.0).abs() < 1e-12);
    report["@graph"][3]["ai_energyConsumption"]["ai_inferenceEnergyConsumption"][0]["ai_energyUnit"] =
        "joule".into();
    assert!(!validator.is_valid(&report));
}

#[test]
fn the_manifest_works_out_the_sci_that_the_estimate_says() {
    let options = ["--embodied", "on", "--host", "on", "--zone", "FRA", "--pue", "1.2", "--attempts", "2.5"];
    let manifest = json(&[&options[..], &["--report", "sci"]].concat());
    let footprint = &json(&[&options[..], &["--json"]].concat())["footprint"]["g_co2e"];
    let children = &manifest["tree"]["children"];
    for (child, end) in [("generation", "value"), ("generation-low", "low"), ("generation-high", "high")] {
        let expected = footprint[end].as_f64().unwrap();
        assert!((sci_of(&children[child]) / expected - 1.0).abs() < 1e-9, "{child}");
    }
    // What manifestSchema of the Impact Framework asks for.
    assert!(manifest["name"].is_string() && manifest["tree"].is_object());
    for plugin in children["generation"]["pipeline"]["compute"].as_array().unwrap() {
        let plugin = &manifest["initialize"]["plugins"][plugin.as_str().unwrap()];
        assert!(plugin["path"] == "builtin" && plugin["method"].is_string() && plugin["config"].is_object());
    }
}

#[test]
fn the_paragraph_is_in_both_languages() {
    let said = |options: &[&str]| String::from_utf8(estimate(options).stdout).unwrap();
    let english = said(&["--report", "afnor", "--embodied", "on"]);
    assert!(
        english.starts_with("Scope and unit: generating 100 images")
            && english.contains("Water is not counted.")
    );
    let french = said(&["--report", "afnor", "--lang", "fr", "--wue", "0.5"]);
    assert!(french.starts_with("Périmètre et unité\u{a0}:") && french.contains("Eau consommée"), "{french}");
}

#[test]
fn reports_go_to_files_and_at_most_one_to_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).to_string_lossy().into_owned();
    let (spdx, sci) = (format!("spdx={}", file("a.json")), format!("sci={}", file("b.yml")));
    let said = String::from_utf8(estimate(&["--report", &spdx, "--report", &sci]).stdout).unwrap();
    assert!(
        said.contains("Wh an image")
            && Path::new(&file("a.json")).exists()
            && Path::new(&file("b.yml")).exists()
    );
    assert!(refused(&["--report", "sci", "--report", "spdx"]).contains("2 reports"));
    assert!(refused(&["--report", "pdf"]).contains("sci, boamps, spdx or afnor"));
}

fn series(folder: &Path, text: &str) -> PathBuf {
    let path = folder.join("series.csv");
    fs::write(&path, text).unwrap();
    path
}

#[test]
fn a_series_gives_the_best_hour_and_what_waiting_saves() {
    let folder = tempfile::tempdir().unwrap();
    let path = series(
        folder.path(),
        "Datetime (UTC),Carbon intensity gCO₂eq/kWh (direct),Carbon intensity gCO₂eq/kWh (Life cycle)\n\
         2026-01-01 00:00:00,1,80\n2026-01-01 01:00:00,1,20\n2026-01-01 02:00:00,1,60\n",
    );
    let path = path.to_str().unwrap();
    let hours = &json(&["--series", path, "--images", "200", "--json"])["hours"];
    assert_eq!(hours["best"]["begins"], "2026-01-01T01:00:00Z");
    assert_eq!((&hours["first"]["g_per_kwh"], &hours["waiting_saves_share"]), (&80.0.into(), &0.75.into()));
    let saves = hours["kwh"].as_f64().unwrap() * 60.0;
    assert!((hours["waiting_saves_g"].as_f64().unwrap() / saves - 1.0).abs() < 1e-12);
    assert!(refused(&["--series", path, "--images", "900000"]).contains("fewer --images or a longer series"));
    let path = series(folder.path(), "a,b,c\n1,2,3\n");
    assert!(refused(&["--series", path.to_str().unwrap()]).contains("name them time and g/kWh"));
}

#[test]
fn a_published_figure_stands_beside_the_estimate() {
    let claim = json(&["--claim", "2.9", "--json"]);
    let ratio = 2.9 / claim["wh_per_image"].as_f64().unwrap();
    assert!((claim["claim"]["ratio"].as_f64().unwrap() / ratio - 1.0).abs() < 1e-12);
    assert_eq!(claim["claim"]["within_interval"], false);
    assert!(refused(&["--claim", "none"]).contains("claim 'none' must be a number"));
}

#[test]
fn zones_are_found_by_the_names_that_people_write_or_said_to_be_missing() {
    for (zone, grams) in [("UK", 210.89), ("EU-27", 213.02), ("European Union", 213.02)] {
        assert_eq!(json(&["--zone", zone, "--json"])["g_per_kwh"], grams, "{zone}");
    }
    assert!(refused(&["--zone", "US-CA"]).contains("part of United States"));
    assert!(refused(&["--zone", "Asia"]).contains("group of countries"));
}

#[test]
fn a_metered_run_is_reported_too() {
    let folder = tempfile::tempdir().unwrap();
    let run = |options: &[&str]| {
        let fixed = ["exec", "--gpu", "fake", "--no-idle", "--config", "model=sdxl"];
        measure(&[&fixed, options, &["--", "sleep", "5.5"]].concat(), folder.path())
    };
    let early = run(&["--report", "boamps"]);
    assert!(!early.status.success() && String::from_utf8_lossy(&early.stderr).contains("to a file"));
    let output = run(&[
        "--config",
        "images=4",
        "--zone",
        "FRA",
        "--report",
        "boamps=run.json",
        "--report",
        "sci=run.yml",
    ]);
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    let report: Value = serde_json::from_str(
        &fs::read_to_string(folder.path().join("run.json")).unwrap_or_else(|_| panic!("{told}")),
    )
    .unwrap();
    assert_valid(&boamps(), &report);
    assert_eq!(
        (&report["task"]["nbRequest"], &report["measures"][0]["gpuTrackingMode"]),
        (&4.into(), &"fake".into())
    );
    assert!(
        report["task"]["taskDescription"].as_str().unwrap().contains("made up")
            && report.get("quality").is_none()
    );
    let manifest: Value =
        serde_json::from_str(&fs::read_to_string(folder.path().join("run.yml")).unwrap()).unwrap();
    assert_eq!(manifest["tree"]["children"].as_object().unwrap().len(), 1);
    let made_up = measure(&["import", "run.json", "--gpu-only"], folder.path());
    assert!(!made_up.status.success());
}
