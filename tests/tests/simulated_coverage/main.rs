//! Intervals of the law of time and power hold nine times in ten where they are used, on simulated laboratories whose spreads and tails are not those
//! that the fit expects (`world.rs`): fresh rows, and models, GPUs and sources that were left out.

mod world;

use std::borrow::Borrow;
use std::fs;
use std::path::Path;
use std::thread;

use fastrand::Rng;
use wattpix_core::estimate::estimate_with;
use wattpix_core::fit::Fit;
use wattpix_core::gpu::Gpu;
use wattpix_core::model::Model;
use wattpix_core::observation::Observed;
use wattpix_core::regress::fitting::{About, Method, fit};

use self::world::{Extent, World};

/// Simulated worlds, shared by the processors.
const WORLDS: u64 = 200;

/// Runs of readers that are predicted at a time.
const READERS_RUNS: usize = 10;

/// The kinds of rows that are predicted, as docs/law.md names them.
const KINDS: [&str; 4] = [
    "a fresh run",
    "a run of a model that was left out",
    "a run on a GPU that was left out",
    "the rows of a source that was left out",
];

/// Rows of one group that were predicted: the share inside their intervals, their mean half-width in ln and their mean interval score.
#[derive(Clone, Copy)]
struct Predicted {
    inside: f64,
    half_width: f64,
    score: f64,
}

fn predicted(fit: &Fit, rows: &[impl Borrow<Observed>]) -> Predicted {
    let mut sums = Predicted { inside: 0.0, half_width: 0.0, score: 0.0 };
    for row in rows {
        let row: &Observed = row.borrow();
        let estimate = estimate_with(fit, &row.question()).unwrap();
        let off = (estimate.energy.joules() / row.energy.joules()).ln().abs();
        let outside = (off - estimate.ln_half_width).max(0.0);
        sums.inside += if outside > 0.0 { 0.0 } else { 1.0 };
        sums.half_width += estimate.ln_half_width;
        sums.score += 2.0 * estimate.ln_half_width + 20.0 * outside;
    }
    let n = rows.len() as f64;
    Predicted { inside: sums.inside / n, half_width: sums.half_width / n, score: sums.score / n }
}

fn made(rows: &[&Observed]) -> Fit {
    fit(rows, Method::TimeAndPower, About::scratch()).unwrap()
}

/// Returns one group of each of [`KINDS`] in a world.
fn of_world(seed: u64) -> [Predicted; 4] {
    let mut random = Rng::with_seed(seed);
    let extent =
        Extent { models: random.usize(4..=8), gpus: random.usize(3..=16), sources: random.usize(2..=5) };
    let world = World::new(&mut random, extent);
    let rows = world.published(&mut random);
    let rows: Vec<&Observed> = rows.iter().collect();
    let one = rows[random.usize(..rows.len())];
    let (model, gpu) = (one.workload.model(), one.gpu);
    let mut by_readers = |model: Option<&'static Model>, gpu: Option<&'static Gpu>| -> Vec<Observed> {
        (0..READERS_RUNS).map(|_| world.of_a_reader(&mut random, model, gpu)).collect()
    };
    let [fresh, of_model, of_gpu] =
        [by_readers(None, None), by_readers(Some(model), None), by_readers(None, Some(gpu))];
    let without = |leaves: &dyn Fn(&Observed) -> bool| {
        made(&rows.iter().copied().filter(|row| !leaves(row)).collect::<Vec<_>>())
    };
    let is_of_source = |row: &Observed| row.source == one.source;
    let of_source: Vec<&Observed> = rows.iter().copied().filter(|row| is_of_source(row)).collect();
    [
        predicted(&made(&rows), &fresh),
        predicted(&without(&|row| std::ptr::eq(row.workload.model(), model)), &of_model),
        predicted(&without(&|row| std::ptr::eq(row.gpu, gpu)), &of_gpu),
        predicted(&without(&is_of_source), &of_source),
    ]
}

#[test]
fn intervals_hold_in_worlds_that_differ_from_what_is_expected() {
    let workers = thread::available_parallelism().map_or(1, |count| count.get() as u64);
    let worlds: Vec<[Predicted; 4]> = thread::scope(|scope| {
        let some =
            |worker| move || (worker..WORLDS).step_by(workers as usize).map(of_world).collect::<Vec<_>>();
        let handles: Vec<_> = (0..workers).map(|worker| scope.spawn(some(worker))).collect();
        handles.into_iter().flat_map(|handle| handle.join().unwrap()).collect()
    });
    let documented =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/law.md")).unwrap();
    let mut wrong = false;
    for (kind, name) in KINDS.into_iter().enumerate() {
        // Groups are the same whichever processor takes them, and their sums are taken in one order.
        let mut groups: Vec<Predicted> = worlds.iter().map(|world| world[kind]).collect();
        groups.sort_by(|a, b| a.half_width.total_cmp(&b.half_width));
        let mean = |value: fn(&Predicted) -> f64| groups.iter().map(value).sum::<f64>() / groups.len() as f64;
        let (inside, score) = (100.0 * mean(|group| group.inside), mean(|group| group.score));
        let half_width = groups[groups.len() / 2].half_width.exp();
        let line = format!("| {name} | {} | {inside:.0} % | {half_width:.2} | {score:.2} |", groups.len());
        println!("{line}");
        wrong |= !(85.0..=95.0).contains(&inside) || !documented.contains(&line);
    }
    assert!(!wrong, "a share is not between 85 and 95 %, or docs/law.md does not say these lines");
}
