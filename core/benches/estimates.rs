//! Estimates a second on one core: the paper's four models at four sizes, mixed.

use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use wattpix_core::estimate::{Question, estimate};
use wattpix_core::fit::BUNDLED;
use wattpix_core::gpu;
use wattpix_core::model::{self, Pixels};
use wattpix_core::workload::{Boundary, Workload};

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
