//! Prediction of a sweep from the nearest fit, before anything is run; and what cannot be run and why.

use serde::Serialize;
use wattpix_core::error::Choice;
use wattpix_core::estimate::{self, Question};
use wattpix_core::fit::BUNDLED;
use wattpix_core::gpu::Gpu;
use wattpix_core::setting::{Boundary, Precision};

use super::design::expand::{Grid, Skipped};
use super::job::{Images, Job};
use super::pipeline::Loading;
use super::rules::Rules;

/// Seconds that a repeat takes beside its window (waiting for ticks of the counter, cooling down), assumed.
const BETWEEN_S: f64 = 1.0;

/// Prediction for one configuration.
#[derive(Debug, Clone, Serialize)]
pub struct Prediction {
    /// Images of a window.
    pub images: u32,
    /// Energy of a window with idle power, joules.
    pub gross_j: f64,
    /// Energy of a window less idle power, joules.
    pub net_j: f64,
    /// Seconds of a window.
    pub window_s: f64,
    /// Seconds of all its repeats with warm-up.
    pub seconds: f64,
    /// Energy of all its repeats with warm-up, watt-hours, idle power in it.
    pub wh: f64,
    /// Ends of the estimate's 90 % interval over the estimate.
    pub interval: [f64; 2],
    /// Memory of the weights, GB; activations come on top.
    pub memory_gb: f64,
    /// The fit behind it.
    pub fit: String,
}

/// Predicts a configuration on a card. `None` where no fit answers (a precision that the silicon lacks).
#[must_use]
pub fn predict(job: &Job, gpu: &'static Gpu, rules: &Rules) -> Option<Prediction> {
    let ask =
        |boundary| estimate::estimate(BUNDLED, &Question { workload: job.workload, gpu, boundary }).ok();
    let (gross, net) = (ask(Boundary::Gross)?, ask(Boundary::Net)?);
    let second_j = gross.power.map(|power| power.watts());
    let image_s = gross.seconds.or_else(|| Some(gross.energy.joules() / second_j?))?;
    let images = match job.images {
        Images::Fixed(images) => images,
        Images::Auto => fill(image_s, job.workload.batch(), rules.window_s),
    };
    let count = f64::from(images);
    let (window_s, gross_j) = (image_s * count, gross.energy.joules() * count);
    let repeats = f64::from(rules.repeats);
    let warm_up = f64::from(rules.warm_up * job.workload.batch());
    Some(Prediction {
        images,
        gross_j,
        net_j: net.energy.joules() * count,
        window_s,
        seconds: repeats * (window_s + BETWEEN_S) + warm_up * image_s,
        wh: (repeats * gross_j + warm_up * gross.energy.joules()) / 3600.0,
        interval: [gross.low.joules(), gross.high.joules()].map(|joules| joules / gross.energy.joules()),
        memory_gb: gross.memory_gb_needed(),
        fit: gross.fit.id().to_owned(),
    })
}

/// The smallest number of images that fills a window, in whole batches.
#[must_use]
pub fn fill(image_s: f64, batch: u32, window_s: f64) -> u32 {
    let batches = (window_s / (image_s * f64::from(batch))).ceil().clamp(1.0, 1e6);
    batches as u32 * batch
}

/// Seconds of loading a model.
#[must_use]
pub fn load_s(job: &Job, loading: Loading) -> f64 {
    estimate::memory_gb_needed(&job.workload) * loading.s_per_gb
}

/// Takes out of a grid what the card cannot run: precisions that its silicon lacks, and weights that exceed its memory.
/// `gpu` is `None` for a card that the catalogue does not know, `memory_gb` where its memory is unknown.
pub fn sort_out(grid: &mut Grid, gpu: Option<&Gpu>, memory_gb: Option<f64>) {
    let why = |job: &Job| -> Option<String> {
        let precision: Precision = job.workload.precision();
        if let Some(gpu) = gpu
            && !gpu.has(precision)
        {
            return Some(format!("{} has no {} arithmetic", gpu.label, precision.name()));
        }
        let needed_gb = estimate::memory_gb_needed(&job.workload);
        let memory_gb = memory_gb.filter(|memory_gb| needed_gb > *memory_gb)?;
        Some(format!("weights of {needed_gb:.1} GB exceed the card's {memory_gb:.1} GB"))
    };
    let (jobs, skipped) = (&mut grid.jobs, &mut grid.skipped);
    jobs.retain(|job| match why(job) {
        None => true,
        Some(reason) => {
            skipped.push(Skipped { key: job.key(), images: job.images, reason });
            false
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sweep::design::Design;
    use crate::sweep::design::expand::expand;
    use wattpix_core::gpu;

    /// The published cell: FLUX.1-dev, 1024 x 1024, 50 steps, guidance, fp16, 100 images on the A100 took 1.54e6 J net of
    /// idle power (arXiv:2511.17031v1, table 3; in tests/data/paper_cells.csv).
    #[test]
    fn a_window_is_predicted_as_the_paper_measured_it() {
        let grid = expand(&Design::paper(vec!["flux1-dev".to_owned()])).unwrap();
        let key = "flux1-dev/1024x1024/50/fp16/on/b1";
        let job = grid.jobs.iter().find(|job| job.key() == key && job.images == Images::Fixed(100)).unwrap();
        let prediction = predict(job, gpu::find("a100").unwrap(), &Rules::default()).unwrap();
        assert!((prediction.net_j / 1.54e6 - 1.0).abs() < 0.05, "{prediction:?}");
        assert!(prediction.gross_j > prediction.net_j && prediction.seconds > 5.0 * prediction.window_s);
    }

    #[test]
    fn what_the_card_cannot_run_is_sorted_out_with_its_reason() {
        let mut grid = expand(&Design::paper(vec!["flux1-dev".to_owned()])).unwrap();
        let a4000 = gpu::find("a4000").unwrap();
        sort_out(&mut grid, Some(a4000), a4000.memory_gb);
        assert!(grid.jobs.is_empty());
        assert!(grid.skipped[0].reason.contains("exceed the card's 16.0 GB"), "{:?}", grid.skipped[0]);
        assert_eq!(fill(2.0, 1, 5.0), 3);
        assert_eq!(fill(2.0, 4, 5.0), 4);
        assert_eq!(fill(90.0, 1, 5.0), 1);
    }
}
