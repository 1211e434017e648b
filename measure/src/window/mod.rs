//! The energy between two edges, by the counter and by integrated power, with its error and what is wrong with it.
//!
//! - `error_bar` — how far the energy may be off because of the edges.
//! - `measure` — from two edges to a window.
//! - `of_gpu` — what one of several GPUs drew.
//! - `several` — several GPUs as one window.
//! - `judge` — what is wrong with a window or worth knowing about it.

use serde::{Deserialize, Serialize};

mod error_bar;
mod judge;
mod measure;
mod of_gpu;
mod several;

use crate::flag::{Flag, valid};
use crate::meter::PowerField;
use crate::recorder::Edge;
pub use of_gpu::OfGpu;

/// A window must last at least this many steps of the counter: one step is then at most 5 % of it.
pub const MIN_PERIODS: f64 = 20.0;
/// Length that a window should have, seconds: shorter ones vary widely and read low
/// (ml-energy/blog, docs/posts/thermally-stable-profiling.md).
pub const GOOD_WINDOW_S: f64 = 5.0;

/// The energy between two edges.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Window {
    /// Stated start, seconds of the clock.
    pub start_s: f64,
    /// Stated end, seconds of the clock.
    pub end_s: f64,
    /// Joules by the counter.
    pub counter_j: Option<f64>,
    /// Joules by integrating the primary power reading.
    pub integrated_j: Option<f64>,
    /// Power reading that was integrated.
    pub power_field: Option<PowerField>,
    /// Joules by integrating the one-second average beside it.
    pub integrated_average_j: Option<f64>,
    /// The energy: the counter's where there is one, else the integrated; `None` if neither can be believed.
    pub gross_j: Option<f64>,
    /// Error bar of `gross_j` for the stated edges: true energy (as this sensor's gain shows it) lies within
    /// `gross_j` plus or minus this. The sensor's gain is not in it.
    pub edge_error_j: Option<f64>,
    /// Steps of the counter, seconds.
    pub meter_period_s: Option<f64>,
    /// Readings that were taken.
    pub readings: usize,
    /// Temperature at the edges, degrees Celsius.
    pub temperature_c: Option<[u32; 2]>,
    /// Multiprocessor clock at the edges, MHz.
    pub sm_clock_mhz: Option<[u32; 2]>,
    /// Every reason for which clocks were held down.
    pub throttle: Vec<String>,
    /// Other processes on the device, at most.
    pub others: u32,
    /// Faults and remarks.
    pub flags: Vec<Flag>,
    /// Energy of each GPU, where several were metered as one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gpus: Vec<OfGpu>,
}

impl Window {
    /// Seconds between the stated edges.
    #[must_use]
    pub fn duration_s(&self) -> f64 {
        self.end_s - self.start_s
    }

    /// Counter over integrated power, by whichever of the two power readings is nearer to the counter.
    #[must_use]
    pub fn ratio(&self) -> Option<f64> {
        let counter = self.counter_j?;
        [self.integrated_j, self.integrated_average_j]
            .into_iter()
            .flatten()
            .filter(|joules| *joules > 0.0)
            .map(|joules| counter / joules)
            .min_by(|a, b| (a.ln().abs()).total_cmp(&b.ln().abs()))
    }

    /// Mean power, watts.
    #[must_use]
    pub fn mean_w(&self) -> Option<f64> {
        self.gross_j.map(|joules| joules / self.duration_s())
    }

    /// True if the number may be used.
    #[must_use]
    pub fn valid(&self) -> bool {
        valid(&self.flags)
    }
}

/// A side of a window.
#[derive(Debug, Clone, Copy)]
pub enum Side<'a> {
    /// A tick that was waited for.
    Tick(&'a Edge),
    /// A moment at which nobody waited: the counter is interpolated between the ticks around it.
    Moment(f64),
}

impl Side<'_> {
    /// When, seconds of the clock.
    #[must_use]
    pub fn t_s(&self) -> f64 {
        match self {
            Self::Tick(edge) => edge.t_s,
            Self::Moment(t_s) => *t_s,
        }
    }
}
