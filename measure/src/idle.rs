//! Idle power with its spread, and whether it was the same before and after.

use serde::{Deserialize, Serialize};

use crate::flag::{Flag, raise};
use crate::recorder::Recorder;
use crate::window::Window;

/// Seconds that idle power is measured for, unless asked otherwise.
pub const IDLE_S: f64 = 5.0;
/// Seconds of the blocks whose spread is stated.
const BLOCK_S: f64 = 1.0;
/// Idle power drifted when before and after differ by more than this share ...
const DRIFT_SHARE: f64 = 0.10;
/// ... and by more than this, watts.
const DRIFT_W: f64 = 3.0;

/// Idle power.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Idle {
    /// Watts, by the counter where there is one.
    pub power_w: f64,
    /// Standard deviation of one-second means of the power reading, watts.
    pub spread_w: Option<f64>,
    /// The window behind it.
    pub window: Window,
}

impl Idle {
    /// Measures idle power for about that long; the caller sees to it that nothing works.
    ///
    /// `None` when the window gave no number.
    #[must_use]
    pub fn measure(recorder: &Recorder, seconds: f64) -> (Option<Self>, Window) {
        let (window, ()) = Window::around(recorder, || recorder.watch(seconds));
        (Self::of(recorder, window.clone()), window)
    }

    /// Idle power of a window that was measured by other means.
    #[must_use]
    pub fn of(recorder: &Recorder, window: Window) -> Option<Self> {
        let power_w = window.mean_w()?;
        let spread_w = spread(recorder, &window);
        Some(Self { power_w, spread_w, window })
    }
}

fn spread(recorder: &Recorder, window: &Window) -> Option<f64> {
    let blocks = (window.duration_s() / BLOCK_S).floor() as usize;
    let means: Vec<f64> = (0..blocks)
        .filter_map(|i| {
            let from = window.start_s + i as f64 * BLOCK_S;
            let of_each =
                recorder.all().map(|one| one.log().trace.integrate(|s| s.power_w, from, from + BLOCK_S));
            Some(of_each.sum::<Option<f64>>()? / BLOCK_S)
        })
        .collect();
    if means.len() < 2 {
        return None;
    }
    let mean = means.iter().sum::<f64>() / means.len() as f64;
    let variance = means.iter().map(|w| (w - mean).powi(2)).sum::<f64>() / (means.len() - 1) as f64;
    Some(variance.sqrt())
}

/// Idle power for a window, from what was measured before and after it in the same state of the device.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct IdleAround {
    /// Mean of the two, watts.
    pub power_w: f64,
    /// Half their difference, or the spread of the only one; watts.
    pub spread_w: Option<f64>,
    /// True if they differ more than they should.
    pub drifted: bool,
}

impl IdleAround {
    /// Joins what was measured before and after; either may be missing, not both.
    #[must_use]
    pub fn join(before: Option<&Idle>, after: Option<&Idle>) -> Option<Self> {
        match (before, after) {
            (Some(a), Some(b)) => {
                let apart = (a.power_w - b.power_w).abs();
                let power_w = (a.power_w + b.power_w) / 2.0;
                let drifted = apart > DRIFT_W && apart > DRIFT_SHARE * power_w;
                let within = a.spread_w.unwrap_or(0.0).max(b.spread_w.unwrap_or(0.0));
                Some(Self { power_w, spread_w: Some((apart / 2.0).max(within)), drifted })
            }
            (Some(one), None) | (None, Some(one)) => {
                Some(Self { power_w: one.power_w, spread_w: one.spread_w, drifted: false })
            }
            (None, None) => None,
        }
    }

    /// Net energy of a window: gross less idle power times duration, joules. Raises what is wrong with it.
    pub fn net_j(around: Option<&Self>, window: &mut Window) -> Option<f64> {
        match around {
            Some(idle) => {
                if idle.drifted {
                    raise(&mut window.flags, Flag::IdleDrift);
                }
                window.gross_j.map(|gross| gross - idle.power_w * window.duration_s())
            }
            None => {
                raise(&mut window.flags, Flag::NoIdle);
                None
            }
        }
    }
}
