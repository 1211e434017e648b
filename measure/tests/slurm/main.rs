//! The ready job array on a real Slurm: slurmctld, slurmd and munged of Debian's slurm-wlm, started here on loopback.
//!
//! Ignored in a plain `cargo test`, because it needs root and those packages: `cargo xtask test slurm` installs and runs it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod cluster;

use std::time::{Duration, Instant};

use cluster::Cluster;
use wattpix_measure::observation::{Observation, Stage, read};

const SWEEP: &str =
    "--fake=fake.toml --model flux1-dev --size 256,512 --steps 10,20 --guidance on,off --no-traces";
/// The ready script, as users submit it.
const SCRIPT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../scripts/slurm/sweep.sbatch");

fn images(cluster: &Cluster, name: &str) -> Vec<Observation> {
    let rows = read(&cluster.path(name)).unwrap().1;
    rows.into_iter().filter(|row| row.stage == Stage::Image).collect()
}

/// Keys and repeats, in order.
fn repeats(rows: &[Observation]) -> Vec<(String, u32)> {
    let mut repeats: Vec<_> = rows.iter().map(|row| (row.key.clone(), row.repeat)).collect();
    repeats.sort();
    repeats
}

#[test]
#[ignore = "needs root and Debian's slurm-wlm and munge: cargo xtask test slurm"]
fn a_job_array_measures_every_part_survives_what_ends_jobs_and_joins_to_one_sweep() {
    let cluster = Cluster::start();
    cluster.write("fake.toml", "cards = 4\npace = 60.0\n");
    cluster.measure(&format!("run {SWEEP} --out whole.jsonl"));

    // Four tasks on two GPUs, submitted as the script says.
    let told = cluster.submit(&["--wait", "--array=1-4", SCRIPT], SWEEP);
    assert_eq!(told.code, Some(0), "{}{}{}", told.out, told.err, cluster.logs());
    let parts =
        "observations-1of4.jsonl observations-2of4.jsonl observations-3of4.jsonl observations-4of4.jsonl";
    cluster.measure(&format!("merge {parts} --out all.jsonl"));
    cluster.measure("check all.jsonl");
    assert_eq!(repeats(&images(&cluster, "all.jsonl")), repeats(&images(&cluster, "whole.jsonl")));
    assert_eq!(images(&cluster, "all.jsonl").len(), 8 * 5);

    // A time limit or preemption sends TERM; a lost node is a KILL. Either way the same submission goes on.
    let slow = format!("{SWEEP} --seed 9 --repeats 12");
    let part = "observations-1of1.jsonl";
    for (signal, polite) in [("TERM", true), ("KILL", false)] {
        let rows = || std::fs::read(cluster.path("observations.jsonl")).unwrap_or_default();
        let before = rows().iter().filter(|byte| **byte == b'\n').count();
        let job = cluster.submit(&["--parsable", "--array=1-1", SCRIPT], &slow);
        let id = job.out.trim().to_owned();
        assert!(job.code == Some(0) && id.parse::<u32>().is_ok(), "{}{}", job.out, job.err);
        let begun = Instant::now();
        while rows().iter().filter(|byte| **byte == b'\n').count() < before + 5 {
            assert!(begun.elapsed() < Duration::from_secs(60), "no rows: {}", cluster.logs());
            std::thread::sleep(Duration::from_millis(50));
        }
        cluster.cancel(&id, signal);
        cluster.wait_until_gone(&id);
        let log = cluster.text(&format!("wattpix-{id}_1.log"));
        assert_eq!(log.contains("interrupted: SIGTERM"), polite, "{log}");
        assert!(!polite || rows().ends_with(b"}\n"));
        let left = repeats(&images(&cluster, "observations.jsonl"));
        assert!(left.len() < 8 * 12, "{} rows: it was over before it was stopped", left.len());
    }
    let told = cluster.submit(&["--wait", "--array=1-1", SCRIPT], &slow);
    assert_eq!(told.code, Some(0), "{}{}", told.err, cluster.logs());
    let rows = images(&cluster, "observations.jsonl");
    assert_eq!(rows.len(), 8 * 12, "every repeat once");
    cluster.measure("check observations.jsonl");
    assert!(!cluster.path(part).exists(), "a whole sweep has the plain name");
    assert_eq!(cluster.listening_elsewhere(), Vec::<String>::new(), "loopback only");
}
