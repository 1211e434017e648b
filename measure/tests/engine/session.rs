//! What a session on a GPU runs, tried on the processor and scripted cards, so that it works when there is a GPU.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use wattpix_measure::meter::scripted::scenario::Card;
use wattpix_measure::meter::scripted::waveform::Waveform;
use wattpix_measure::observation;

use crate::fixture::folder;

const MEASURE: &str = env!("CARGO_BIN_EXE_measure");

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

/// A rehearsal in `place`.
struct Rehearsal<'a> {
    place: &'a Path,
    /// The program, or what stands in for it.
    measure: &'a Path,
    folder: &'a str,
    options: &'a [&'a str],
    environment: &'a [(&'a str, &'a str)],
}

impl Rehearsal<'_> {
    /// Exit status, what it said and what it told.
    fn run(&self) -> (Option<i32>, String, String) {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../scripts/cuda/session.sh");
        let result = Command::new("bash")
            .args([script, "--rehearse", "--out", self.place.join("out").to_str().unwrap()])
            .args(self.options)
            .args([self.measure, self.place.join(self.folder).as_path()])
            .envs([("MODELS", "sd2.1"), ("BASELINE", "candle")])
            .envs(self.environment.iter().copied())
            .output()
            .unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (result.status.code(), text(&result.stdout), text(&result.stderr))
    }
}

/// Whether the script can be tried here; told where not.
fn python() -> bool {
    let found = Command::new("python3").arg("--version").output().is_ok();
    if !found {
        eprintln!("no python3 here: scripts/cuda/session.sh was not tried");
    }
    found
}

/// The folder of the only card in a session's folder, beside those of its kind.
fn card(session: &Path) -> PathBuf {
    let kind = session.join("h100-pcie");
    let names = ["done", "tried", "results"];
    let mut cards = std::fs::read_dir(kind).unwrap().map(|entry| entry.unwrap().path());
    cards.find(|path| names.iter().all(|name| !path.ends_with(name))).unwrap()
}

#[test]
fn a_session_on_a_gpu_is_one_command_that_goes_on_where_it_stopped() {
    if !python() {
        return;
    }
    let place = tempfile::tempdir().unwrap();
    let rehearse = |seconds| {
        let options = ["--seconds", seconds];
        let measure = Path::new(MEASURE);
        Rehearsal { place: place.path(), measure, folder: "session", options: &options, environment: &[] }
            .run()
    };
    let (status, _, told) = rehearse("4");
    assert_eq!(status, Some(3), "four seconds are too few for any stage: {told}");
    assert!(told.contains("-- look waits"), "{told}");
    assert!(!told.contains("candle-sd2.1"), "nothing is measured that was not checked: {told}");

    let (status, said, told) = rehearse("500");
    assert_eq!(status, Some(0), "{told}");
    let kind = place.path().join("session/h100-pcie");
    let card = card(&place.path().join("session"));
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
        let path = kind.join("results").join(fit);
        let fit: Value = serde_json::from_str(&std::fs::read_to_string(path).expect(&told)).unwrap();
        let files = fit["origin"]["observations"].as_array().unwrap();
        assert!(!files.is_empty());
        for file in files {
            // By the name that it has in the repository once it ships.
            let name = file["file"].as_str().unwrap();
            assert!(name.starts_with("fitted/observations/h100-pcie/sd2.1-"), "{name}");
            let shipped = std::fs::read(kind.join("results/ship").join(name)).unwrap();
            assert_eq!(file["sha256"], observation::hash(std::str::from_utf8(&shipped).unwrap()));
        }
    }
    assert!(place.path().join("out/session.tar.gz").is_file());

    let rows = |name: &str| std::fs::read_to_string(card.join(name)).unwrap().lines().count();
    let before = (rows("stages.jsonl"), rows("sd2.1.jsonl"), rows("sd2.1-pairs.jsonl"));
    let (status, _, told) = rehearse("500");
    assert_eq!((status, told.contains("== look")), (Some(0), false), "all was done: {told}");
    assert_eq!((rows("stages.jsonl"), rows("sd2.1.jsonl"), rows("sd2.1-pairs.jsonl")), before);
    tables_take_valid_rows_of_the_same_run(&card);
}

