//! A session on a GPU, tried on the processor and scripted cards, so that it works when there is a GPU.

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use wattpix_measure::meter::scripted::scenario::Card;
use wattpix_measure::meter::scripted::waveform::Waveform;
use wattpix_measure::observation;

use crate::rehearsal::{MEASURE, Rehearsal, asked, card, python, stand_in};

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
