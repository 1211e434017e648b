//! Fitting 10,000 observations with every validation table: the paper's design on three cards, measured again and again; and as many
//! configurations of which none is like another.

use std::hint::black_box;
use std::time::{Duration, Instant};

use criterion::{Criterion, criterion_group, criterion_main};
use wattpix_core::gpu;
use wattpix_core::grid::{GUIDANCE, PRECISIONS, SIDES, STEPS};
use wattpix_core::model::{self, Pixels};
use wattpix_core::observation::Observed;
use wattpix_core::regress::calibration::calibrated;
use wattpix_core::regress::cross_validation::{Split, Validator};
use wattpix_core::regress::fitting::{About, Method, fit};
use wattpix_core::regress::supplement::Supplement;
use wattpix_core::roofline::DataSheetTime;
use wattpix_core::setting::Boundary;
use wattpix_core::units::Energy;
use wattpix_core::workload::Workload;

/// Observations.
const ROWS: usize = 10_000;

/// Budget of all of it on one core.
const BUDGET: Duration = Duration::from_secs(2);

/// Factor on the budget at which a run fails: other work on the machine counts too.
const SLACK: u32 = 5;

/// The paper's models.
const MODELS: [&str; 4] = ["flux1-dev", "sd3.5-large", "qwen-image", "sd2.1"];

/// GPUs of the rows.
const GPUS: [&str; 3] = ["a100", "rtx-a4000", "rtx-6000-ada"];

/// Divisions of each table.
const SPLITS: [Split; 6] = [
    Split::KFold { k: 10, seed: 1 },
    Split::Model,
    Split::Gpu,
    Split::Family,
    Split::GpuAndFamily,
    Split::Source,
];

/// Observations of the paper's design, each configuration some ten times with other noise; with `distinct`, every one has a number of
/// steps of its own.
fn observations(distinct: bool) -> Vec<Observed> {
    let mut random = fastrand::Rng::with_seed(7);
    let mut rows = Vec::new();
    let mut round = 0;
    while rows.len() < ROWS {
        for model in MODELS.iter().filter_map(|id| model::find(id).ok()) {
            for gpu in GPUS.iter().filter_map(|id| gpu::find(id).ok()) {
                for side in SIDES {
                    for steps in STEPS {
                        let steps = if distinct { steps + round } else { steps };
                        let sized = Workload::default_of(model).with_size(Pixels::square(side));
                        let Ok(workload) = sized.and_then(|workload| workload.with_steps(steps)) else {
                            continue;
                        };
                        for precision in PRECISIONS {
                            for guidance in GUIDANCE {
                                let workload = workload.with_precision(precision).with_guidance(guidance);
                                let Some(sheet) = DataSheetTime::of(&workload, gpu) else { continue };
                                let work = 1.3 * sheet.matmul_s + 0.7 * sheet.vector_s;
                                let rest = 5.0 * sheet.linear_traffic_s + 10.0 * sheet.conv_traffic_s;
                                let seconds =
                                    (work + rest + 1e-4 * sheet.launches) * (0.9 + 0.2 * random.f64());
                                rows.push(Observed {
                                    workload,
                                    gpu,
                                    boundary: Boundary::Gross,
                                    energy: Energy::from_joules(
                                        seconds * gpu.board_power_w * (0.7 + 0.1 * random.f64()),
                                    ),
                                    seconds: Some(seconds),
                                    images: 100,
                                    source: ["one", "another"][rows.len() % 2].to_owned(),
                                    place: format!("row {}", rows.len() + 1),
                                });
                            }
                        }
                    }
                }
            }
        }
        round += 1;
    }
    rows.truncate(ROWS);
    rows
}

/// The fit with its calibration, and every table for each law. How many predictions were made.
fn everything(rows: &[&Observed]) -> usize {
    let made = fit(rows, Method::Additive, About::scratch()).and_then(|made| calibrated(made, rows));
    let mut predictions = usize::from(made.is_ok());
    let supplement = Supplement::default();
    let Ok(validator) = Validator::new(rows, &supplement) else { return predictions };
    let validator = match &made {
        Ok(made) => validator.near(Method::Additive, made),
        Err(_) => validator,
    };
    for method in [Method::Additive, Method::Paper, Method::Constant] {
        for split in SPLITS {
            let Ok(validation) = validator.validate(method, split) else { continue };
            predictions += validation.predictions.len();
            black_box((validation.groups(), validation.overall()));
        }
    }
    predictions
}

fn fits(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("fits");
    group.sample_size(10);
    for (name, distinct) in [("10,000 observations", false), ("10,000 configurations", true)] {
        let observations = observations(distinct);
        let rows: Vec<&Observed> = observations.iter().collect();
        let start = Instant::now();
        let predictions = black_box(everything(&rows));
        let taken = start.elapsed();
        println!("fit and all tables, {name}: {taken:.2?}, {predictions} predictions (budget {BUDGET:?})");
        assert!(taken < BUDGET * SLACK, "{SLACK} times over the budget");
        group.bench_function(name, |bencher| bencher.iter(|| everything(black_box(&rows))));
    }
    group.finish();
}

/// The law of time and power alone, on configurations of which none is like another.
fn time_and_power(criterion: &mut Criterion) {
    let observations = observations(true);
    let rows: Vec<&Observed> = observations.iter().collect();
    let mut group = criterion.benchmark_group("fits");
    group.sample_size(10);
    group.bench_function("law of time and power, 10,000 configurations", |bencher| {
        bencher.iter(|| fit(black_box(&rows), Method::TimeAndPower, About::scratch()).is_ok());
    });
    group.finish();
}

criterion_group!(benches, fits, time_and_power);
criterion_main!(benches);
