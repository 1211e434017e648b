//! Whatever ends a run, every finished row is kept and the next run goes on.

use std::fs::File;
use std::process::Stdio;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use wattpix_measure::flag::Flag;

use crate::fixture::{Folder, assert_same, bytes};

const SWEEP: &str =
    "--model flux1-dev --size 256,512,768 --steps 10,20 --guidance on,off --seed 5 --no-traces";

/// Number of kills.
const KILLS: usize = 50;

#[test]
fn fifty_kills_at_random_moments_cost_no_finished_row() {
    let folder = Folder::new();
    folder.ok(&format!("run --fake {SWEEP} --repeats 40 --out whole.jsonl"));
    // Slow enough that most kills fall into the middle of something.
    folder.write("slow.toml", "pace = 200.0\n");
    let line = format!("run --fake=slow.toml {SWEEP} --repeats 40 --json --out killed.jsonl");
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    let seed = u64::from(now.subsec_nanos());
    eprintln!("seed {seed}");
    let mut random = fastrand::Rng::with_seed(seed);
    let (mut announced, mut killed, mut torn) = (Vec::new(), 0, 0);
    for round in 0..KILLS {
        let before = bytes(&folder.path("killed.jsonl"));
        let events = folder.path("events.jsonl");
        let output = File::create(&events).unwrap();
        let mut child = folder.command(&line).stdout(output).stderr(Stdio::null()).spawn().unwrap();
        // At a random moment after so many events, however slow the machine is.
        let (wanted, begun) = (random.usize(0..12), Instant::now());
        let lines = || bytes(&events).iter().filter(|byte| **byte == b'\n').count();
        while lines() < wanted && child.try_wait().unwrap().is_none() {
            assert!(begun.elapsed() < Duration::from_secs(60), "no event in a minute");
            std::thread::sleep(Duration::from_millis(2));
        }
        std::thread::sleep(Duration::from_millis(random.u64(0..60)));
        child.kill().unwrap();
        killed += usize::from(!child.wait().unwrap().success());
        // A row is announced once it is on the disk.
        for text in String::from_utf8(bytes(&events)).unwrap().lines() {
            let Ok(event) = serde_json::from_str::<Value>(text) else { continue };
            if event["event"] == "repeat" {
                announced.push((
                    event["key"].as_str().unwrap().to_owned(),
                    event["repeat"].as_u64().unwrap() as u32,
                ));
            }
        }
        let after = bytes(&folder.path("killed.jsonl"));
        let whole = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        assert!(after.starts_with(&before[..whole]), "round {round} changed what was there");
        torn += usize::from(!after.is_empty() && after.last() != Some(&b'\n'));
    }
    assert!(
        killed > KILLS / 2,
        "only {killed} of {KILLS} runs were killed, the others had nothing left to do"
    );
    eprintln!("{killed} runs killed, {torn} lines torn, {} rows announced", announced.len());
    folder.ok(&format!("run --fake {SWEEP} --repeats 40 --out killed.jsonl"));
    let rows = folder.images("killed.jsonl");
    for (key, repeat) in &announced {
        assert!(rows.iter().any(|row| row.key == *key && row.repeat == *repeat), "{key} {repeat} is lost");
    }
    // As if nothing had happened.
    assert_same(&rows, &folder.images("whole.jsonl"));
    assert!(announced.len() > 2 * KILLS, "only {} rows were finished before a kill", announced.len());
    folder.ok("check killed.jsonl whole.jsonl");
}

