//! What a session on a GPU runs, tried on the processor and scripted cards, so that it works when there is a GPU.

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use wattpix_measure::observation;

use crate::fixture::folder;

const MEASURE: &str = env!("CARGO_BIN_EXE_measure");

#[test]
fn a_device_is_checked_against_the_processor() {
    let checkpoints = folder("sd2.1");
    let result = Command::new(MEASURE)
        .args([
            "engine-check",
            "--rounds",
            "2",
            "--rows",
            "130",
            "--rates",
            "fp32",
            "--shrink",
            "128",
            "--json",
        ])
        .args(["--checkpoints", checkpoints.parent().unwrap().to_str().unwrap()])
        .output()
        .unwrap();
    assert!(result.status.success(), "{}", String::from_utf8_lossy(&result.stdout));
    let printed: Value = serde_json::from_slice(&result.stdout).unwrap();
    let findings = printed["findings"].as_array().unwrap();
    // Attention at two widths, a product and convolutions in four precisions, four pipelines.
    assert_eq!(findings.len(), 2 + 2 * 4 + 4, "{printed}");
    assert!(findings.iter().all(|finding| finding["passed"] == true && finding["found"].is_number()));
    assert!(printed["rates"].as_array().unwrap().iter().all(|rate| rate["seconds"].as_f64().unwrap() > 0.0));
    assert_eq!(printed["fused_widths"].as_array().unwrap().len(), 0, "nothing is fused on a processor");
}

#[test]
fn each_stage_is_metered_in_a_window_of_its_own() {
    let place = tempfile::tempdir().unwrap();
    let rows = place.path().join("rows.jsonl");
    let result = Command::new(MEASURE)
        .args(["exec", "--gpu", "fake", "--no-idle", "--no-traces", "--out", rows.to_str().unwrap(), "--"])
        .args([MEASURE, "stages", "--model", "sd3.5-large", "--tiny", "--size", "64,48x64", "--steps", "2"])
        .args(["--precision", "fp32", "--window", "0.2", "--idle", "0.2"])
        .output()
        .unwrap();
    assert!(result.status.success(), "{}", String::from_utf8_lossy(&result.stderr));
    let lines: Vec<Value> = String::from_utf8(result.stdout)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let (_, mut rows) = observation::read(&rows).unwrap();
    // A window that came out too short is taken again; its last row is the one that is told.
    rows.reverse();
    rows.dedup_by_key(|row| (row.width, row.stage));
    rows.reverse();
    let stages: Vec<&str> = rows.iter().map(|row| row.stage.word()).collect();
    assert_eq!(stages, ["idle", "text", "denoise", "decode", "text", "denoise", "decode"]);
    let metered: Vec<_> = rows.iter().filter(|row| row.stage != observation::Stage::Idle).collect();
    assert_eq!(lines.len(), metered.len());
    for (line, row) in lines.iter().zip(metered) {
        assert_eq!(line["stage"], row.stage.word());
        assert_eq!(line["images"].as_u64(), row.images.map(u64::from));
        assert_eq!((row.steps, row.guidance.as_deref()), (Some(2), Some("on")));
        // What ran is what was counted, for one image.
        let told = line["executed_gflops_per_image"].as_f64().unwrap();
        assert!(told > 0.0 && line["passes"] == 4, "{line}");
    }
    assert_eq!((rows[6].width, rows[6].height), (Some(48), Some(64)));
}

fn session(place: &Path, seconds: &str) -> (Option<i32>, String, String) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../scripts/cuda/session.sh");
    let out = place.join("out");
    let result = Command::new("bash")
        .args([script, "--rehearse", "--seconds", seconds, "--out", out.to_str().unwrap(), MEASURE])
        .arg(place.join("session"))
        .envs([("MODELS", "sd2.1"), ("BASELINE", "candle")])
        .output()
        .unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (result.status.code(), text(&result.stdout), text(&result.stderr))
}

#[test]
fn a_session_on_a_gpu_is_one_command_that_goes_on_where_it_stopped() {
    if Command::new("python3").arg("--version").output().is_err() {
        eprintln!("no python3 here: scripts/cuda/session.sh was not tried");
        return;
    }
    let place = tempfile::tempdir().unwrap();
    let (status, _, told) = session(place.path(), "4");
    assert_eq!(status, Some(3), "four seconds are too few for any stage: {told}");
    assert!(told.contains("-- look waits"), "{told}");

    let (status, said, told) = session(place.path(), "500");
    assert_eq!(status, Some(0), "{told}");
    let file = |name: &str| place.path().join("session").join(name);
    assert!(
        said.contains("| scripted |") && said.contains("A rehearsal: rows of the fake meter"),
        "{said}{told}"
    );
    assert!(
        said.contains("| sd2.1, guided | 64 | fp32 | candle-0.11.1 |"),
        "engines side by side: {said}{told}"
    );
    assert!(said.contains("**sd2.1 on h200-sxm**"), "claims: {said}{told}");
    for fit in
        ["fake-h200-sxm-1.json", "fake-h200-sxm-sd2.1-paper-1.json", "fake-h200-sxm-sd2.1-additive-1.json"]
    {
        assert!(file("results").join(fit).is_file(), "{fit}: {told}");
    }
    assert!(place.path().join("out/session.tar.gz").is_file());

    let rows = |name: &str| std::fs::read_to_string(file(name)).unwrap().lines().count();
    let before = (rows("stages.jsonl"), rows("sd2.1.jsonl"), rows("sd2.1-pairs.jsonl"));
    let (status, _, told) = session(place.path(), "500");
    assert_eq!((status, told.contains("== look")), (Some(0), false), "all was done: {told}");
    assert_eq!((rows("stages.jsonl"), rows("sd2.1.jsonl"), rows("sd2.1-pairs.jsonl")), before);
}
