//! The shipped fits, and what becomes of files that are not fits.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use serde_json::{Value, json};
use wattpix_core::error::Error;
use wattpix_core::estimate::{Question, estimate_with};
use wattpix_core::fit::{BUNDLED, read};
use wattpix_core::gpu;
use wattpix_core::model::{Pixels, flux};
use wattpix_core::setting::Boundary;
use wattpix_core::workload::Workload;

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fitted")
}

fn flux_file() -> Value {
    serde_json::from_str(&fs::read_to_string(folder().join("paper-flux1-dev-a100.json")).unwrap()).unwrap()
}

/// The message for a file that differs from a good one.
fn refusal(change: impl FnOnce(&mut Value)) -> String {
    let mut file = flux_file();
    change(&mut file);
    match read::fit("paper-flux1-dev-a100.json", &file.to_string()) {
        Ok(_) => panic!("accepted: {file}"),
        Err(error) => error.to_string(),
    }
}

#[test]
fn the_shipped_fits_are_the_folder_and_pass_every_check() {
    let mut files = BTreeSet::new();
    for entry in fs::read_dir(folder()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            continue;
        }
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let fit = read::fit(&name, &fs::read_to_string(&path).unwrap()).unwrap();
        let bundled = BUNDLED.iter().find(|bundled| bundled.id() == fit.id()).unwrap();
        assert_eq!(bundled, &fit, "built in as it is in the file");
        files.insert(fit.id().to_owned());
    }
    assert_eq!(files, BUNDLED.iter().map(|fit| fit.id().to_owned()).collect());
}

#[test]
fn nothing_fitted_to_a_fake_meter_ships() {
    assert!(BUNDLED.iter().all(|fit| !fit.id().starts_with("fake-")));
}

#[test]
fn a_fit_file_survives_writing_and_reading() {
    for fit in BUNDLED {
        let text = serde_json::to_string(fit.file()).unwrap();
        assert_eq!(&read::fit(fit.id(), &text).unwrap(), fit);
    }
}

/// A range may end where a model has no legal side (1000 is no multiple of 16) or no number of steps: beyond it the interval widens
/// all the same.
#[test]
fn extrapolation_widens_from_edges_that_the_model_cannot_run() {
    let mut file = flux_file();
    (file["ranges"]["width"], file["ranges"]["height"]) = (json!([1000, 1000]), json!([1000, 1000]));
    file["ranges"]["steps"] = json!([2000, 3000]);
    let fit = read::fit("paper-flux1-dev-a100.json", &file.to_string()).unwrap();
    let width = |side: u32, steps: u32| {
        let workload = Workload::default_of(&flux::FLUX1_DEV).with_size(Pixels::square(side)).unwrap();
        let workload = workload.with_steps(steps).unwrap();
        let question = Question { workload, gpu: gpu::find("a100").unwrap(), boundary: Boundary::Net };
        estimate_with(&fit, &question).unwrap().ln_half_width
    };
    // 1.645 times the fit's own spread of 0.10, and nothing else.
    let edge = width(1008, 1000);
    assert!((edge - 0.1645).abs() < 1e-4, "at the edge: {edge}");
    assert!(width(4096, 1000) > 1.1 * edge && width(256, 1000) > 1.1 * edge, "sides");
    assert!(width(1008, 1) > 1.1 * edge, "steps");
}

#[test]
fn features_are_named_as_in_the_file() {
    for term in BUNDLED.iter().flat_map(|fit| fit.file().law.terms.iter()) {
        assert_eq!(serde_json::to_value(term.feature).unwrap(), term.feature.name());
    }
}

