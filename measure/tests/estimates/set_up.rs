//! Estimates and counts of runs that edit images or are set up otherwise.

use std::fs;

use crate::command::{folder, json, measure, text};

#[test]
fn references_are_counted_as_diffusers_runs_them_and_echoed() {
    let asked = ["flops", "--model", "qwen-image-edit", "--width", "640", "--height", "384"];
    let references = ["--text-tokens", "100", "--references", "2", "--reference-size", "333x700", "--json"];
    let counted = json(&[&asked[..], &references[..]].concat());
    // X-Val: diffusers 0.42.1 and transformers 5.23.0, tests/data/flops_editing.csv.
    assert_eq!(counted["denoiser_pass"]["gflops"].as_f64(), Some(196_009.103720448));
    assert_eq!(counted["encoder_gflops"].as_f64(), Some(2.0 * 7_301.138087936));
    assert_eq!(counted["text_encoder_gflops"].as_f64(), Some(6_894.840709120 + 2.0 * 894.199480320));
    assert_eq!(
        (counted["references"].as_u64(), counted["reference_size"].as_str()),
        (Some(2), Some("704x1472"))
    );
    let plain = json(&["flops", "--model", "flux1-dev", "--json"]);
    for key in ["references", "encoder_gflops", "passes_run"] {
        assert!(plain.get(key).is_none(), "{key}");
    }
    // 50 steps of one pass, of which a cache leaves out a half.
    let cached = json(&["flops", "--model", "flux1-dev", "--skipped", "0.5", "--json"]);
    assert_eq!((cached["passes"].as_u64(), cached["passes_run"].as_f64()), (Some(50), Some(25.0)));
    let tasks = json(&["models", "--json"]);
    let tasks = tasks["models"].as_array().unwrap().iter().filter(|model| model["task"] == "edit").count();
    assert_eq!(tasks, 3);
}

#[test]
fn settings_are_echoed_where_they_are_set() {
    let set = json(&[
        "estimate",
        "--model",
        "flux1-dev",
        "--gpu",
        "h100",
        "--weights",
        "nf4",
        "--gpu-count",
        "2",
        "--parallel",
        "ring",
        "--skipped",
        "0.25",
        "--strength",
        "0.5",
        "--sampler",
        "heun",
        "--vae-tiling",
        "on",
        "--offload",
        "model",
        "--json",
    ]);
    let words: Vec<_> = ["weights", "parallel", "sampler", "vae_tiling", "offload"]
        .iter()
        .map(|key| set[*key].as_str().unwrap())
        .collect();
    assert_eq!(words, ["nf4", "ring", "heun", "on", "model"]);
    assert_eq!((set["gpu_count"].as_u64(), set["steps_run"].as_u64()), (Some(2), Some(25)));
    assert_eq!((set["skipped"].as_f64(), set["strength"].as_f64()), (Some(0.25), Some(0.5)));
    let causes = set["interval_parts"].as_array().unwrap();
    assert!(causes.iter().any(|part| part["cause"] == "set-up"));
    let plain = json(&["estimate", "--model", "flux1-dev", "--gpu", "h100", "--json"]);
    for key in ["weights", "gpu_count", "parallel", "offload", "skipped", "strength", "references", "sampler"]
    {
        assert!(plain.get(key).is_none(), "{key}");
    }
}

#[test]
fn settings_are_columns() {
    let folder = folder("set-up");
    let from = folder.join("runs.csv");
    fs::write(&from, "model,gpu,weights,gpu_count\nflux1-dev,h100,,\nflux1-dev,h100,q4,\nflux1-dev,h100,,4\nsdxl,h100,,2\n")
        .unwrap();
    let answered = measure(&["estimate", "--from", from.to_str().unwrap()]);
    let table = text(&answered.stdout);
    let energies: Vec<f64> =
        table.lines().skip(1).filter_map(|line| line.split(',').nth(6)?.parse().ok()).collect();
    assert_eq!(energies.len(), 3, "{table}");
    assert!(energies[0] < energies[1] && energies[1] < energies[2], "{energies:?}");
    assert!(table.contains("no sequence that GPUs could share"), "{table}");
}
