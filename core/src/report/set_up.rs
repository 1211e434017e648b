//! Settings in which a run is set up, as an answer echoes them.

use serde::Serialize;

use crate::configuration::Configuration;
use crate::error::{Choice as _, Key};
use crate::running::Running;

/// Settings that differ from their defaults; those of references wherever there are any.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
pub struct SetUpReport {
    /// Reference images.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub references: Option<u32>,
    /// Size at which a reference is encoded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference_size: Option<String>,
    /// Share of the steps that are run from an image on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strength: Option<f64>,
    /// Steps that are run, where that is another number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub steps_run: Option<u32>,
    /// Sampler.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sampler: Option<&'static str>,
    /// Share of the passes that a step cache leaves out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub skipped: Option<f64>,
    /// Decoding in tiles: `on` or `off`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub vae_tiling: Option<&'static str>,
    /// Format of the weights.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub weights: Option<&'static str>,
    /// Weights that wait in the host's memory.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub offload: Option<&'static str>,
    /// GPUs that make one image together.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub gpu_count: Option<u32>,
    /// Exchange between GPUs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parallel: Option<&'static str>,
}

impl SetUpReport {
    /// Returns the settings of a configuration.
    #[must_use]
    pub fn new(configuration: &Configuration) -> Self {
        let workload = &configuration.question.workload;
        let running = workload.running();
        let plain = Running::PLAIN;
        let set = |key: Key| configuration.written(key).is_some();
        let references = workload.references();
        Self {
            references: (references > 0 || set(Key::References)).then_some(references),
            reference_size: workload
                .reference_encoded()
                .map(|size| format!("{}x{}", size.width, size.height)),
            strength: running.strength.map(|strength| strength.get()),
            steps_run: running.strength.map(|_| workload.steps_run()),
            sampler: running.sampler.map(|sampler| sampler.name()),
            skipped: (running.skipped != plain.skipped).then(|| running.skipped.get()),
            vae_tiling: (running.vae_tiling != plain.vae_tiling).then(|| running.vae_tiling.name()),
            weights: running.weights.map(|weights| weights.name()),
            offload: (running.offload != plain.offload).then(|| running.offload.name()),
            gpu_count: (running.gpu_count != plain.gpu_count).then_some(running.gpu_count),
            parallel: running.parallel.map(|parallel| parallel.name()),
        }
    }
}
