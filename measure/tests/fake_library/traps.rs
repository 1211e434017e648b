//! The traps of a driver (docs/metering.md) that need its library or the whole program.

use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use wattpix_measure::flag::Flag;
use wattpix_measure::meter::scripted::scenario::{Card, Event, FieldType, Machine};

use crate::machine::{CONFIG, Fake, library, quick, text};

#[test]
fn trap_10_mig_and_vgpu_are_refused_by_name() {
    let fake = Fake::new(vec![Card { mig: true, ..quick(100.0) }]);
    for command in [&["exec", "--", "true"][..], &["idle"], &["idle", "--gpu", "MIG-GPU-8932"]] {
        let output = fake.run(command);
        assert_eq!(output.status.code(), Some(1));
        assert!(text(&output.stderr).contains("MIG"), "{}", text(&output.stderr));
    }
    let (object, _) = fake.json(&["doctor", "--json"]);
    assert_eq!(object["devices"][0]["verdict"], "refused");
    let whole = fake.run(&["exec", "--whole-card", "--no-idle", "--", "sleep", "1"]);
    assert!(whole.status.success(), "{}", text(&whole.stderr));
    assert!(fake.rows()[0].valid, "{:?}", fake.rows()[0].reasons);
    let fake = Fake::new(vec![Card { vgpu: true, ..quick(100.0) }]);
    let output = fake.run(&["exec", "--", "true"]);
    assert!(text(&output.stderr).contains("virtual GPU"), "{}", text(&output.stderr));
}

fn two_cards() -> Vec<Card> {
    let first = Card { uuid: "GPU-aaaa0000".to_owned(), pci: "0000:81:00.0".to_owned(), ..quick(100.0) };
    let second = Card { uuid: "GPU-bbbb0000".to_owned(), pci: "0000:01:00.0".to_owned(), ..quick(200.0) };
    vec![first, second]
}

#[test]
fn trap_11_the_cuda_ordinal_is_mapped_and_the_program_sees_the_metered_card() {
    let fake = Fake::new(two_cards());
    let several = fake.run(&["idle"]);
    assert!(text(&several.stderr).contains("several GPUs") && text(&several.stderr).contains("GPU-bbbb0000"));
    // NVML's index 1 is CUDA's ordinal 0: it has the lower PCI address.
    let (object, _) = fake.json(&["doctor", "--json"]);
    assert_eq!(object["cuda"]["ordinals"], serde_json::json!([1, 0]));
    let watts = |object: &Value| object["idle_w"].as_f64().unwrap().round();
    std::thread::scope(|scope| {
        for wanted in ["GPU-bbbb", "bbbb0000", "01:00.0", "0000:01:00.0", "1"] {
            let (fake, watts) = (&fake, &watts);
            scope.spawn(move || {
                let (object, _) = fake.json(&["idle", "--seconds", "2.5", "--json", "--gpu", wanted]);
                assert_eq!(watts(&object), 200.0, "{wanted}");
            });
        }
    });
    let output = fake
        .measure(&["idle", "--seconds", "2.5", "--json"])
        .env("CUDA_VISIBLE_DEVICES", "0")
        .output()
        .unwrap();
    assert_eq!(watts(&serde_json::from_slice(&output.stdout).unwrap()), 200.0, "ordinal 0 is index 1");
    let output =
        fake.run(&["exec", "--gpu", "1", "--no-idle", "--", "sh", "-c", "echo saw $CUDA_VISIBLE_DEVICES"]);
    assert_eq!(text(&output.stdout), "saw GPU-bbbb0000\n");
    let output = fake
        .measure(&["exec", "--gpu", "1", "--no-idle", "--", "true"])
        .env("CUDA_VISIBLE_DEVICES", "GPU-aaaa0000")
        .output()
        .unwrap();
    assert!(text(&output.stderr).contains("does not show"), "{}", text(&output.stderr));
    let unknown = fake.run(&["idle", "--gpu", "7"]);
    assert!(text(&unknown.stderr).contains("no such GPU"), "{}", text(&unknown.stderr));
}

#[test]
fn trap_12_field_values_are_read_by_their_own_type() {
    for kind in [FieldType::Uint, FieldType::Double, FieldType::Ulonglong] {
        let fake = Fake::new(vec![Card { field_type: kind, ..quick(123.0) }]);
        let (object, _) = fake.json(&["doctor", "--json"]);
        let power = &object["devices"][0]["capabilities"]["power"][0];
        assert_eq!(
            (power["field"].as_str(), power["watts"].as_f64()),
            (Some("instant"), Some(123.0)),
            "{kind:?}"
        );
    }
    let fake = Fake::new(vec![Card { field_type: FieldType::WrongTag, ..quick(123.0) }]);
    let (object, _) = fake.json(&["doctor", "--json"]);
    let capabilities = &object["devices"][0]["capabilities"];
    assert!(capabilities["power"][0]["reason"].as_str().unwrap().contains("not between"), "{capabilities}");
    assert_eq!(capabilities["primary"], "usage", "PowerUsage has no tag to get wrong");
}

