//! Refusal of unusable devices: what `measure doctor` calls unusable is refused by `exec`, `run` and `idle` before anything runs.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

mod support;

use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use support::{constant, sensor};
use wattpix_measure::meter::scripted::scenario::{Card, Event};
use wattpix_measure::meter::scripted::sensor::{Counter, Sensor};

fn measure(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_measure"))
        .args(arguments)
        .current_dir(folder)
        .env_remove("CUDA_VISIBLE_DEVICES")
        .stdin(Stdio::null())
        .output()
        .unwrap()
}

fn counter(gain: f64) -> Option<Counter> {
    Some(Counter { period_s: 0.02, gain, jitter: 0.0, latency_s: 0.0 })
}

fn quick() -> Card {
    Card { counter: counter(1.0), ..Card::ideal(constant(150.0)) }
}

/// Always, as far as a test can see.
fn always(make: impl FnOnce(f64, f64) -> Event) -> Vec<Event> {
    vec![make(-1e9, 1e9)]
}

/// A name, the card, the verdict, and the code that a refusal names.
fn cards() -> Vec<(&'static str, Card, &'static str, Option<&'static str>)> {
    let sensed = |gain| Some(Sensor { update_s: 0.1, window_s: 0.1, gain, offset_w: 0.0, phase_s: 0.0 });
    let process = |graphics| always(|from_s, to_s| Event::Process { from_s, to_s, pid: 1, graphics });
    let stuck = || always(|from_s, to_s| Event::Stuck { from_s, to_s });
    let garbage = always(|from_s, to_s| Event::Garbage { from_s, to_s, watts: 3.7e6 });
    let without_power = |card: Card| Card { instant: None, average: None, usage: None, ..card };
    vec![
        ("sound", quick(), "ready", None),
        ("desktop", Card { events: process(true), ..quick() }, "usable", None),
        ("silent counter", Card { events: stuck(), ..quick() }, "usable", None),
        ("other programs", Card { events: process(false), ..quick() }, "not now", Some("other-processes")),
        (
            "counter below power",
            Card { counter: counter(0.573), ..quick() },
            "not now",
            Some("meters-contradict"),
        ),
        (
            "counter of a module",
            Card { counter: counter(1.25), ..quick() },
            "not now",
            Some("meters-contradict"),
        ),
        (
            "two powers",
            Card { counter: None, instant: sensed(2.0), ..quick() },
            "not now",
            Some("meters-contradict"),
        ),
        ("garbage", Card { events: garbage, ..quick() }, "not now", Some("implausible-power")),
        (
            "superchip",
            Card { name: "NVIDIA GH200 480GB".to_owned(), counter: counter(1.09), ..quick() },
            "not now",
            Some("module-unclear"),
        ),
        ("vgpu", Card { vgpu: true, ..quick() }, "refused", Some("vgpu")),
        ("mig", Card { mig: true, ..quick() }, "refused", Some("mig")),
        (
            "nothing moves",
            Card { events: stuck(), ..without_power(quick()) },
            "cannot be metered",
            Some("no energy or power reading"),
        ),
        ("power only", Card { counter: None, usage: sensor(0.1, 0.1), ..quick() }, "usable", None),
    ]
}

#[test]
fn trap_26_doctor_exec_run_and_idle_judge_alike() {
    std::thread::scope(|scope| {
        for (name, card, verdict, code) in cards() {
            scope.spawn(move || judged_alike(name, &card, verdict, code));
        }
    });
}

fn judged_alike(name: &str, card: &Card, verdict: &str, code: Option<&str>) {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    std::fs::write(folder.join("card.json"), serde_json::to_vec(card).unwrap()).unwrap();
    let gpu = ["--gpu", "fake:card.json"];
    let doctor = measure(folder, &[&["doctor", "--json"][..], &gpu].concat());
    let found: Value = serde_json::from_slice(&doctor.stdout).unwrap();
    let found = &found["devices"][0];
    assert_eq!(found["verdict"], verdict, "{name}: {}", found["problems"]);
    assert_eq!(doctor.status.success(), code.is_none(), "{name}");
    let sweep = ["--model", "sdxl", "--size", "512", "--steps", "5", "--out", "run.jsonl", "--repeats", "1"];
    let commands = [
        [&["exec", "--no-idle", "--no-traces"][..], &gpu, &["--", "touch", "exec-ran"]].concat(),
        [&["run"][..], &gpu, &sweep, &["--", "touch", "run-ran"]].concat(),
        [&["idle", "--seconds", "2.5"][..], &gpu].concat(),
    ];
    for arguments in commands {
        let output = measure(folder, &arguments);
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        let ran = folder.join(format!("{}-ran", arguments[0]));
        match code {
            None => assert!(ran.exists() || output.status.success(), "{name}, {}: {told}", arguments[0]),
            Some(code) => {
                assert_eq!(output.status.code(), Some(1), "{name}, {}: {told}", arguments[0]);
                assert!(told.contains(code), "{name}, {}: {told}", arguments[0]);
                assert!(!ran.exists(), "{name}, {}: it must not run", arguments[0]);
            }
        }
    }
}
