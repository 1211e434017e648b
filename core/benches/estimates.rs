//! Estimates a second on one core: the paper's four models at four sizes, mixed.

use std::hint::black_box;
use std::time::Instant;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use wattpix_core::estimate::{Question, estimate};
use wattpix_core::fit::BUNDLED;
use wattpix_core::gpu;
use wattpix_core::model::{self, Pixels};
use wattpix_core::workload::{Boundary, Workload};

/// Estimates a second that one core should reach.
const BUDGET: f64 = 1e6;

/// How far below the budget a run fails: other work on the machine counts too.
const SLACK: f64 = 5.0;

/// Estimates that are timed for the budget.
const TIMED: usize = 400_000;

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

fn estimates(criterion: &mut Criterion) {
    let questions = questions();
    let start = Instant::now();
    for question in questions.iter().cycle().take(TIMED) {
        let _ = black_box(estimate(BUNDLED, black_box(question)));
    }
    let rate = TIMED as f64 / start.elapsed().as_secs_f64();
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

criterion_group!(benches, estimates);
criterion_main!(benches);
