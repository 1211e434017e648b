//! Rows a second through `measure estimate --from`, by the real program: started, read, estimated and written.
#![allow(clippy::unwrap_used, missing_docs, reason = "a benchmark")]

use std::fmt::Write as _;
use std::process::{Command, Stdio};
use std::time::Instant;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};

/// Rows a second that the program should reach on two cores.
const BUDGET: f64 = 1e6;
/// Factor below the budget at which a run fails: other work on the machine counts too.
const SLACK: f64 = 5.0;
/// Runs that are timed for the budget.
const RUNS: u32 = 5;
/// Rows of the table.
const ROWS: u32 = 400_000;

/// The paper's four models at four sizes on cards that its fits saw and did not see.
fn table() -> String {
    let models = ["flux1-dev", "sd3.5-large", "qwen-image", "sd2.1"];
    let (sides, gpus) = ([256, 512, 768, 1024], ["a100", "paper-a6000", "h100", "rtx-4090"]);
    let mut table = String::from("model,gpu,width,height,steps,precision,guidance\n");
    for row in 0..ROWS as usize {
        let (model, side, gpu) = (models[row % 4], sides[row / 4 % 4], gpus[row / 16 % 4]);
        let guidance = if row / 64 % 2 == 0 { "on" } else { "off" };
        let steps = 10 + row / 128 % 41;
        writeln!(table, "{model},{gpu},{side},{side},{steps},fp16,{guidance}").unwrap();
    }
    table
}

fn estimate_from(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let (from, out) = (folder.path().join("configs.csv"), folder.path().join("estimates.csv"));
    std::fs::write(&from, table()).unwrap();
    let run = || {
        let mut command = Command::new(env!("CARGO_BIN_EXE_measure"));
        command.args(["estimate", "--from"]).arg(&from).arg("--out").arg(&out).stderr(Stdio::null());
        assert!(command.status().unwrap().success());
    };
    // The fastest counts, since other work on the machine slows some of them.
    let mut fastest = f64::INFINITY;
    for _ in 0..RUNS {
        let start = Instant::now();
        run();
        fastest = fastest.min(start.elapsed().as_secs_f64());
    }
    let rate = f64::from(ROWS) / fastest;
    println!("estimate --from: {rate:.0} rows a second (budget {BUDGET:.0})");
    assert!(rate > BUDGET / SLACK, "{SLACK} times under the budget");

    let mut group = criterion.benchmark_group("estimate --from");
    group.sample_size(10).throughput(Throughput::Elements(ROWS.into()));
    group.bench_function("4 models x 4 sizes x 4 cards", |bencher| bencher.iter(run));
    group.finish();
}

criterion_group!(benches, estimate_from);
criterion_main!(benches);
