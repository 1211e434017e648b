//! `measure estimate` says what its interval is as wide for.

// Helpers of tests are not seen as tests.
#![allow(clippy::unwrap_used)]

use std::process::{Command, Output};

use serde_json::Value;

fn estimate(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_measure")).arg("estimate").args(arguments).output().unwrap()
}

fn number(of: &Value, key: &str) -> f64 {
    of[key].as_f64().unwrap()
}

#[test]
fn parts_of_the_interval_multiply_to_its_end_and_caveats_say_theirs() {
    let output = estimate(&["--model", "chroma", "--gpu", "rtx-5090", "--json"]);
    let answer: Value = serde_json::from_slice(&output.stdout).unwrap();
    let parts = answer["interval_parts"].as_array().unwrap();
    let whole: f64 = parts.iter().map(|part| number(part, "factor")).product();
    assert!((whole / (number(&answer, "wh_high") / number(&answer, "wh_per_image")) - 1.0).abs() < 1e-9);
    let known: Vec<(&str, bool)> = answer["effects"]
        .as_array()
        .unwrap()
        .iter()
        .map(|effect| (effect["of"].as_str().unwrap(), effect["known"].as_bool().unwrap()))
        .collect();
    assert_eq!(known, [("model", false), ("gpu", false), ("architecture", false), ("laboratory", false)]);
    let caveat = |code: &str| {
        answer["caveats"].as_array().unwrap().iter().find(|caveat| caveat["code"] == code).unwrap().clone()
    };
    assert!(number(&caveat("gpu-not-in-fit"), "interval_factor") > 1.1);
    assert!(number(&caveat("model-not-in-fit"), "interval_factor") > 1.0);
}

#[test]
fn an_explanation_has_terms_effects_and_parts() {
    let output = estimate(&["--model", "sdxl", "--gpu", "a100", "--explain"]);
    let printed = String::from_utf8(output.stdout).unwrap();
    for line in [
        "How this number is computed:",
        "Launching layers while the GPU waits",
        "unknown: its spread is charged",
        "Your laboratory: software, cooling, sensor",
    ] {
        assert!(printed.contains(line), "{line} is missing in\n{printed}");
    }
}
