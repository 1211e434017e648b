//! Schedules: time steps, noise levels and samplers of diffusers.

use std::collections::BTreeMap;

use candle_core::{Device, Tensor};
use serde::Deserialize;
use wattpix_measure::engine::detail::{self, Detail};
use wattpix_measure::engine::scheduler::{Sampler, Trajectory};

use crate::fixture::Expected;

/// Image tokens at 1024 pixels.
const TOKENS: usize = 4096;

fn matches(detail: &Detail, steps: usize, tokens: usize, prefix: &str) {
    let expected = Expected::of(detail.model.id);
    let ours = detail.schedule.schedule(steps, tokens).unwrap().steps;
    let times = expected.numbers(&format!("{prefix}.times"));
    assert_eq!(ours.len(), times.len(), "{} {steps}", detail.model.id);
    for (step, time) in ours.iter().zip(times) {
        assert!((step.time - time).abs() < 1e-3 * time.max(0.1), "{prefix}: {} and {time}", step.time);
    }
    if expected.find(&format!("{prefix}.sigmas")).is_some() {
        let levels = expected.numbers(&format!("{prefix}.sigmas"));
        for (step, pair) in ours.iter().zip(levels.windows(2)) {
            assert!((step.prediction_factors[0] - (pair[1] - pair[0])).abs() < 1e-6, "{prefix}");
        }
    }
}

#[test]
fn schedules_are_diffusers() {
    for detail in detail::ALL {
        for steps in [1, 4, 28, 50] {
            if steps > 1 || detail.model.id != "qwen-image" {
                matches(detail, steps, TOKENS, &format!("schedule.{steps}"));
            }
        }
        matches(detail, 3, 12, "pipeline");
    }
}

#[test]
fn steps_out_of_range_are_refused() {
    for detail in detail::ALL {
        assert!(detail.schedule.schedule(0, TOKENS).is_err());
        assert!(detail.schedule.schedule(1001, TOKENS).is_err());
        assert!(detail.schedule.schedule(999, TOKENS).is_ok());
    }
}

/// A run of one of diffusers' schedulers, of `scripts/diffusion-fixtures/samplers.py`.
#[derive(Deserialize)]
struct Run {
    /// Time and latent of each pass, as the denoiser sees them.
    seen: Vec<[f64; 4]>,
    /// The last latent.
    end: [f64; 3],
}

/// By sampler and number of steps.
fn runs() -> BTreeMap<String, BTreeMap<usize, Run>> {
    serde_json::from_str(include_str!("../../../tests/data/diffusion/samplers.json")).unwrap()
}

/// diffusers computes its factors in 32 bits.
fn assert_close(what: &str, ours: f64, theirs: f64) {
    assert!((ours - theirs).abs() < 2e-4 * theirs.abs().max(1.0), "{what}: {ours}, diffusers {theirs}");
}

#[test]
fn samplers_are_diffusers() {
    let runs = runs();
    assert_eq!(runs.len(), Sampler::ALL.len());
    for sampler in Sampler::ALL {
        for (&steps, run) in &runs[sampler.name()] {
            let kind = detail::SD21.schedule.with_sampler(sampler).unwrap();
            let schedule = kind.schedule(steps, 0).unwrap();
            assert_eq!(schedule.steps.len(), run.seen.len(), "{} {steps}", sampler.name());
            let start = Tensor::new(&[0.5, -1.25, 2.0], &Device::Cpu).unwrap();
            let mut trajectory = Trajectory::new(start.affine(schedule.first_noise, 0.0).unwrap());
            for (step, seen) in schedule.steps.iter().zip(&run.seen) {
                let what = format!("{} {steps} at {}", sampler.name(), seen[0]);
                assert_close(&what, step.time, seen[0]);
                let latent: Vec<f64> = trajectory.seen(step).unwrap().to_vec1().unwrap();
                let prediction = latent.iter().zip(0..).map(|(latent, place)| {
                    assert_close(&what, *latent, seen[1 + place]);
                    (step.time / 100.0 + place as f64).sin() - 0.3 * latent
                });
                let prediction = Tensor::from_iter(prediction, &Device::Cpu).unwrap();
                trajectory.advance(step, prediction).unwrap();
            }
            let end: Vec<f64> = trajectory.latent().to_vec1().unwrap();
            for (ours, theirs) in end.into_iter().zip(run.end) {
                assert_close(&format!("{} {steps}, the end", sampler.name()), ours, theirs);
            }
        }
    }
}

#[test]
fn only_a_diffusion_has_samplers() {
    for detail in detail::ALL {
        let has = detail.schedule.with_sampler(Sampler::Euler).is_some();
        assert_eq!(has, detail.model.id == "sd2.1", "{}", detail.model.id);
    }
}
