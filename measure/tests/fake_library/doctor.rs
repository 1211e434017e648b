//! Devices as `doctor` and `idle` see them, processors among them, and the options that are refused.

use std::time::{Duration, Instant};

use wattpix_measure::flag::Flag;
use wattpix_measure::meter::MeterKind;
use wattpix_measure::meter::scripted::scenario::{Card, Event, Machine};

use crate::machine::{Fake, quick, text};
use crate::support::constant;

#[test]
fn doctor_tells_a_person_and_a_program_what_works() {
    let fake = Fake::new(vec![Card::like_h100_pcie(constant(71.0))]);
    let output = fake.run(&["doctor"]);
    let shown = text(&output.stdout);
    assert!(output.status.success(), "{shown}");
    for expected in [
        "NVIDIA H100 PCIe",
        "[a fake",
        "ready",
        "counter, steps every",
        "field 186",
        "CUDA ordinal 0",
        "Next:",
    ] {
        assert!(shown.contains(expected), "{expected}: {shown}");
    }
    assert!(shown.lines().count() <= 24, "one screen: {shown}");
    let (object, status) = fake.json(&["doctor", "--json"]);
    assert_eq!(status, Some(0));
    assert_eq!(object["devices"][0]["verdict"], "ready");
    assert_eq!(object["devices"][0]["capabilities"]["counter"]["state"], "works");
    let period = object["devices"][0]["capabilities"]["counter"]["period_s"].as_f64().unwrap();
    assert!((period - 0.1).abs() < 0.02, "{period}");
}

#[test]
fn idle_gives_the_watts_and_their_spread() {
    let fake = Fake::new(vec![quick(71.0)]);
    let (object, status) = fake.json(&["idle", "--seconds", "3", "--json"]);
    assert_eq!(status, Some(0), "{object}");
    assert!((object["idle_w"].as_f64().unwrap() - 71.0).abs() < 0.7, "{object}");
    assert_eq!(object["meter"], "fake");
    let busy = Event::Process { from_s: 0.0, to_s: 1e9, pid: 1, graphics: false };
    let fake = Fake::new(vec![Card { events: vec![busy], ..quick(71.0) }]);
    let output = fake.run(&["idle", "--seconds", "3"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("Other programs"), "{}", text(&output.stderr));
}

#[test]
fn without_a_driver_runs_are_refused_and_doctor_says_what_to_do() {
    let refused = |code| {
        Fake::machine(|_| Machine {
            driver: String::new(),
            epoch_unix_s: None,
            init_error: Some(code),
            cards: vec![],
        })
    };
    for (code, expected) in [(9, "driver is not loaded"), (4, "no permission"), (18, "different versions")] {
        let fake = refused(code);
        let marker = fake.path("ran");
        let output = fake
            .measure(&["exec", "--powercap", "/nonexistent", "--", "touch", marker.to_str().unwrap()])
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(text(&output.stderr).contains(expected), "{code}: {}", text(&output.stderr));
        assert_eq!(text(&output.stderr).lines().count(), 1, "one clear line: {}", text(&output.stderr));
        assert!(!marker.exists(), "the command must not run without a meter");
        let doctor = fake.run(&["doctor", "--powercap", "/nonexistent"]);
        assert_eq!(doctor.status.code(), Some(1));
        assert!(text(&doctor.stdout).contains("What to do"), "{}", text(&doctor.stdout));
    }
    let fake = Fake::new(vec![]);
    let output =
        fake.measure(&["doctor"]).env("WATTPIX_NVML_LIB", "/nonexistent/libnvidia-ml.so").output().unwrap();
    assert!(text(&output.stdout).contains("cannot load /nonexistent"), "{}", text(&output.stdout));
}

#[test]
fn processor_energy_is_metered_where_the_kernel_shows_it() {
    let fake = Fake::new(vec![]);
    let zone = fake.path("powercap/intel-rapl:0");
    std::fs::create_dir_all(&zone).unwrap();
    let put = |name: &str, value: String| std::fs::write(zone.join(name), value).unwrap();
    put("name", "package-0\n".to_owned());
    put("max_energy_range_uj", "262143328850\n".to_owned());
    put("energy_uj", "1000\n".to_owned());
    // 60 W, a new value every five milliseconds, each whole or not at all.
    let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let (zone_of_writer, stop_of_writer) = (zone.clone(), std::sync::Arc::clone(&stop));
    let writer = std::thread::spawn(move || {
        let begun = Instant::now();
        while !stop_of_writer.load(std::sync::atomic::Ordering::Relaxed) {
            let microjoules = 1000 + (60.0 * begun.elapsed().as_secs_f64() * 1e6) as u64;
            let new = zone_of_writer.join("new");
            std::fs::write(&new, format!("{microjoules}\n")).unwrap();
            std::fs::rename(&new, zone_of_writer.join("energy_uj")).unwrap();
            std::thread::sleep(Duration::from_millis(5));
        }
    });
    let powercap = fake.path("powercap");
    let output = fake.run(&[
        "exec",
        "--gpu",
        "cpu",
        "--no-idle",
        "--powercap",
        powercap.to_str().unwrap(),
        "--",
        "sleep",
        "2",
    ]);
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    writer.join().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    let row = fake.rows().pop().unwrap();
    assert_eq!(
        (row.gpu.as_str(), row.meter, row.scope.unwrap().word()),
        ("cpu", MeterKind::Rapl, "cpu_package")
    );
    let watts = row.gross_j.unwrap() / row.duration_s;
    assert!((watts - 60.0).abs() < 2.0, "{watts}");
    assert!(row.reasons.contains(&Flag::NoCrossCheck) && row.integrated_j.is_none(), "{:?}", row.reasons);
}

#[test]
fn usage_errors_are_two_and_say_what_is_allowed() {
    let fake = Fake::new(vec![quick(100.0)]);
    for arguments in
        [&["exec"][..], &["exec", "--config", "steps=many", "--", "true"], &["idle", "--seconds", "x"]]
    {
        let output = fake.run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    }
    let other = fake.path("observations.jsonl");
    std::fs::write(&other, "{\"not\":\"ours\"}\n").unwrap();
    let output = fake.run(&["exec", "--no-idle", "--", "true"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(text(&output.stderr).contains("not the header"), "{}", text(&output.stderr));
    for command in ["doctor", "idle", "exec", "mark"] {
        let output = fake.run(&[command, "--help"]);
        assert!(text(&output.stdout).contains("Example"), "{command}");
    }
}
