//! Contradictions between two meters of a device, found from their behaviour.

use crate::recorder::Log;
use crate::trace::Tick;

/// Steps of the counter below which they are not compared with the power readings.
const MOST_FEW: usize = 10;
/// Steps that are taken together last this long at least, seconds, and are five at least: on a busy machine a tick is read some
/// hundredths of a second late.
const TOGETHER_S: f64 = 0.4;
/// Seconds around a step in which power readings are looked at: one that is averaged over a second lags by as much.
const AROUND_S: f64 = 1.5;
/// By how much a step may lie outside all of these readings in watts, for cards that idle at a few.
const OUTSIDE_W: f64 = 3.0;
/// Share of the steps that must lie outside on one side, that no lag or part-time sampling explains.
const MOST_STEPS: f64 = 0.8;
/// A reading that is averaged over a second tells what was half of it ago, seconds.
const LAG_S: f64 = 0.5;

/// By how much steps may lie outside all power readings around them, as shares of these.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tolerance {
    above: f64,
    below: f64,
}

impl Tolerance {
    /// Tolerance for a card: its counter and its power readings come from one sensor.
    pub(super) const CARD: Self = Self { above: 0.15, below: 0.2 };
    /// Tolerance for a card on a module with a CPU: a counter that is above may be that of the module.
    pub(super) const MODULE: Self = Self { above: 0.05, ..Self::CARD };
}

/// The side on which the counter lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beyond {
    Above,
    Below,
}

/// A step of the counter.
pub(super) struct Step {
    t_s: f64,
    pub(super) joules: f64,
    /// Seconds since the step before, at most.
    pub(super) most_s: f64,
    /// When the step before was.
    from_s: f64,
}

pub(super) fn steps(ticks: &[Tick], period_s: f64) -> Vec<Step> {
    let step = |pair: &[Tick]| Step {
        t_s: pair[1].t_s(),
        joules: pair[1].after_j - pair[1].before_j,
        most_s: (pair[1].latest_s - pair[0].earliest_s).max(period_s),
        from_s: pair[0].t_s(),
    };
    ticks.windows(2).map(step).collect()
}

/// True if the counter runs too fast or too slowly for every power reading around its steps.
pub(super) fn contradicted(steps: &[Step], log: &Log, tolerance: Tolerance) -> Option<Beyond> {
    if steps.len() < MOST_FEW {
        return None;
    }
    let (mut above, mut below, mut seen) = (0_usize, 0_usize, 0_u32);
    // Several steps together, so that one tick that was read late means nothing.
    let lasts =
        |few: &[Step]| few.last().zip(few.first()).map_or(0.0, |(last, first)| last.t_s - first.from_s);
    let all_s = lasts(steps);
    let together = (TOGETHER_S / all_s * steps.len() as f64).ceil() as usize;
    for few in steps.chunks_exact(together.clamp(MOST_FEW / 2, steps.len())) {
        let (joules, seconds) = (few.iter().map(|step| step.joules).sum::<f64>(), lasts(few));
        let (Some(first), Some(last)) = (few.first(), few.last()) else { continue };
        let near = log.trace.between(first.t_s - AROUND_S, last.t_s + AROUND_S);
        let (low, high) = near
            .iter()
            .flat_map(|sample| [sample.power_w, sample.average_w])
            .flatten()
            .fold((f64::INFINITY, 0.0_f64), |(low, high), watts| (low.min(watts), high.max(watts)));
        if !low.is_finite() {
            continue;
        }
        let watts = joules / seconds;
        seen += 1;
        above += usize::from(watts > high * (1.0 + tolerance.above) + OUTSIDE_W);
        below += usize::from(watts < low * (1.0 - tolerance.below) - OUTSIDE_W);
    }
    let most = |count: usize| seen > 0 && count as f64 >= MOST_STEPS * f64::from(seen);
    match (most(above), most(below)) {
        (true, _) => Some(Beyond::Above),
        (_, true) => Some(Beyond::Below),
        _ => None,
    }
}

/// The primary power reading over its one-second average, each over the same time; `None` where either is missing.
pub(super) fn power_ratio(log: &Log, from_s: f64, to_s: f64) -> Option<f64> {
    let primary_j = log.trace.integrate(|s| s.power_w, from_s, to_s - LAG_S)?;
    let average_j = log.trace.integrate(|s| s.average_w, from_s + LAG_S, to_s)?;
    (primary_j > 0.0 && average_j > 0.0).then(|| primary_j / average_j)
}
