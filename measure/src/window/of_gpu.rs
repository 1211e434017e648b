//! Energy of one of several GPUs.

use serde::{Deserialize, Serialize};

use crate::flag::Flag;

/// Energy of one of several GPUs in a window.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OfGpu {
    /// The driver's name of it.
    pub name: String,
    /// NVML's index.
    pub index: u32,
    /// The driver's unique id.
    pub uuid: Option<String>,
    /// Joules by the counter.
    pub counter_j: Option<f64>,
    /// Joules by integrating power.
    pub integrated_j: Option<f64>,
    /// The energy; `None` if neither can be believed.
    pub gross_j: Option<f64>,
    /// Error bar of `gross_j` for the stated edges.
    pub edge_error_j: Option<f64>,
    /// Faults and remarks.
    pub flags: Vec<Flag>,
}