#[test]
fn every_refusal_names_file_and_field() {
    let law = |file: &mut Value, key: &str, value: Value| file["law"][key] = value;
    let messages = [
        refusal(|file| file["surprise"] = json!(1)),
        refusal(|file| {
            file.as_object_mut().unwrap().remove("boundary");
        }),
        refusal(|file| file["schema"] = json!(4)),
        refusal(|file| file["id"] = json!("other")),
        refusal(|file| file["models"] = json!([])),
        refusal(|file| file["models"] = json!(["flux"])),
        refusal(|file| file["models"] = json!(["dall-e"])),
        refusal(|file| file["gpus"] = json!(["cpu"])),
        refusal(|file| file["baseline_gpu"] = json!("h100-sxm")),
        refusal(|file| file["ranges"]["steps"] = json!([50, 10])),
        refusal(|file| file["ranges"]["steps"] = json!([10, -1])),
        refusal(|file| file["ranges"]["precisions"] = json!(["int4"])),
        refusal(|file| law(file, "form", json!("additive"))),
        refusal(|file| {
            file["units"] = json!({"energy": "J_per_image", "compute": "datasheet_s_per_image"});
            file["compute"] = json!({"scope": "pipeline", "attention": "full"});
            law(file, "form", json!("additive"));
        }),
        refusal(|file| {
            law(file, "spreads", json!({"unseen_model": 0.1, "unseen_gpu": 0.3, "another_source": 0.1}))
        }),
        refusal(|file| file["pairs"] = json!([])),
        refusal(|file| {
            file["schema"] = json!(2);
            file["pairs"] = json!([{"model": "sdxl", "gpu": "a100-sxm4-80gb", "precisions": ["fp16"]}]);
        }),
        refusal(|file| law(file, "form", json!("time_and_power"))),
        refusal(|file| law(file, "saturation", json!({"gpu": "h100", "exponent": 2, "exponent_sd": 0.3}))),
        refusal(|file| file["law"]["terms"][0]["power_share"] = json!(0.5)),
        refusal(|file| file["law"]["terms"][2]["feature"] = json!("matmul")),
        refusal(|file| law(file, "residual_sd", json!(0.0))),
        refusal(|file| law(file, "residual_sd", Value::Null)),
        refusal(|file| law(file, "evaluated_at_images", json!(0))),
        refusal(|file| law(file, "degrees_of_freedom", json!(0.5))),
        refusal(|file| law(file, "covariance", json!([[1.0]]))),
        refusal(|file| {
            let mut rows = vec![vec![0.0; 4]; 4];
            (0..4).for_each(|i| rows[i][i] = 1.0);
            rows[0][1] = 0.5;
            law(file, "covariance", json!(rows));
        }),
        refusal(|file| file["law"]["terms"][1]["coefficient"] = json!(1e300)),
        refusal(|file| file["law"]["terms"][1]["feature"] = json!("moon_phase")),
        refusal(|file| file["law"]["terms"][1]["feature"] = json!("intercept")),
        refusal(|file| file["law"]["terms"][2] = json!({"feature": "gpu", "coefficient": 1.0})),
        refusal(|file| {
            file["law"]["terms"][2] = json!({"feature": "fp32", "level": "x", "coefficient": 1.0})
        }),
        refusal(|file| file["law"]["terms"] = json!([])),
        refusal(|file| file["sources"] = json!([])),
        refusal(|file| file["origin"]["kind"] = json!("rumour")),
        read::fit("x.json", "not json").unwrap_err().to_string(),
        read::fit("x.json", "{} {}").unwrap_err().to_string(),
        read::fit("x.json", &"[".repeat(100_000)).unwrap_err().to_string(),
    ];
    insta::assert_snapshot!(messages.join("\n"));
}

proptest! {
    /// Any value in the place of any other: accepted or refused by name, never a panic.
    #[test]
    fn hostile_files_are_refused_by_name(
        pick in any::<prop::sample::Index>(),
        value in prop::sample::select(vec![
            Value::Null, json!(-1), json!(1e308), json!("x"), json!([]), json!({}), json!(true), json!([[]]), json!(u64::MAX),
        ]),
    ) {
        let mut file = flux_file();
        let mut pointers = Vec::new();
        collect(&file, String::new(), &mut pointers);
        let pointer = pick.get(&pointers).clone();
        *file.pointer_mut(&pointer).unwrap() = value;
        if let Err(error) = read::fit("paper-flux1-dev-a100.json", &file.to_string()) {
            let named = matches!(&error, Error::FitFile { field, reason, .. } if !field.is_empty() && !reason.is_empty());
            prop_assert!(named, "{error}");
        }
    }

    #[test]
    fn any_text_is_refused_without_panic(text in ".{0,200}") {
        prop_assert!(read::fit("x.json", &text).is_err());
    }
}

/// Paths of every value in a document.
fn collect(value: &Value, at: String, pointers: &mut Vec<String>) {
    pointers.push(at.clone());
    match value {
        Value::Object(fields) => {
            fields.iter().for_each(|(key, value)| collect(value, format!("{at}/{key}"), pointers));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, value)| collect(value, format!("{at}/{i}"), pointers));
        }
        _ => {}
    }
}
