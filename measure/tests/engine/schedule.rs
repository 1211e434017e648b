//! Schedules: time steps and noise levels of diffusers.

use wattpix_measure::engine::detail::{self, Detail};

use crate::fixture::Expected;

/// Image tokens at 1024 pixels.
const TOKENS: usize = 4096;

fn matches(detail: &Detail, steps: usize, tokens: usize, prefix: &str) {
    let expected = Expected::of(detail.model.id);
    let ours = detail.schedule.steps(steps, tokens).unwrap();
    let times = expected.numbers(&format!("{prefix}.times"));
    assert_eq!(ours.len(), times.len(), "{} {steps}", detail.model.id);
    for (step, time) in ours.iter().zip(times) {
        assert!((step.time - time).abs() < 1e-3 * time.max(0.1), "{prefix}: {} and {time}", step.time);
    }
    if expected.find(&format!("{prefix}.sigmas")).is_some() {
        let levels = expected.numbers(&format!("{prefix}.sigmas"));
        for (step, pair) in ours.iter().zip(levels.windows(2)) {
            assert!((step.prediction_factor - (pair[1] - pair[0])).abs() < 1e-6, "{prefix}");
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
        assert!(detail.schedule.steps(0, TOKENS).is_err());
        assert!(detail.schedule.steps(1001, TOKENS).is_err());
        assert!(detail.schedule.steps(999, TOKENS).is_ok());
    }
}
