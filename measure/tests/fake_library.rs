//! The real binary, through the real nvml-wrapper, on a fake `libnvidia-ml.so` whose true power is known.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use serde_json::Value;
use support::constant;
use tempfile::TempDir;
use wattpix_measure::flag::Flag;
use wattpix_measure::meter::scripted::scenario::{Card, Event, FieldType, Machine};
use wattpix_measure::meter::scripted::sensor::Counter;
use wattpix_measure::meter::scripted::waveform::{TruePower, Waveform};
use wattpix_measure::meter::{MeterKind, PowerField};
use wattpix_measure::observation::{Observation, Stage, read};

/// A folder with a fake machine in it.
struct Fake {
    folder: TempDir,
    epoch_unix_s: f64,
}

fn library() -> PathBuf {
    let deps = std::env::current_exe().unwrap().parent().unwrap().to_owned();
    let path = deps.join("libwattpix_fake_nvml.so");
    assert!(path.exists(), "{} was not built", path.display());
    path
}

impl Fake {
    fn new(cards: Vec<Card>) -> Self {
        Self::machine(|epoch| Machine {
            driver: "580.95.05".to_owned(),
            epoch_unix_s: Some(epoch),
            init_error: None,
            cards,
        })
    }

    fn machine(make: impl FnOnce(f64) -> Machine) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let epoch_unix_s = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs_f64();
        std::fs::write(folder.path().join("machine.json"), serde_json::to_vec(&make(epoch_unix_s)).unwrap())
            .unwrap();
        Self { folder, epoch_unix_s }
    }

    fn measure(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_measure"));
        command
            .args(arguments)
            .current_dir(self.folder.path())
            .env("WATTPIX_NVML_LIB", library())
            .env("WATTPIX_FAKE_NVML", self.folder.path().join("machine.json"))
            .env("MEASURE", env!("CARGO_BIN_EXE_measure"))
            .env_remove("CUDA_VISIBLE_DEVICES")
            .env_remove("CUDA_DEVICE_ORDER")
            .stdin(Stdio::null());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.measure(arguments).output().unwrap()
    }

    fn json(&self, arguments: &[&str]) -> (Value, Option<i32>) {
        let output = self.run(arguments);
        let value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}{}", text(&output.stdout), text(&output.stderr)));
        (value, output.status.code())
    }

    fn rows(&self) -> Vec<Observation> {
        read(&self.folder.path().join("observations.jsonl")).unwrap().1
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn quick(watts: f64) -> Card {
    let counter = Some(Counter { period_s: 0.02, gain: 1.0, jitter: 0.0, latency_s: 0.0 });
    Card { counter, ..Card::ideal(constant(watts)) }
}

const CONFIG: [&str; 14] = [
    "--config",
    "model=sdxl",
    "--config",
    "width=1024",
    "--config",
    "height=1024",
    "--config",
    "steps=20",
    "--config",
    "precision=fp16",
    "--config",
    "guidance=on",
    "--config",
    "images=1",
];

#[test]
fn ten_windows_through_the_library_hold_the_truth() {
    let power = Waveform::Points {
        points: vec![[0.0, 80.0], [0.7, 300.0], [1.3, 300.0], [1.9, 120.0], [2.3, 80.0]],
        repeat: true,
    };
    let fake = Fake::new(vec![Card { power: power.clone(), ..quick(0.0) }]);
    let script = "for i in 1 2 3 4 5 6 7 8 9 10; do \"$MEASURE\" mark begin image seed=$i; sleep 0.7; \
                  \"$MEASURE\" mark end image; done";
    let mut arguments = vec!["exec", "--no-idle"];
    arguments.extend(CONFIG);
    arguments.extend(["--", "bash", "-c", script]);
    let output = fake.run(&arguments);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let rows = fake.rows();
    assert_eq!(rows.len(), 10, "{}", text(&output.stderr));
    let truth = TruePower::new(power);
    for (index, row) in rows.iter().enumerate() {
        assert_eq!(
            (row.repeat, row.seed, row.stage),
            (index as u32 + 1, Some(index as u64 + 1), Stage::Image)
        );
        assert!(row.valid, "{:?}", row.reasons);
        assert_eq!(row.meter, MeterKind::Fake, "a fake library's rows must say so");
        let started: SystemTime = humantime::parse_rfc3339(&row.started).unwrap();
        let from = started.duration_since(UNIX_EPOCH).unwrap().as_secs_f64() - fake.epoch_unix_s;
        let true_j = truth.joules(from, from + row.duration_s);
        let gross = row.gross_j.unwrap();
        // `started` is in whole milliseconds and the machine may be busy: two milliseconds at the highest power.
        let allowed = row.edge_error_j.unwrap() + 0.002 * 300.0;
        assert!((gross - true_j).abs() <= allowed, "{index}: {gross} against {true_j} ± {allowed}");
        assert!((gross / true_j - 1.0).abs() < 0.02, "{index}: {gross} against {true_j}");
        assert!((row.integrated_j.unwrap() / true_j - 1.0).abs() < 0.2);
        assert_eq!(row.power_field, Some(PowerField::Instant));
    }
}

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

#[test]
fn a_lost_card_and_a_reset_counter_make_invalid_rows_with_the_reason() {
    let epoch_offset = 6.0;
    for (event, flag) in [
        (Event::Lost { at_s: epoch_offset }, Flag::GpuLost),
        (Event::Reset { at_s: epoch_offset }, Flag::CounterBackwards),
    ] {
        let fake = Fake::new(vec![Card { events: vec![event], ..quick(150.0) }]);
        let output = fake.run(&["exec", "--no-idle", "--", "sleep", "7"]);
        assert!(output.status.success(), "the command's status passes through: {}", text(&output.stderr));
        let rows = fake.rows();
        assert!(!rows[0].valid && rows[0].gross_j.is_none(), "{:?}", rows[0]);
        assert!(rows[0].reasons.contains(&flag), "{:?}", rows[0].reasons);
        assert!(text(&output.stderr).contains("NOT VALID"));
    }
}

#[test]
fn exec_passes_output_and_status_through_and_a_crash_leaves_a_row() {
    let fake = Fake::new(vec![quick(150.0)]);
    let script = "printf 'a\\0b\\n'; echo err >&2; echo 'wattpix: begin image'; sleep 0.8; echo 'wattpix: end'; \
                  echo 'wattpix: begin denoise'; sleep 0.5; exit 7";
    let mut arguments = vec!["exec", "--no-idle"];
    arguments.extend(CONFIG);
    arguments.extend(["--", "sh", "-c", script]);
    let output = fake.run(&arguments);
    assert_eq!(output.status.code(), Some(7));
    assert_eq!(output.stdout, b"a\0b\nwattpix: begin image\nwattpix: end\nwattpix: begin denoise\n");
    assert!(text(&output.stderr).contains("err\n"));
    let rows = fake.rows();
    assert_eq!(rows.len(), 2);
    assert!(rows[0].valid && rows[0].stage == Stage::Image, "{:?}", rows[0]);
    assert!(!rows[1].valid && rows[1].stage == Stage::Denoise);
    assert_eq!(rows[1].ended.as_deref(), Some("exit 7"));
    assert!(rows[1].reasons.contains(&Flag::CommandFailed));
    let killed = fake.run(&["exec", "--no-idle", "--", "sh", "-c", "sleep 0.6; kill -9 $$"]);
    assert_eq!(killed.status.code(), Some(137));
    let last = fake.rows().pop().unwrap();
    assert_eq!((last.ended.as_deref(), last.valid), (Some("signal SIGKILL"), false));
    assert_eq!(fake.run(&["exec", "--no-idle", "--", "/no/such/program"]).status.code(), Some(127));
    // Repeats go on counting in the same file, and a trace lies beside it.
    let before = fake.rows().len();
    let output = fake.run(&arguments);
    assert_eq!(output.status.code(), Some(7));
    let rows = fake.rows();
    assert_eq!((rows[before].repeat, rows[before].stage), (2, Stage::Image));
    let trace =
        wattpix_measure::trace::Trace::read(&fake.path(rows[before].trace.as_deref().unwrap())).unwrap();
    assert!(trace.samples.len() > 20);
}

#[test]
fn signals_reach_the_command_and_its_last_words_count() {
    let fake = Fake::new(vec![quick(150.0)]);
    for (signal, expected) in [("TERM", 42), ("INT", 43)] {
        let script =
            "trap 'echo bye; exit 42' TERM; trap 'exit 43' INT; echo up; while :; do sleep 0.1; done";
        let mut child = fake
            .measure(&["exec", "--no-idle", "--", "bash", "-c", script])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut first = [0; 3];
        std::io::Read::read_exact(child.stdout.as_mut().unwrap(), &mut first).unwrap();
        std::thread::sleep(Duration::from_millis(300));
        let kill =
            Command::new("kill").args([format!("-{signal}"), child.id().to_string()]).status().unwrap();
        assert!(kill.success());
        let begun = Instant::now();
        let status = child.wait().unwrap();
        assert_eq!(status.code(), Some(expected), "{signal}");
        assert!(begun.elapsed() < Duration::from_secs(20));
        let row = fake.rows().pop().unwrap();
        assert!(row.reasons.contains(&Flag::Interrupted) && !row.valid, "{:?}", row.reasons);
    }
}

#[test]
fn a_signal_before_the_command_ends_everything_at_once() {
    let fake = Fake::new(vec![quick(150.0)]);
    let marker = fake.path("ran");
    let mut child = fake
        .measure(&["exec", "--idle", "300", "--", "touch", marker.to_str().unwrap()])
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    std::thread::sleep(Duration::from_secs(3));
    assert!(Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(!marker.exists());
}

#[test]
fn net_energy_uses_the_idle_power_that_the_program_marked() {
    let fake = Fake::new(vec![quick(150.0)]);
    let script = "\"$MEASURE\" mark begin idle; sleep 0.6; \"$MEASURE\" mark end; \
                  \"$MEASURE\" mark begin image; sleep 0.8; \"$MEASURE\" mark end; \"$MEASURE\" mark end && exit 9; true";
    let mut arguments = vec!["exec", "--idle", "2.5"];
    arguments.extend(CONFIG);
    arguments.extend(["--", "bash", "-c", script]);
    let output = fake.run(&arguments);
    assert!(output.status.success(), "{}", text(&output.stderr));
    assert!(text(&output.stderr).contains("no phase is open"), "{}", text(&output.stderr));
    let rows = fake.rows();
    let stages: Vec<Stage> = rows.iter().map(|row| row.stage).collect();
    assert_eq!(stages, [Stage::Idle, Stage::Idle, Stage::Image, Stage::Idle]);
    let image = &rows[2];
    assert!(image.valid && !image.reasons.contains(&Flag::IdleWithoutContext), "{:?}", image.reasons);
    assert!((image.idle_w.unwrap() - 150.0).abs() < 2.0);
    assert!(image.net_j.unwrap().abs() < 3.0, "idling all along: {:?}", image.net_j);
    // A run without marks: before and after, and it says what it is.
    let output = fake.run(&["exec", "--idle", "2.5", "--", "sleep", "1"]);
    assert!(output.status.success());
    let last = fake.rows().pop().unwrap();
    assert!(
        last.valid && last.reasons.contains(&Flag::WholeRun) && last.reasons.contains(&Flag::ConfigMissing)
    );
    assert!(last.reasons.contains(&Flag::IdleWithoutContext) && last.net_j.is_some());
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
        assert!(text(&output.stdout).contains("Example:"), "{command}");
    }
}

/// The example of that language in docs/exec.md.
fn documented(language: &str) -> String {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/exec.md")).unwrap();
    let begin = format!("```{language}\n");
    page.split_once(&begin).unwrap().1.split_once("```").unwrap().0.to_owned()
}

#[test]
fn the_documented_shell_example_works() {
    let fake = Fake::new(vec![quick(150.0)]);
    std::fs::write(fake.path("generate"), "#!/bin/sh\nsleep 0.7\n").unwrap();
    std::fs::write(fake.path("run.sh"), documented("sh")).unwrap();
    assert!(
        Command::new("chmod")
            .args(["+x", "generate"])
            .current_dir(fake.folder.path())
            .status()
            .unwrap()
            .success()
    );
    let folder = Path::new(env!("CARGO_BIN_EXE_measure")).parent().unwrap();
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    let output =
        fake.measure(&["exec", "--no-idle", "--", "sh", "run.sh"]).env("PATH", &path).output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    let row = fake.rows().pop().unwrap();
    assert!(row.valid && row.images == Some(8) && row.model.as_deref() == Some("sdxl"), "{row:?}");
    assert!(!row.reasons.contains(&Flag::ConfigMissing));
    // The same script runs without measure exec.
    let alone =
        Command::new("sh").arg("run.sh").current_dir(fake.folder.path()).env("PATH", path).output().unwrap();
    assert!(alone.status.success(), "{}", text(&alone.stderr));
}

#[test]
fn the_documented_python_example_works() {
    if Command::new("python3").arg("--version").output().is_err() {
        eprintln!("no python3 here: the Python example was not tried");
        return;
    }
    let fake = Fake::new(vec![quick(150.0)]);
    let script = documented("python").replace("time.sleep(10)", "time.sleep(0.6)");
    assert!(script.lines().filter(|line| !line.is_empty()).count() <= 20, "twenty lines");
    std::fs::write(fake.path("generate.py"), script).unwrap();
    std::fs::write(
        fake.path("torch.py"),
        "float16 = None\nclass cuda:\n    @staticmethod\n    def synchronize(): pass\n",
    )
    .unwrap();
    std::fs::write(
        fake.path("diffusers.py"),
        "import time\nclass StableDiffusionXLPipeline:\n    @classmethod\n    def from_pretrained(cls, name, torch_dtype): \
         return cls()\n    def to(self, device): return self\n    def __call__(self, prompt, num_inference_steps, \
         guidance_scale): time.sleep(0.15)\n",
    )
    .unwrap();
    let output = fake.run(&["exec", "--no-idle", "--", "python3", "generate.py"]);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let rows = fake.rows();
    assert_eq!(rows.len(), 6, "{}", text(&output.stderr));
    assert!(
        rows[1..].iter().all(|row| row.valid && row.images == Some(4) && row.net_j.is_some()),
        "{rows:?}"
    );
}

#[test]
fn the_documented_machine_is_one() {
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/fake-machine.json")).unwrap();
    let machine: Machine = serde_json::from_str(&text).unwrap();
    assert_eq!(machine.cards.len(), 1);
}
