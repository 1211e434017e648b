//! Test that energy is linear in the denoising steps, so that few steps tell as much as many: shown before it is used.

use wattpix_core::compute::FlopBreakdown;
use wattpix_core::setting::Guidance;

use super::candidate::Candidate;
use crate::sweep::job::{Images, Job};
use crate::sweep::spread::Spread;

/// Numbers of steps that are tried, fewest first. Fewer than two leave nothing of the loop's rhythm.
const LADDER: [u32; 3] = [2, 4, 8];
/// The many steps that they are compared with, as a multiple.
const TIMES: u32 = 5;
/// Windows of each.
const WINDOWS: usize = 3;
/// Distance of the steps' exponent from 1 that is accepted ...
const TOLERANCE: f64 = 0.05;
/// ... beside so many of its standard errors.
const STANDARD_ERRORS: f64 = 2.0;

/// The proof, as far as it is.
#[derive(Debug, Clone)]
pub struct Linearity {
    /// The cell on which it is shown, at any number of steps.
    cell: Job,
    /// The numbers of steps that are still to be tried; the first is at hand.
    ladder: Vec<u32>,
    /// Energies of one image with few and with many steps, joules.
    few: Vec<f64>,
    many: Vec<f64>,
    /// Outcome: the few steps that may be used.
    outcome: Option<Outcome>,
}

/// Outcome of the test.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Outcome {
    /// The fewest steps at which energy is linear; the grid's own fewest where none of the tried ones is.
    pub steps: u32,
    /// The exponent of the steps that was found there, if any was shown to be near 1.
    pub exponent: Option<f64>,
}

impl Linearity {
    /// A proof on the cell in which what is not denoising weighs most; `fewest` is the grid's own.
    #[must_use]
    pub fn new(candidates: &[Candidate], model: usize, fewest: u32) -> Option<Self> {
        let weight = |job: &Job| {
            let few = job.workload.with_steps(LADDER[0]).unwrap_or(job.workload).with_guidance(Guidance::Off);
            1.0 - FlopBreakdown::of(&few).denoising_share()
        };
        let cells =
            candidates.iter().filter(|candidate| candidate.model == model).map(|candidate| candidate.job);
        // At 16 bits if there is any: it takes less time and less of it is denoising.
        let key = |job: &Job| (weight(job), job.workload.precision().bytes_per_weight());
        let cell = cells.max_by(|a, b| {
            let ((wa, ba), (wb, bb)) = (key(a), key(b));
            wa.total_cmp(&wb).then(bb.cmp(&ba))
        })?;
        let ladder: Vec<u32> = LADDER.into_iter().filter(|steps| *steps < fewest).collect();
        let outcome = ladder.is_empty().then_some(Outcome { steps: fewest, exponent: None });
        Some(Self { cell, ladder, few: Vec::new(), many: Vec::new(), outcome })
    }

    /// Returns the outcome, once there is one.
    #[must_use]
    pub fn outcome(&self) -> Option<Outcome> {
        self.outcome
    }

    /// The next window that the proof needs.
    #[must_use]
    pub fn next(&self) -> Option<Job> {
        if self.outcome.is_some() {
            return None;
        }
        let few = *self.ladder.first()?;
        let steps = if self.few.len() < WINDOWS { few } else { few * TIMES };
        let workload = self.cell.workload.with_steps(steps).ok()?;
        Some(Job { workload, images: Images::Auto })
    }

    /// Takes the energy of one image of a window that [`Linearity::next`] asked for; `fewest` is the grid's own steps.
    pub fn learn(&mut self, joules_per_image: f64, fewest: u32) {
        if self.outcome.is_some() {
            return;
        }
        let side = if self.few.len() < WINDOWS { &mut self.few } else { &mut self.many };
        side.push(joules_per_image.ln());
        if self.many.len() < WINDOWS {
            return;
        }
        let Some(steps) = self.ladder.first().copied() else { return };
        if let Some((exponent, error)) = exponent(&self.few, &self.many)
            && (exponent - 1.0).abs() <= TOLERANCE + STANDARD_ERRORS * error
        {
            self.outcome = Some(Outcome { steps, exponent: Some(exponent) });
            return;
        }
        self.few.clear();
        self.many.clear();
        self.ladder.remove(0);
        if self.ladder.is_empty() {
            self.outcome = Some(Outcome { steps: fewest, exponent: None });
        }
    }

    /// The cell cannot be measured: the grid's own steps are used.
    pub fn fail(&mut self, fewest: u32) {
        self.outcome = Some(Outcome { steps: fewest, exponent: None });
    }
}

/// The exponent of the steps and its standard error, from ln energies.
fn exponent(few: &[f64], many: &[f64]) -> Option<(f64, f64)> {
    let (few, many) = (Spread::of(few)?, Spread::of(many)?);
    let apart = f64::from(TIMES).ln();
    let variance = (few.sd.powi(2) + many.sd.powi(2)) / few.count as f64;
    Some(((many.mean - few.mean) / apart, variance.sqrt() / apart))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wattpix_core::workload::Workload;

    /// Energy of one image at so many steps, with a share that does not depend on them.
    fn shown(fixed: f64) -> Outcome {
        let model = wattpix_core::model::find("flux1-dev").unwrap();
        let job = Job { workload: Workload::default_of(model), images: Images::Auto };
        let candidate = Candidate { job, model: 0, image_s: 1.0 };
        let mut linearity = Linearity::new(&[candidate], 0, 10).unwrap();
        while let Some(job) = linearity.next() {
            let steps = f64::from(job.workload.steps());
            let noise = 1.0 + 0.004 * (steps + linearity.few.len() as f64).sin();
            linearity.learn((100.0 * steps + fixed) * noise, 10);
        }
        linearity.outcome().unwrap()
    }

    #[test]
    fn few_steps_are_used_only_where_energy_was_shown_to_be_linear_in_them() {
        assert_eq!(shown(0.0).steps, 2);
        assert!((shown(0.0).exponent.unwrap() - 1.0).abs() < 0.02);
        // What is made once an image: 60 J of 260 J at two steps, 60 J of 460 J at four, 60 J of 860 J at eight.
        assert_eq!(shown(60.0).steps, 8);
        assert_eq!(shown(1000.0), Outcome { steps: 10, exponent: None });
    }
}