/// Rows that came later and are invalid, or of another guidance or batch, change nothing.
fn tables_take_valid_rows_of_the_same_run(card: &Path) {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/../scripts/cuda/tables.py");
    let tables = || {
        let made = Command::new("python3").arg(script).arg(card).output().unwrap();
        assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
        String::from_utf8(made.stdout).unwrap()
    };
    let before = tables();
    let path = card.join("stages.jsonl");
    let mut text = std::fs::read_to_string(&path).unwrap();
    let last: Value = text.lines().last().map(|line| serde_json::from_str(line).unwrap()).unwrap();
    for (name, value) in [("valid", Value::from(false)), ("guidance", "off".into()), ("batch", 4.into())] {
        let mut row = last.clone();
        row["gross_j"] = 1e6.into();
        row[name] = value;
        text.push_str(&format!("{row}\n"));
    }
    std::fs::write(&path, &text).unwrap();
    assert_eq!(tables(), before);
    let mut row = last;
    row["gross_j"] = 1e6.into();
    std::fs::write(&path, format!("{text}{row}\n")).unwrap();
    assert_ne!(tables(), before, "a later valid row is taken");
}

/// A stand-in for the program that notes what it is asked for in `place/asked` and leaves all but `doctor --json` and what `real` names
/// (a pattern of bash) out. `check` is what it does for `engine-check`.
fn stand_in(place: &Path, real: &str, check: &str) -> PathBuf {
    let path = place.join("measure");
    let text = format!(
        r#"#!/usr/bin/env bash
echo "$*" >> '{asked}'
ok() {{ # PARTS
  printf '%s\n' '{{"engine":"stand-in"}}' '{{"finding":{{"what":"attention","passed":true}}}}' '{{"ended":"attention"}}' >> "$1"
}}
parts() {{ while [ $# -gt 1 ]; do [ "$1" != --parts ] || echo "$2"; shift; done; }}
whole() {{ ok "$(parts "$@")"; echo '{{"engine":"stand-in","findings":[],"rates":[],"broken":[]}}'; }}
case "$1 $2" in
  'doctor --json' | {real}) exec '{MEASURE}' "$@" ;;
  engine-check*) {check} ;;
  idle*) echo '{{"ratio":1.0,"idle_w":68.0}}' ;;
  gpus*) echo '{{"gpus":[]}}' ;;
esac
"#,
        asked = place.join("asked").display(),
    );
    std::fs::write(&path, text).unwrap();
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    path
}

fn asked(place: &Path, what: &str) -> Vec<String> {
    let text = std::fs::read_to_string(place.join("asked")).unwrap();
    text.lines().filter(|line| line.contains(what)).map(str::to_owned).collect()
}

