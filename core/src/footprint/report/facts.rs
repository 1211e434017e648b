//! Facts of an estimate or a measured run that reports tell.

use crate::carbon::Electricity;
use crate::footprint::{LifeCycle, Range};

/// Facts of an estimate or a measured run.
#[derive(Debug, Clone)]
pub struct RunFacts {
    /// Model id, or the name that a program declared.
    pub model: String,
    /// Label of the model.
    pub model_label: String,
    /// Repository of the model on its hub, where it is known.
    pub hub_id: Option<String>,
    /// Parameters, where they are known.
    pub parameters: Option<u64>,
    /// Label of the GPU.
    pub gpu: String,
    /// Memory of one GPU in GB, where it is known.
    pub memory_gb: Option<f64>,
    /// GPUs.
    pub gpus: u32,
    /// Images or clips that were made.
    pub images: u64,
    /// True for clips.
    pub is_video: bool,
    /// Precision, where it is known.
    pub precision: Option<String>,
    /// Settings by key.
    pub settings: Vec<(String, String)>,
    /// Energy of the GPUs for all images in kWh.
    pub kwh: Range,
    /// Duration for all images in seconds, where it is known.
    pub seconds: Option<f64>,
    /// `net` or `gross`.
    pub boundary: String,
    /// Name of the meter of a measured run; `None` for an estimate.
    pub meter: Option<String>,
    /// Method in half a sentence.
    pub method: String,
    /// Version of this program.
    pub version: String,
    /// Beginning of a measured run, or time of the report: RFC 3339 in UTC.
    pub time: String,
    /// Caveats.
    pub caveats: Vec<String>,
    /// The electricity.
    pub electricity: Electricity,
    /// The footprint of one functional unit.
    pub life_cycle: LifeCycle,
    /// Years over which embodied emissions are spread.
    pub lifetime_years: f64,
    /// Share of that life in which the hardware works.
    pub utilisation: f64,
}

impl RunFacts {
    /// Returns the interval and the caveats as a text for formats without fields of their own.
    pub fn remarks(&self) -> String {
        let mut remarks = vec![format!("Energy of GPUs alone, {} of idle power.", self.boundary)];
        if self.meter.is_none() {
            let Range { value, low, high } = self.kwh;
            remarks.push(format!("Estimated, not measured: {value} kWh, 90 % interval {low} to {high} kWh."));
        }
        remarks.push(format!("{}.", self.method));
        remarks.extend(self.caveats.iter().cloned());
        remarks.join(" ")
    }

    /// Returns the settings as one line.
    pub fn settings_line(&self) -> String {
        self.settings.iter().map(|(key, value)| format!("{key} {value}")).collect::<Vec<_>>().join(", ")
    }
}
