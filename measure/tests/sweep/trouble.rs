//! Faults are named and leave a usable file.

use std::process::Stdio;

use wattpix_measure::flag::Flag;

use crate::fixture::{Folder, bytes, said};

const SWEEP: &str = "--model flux1-dev --size 256,512 --steps 10,20 --guidance off --no-traces";

/// The file that a failed run left can be checked, and the same command finishes it.
fn usable(folder: &Folder, name: &str) {
    folder.ok(&format!("check {name}"));
    folder.ok(&format!("run --fake {SWEEP} --out {name}"));
    assert_eq!(folder.images(name).iter().filter(|row| row.valid).count(), 20);
    folder.ok(&format!("check {name}"));
}

#[test]
fn a_full_disk_is_named() {
    let folder = Folder::new();
    let full = folder.run(&format!("run --fake {SWEEP} --out /dev/full"));
    assert_eq!(full.code, Some(1));
    assert!(full.err.contains("/dev/full") && full.err.contains("No space left"), "{}", full.err);
    // A file may have 8 blocks of 512 bytes: the header and a few rows.
    let line = format!("ulimit -f 8; exec \"$0\" run --fake {SWEEP} --out o.jsonl");
    let mut shell = std::process::Command::new("sh");
    shell.args(["-c", &line, env!("CARGO_BIN_EXE_measure")]);
    shell.current_dir(folder.path("")).env("TMPDIR", folder.path("")).stdin(Stdio::null());
    let limited = said(shell.output().unwrap());
    assert_eq!(limited.code, Some(1), "{}", limited.err);
    assert!(limited.err.contains("o.jsonl") && limited.err.contains("File too large"), "{}", limited.err);
    assert!(limited.err.contains("the same command goes on"), "{}", limited.err);
    let left = bytes(&folder.path("o.jsonl"));
    assert!(left.len() <= 4096 && left.ends_with(b"}\n"), "no half line is left");
    assert!(!folder.images("o.jsonl").is_empty());
    usable(&folder, "o.jsonl");
}

#[test]
fn a_folder_that_cannot_be_written_is_named_before_anything_is_measured() {
    let folder = Folder::new();
    // A folder in which not even root may make files.
    let said = folder.run(&format!("run --fake {SWEEP} --out /proc/self/o.jsonl"));
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("cannot write") && said.err.contains("must be writable"), "{}", said.err);
    assert!(!said.err.contains("repeat 1"), "nothing was measured: {}", said.err);
    folder.write("plain", "");
    let below = folder.run(&format!("run --fake {SWEEP} --out plain/o.jsonl"));
    assert!(below.code == Some(1) && below.err.contains("give another file with --out"), "{}", below.err);
}

#[test]
fn a_clock_that_jumps_spoils_one_repeat_and_the_order_of_rows_stays() {
    let folder = Folder::new();
    for (name, by) in [("back", -3600.0), ("forth", 86_400.0)] {
        folder.write("jump.toml", &format!("clock_jump = [60.0, {by:.1}]\n"));
        let line = format!("run --fake=jump.toml {SWEEP} --out {name}.jsonl");
        let told = folder.ok(&line).err;
        let rows = folder.images(&format!("{name}.jsonl"));
        let jumped: Vec<_> = rows.iter().filter(|row| row.reasons.contains(&Flag::ClockJump)).collect();
        assert_eq!(jumped.len(), 1, "{told}");
        assert!(!jumped[0].valid && told.contains("clock-jump"), "{told}");
        assert!(rows.windows(2).all(|pair| pair[0].started < pair[1].started));
        usable(&folder, &format!("{name}.jsonl"));
    }
}

#[test]
fn a_clock_that_went_back_since_the_last_run_is_refused() {
    let folder = Folder::new();
    folder.write("future.toml", "");
    folder.ok(&format!("run --fake {SWEEP} --out o.jsonl"));
    // The last row says 2099; a run with a real clock must not file rows before it.
    let text = String::from_utf8(bytes(&folder.path("o.jsonl"))).unwrap();
    folder.write(
        "o.jsonl",
        &text
            .replace("\"2026-01-01T", "\"2099-01-01T")
            .replace("\"engine\":\"fake\"", "\"engine\":\"command true\""),
    );
    let before = bytes(&folder.path("o.jsonl"));
    let said = folder.run(&format!("run --gpu cpu {SWEEP} --out o.jsonl -- true"));
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("the clock went back") && said.err.contains("2099"), "{}", said.err);
    assert_eq!(bytes(&folder.path("o.jsonl")), before);
}