#[test]
fn a_session_goes_on_on_another_card() {
    if !python() {
        return;
    }
    let place = tempfile::tempdir().unwrap();
    let place = place.path();
    let measure = stand_in(place, "run* | fit*", r#"whole "$@""#);
    let first = Rehearsal { place, measure: &measure, folder: "first", options: &[], environment: &[] };
    let (status, _, told) = first.run();
    assert_eq!(status, Some(0), "{told}");
    // As if the machine had gone before this stage was done.
    let packed = place.join("first");
    std::fs::remove_file(packed.join("h100-pcie/done/sd2.1-pairs")).unwrap();
    let tar = place.join("home.tar.gz");
    let packed = Command::new("tar")
        .arg("-C")
        .arg(place)
        .arg("-czf")
        .args([tar.as_path(), Path::new("first")])
        .status();
    assert!(packed.unwrap().success());

    let mut other = Card::like_h100_pcie(Waveform::Constant { watts: 70.0 });
    other.uuid = "GPU-00000000-0000-0000-0000-00000000000b".to_owned();
    let path = place.join("other.json");
    std::fs::write(&path, serde_json::to_string(&other).unwrap()).unwrap();
    let meter = format!("fake:{}", path.display());
    let (options, environment) = (["--from", tar.to_str().unwrap()], [("METER", meter.as_str())]);
    std::fs::remove_file(place.join("asked")).unwrap();
    let second = Rehearsal {
        place,
        measure: &measure,
        folder: "second",
        options: &options,
        environment: &environment,
    };
    let (status, _, told) = second.run();
    assert_eq!(status, Some(0), "{told}");
    let stages: Vec<&str> = told.lines().filter(|line| line.ends_with("at most")).collect();
    let names: Vec<&str> =
        stages.iter().map(|line| line.trim_start_matches("== ").split(',').next().unwrap()).collect();
    assert_eq!(
        names,
        ["look", "check", "sd2.1-pairs"],
        "what every card needs, and what was not done: {told}"
    );
    // Each card has its rows in a file of its own, and fits are made of both.
    let shipped = place.join("second/h100-pcie/results/ship/fitted/observations/h100-pcie");
    let mut files: Vec<String> = std::fs::read_dir(&shipped)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.starts_with("sd2.1-pairs-"))
        .collect();
    files.sort();
    let ids = ["GPU-fa4e0000-0000-0000-0000-000000000001", &other.uuid];
    let mut wanted = ids.map(|id| format!("sd2.1-pairs-{}.jsonl", &observation::hash(id)[..8]));
    wanted.sort();
    assert_eq!(files, wanted, "{told}");
    let fits = asked(place, "fit ");
    assert!(wanted.iter().all(|name| fits[0].contains(name)), "{fits:?}");
    // A folder that holds something is gone on with; nothing of the archive replaces it.
    let (status, _, told) = second.run();
    assert_eq!(status, Some(0), "{told}");
    assert!(told.contains("is gone on with, not") && !told.contains("at most"), "{told}");
}

#[test]
fn attention_that_was_not_seen_to_work_is_not_used() {
    if !python() {
        return;
    }
    let place = tempfile::tempdir().unwrap();
    let place = place.path();
    // As a kernel's own error handling does: the program ends with status 1 in the middle of a part.
    let check = r#"case "$*" in
    *--unfused*) whole "$@" ;;
    *) printf '%s\n' '{"engine":"stand-in"}' '{"finding":{"what":"attention","passed":true}}' >> "$(parts "$@")"; exit 1 ;;
  esac"#;
    let measure = stand_in(place, "nothing", check);
    let session = Rehearsal { place, measure: &measure, folder: "session", options: &[], environment: &[] };
    let (status, said, told) = session.run();
    assert_eq!(status, Some(3), "{told}");
    assert!(told.contains("!! check failed with status 1"), "{told}");
    assert!(told.contains("unfused from here on"), "{told}");
    assert!(said.contains("Not checked to the end: the check"), "{said}{told}");
    for what in ["-- ", "run --plan"] {
        let all = asked(place, what);
        assert!(!all.is_empty() && all.iter().all(|line| line.contains("--unfused")), "{all:?}");
    }
    std::fs::remove_file(place.join("asked")).unwrap();
    let (status, _, told) = session.run();
    assert_eq!(status, Some(0), "the check without the kernels stands: {told}");
    assert!(asked(place, "engine-check").is_empty(), "{told}");
}

#[test]
fn a_stage_that_hangs_costs_its_own_time_only() {
    if !python() {
        return;
    }
    let place = tempfile::tempdir().unwrap();
    let place = place.path();
    // After attention was found right, and deaf to interrupts: only the kill ends it.
    let check = r#"ok "$(parts "$@")"; trap '' INT; sleep 100"#;
    let measure = stand_in(place, "nothing", check);
    let session = Rehearsal {
        place,
        measure: &measure,
        folder: "session",
        options: &[],
        environment: &[("PATIENCE", "4")],
    };
    let (status, _, told) = session.run();
    assert_eq!(status, Some(3), "{told}");
    assert!(told.contains("!! check was stopped: it hung for 4 s"), "{told}");
    assert!(!told.contains("unfused"), "what was found before it hung counts: {told}");
    let runs = asked(place, "run --plan");
    assert!(runs.len() == 3 && runs.iter().all(|line| !line.contains("--unfused")), "{told}{runs:?}");
}
