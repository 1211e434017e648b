//! A measurement of another program, before its settings are known.

use wattpix_core::import::run::Setting;

use crate::exec::config::Pair;
use crate::flag::Flag;
use crate::meter::PowerField;

/// Energy of GPUs over a time.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct OtherRun {
    /// Line of the file, or number of the object or part in it, from 1.
    pub line: usize,
    /// Version of the program, where it is stated.
    pub version: Option<String>,
    /// The GPUs that were told apart, each with its joules.
    pub gpus: Vec<(String, f64)>,
    /// Number of GPUs.
    pub gpu_count: u32,
    /// Joules of all of them.
    pub joules: f64,
    /// Seconds.
    pub seconds: f64,
    /// Start as rows write it; empty where it is not known.
    pub started: String,
    /// Joules by integrating power.
    pub integrated_j: Option<f64>,
    /// Joules by an energy counter.
    pub counter_j: Option<f64>,
    /// Usual seconds between readings.
    pub period_s: Option<f64>,
    /// Error of the energy from the edges and gaps, joules.
    pub error_j: Option<f64>,
    /// Power reading that was integrated.
    pub power_field: Option<PowerField>,
    /// Faults and remarks.
    pub flags: Vec<Flag>,
    /// Settings that the file states.
    pub stated: Vec<Setting>,
    /// Settings that were declared for this measurement alone.
    pub declared: Vec<Pair>,
}
