//! `measure report` on 10,000 rows of which none is like another: read, fitted by every law, validated by every division, written as a page. The page's
//! size stands beside its budget too.

#![allow(clippy::unwrap_used, reason = "a benchmark")]

use std::fmt::Write as _;
use std::hint::black_box;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use wattpix_measure::evidence::Files;
use wattpix_measure::report::{Report, page};
use wattpix_measure::validation::{Divisions, LawName, Response};

/// Rows.
const ROWS: u32 = 10_000;

/// Budgets of time and of the size of the page.
const BUDGET: (Duration, usize) = (Duration::from_secs(3), 5_000_000);

/// Factor on the budget of time at which a run fails: other work on the machine counts too.
const SLACK: u32 = 5;

/// Models with joules of a step at 1024 px on the A100, as made up.
const MODELS: [(&str, f64); 4] =
    [("flux1-dev", 120.0), ("sd3.5-large", 55.0), ("qwen-image", 110.0), ("sd2.1", 5.0)];

/// GPUs with watts while they work.
const GPUS: [(&str, f64); 3] = [("a100-sxm4-80gb", 280.0), ("rtx-a4000", 110.0), ("rtx-6000-ada", 230.0)];

const SIDES: [u32; 7] = [256, 384, 512, 640, 768, 896, 1024];

/// A table of rows that differ in size, steps, precision or guidance.
fn table() -> String {
    let mut random = fastrand::Rng::with_seed(3);
    let mut table = String::from(
        "model,gpu,width,height,steps,precision,guidance,images,batch,energy_j,boundary,duration_s,source\n",
    );
    for row in 0..ROWS {
        let (model, per_step) = MODELS[random.usize(..MODELS.len())];
        let (gpu, watts) = GPUS[random.usize(..GPUS.len())];
        let (width, height) = (SIDES[random.usize(..7)], SIDES[random.usize(..7)]);
        // With the row's own steps no two are alike.
        let steps = 4 + row % 100;
        let (fp32, guided) = (random.bool(), random.bool());
        let area = f64::from(width * height) / 1_048_576.0;
        let work = per_step * area.powf(1.05) * f64::from(steps) * (if guided { 2.0 } else { 1.0 });
        let joules = (work * (if fp32 { 5.0 } else { 1.0 }) + 20.0) * (0.9 + 0.2 * random.f64());
        let (precision, guidance) = (if fp32 { "fp32" } else { "fp16" }, if guided { "on" } else { "off" });
        let source = if random.bool() { "one" } else { "another" };
        let seconds = joules / watts;
        let _ = writeln!(
            table,
            "{model},{gpu},{width},{height},{steps},{precision},{guidance},1,1,{joules},gross,{seconds},{source}"
        );
    }
    table
}

fn made(files: &[PathBuf], law: Vec<LawName>) -> String {
    let files = Files { files: files.to_vec(), ..Files::default() };
    let evidence = files.read().unwrap();
    let divisions = Divisions { law, response: Response::Image, by: Vec::new(), folds: 10, seed: 1 };
    let report = Report::new(&evidence, &divisions, "10,000 rows".to_owned(), String::new()).unwrap();
    page::page(&report).unwrap()
}

fn reports(criterion: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rows.csv");
    std::fs::write(&path, table()).unwrap();
    let (seconds, bytes) = BUDGET;
    let mut group = criterion.benchmark_group("report");
    group.sample_size(10);
    let simple = vec![LawName::Additive, LawName::Paper, LawName::Constant];
    // The search of the law of time and power takes most of the time of every law.
    for (name, law, gated) in [("every law", Vec::new(), false), ("without time and power", simple, true)] {
        let start = Instant::now();
        let page = made(std::slice::from_ref(&path), law.clone());
        let taken = start.elapsed();
        println!(
            "report on {ROWS} rows, {name}: {taken:.2?} (budget {seconds:?}), {} bytes (budget {bytes})",
            page.len()
        );
        assert!(page.len() <= bytes && (!gated || taken < seconds * SLACK), "over the budget");
        group.bench_function(name, |bencher| {
            bencher.iter(|| black_box(made(std::slice::from_ref(&path), law.clone())));
        });
    }
    group.finish();
}

criterion_group!(benches, reports);
criterion_main!(benches);
