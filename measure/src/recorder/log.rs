//! Everything that a recorder read, and the edges of windows.

use std::time::SystemTime;

use crate::meter::Status;
use crate::processes::Users;
use crate::trace::Trace;

/// State of the device at a moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// When, seconds of the clock.
    pub t_s: f64,
    /// Status of the device.
    pub status: Status,
    /// Processes that compute on it.
    pub compute: Users,
    /// Processes that draw on it.
    pub graphics: Users,
    /// The wall clock less the clock, seconds: it stays the same unless somebody sets the one, or suspends the machine.
    pub ahead_s: f64,
    /// True if the program that is metered was stopped.
    pub stopped: bool,
}

/// A reading that failed, or that could not be believed.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// When, seconds of the clock.
    pub t_s: f64,
    /// An unbelievable power, if that was it.
    pub implausible_w: Option<f64>,
    /// True if the device is gone.
    pub lost: bool,
    /// Message.
    pub reason: String,
}

/// Everything read so far.
#[derive(Debug, Clone, Default)]
pub struct Log {
    /// Counter and power.
    pub trace: Trace,
    /// State of the device, once a second.
    pub looks: Vec<Look>,
    /// Failures.
    pub failures: Vec<Failure>,
}

/// An edge of a window.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// When, seconds of the clock: the middle of the interval in which the counter ticked, or simply now.
    pub t_s: f64,
    /// Half the length of that interval.
    pub half_s: f64,
    /// The counter right after that tick, joules.
    pub counter_j: Option<f64>,
    /// The wall clock.
    pub wall: SystemTime,
    /// State of the device.
    pub look: Option<Look>,
    /// When it was asked for, seconds of the clock: the work before it was over then.
    pub asked_s: f64,
    /// When it was given, seconds of the clock: the work after it could begin then.
    pub given_s: f64,
}
