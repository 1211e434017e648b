//! Greenhouse gas, money and equivalences on the command line, as a person or a script asks for them.

// Helpers of tests are not seen as tests.
#![allow(clippy::unwrap_used)]

use std::process::{Command, Output};

use serde_json::Value;

/// `measure estimate` for FLUX.1-dev on the A100 with further options.
fn estimate(options: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_measure"));
    command.args(["estimate", "--model", "flux1-dev", "--gpu", "a100"]).args(options).output().unwrap()
}

fn json(options: &[&str]) -> Value {
    let output = estimate(&[options, &["--json"]].concat());
    assert!(output.status.success(), "{options:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn words(options: &[&str]) -> String {
    let output = estimate(options);
    assert!(output.status.success(), "{options:?}");
    String::from_utf8(output.stdout).unwrap()
}

/// The quotient of two numbers of an answer.
fn ratio(answer: &Value, one: &str, other: &str) -> f64 {
    answer[one].as_f64().unwrap() / answer[other].as_f64().unwrap()
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!((found / expected - 1.0).abs() < 1e-12, "{found}, expected {expected}");
}

#[test]
fn what_is_not_asked_for_is_null_and_not_printed() {
    let plain = json(&[]);
    for key in [
        "zone",
        "g_per_kwh",
        "pue",
        "g_co2e_per_image",
        "g_co2e_total",
        "price_per_kwh",
        "cost_total",
        "like",
    ] {
        assert_eq!(plain.get(key), Some(&Value::Null), "{key}");
    }
    let printed = words(&[]);
    assert!(
        !printed.contains("CO₂e") && !printed.contains("kWh") && !printed.contains("as much energy as"),
        "{printed}"
    );
    let priced = json(&["--price", "0.3"]);
    assert!(
        priced["g_co2e_total"].is_null() && priced["zone"].is_null(),
        "a price alone asks for money alone"
    );
    near(ratio(&priced, "cost_total", "wh_total"), 0.3 / 1000.0);
}

#[test]
fn grams_and_money_are_energy_by_pue_by_figure() {
    let answer = json(&["--zone", "fr", "--pue", "1.2", "--price", "0.25", "--images", "1000"]);
    assert_eq!((&answer["zone"], &answer["g_per_kwh_year"]), (&"FRA".into(), &2024.into()));
    // X-Val: 44.18 g/kWh of 2024 in both packages (tests/data/carbon).
    for (grams, watt_hours) in [
        ("g_co2e_per_image", "wh_per_image"),
        ("g_co2e_low", "wh_low"),
        ("g_co2e_high", "wh_high"),
        ("g_co2e_total", "wh_total"),
    ] {
        near(ratio(&answer, grams, watt_hours), 1.2 * 44.18 / 1000.0);
    }
    near(ratio(&answer, "cost_total", "wh_total"), 1.2 * 0.25 / 1000.0);
    near(ratio(&answer, "cost_total", "cost_per_image"), 1000.0);
    assert!(answer["g_per_kwh_source"]["title"].as_str().unwrap().contains("Our World in Data"));
}

#[test]
fn the_figure_stands_with_its_year_and_source() {
    let printed = words(&["--zone", "FRA"]);
    assert!(
        printed.contains(
            "with the electricity of France (44.18 g/kWh, 2024, Ember and Energy Institute, via Our World in Data), PUE 1"
        ),
        "{printed}"
    );
    let world = words(&["--pue", "1.1"]);
    assert!(
        world.contains("at the world’s mean electricity (472.94 g/kWh, 2024, Ember), PUE 1.1"),
        "{world}"
    );
    // An old figure says that it is one.
    assert!(words(&["--zone", "ESH"]).contains("666.67 g/kWh, 2009,"));
}

#[test]
fn an_own_figure_counts_instead_of_a_zones() {
    let answer = json(&["--zone", "FRA", "--intensity", "30"]);
    assert!(
        answer["zone"].is_null()
            && answer["g_per_kwh_year"].is_null()
            && answer["g_per_kwh_source"].is_null()
    );
    near(ratio(&answer, "g_co2e_per_image", "wh_per_image"), 30.0 / 1000.0);
    assert!(words(&["--intensity", "30"]).contains("at your value of 30 g/kWh, PUE 1"));
}

#[test]
fn energy_is_as_much_as_something_with_its_source_whatever_the_grid() {
    let like = |options: &[&str]| json(&[&["--like", "chatgpt-query"], options].concat())["like"].clone();
    let (here, there) = (like(&["--zone", "FRA"]), like(&["--zone", "POL"]));
    assert_eq!(here, there);
    let energy = json(&[])["wh_per_image"].as_f64().unwrap();
    near(here["per_image"].as_f64().unwrap(), energy / 0.34);
    near(like(&["--pue", "1.5"])["per_image"].as_f64().unwrap(), 1.5 * energy / 0.34);
    assert_eq!(here["source"]["url"], "https://blog.samaltman.com/the-gentle-singularity");
    let printed = words(&["--like", "gemini-prompt"]);
    assert!(
        printed.contains("median Gemini text prompts") && printed.contains("arXiv:2508.15734v1"),
        "{printed}"
    );
}

#[test]
fn what_cannot_be_used_is_one_line_and_status_1() {
    for (options, said) in [
        (["--zone", "Atlantis"], "unknown zone 'Atlantis'; give a country by its ISO 3166 code"),
        (["--zone", "CAF"], "unknown zone 'CAF'"),
        (["--intensity", "5001"], "intensity '5001' must be a number from 0 to 5000"),
        (["--pue", "0.99"], "pue '0.99' must be a number from 1 to 5"),
        (["--price", "free"], "price 'free' must be a number from 0 to 1000000"),
        (["--like", "toast"], "unknown like 'toast'; choose led-lamp, phone-charge"),
    ] {
        let output = estimate(&[&options[..], &["--json"]].concat());
        let message = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), output.stdout.len()), (Some(1), 0), "{options:?}");
        assert!(message.contains(said) && message.trim_end().lines().count() == 1, "{message}");
    }
}

#[test]
fn zones_are_listed() {
    let zones = |options: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_measure")).arg("zones").args(options).output().unwrap();
        assert!(output.status.success());
        String::from_utf8(output.stdout).unwrap()
    };
    let listed: Value = serde_json::from_str(&zones(&["--json"])).unwrap();
    let listed = listed["zones"].as_array().unwrap();
    assert_eq!((listed.len(), &listed[0]["alpha_3"]), (213, &"WORLD".into()));
    assert_eq!(listed[212]["alpha_3"], "EU27", "the one group that has a figure");
    let france = listed.iter().find(|zone| zone["alpha_2"] == "FR").unwrap();
    assert_eq!(
        (&france["name"], &france["g_per_kwh"], &france["year"]),
        (&"France".into(), &44.18.into(), &2024.into())
    );
    assert!(france["source"]["locator"].as_str().unwrap().contains("CC BY 4.0"));
    let table = zones(&[]);
    assert!(
        table.lines().any(|line| line.starts_with("FRA    FR") && line.contains(" 44.18  2024  France")),
        "{table}"
    );
}