#[test]
fn a_lost_gpu_ends_the_run_with_its_name() {
    let folder = Folder::new();
    folder.write("lost.toml", "[[events]]\nevent = \"lost\"\nat_s = 80.0\n");
    let said = folder.run(&format!("run --fake=lost.toml {SWEEP} --out o.jsonl"));
    assert_eq!(said.code, Some(1));
    assert!(said.err.contains("[gpu-lost]") && said.err.contains("stopped:"), "{}", said.err);
    let rows = folder.images("o.jsonl");
    let spoilt: Vec<_> = rows.iter().filter(|row| !row.valid).collect();
    assert!(spoilt.len() == 1 && spoilt[0].reasons.contains(&Flag::GpuLost), "{}", said.err);
    assert!(rows.len() > 4, "what was measured before stands");
    usable(&folder, "o.jsonl");
}

#[test]
fn a_configuration_that_the_memory_does_not_hold_is_filed_skipped_and_not_tried_again() {
    let folder = Folder::new();
    // 67.3 GB at fp32 do not fit, 33.7 GB at fp16 do; the card claims to have 80 GB.
    folder.write("small.toml", "free_gb = 40.0\n");
    let sweep = "--model flux1-dev --size 256 --steps 10 --guidance off --precision fp16,fp32 --no-traces";
    let said = folder.ok(&format!("run --fake=small.toml {sweep} --out o.jsonl"));
    assert!(
        said.err.contains("skipped: out of memory: 67.") && said.err.contains("complete"),
        "{}",
        said.err
    );
    let rows = folder.images("o.jsonl");
    let out: Vec<_> = rows.iter().filter(|row| row.reasons.contains(&Flag::OutOfMemory)).collect();
    assert_eq!((out.len(), rows.len()), (1, 6));
    assert!(!out[0].valid && out[0].key.contains("fp32") && out[0].images.is_none());
    folder.ok("check o.jsonl");
    folder.ok(&format!("run --fake=small.toml {sweep} --out o.jsonl"));
    assert_eq!(folder.images("o.jsonl").len(), 6, "known by now");
}

#[test]
fn a_window_that_so_many_images_do_not_fill_is_skipped_and_says_how_many_would() {
    let folder = Folder::new();
    let said =
        folder.ok("run --fake --model sd2.1 --size 512 --steps 10 --images 1,500 --no-traces --out o.jsonl");
    assert!(said.err.contains("1 images take") && said.err.contains("or auto"), "{}", said.err);
    let rows = folder.images("o.jsonl");
    assert!(rows.len() == 5 && rows.iter().all(|row| row.images == Some(500)));
}

#[test]
fn images_that_are_faster_than_the_warm_up_fill_the_window_from_the_second_repeat_on() {
    let folder = Folder::new();
    folder.write("slow-start.toml", "first_s = 4.0\n");
    folder.ok(&format!("run --fake=slow-start.toml {SWEEP} --out o.jsonl"));
    for rows in folder.images("o.jsonl").chunk_by(|a, b| a.key == b.key) {
        assert!(rows[0].reasons.contains(&Flag::WindowTooShort) && !rows[0].valid, "{:?}", rows[0]);
        assert!(rows[1..].iter().all(|row| row.valid && row.duration_s > 4.0), "{}", rows.len());
        assert_eq!(rows.len(), 6);
    }
    usable(&folder, "o.jsonl");
}

#[test]
fn a_hot_card_is_waited_for_and_a_start_above_the_gate_is_told() {
    let folder = Folder::new();
    let sweep = "--model flux1-dev --size 512 --steps 20 --guidance off --no-traces --repeats 8";
    folder.ok(&format!("run --fake {sweep} --gate 50 --out cool.jsonl"));
    for row in folder.images("cool.jsonl") {
        assert!(row.temperature_c.unwrap()[0] <= 51 && !row.reasons.contains(&Flag::HotStart), "{row:?}");
    }
    // Idle, the fake card settles at 30 + 45 x 62 / 400 = 37 degrees: a gate of 30 is never reached.
    folder.ok(&format!("run --fake {sweep} --gate 30 --out hot.jsonl"));
    let rows = folder.images("hot.jsonl");
    assert!(rows.iter().all(|row| row.valid && row.reasons.contains(&Flag::HotStart)));
}

#[test]
fn readings_that_spoil_a_repeat_cost_a_repeat_and_a_configuration_that_never_works_is_given_up() {
    let folder = Folder::new();
    folder.write("reset.toml", "[[events]]\nevent = \"reset\"\nat_s = 60.0\n");
    folder.ok(&format!("run --fake=reset.toml {SWEEP} --out reset.jsonl"));
    let rows = folder.images("reset.jsonl");
    assert_eq!(rows.iter().filter(|row| row.valid).count(), 20);
    assert_eq!(rows.iter().filter(|row| row.reasons.contains(&Flag::CounterBackwards)).count(), 1);
    folder.write("busy.toml", "[[events]]\nevent = \"process\"\nfrom_s = 20.0\nto_s = 1e9\npid = 1\n");
    let said = folder.run(&format!("run --fake=busy.toml {SWEEP} --out busy.jsonl"));
    assert_eq!(said.code, Some(3), "{}", said.err);
    assert!(said.err.contains("incomplete: ") && said.err.contains("given up"), "{}", said.err);
    let rows = folder.images("busy.jsonl");
    let spoilt = rows.iter().filter(|row| row.reasons.contains(&Flag::OtherProcesses)).count();
    assert!(said.err.contains("NOT VALID (other-processes"), "{}", said.err);
    assert!((9..=12).contains(&spoilt), "{spoilt}: three of each configuration");
}

