//! A further row of another GPU moves no other answer by more than a tenth of its half-width.

use wattpix_core::estimate::{Question, estimate_with};
use wattpix_core::fit::Fit;
use wattpix_core::gpu::{self, Gpu};
use wattpix_core::model::{self, Model};
use wattpix_core::observation::Observed;
use wattpix_core::regress::fitting::{About, Method, fit_with_supplement};
use wattpix_core::regress::supplement::Supplement;
use wattpix_core::setting::Boundary;
use wattpix_core::workload::Workload;

use super::published::published;

/// The most that an answer may move, in its own half-widths.
const MOST: f64 = 0.1;

fn question(model: &'static Model, gpu: &'static Gpu) -> Question {
    Question { workload: Workload::default_of(model), gpu, boundary: Boundary::Gross }
}

/// A run of Stable Diffusion XL that took so many times what a fit expects, in a laboratory of its own.
fn row(fit: &Fit, gpu: &'static Gpu, factor: f64) -> Observed {
    let question = question(model::find("sdxl").unwrap(), gpu);
    let expected = estimate_with(fit, &question).unwrap();
    Observed {
        workload: question.workload,
        gpu,
        boundary: question.boundary,
        energy: expected.energy * factor,
        seconds: expected.seconds.map(|seconds| seconds * factor),
        images: 1,
        source: "another laboratory".to_owned(),
        place: "added".to_owned(),
    }
}

/// Answers of a fit on every GPU but one: ln(joules) and half-width.
fn answers(fit: &Fit, but: &Gpu) -> Vec<(String, f64, f64)> {
    let gpus = || gpu::ALL.into_iter().filter(|gpu| gpu.id != but.id);
    let pairs = model::ALL.iter().flat_map(|model| gpus().map(move |gpu| (*model, gpu)));
    let answer = |(model, gpu): (&'static Model, &'static Gpu)| {
        let answer = estimate_with(fit, &question(model, gpu)).unwrap();
        (format!("{} on {}", model.id, gpu.id), answer.energy.joules().ln(), answer.ln_half_width)
    };
    pairs.map(answer).collect()
}

#[track_caller]
fn assert_unmoved(before: &Fit, after: &Fit, added: &Gpu, factor: f64) {
    let pairs = answers(before, added).into_iter().zip(answers(after, added));
    for ((name, before, half_width), (_, after, _)) in pairs {
        let moved = (after - before).abs() / half_width;
        assert!(moved <= MOST, "{name}, a row of {} at {factor} added: {moved:.3} half-widths", added.id);
    }
}

fn of_published(method: Method, factors: [f64; 3]) {
    let published = published();
    let rows: Vec<&Observed> = published.rows.iter().collect();
    let make = |rows: &[&Observed]| {
        fit_with_supplement(rows, &published.supplement(), method, About::scratch()).unwrap()
    };
    let before = make(&rows);
    for gpu in ["rtx-4090", "l40s", "t4", "b200", "h200-sxm", "h100-sxm", "a100-sxm4-40gb", "rtx-a6000"] {
        let gpu = gpu::find(gpu).unwrap();
        for factor in factors {
            let added = row(&before, gpu, factor);
            let after = make(&rows.iter().copied().chain([&added]).collect::<Vec<_>>());
            assert_unmoved(&before, &after, gpu, factor);
        }
    }
}

/// A row that is as far off as runs of one laboratory differ. What is further off teaches more of its architecture, as it should.
#[test]
fn of_the_default_law() {
    of_published(Method::TimeAndPower, [1.0 / 1.06, 1.0, 1.06]);
}

#[test]
fn of_the_papers_form() {
    of_published(Method::Paper, [0.8, 1.0, 1.25]);
}

/// Rows on two GPUs in equal number: a further row on the other changes the baseline, and no answer for a third.
#[test]
fn the_baseline_of_the_papers_form_does_not_matter() {
    let [a100, a6000, h100] = ["a100", "a6000", "h100"].map(|name| gpu::find(name).unwrap());
    let sdxl = model::find("sdxl").unwrap();
    let mut rows = Vec::new();
    for gpu in [a100, a6000] {
        for steps in [10, 20, 30, 40, 50] {
            for side in [512, 768, 1024] {
                let workload = Workload::default_of(sdxl)
                    .with_size(model::Pixels::square(side))
                    .and_then(|workload| workload.with_steps(steps))
                    .unwrap();
                let question = Question { workload, gpu, boundary: Boundary::Gross };
                // The A6000 takes twice what the law says, so that the two say different things of a third.
                let factor = if gpu.id == a6000.id { 2.0 } else { 1.0 };
                let noise = 1.0 + 0.02 * f64::from((steps + side) % 7);
                let energy = estimate_with(default_fit(), &question).unwrap().energy * factor * noise;
                rows.push(Observed {
                    workload,
                    gpu,
                    boundary: Boundary::Gross,
                    energy,
                    seconds: None,
                    images: 1,
                    source: "one".to_owned(),
                    place: "made".to_owned(),
                });
            }
        }
    }
    let rows: Vec<&Observed> = rows.iter().collect();
    let make = |rows: &[&Observed]| {
        fit_with_supplement(rows, &Supplement::default(), Method::Paper, About::scratch()).unwrap()
    };
    let before = make(&rows);
    let more: Vec<&Observed> = rows.iter().copied().chain([rows[rows.len() - 1]]).collect();
    let after = make(&more);
    assert_eq!((&*before.file().baseline_gpu, &*after.file().baseline_gpu), (a100.id, a6000.id));
    assert_unmoved(&before, &after, a6000, 1.0);
    let [one, other] = [&before, &after].map(|fit| estimate_with(fit, &question(sdxl, h100)).unwrap());
    assert!((one.ln_half_width / other.ln_half_width - 1.0).abs() < 0.02);
}

fn default_fit() -> &'static Fit {
    wattpix_core::fit::default_fit(wattpix_core::fit::BUNDLED).unwrap()
}