#[test]
fn an_interrupt_finishes_the_repeat_in_flight_and_the_next_run_goes_on() {
    let folder = Folder::new();
    folder.write("slow.toml", "pace = 20.0\n");
    let line = format!("run --fake=slow.toml {SWEEP} --out o.jsonl");
    for signal in [Signal::INT, Signal::TERM] {
        let before = if folder.path("o.jsonl").exists() { folder.images("o.jsonl").len() } else { 0 };
        let child = folder.command(&line).stderr(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
        let begun = Instant::now();
        while bytes(&folder.path("o.jsonl")).iter().filter(|byte| **byte == b'\n').count() < before + 4 {
            assert!(begun.elapsed() < Duration::from_secs(60), "no row in a minute");
            std::thread::sleep(Duration::from_millis(20));
        }
        kill_process(Pid::from_raw(child.id() as i32).unwrap(), signal).unwrap();
        let output = child.wait_with_output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(128 + signal.as_raw()), "{told}");
        assert!(told.contains("interrupted: SIG") && told.contains("run the same command again"), "{told}");
        assert!(bytes(&folder.path("o.jsonl")).ends_with(b"}\n"));
        assert!(
            folder.images("o.jsonl").iter().all(|row| row.valid && !row.reasons.contains(&Flag::Interrupted))
        );
    }
    folder.ok(&format!("run --fake {SWEEP} --out o.jsonl"));
    folder.ok(&format!("run --fake {SWEEP} --out whole.jsonl"));
    assert_same(&folder.images("o.jsonl"), &folder.images("whole.jsonl"));
    // Nothing is left, so nothing is appended.
    let before = bytes(&folder.path("o.jsonl"));
    folder.ok(&format!("run --fake {SWEEP} --out o.jsonl"));
    assert_eq!(bytes(&folder.path("o.jsonl")), before);
    // More repeats can be asked for later.
    folder.ok(&format!("run --fake {SWEEP} --repeats 7 --out o.jsonl"));
    assert_eq!(folder.images("o.jsonl").len(), 12 * 7);
}

#[test]
fn repeats_go_on_until_the_mean_is_known_well_enough() {
    let folder = Folder::new();
    let sweep = "--model flux1-dev --size 512 --steps 10 --guidance off --no-traces";
    folder.write("noisy.toml", "noise = 0.05\n");
    folder.ok(&format!("run --fake=noisy.toml {sweep} --interval 0.03 --out o.jsonl"));
    let rows = folder.images("o.jsonl");
    // t(0.95) x 0.05 / sqrt(n) < 0.03 needs about 10 repeats.
    assert!((6..=20).contains(&rows.len()), "{} repeats", rows.len());
    let ln: Vec<f64> = rows.iter().map(|row| row.net_j.unwrap()).collect();
    let spread = wattpix_measure::sweep::spread::Spread::of(&ln).unwrap();
    assert!(rows.len() == 20 || spread.half_width().unwrap() <= 0.03, "{spread:?}");
    assert!(rows.iter().all(|row| row.duration_s >= 4.5), "windows are filled");
}

#[test]
fn a_file_of_another_sweep_or_card_is_left_alone() {
    let folder = Folder::new();
    folder.ok("run --fake --model flux1-dev --size 256 --steps 10 --no-traces --out o.jsonl");
    let before = bytes(&folder.path("o.jsonl"));
    for (line, expected) in [
        ("run --fake --model flux1-dev --size 512 --steps 10 --out o.jsonl", "another sweep"),
        ("run --fake --model flux1-dev --size 256 --steps 10 --shard 1/2 --out o.jsonl", "shard"),
        ("run --fake --model flux1-dev --size 256 --steps 10 --budget-minutes 5 --out o.jsonl", "budget"),
        (
            "run --fake=two.toml --fake-card 1 --model flux1-dev --size 256 --steps 10 --repeats 9 --out o.jsonl",
            "another file",
        ),
    ] {
        folder.write("two.toml", "cards = 2\ngpu = \"h100\"\nfit = \"paper-flux1-dev-a100\"\n");
        let said = folder.run(line);
        assert_eq!(said.code, Some(1), "{line}");
        assert!(said.err.contains(expected) && said.err.contains("--out"), "{line}: {}", said.err);
        assert_eq!(bytes(&folder.path("o.jsonl")), before);
    }
}