#[test]
fn trap_13_the_renumbered_fields_are_not_ours_and_the_wrapper_is_new_enough() {
    for driver in ["570.86.16", "580.65.06", "580.82.07", "590.48.01"] {
        let fake = Fake::machine(|epoch| Machine {
            driver: driver.to_owned(),
            epoch_unix_s: Some(epoch),
            init_error: None,
            cards: vec![quick(123.0)],
        });
        let (object, _) = fake.json(&["doctor", "--json"]);
        let power = &object["devices"][0]["capabilities"]["power"];
        assert_eq!(power[0]["watts"].as_f64(), Some(123.0), "{driver}");
        assert_eq!(power[1]["watts"].as_f64(), Some(123.0), "{driver}");
    }
    let manifest =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.toml")).unwrap();
    let version = manifest.lines().find_map(|line| line.strip_prefix("nvml-wrapper = \"")).unwrap();
    let parts: Vec<u32> =
        version.trim_end_matches('"').split('.').map(|part| part.parse().unwrap()).collect();
    assert!(
        parts >= vec![0, 12, 1],
        "nvml-wrapper {version}: 0.12.1 is the first that knows the renumbering"
    );
}

#[test]
fn trap_14_garbage_of_a_broken_library_is_refused() {
    let garbage = Event::Garbage { from_s: -1e9, to_s: 1e9, watts: 3700.0 };
    let fake = Fake::new(vec![Card { counter: None, events: vec![garbage], ..quick(100.0) }]);
    let output = fake.run(&["exec", "--", "true"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("3700 W"), "{}", text(&output.stderr));
}

#[test]
fn trap_15_not_found_on_an_idle_machine_is_no_error() {
    let fake = Fake::new(vec![Card { processes_not_found: true, ..quick(71.0) }]);
    let (object, status) = fake.json(&["doctor", "--json"]);
    assert_eq!(status, Some(0));
    assert_eq!(object["devices"][0]["status"]["compute_pids"], serde_json::json!([]));
    assert_eq!(object["devices"][0]["verdict"], "ready");
}

#[test]
fn a_driver_that_does_not_say_who_uses_the_card_is_not_taken_for_nobody() {
    let fake = Fake::new(vec![Card { processes_refused: true, ..quick(150.0) }]);
    let shown = text(&fake.run(&["doctor"]).stdout);
    assert!(shown.contains("not told who uses it") && !shown.contains("nobody else on it"), "{shown}");
    let output = fake.run(&["exec", "--no-idle", "--", "sleep", "0.6"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let row = fake.rows().pop().unwrap();
    assert!(row.valid && row.reasons.contains(&Flag::PidsHidden), "{:?}", row.reasons);
}

#[test]
fn trap_20_the_library_is_asked_for_nothing_that_changes_a_setting() {
    // The fake exports no function that sets or resets anything, so any such call would fail; doctor, idle and exec
    // pass all the same (the other tests). Here: that it truly exports none.
    let symbols = std::fs::read(library()).unwrap();
    let text = String::from_utf8_lossy(&symbols);
    assert!(text.contains("nvmlDeviceGetPowerUsage"));
    assert!(!text.contains("nvmlDeviceSet") && !text.contains("nvmlDeviceReset"));
}

/// Stops or goes on with a process.
fn kill(signal: &str, pid: u32) {
    assert!(Command::new("kill").args([signal, &pid.to_string()]).status().unwrap().success());
}

#[test]
fn trap_22_a_stopped_meter_or_command_spoils_the_row_and_the_next_is_fair() {
    let fake = Fake::new(vec![quick(150.0)]);
    let script = "echo $$ > pid; \"$MEASURE\" mark begin image; touch up; sleep 1.5; \"$MEASURE\" mark end; \
                  \"$MEASURE\" mark begin image; sleep 1.5; \"$MEASURE\" mark end";
    for program in [false, true] {
        let _ = std::fs::remove_file(fake.path("up"));
        let mut arguments = vec!["exec", "--no-idle"];
        arguments.extend(CONFIG);
        arguments.extend(["--", "bash", "-c", script]);
        let mut child = fake.measure(&arguments).stderr(Stdio::null()).spawn().unwrap();
        let begun = Instant::now();
        while !fake.path("up").exists() {
            assert!(begun.elapsed() < Duration::from_secs(60));
            std::thread::sleep(Duration::from_millis(20));
        }
        let pid = std::fs::read_to_string(fake.path("pid")).unwrap().trim().parse().unwrap();
        let stopped = if program { pid } else { child.id() };
        kill("-STOP", stopped);
        std::thread::sleep(Duration::from_secs(3));
        kill("-CONT", stopped);
        assert!(child.wait().unwrap().success());
        let rows = fake.rows();
        let [.., spoilt, fair] = &rows[..] else { panic!("{rows:?}") };
        assert!(!spoilt.valid && spoilt.duration_s > 2.5, "{spoilt:?}");
        assert!(
            spoilt.reasons.iter().any(|flag| matches!(flag, Flag::Stopped | Flag::LateEdge)),
            "{spoilt:?}"
        );
        assert!(fair.valid, "{fair:?}");
    }
}

#[test]
fn trap_24_mig_that_is_switched_on_while_the_command_runs_spoils_its_row() {
    let fake = Fake::new(vec![Card {
        events: vec![Event::MigOn { at_s: 4.0 }],
        throttle_refused: true,
        ..quick(150.0)
    }]);
    let output = fake.run(&["exec", "--no-idle", "--", "sleep", "6"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let row = fake.rows().pop().unwrap();
    assert!(!row.valid && row.reasons.contains(&Flag::Mig), "{:?}", row.reasons);
    assert!(row.reasons.contains(&Flag::ThrottleUnknown), "{:?}", row.reasons);
}
