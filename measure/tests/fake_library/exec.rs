//! `exec`: windows, the command's output, status and signals.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use wattpix_measure::flag::Flag;
use wattpix_measure::meter::scripted::scenario::{Card, Event};
use wattpix_measure::meter::scripted::waveform::{TruePower, Waveform};
use wattpix_measure::meter::{MeterKind, PowerField};
use wattpix_measure::observation::Stage;

use crate::machine::{CONFIG, Fake, quick, text};

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

/// From a public thread (tqdm/tqdm#506): marks behind a bar that goes back by `\r`, behind ranks and colours, and on standard error.
#[test]
fn marks_are_found_in_either_stream_behind_bars_and_logs() {
    let fake = Fake::new(vec![quick(150.0)]);
    let script = "printf '\\rdenoise 0%%\\rdenoise 100%%' >&2; printf '\\033[32mINFO\\033[0m:root:wattpix: begin image seed=1\\n' >&2; sleep 0.6; \
                  printf '\\r100%%|####| 20/20'; echo 'wattpix: end'; \
                  echo '[rank0]: wattpix: begin image seed=2'; sleep 0.6; echo 'app - INFO - wattpix: end image' >&2; \
                  echo 'see wattpix: begin image'; echo 'wattpix: begin unet' >&2";
    let mut arguments = vec!["exec", "--no-idle"];
    arguments.extend(CONFIG);
    arguments.extend(["--", "sh", "-c", script]);
    let output = fake.run(&arguments);
    assert!(output.status.success(), "{}", text(&output.stderr));
    let rows = fake.rows();
    assert_eq!(
        rows.iter().map(|row| row.seed).collect::<Vec<_>>(),
        [Some(1), Some(2)],
        "{}",
        text(&output.stderr)
    );
    assert!(rows.iter().all(|row| row.valid && row.stage == Stage::Image), "{rows:?}");
    let said = text(&output.stderr);
    assert!(said.contains("mark ignored: \"see \" stands before it"), "{said}");
    assert!(said.contains("mark ignored") && said.contains("stages are image"), "{said}");
    // Every byte passes, in its own stream.
    assert!(
        text(&output.stdout).starts_with("\r100%|####| 20/20wattpix: end\n[rank0]: "),
        "{}",
        text(&output.stdout)
    );
    assert!(
        said.contains("\rdenoise 0%\rdenoise 100%\u{1b}[32mINFO\u{1b}[0m:root:wattpix: begin image seed=1\n"),
        "{said}"
    );
}
