//! Work of a session on a GPU: the check of a device, and stages in windows of their own.

use std::process::Command;

use serde_json::Value;
use wattpix_measure::observation;

use crate::fixture::folder;
use crate::rehearsal::MEASURE;

#[test]
fn a_device_is_checked_against_the_processor() {
    let checkpoints = folder("sd2.1");
    let place = tempfile::tempdir().unwrap();
    let parts = place.path().join("parts");
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
        .args(["--parts", parts.to_str().unwrap()])
        .args(["--checkpoints", checkpoints.parent().unwrap().to_str().unwrap()])
        .output()
        .unwrap();
    assert!(result.status.success(), "{}", String::from_utf8_lossy(&result.stdout));
    let printed: Value = serde_json::from_slice(&result.stdout).unwrap();
    let findings = printed["findings"].as_array().unwrap();
    // Attention at two widths, a product and convolutions in four precisions, a large convolution in two, four pipelines.
    assert_eq!(findings.len(), 2 + 2 * 4 + 2 + 4, "{printed}");
    assert!(findings.iter().all(|finding| finding["passed"] == true && finding["found"].is_number()));
    let rates = printed["rates"].as_array().unwrap();
    let positive = |rate: &Value, name: &str| rate[name].as_f64().unwrap() > 0.0;
    assert!(rates.iter().all(|rate| positive(rate, "seconds") && positive(rate, "issue_seconds")));
    for kind in ["attention", "group norm and SiLU", "level of a U-Net", "enlarging", "convolution 3x3"] {
        assert!(rates.iter().any(|rate| rate["what"].as_str().unwrap().starts_with(kind)), "{kind}");
    }
    // What is kept as it is found is what is printed at the end.
    let kept: Vec<Value> = std::fs::read_to_string(&parts)
        .unwrap()
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(kept[0]["engine"], printed["engine"]);
    let of = |name: &str| -> Vec<&Value> { kept.iter().filter_map(|line| line.get(name)).collect() };
    assert_eq!(of("finding"), findings.iter().collect::<Vec<_>>());
    assert_eq!(of("rate"), rates.iter().collect::<Vec<_>>());
    assert_eq!(of("ended"), ["attention", "products", "pipelines", "rates"]);
    assert!(of("broken").is_empty() && printed["broken"].as_array().unwrap().is_empty());
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
        // Of a pass alone the host knows when it had issued it, and when it was done.
        let pass = [&line["pass_issued_s"], &line["pass_s"]].map(Value::as_f64);
        match (row.stage.word(), pass) {
            ("denoise", [Some(issued), Some(done)]) => assert!(0.0 < issued && issued <= done, "{line}"),
            (stage, found) => assert!(stage != "denoise" && found == [None, None], "{line}"),
        }
    }
    assert_eq!((rows[6].width, rows[6].height), (Some(48), Some(64)));
}
