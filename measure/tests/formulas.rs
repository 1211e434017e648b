//! `measure formulas` as a person runs it: exact, for every model.

#![allow(clippy::unwrap_used)]

use std::process::{Command, Output};

use serde_json::Value;

fn measure(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_measure")).args(arguments).output().unwrap()
}

fn json(arguments: &[&str]) -> Value {
    let output = measure(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// The value of a printed polynomial: a small reader of our own, so that what is printed is what is tested.
fn value(formula: &str, variables: &[(&str, i128)]) -> i128 {
    let formula = formula.replace(" − ", " + −").replace(',', "");
    let mut sum = (0_i128, 1_i128);
    for term in formula.split(" + ") {
        let (sign, term) = term.strip_prefix('−').map_or((1, term), |term| (-1, term));
        let (product, under) = term.split_once('/').unwrap_or((term, "1"));
        let factors = product.split('·').map(|factor| {
            let (name, power) = factor.strip_suffix('²').map_or((factor, 1), |name| (name, 2));
            let known = variables.iter().find(|(variable, _)| *variable == name);
            known.map_or_else(|| name.parse().unwrap(), |(_, value)| *value).pow(power)
        });
        let under: i128 = under.parse().unwrap();
        sum = (sum.0 * under + sign * factors.product::<i128>() * sum.1, sum.1 * under);
    }
    assert_eq!(sum.0 % sum.1, 0, "{formula}");
    sum.0 / sum.1
}

/// X-Val: tests/data/flops_ground_truth.csv, counted from diffusers' classes: FLUX.1-dev and Stable Diffusion 2.1 at 1024 px, the text encoders and the
/// decoder of FLUX.1-dev. What `measure formulas` prints gives the same to the last operation.
#[test]
fn printed_formulas_give_what_diffusers_classes_run() {
    let printed = json(&["formulas", "--json"]);
    let formulas = printed["models"].as_array().unwrap();
    let of = |name: &str| {
        let found = formulas.iter().find(|one| one["name"] == name).unwrap();
        found["formula"].as_str().unwrap()
    };
    let flux = value(of("FLUX.1-dev: denoiser pass"), &[("n", 4096), ("t", 512)]);
    assert_eq!(flux, 74_384_653_418_496);
    let text = value(of("FLUX.1-dev: text encoders"), &[("s", 512 - 77)]);
    assert_eq!(text, 13_298_503_680 + 4_844_723_109_888);
    assert_eq!(value(of("FLUX.1-dev: decoder"), &[("p", 128 * 128)]), 10_472_204_009_472);
    let truth = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/data/flops_ground_truth.csv");
    let truth = std::fs::read_to_string(truth).unwrap();
    let sd2 = truth.lines().find(|line| line.starts_with("sd2.1,denoiser,1024,1024,77,")).unwrap();
    let gflops: f64 = sd2.split(',').nth(6).unwrap().parse().unwrap();
    let counted = value(of("Stable Diffusion 2.1: denoiser pass"), &[("p", 128 * 128), ("t", 77)]);
    assert!((counted as f64 / 1e9 - gflops).abs() < 1e-6, "{counted} for {gflops}");
    // Its stages add up to it.
    let stages = json(&["formulas", "--model", "sd2.1", "--size", "1024", "--json"]);
    let stages = stages["unets"][0]["stages"].as_array().unwrap().iter();
    let sum: f64 = stages.map(|stage| stage["gflops"].as_f64().unwrap()).sum();
    assert!((sum / gflops - 1.0).abs() < 1e-12, "{sum}");
}

#[test]
fn every_model_has_its_formulas() {
    for model in wattpix_core::model::ALL {
        let printed = json(&["formulas", "--model", model.id, "--json"]);
        for formula in printed["models"].as_array().unwrap() {
            let (name, text) = (formula["name"].as_str().unwrap(), formula["formula"].as_str().unwrap());
            assert!(!text.starts_with("not one"), "{name}");
        }
    }
    let refused = measure(&["formulas", "--model", "sd2.1", "--size", "100"]);
    assert_eq!(refused.status.code(), Some(1));
    assert_eq!(String::from_utf8(refused.stderr).unwrap().lines().count(), 1);
}