/// A machine whose processor power is a file that a thread writes: 60 W, and half a watt more every second, so that what comes later draws more.
pub fn powered(folder: &Folder) -> impl Drop + use<> {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicBool, Ordering};

    struct Power(Arc<AtomicBool>);
    impl Drop for Power {
        fn drop(&mut self) {
            self.0.store(true, Ordering::Relaxed);
        }
    }
    let zone = folder.path("powercap/intel-rapl:0");
    std::fs::create_dir_all(&zone).unwrap();
    for (name, text) in
        [("name", "package-0\n"), ("max_energy_range_uj", "262143328850\n"), ("energy_uj", "1000\n")]
    {
        std::fs::write(zone.join(name), text).unwrap();
    }
    let stop = Arc::new(AtomicBool::new(false));
    let stopped = Arc::clone(&stop);
    std::thread::spawn(move || {
        let begun = std::time::Instant::now();
        while !stopped.load(Ordering::Relaxed) {
            let seconds = begun.elapsed().as_secs_f64();
            let microjoules = 1000 + ((60.0 + 0.25 * seconds) * seconds * 1e6) as u64;
            let new = zone.join("new");
            if std::fs::write(&new, format!("{microjoules}\n")).is_err() {
                return;
            }
            let _ = std::fs::rename(&new, zone.join("energy_uj"));
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
    });
    Power(stop)
}

const PROGRAM: &str = "run --gpu cpu --powercap powercap --model sd2.1 --size 512 --steps 10 --window 2.5 --repeats 1 --no-traces";

#[test]
fn a_program_that_hangs_is_ended_and_the_run_says_that_it_is_incomplete() {
    let folder = Folder::new();
    let _power = powered(&folder);
    folder.write("hung.sh", "sleep 4001 & read order; echo wattpix: ready; read order; sleep 4001\n");
    let said = folder.run(&format!("{PROGRAM} --answer-within 1 --out o.jsonl -- sh hung.sh"));
    assert_eq!(said.code, Some(3), "{}", said.err);
    assert!(
        said.err.contains("within 1 s") && said.err.contains("1 configuration was given up"),
        "{}",
        said.err
    );
    assert!(!running("4001"), "an orphan is left");
    // Nothing valid: an error of the program, told as it is.
    folder.write("fails.sh", "while read order; do echo wattpix: error no such model; done\n");
    let said = folder.run(&format!("{PROGRAM} --out p.jsonl -- sh fails.sh"));
    assert!(said.code == Some(3) && said.err.contains("incomplete"), "{}", said.err);
}

#[test]
fn a_second_signal_leaves_no_orphan() {
    use rustix::process::{Pid, Signal, kill_process};
    let folder = Folder::new();
    let _power = powered(&folder);
    // A length that no other run of this test on the machine has.
    let length = format!("4002.{}", std::process::id());
    let script = format!(
        "trap '' TERM INT; setsid sleep {length} & read order; touch up; while :; do sleep 0.1; done\n"
    );
    folder.write("deaf.sh", &script);
    let mut command = folder.command(&format!("{PROGRAM} --out o.jsonl -- sh deaf.sh"));
    let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let begun = std::time::Instant::now();
    while !folder.path("up").exists() {
        assert!(begun.elapsed().as_secs() < 60, "the program was not started");
        std::thread::sleep(std::time::Duration::from_millis(20));
    }
    assert!(running(&length));
    for _ in 0..2 {
        kill_process(Pid::from_raw(child.id() as i32).unwrap(), Signal::TERM).unwrap();
        std::thread::sleep(std::time::Duration::from_millis(300));
    }
    let ended = said(child.wait_with_output().unwrap());
    assert_eq!(ended.code, Some(143));
    assert!(!running(&length), "an orphan is left");
}

/// True if a process with this word in its command line runs.
fn running(word: &str) -> bool {
    let entries = std::fs::read_dir("/proc").unwrap().flatten();
    let mut lines = entries.filter_map(|entry| std::fs::read(entry.path().join("cmdline")).ok());
    lines.any(|line| String::from_utf8_lossy(&line).split('\0').any(|part| part == word))
}
