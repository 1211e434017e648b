//! Estimates a second on one core: the paper's four models at four sizes, mixed; and one of them where only settings vary.

use std::hint::black_box;
use std::time::Instant;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use wattpix_core::estimate::{Prepared, Question, estimate};
use wattpix_core::fit::{BUNDLED, default_fit};
use wattpix_core::gpu;
use wattpix_core::model::{self, Pixels};
use wattpix_core::setting::Boundary;
use wattpix_core::workload::Workload;

/// Estimates a second that one core should reach.
const BUDGET: f64 = 1e6;

/// Budget where only steps, guidance, batch and boundary vary.
const PREPARED_BUDGET: f64 = 3e6;

/// Factor below the budget at which a run fails: other work on the machine counts too.
const SLACK: f64 = 5.0;

/// Rounds that are timed for the budget: the fastest counts, since other work on the machine slows some of them.
const ROUNDS: usize = 100;

/// Estimates a round.
const A_ROUND: usize = 4_000;

/// Sides of the square images, in pixels.
const SIDES: [u32; 4] = [256, 512, 768, 1024];

/// The paper's models.
const MODELS: [&str; 4] = ["flux1-dev", "sd3.5-large", "qwen-image", "sd2.1"];

fn questions() -> Vec<Question> {
    let mut questions = Vec::new();
    for model in MODELS.iter().filter_map(|id| model::find(id).ok()) {
        for side in SIDES {
            let workload = Workload::default_of(model).with_size(Pixels::square(side));
            let (Ok(workload), Ok(gpu)) = (workload, gpu::find("a100")) else { continue };
            questions.push(Question { workload, gpu, boundary: Boundary::Net });
        }
    }
    questions
}

/// Questions a second in the fastest round.
fn fastest(questions: &[Question], mut ask: impl FnMut(&Question)) -> f64 {
    let mut round = || {
        let start = Instant::now();
        for question in questions.iter().cycle().take(A_ROUND) {
            ask(black_box(question));
        }
        A_ROUND as f64 / start.elapsed().as_secs_f64()
    };
    (0..ROUNDS).map(|_| round()).fold(0.0, f64::max)
}

fn estimates(criterion: &mut Criterion) {
    let questions = questions();
    let rate = fastest(&questions, |question| {
        let _ = black_box(estimate(BUNDLED, question));
    });
    println!("estimates: {rate:.0} a second (budget {BUDGET:.0})");
    assert!(rate > BUDGET / SLACK, "{SLACK} times under the budget");

    let mut group = criterion.benchmark_group("estimates");
    group.throughput(Throughput::Elements(questions.len() as u64));
    group.bench_function("4 models x 4 sizes", |bencher| {
        bencher.iter(|| {
            for question in &questions {
                let _ = black_box(estimate(BUNDLED, black_box(question)));
            }
        });
    });
    group.finish();
}

/// Times a model on a GPU at one size, by steps and batch.
fn settings(criterion: &mut Criterion) {
    let first = questions()[0];
    let Some(fit) = default_fit(BUNDLED) else { return };
    let Ok(prepared) = Prepared::new(fit, &first) else { return };
    let questions: Vec<Question> = (10..=50)
        .flat_map(|steps| [1, 2, 4, 8].map(|batch| (steps, batch)))
        .filter_map(|(steps, batch)| {
            let workload = first.workload.with_steps(steps).and_then(|run| run.with_batch(batch)).ok()?;
            Some(Question { workload, ..first })
        })
        .collect();
    let rate = fastest(&questions, |question| {
        let _ = black_box(prepared.estimate(question));
    });
    println!("settings only: {rate:.0} a second (budget {PREPARED_BUDGET:.0})");
    assert!(rate > PREPARED_BUDGET / SLACK, "{SLACK} times under the budget");

    let mut group = criterion.benchmark_group("estimates");
    group.throughput(Throughput::Elements(questions.len() as u64));
    group.bench_function("settings only", |bencher| {
        bencher.iter(|| {
            for question in &questions {
                let _ = black_box(prepared.estimate(black_box(question)));
            }
        });
    });
    group.finish();
}

criterion_group!(benches, estimates, settings);
criterion_main!(benches);
