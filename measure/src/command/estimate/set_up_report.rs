//! Settings in which a run is set up, as an answer echoes them.

use serde::Serialize;
use wattpix_core::configuration::Configuration;
use wattpix_core::error::{Choice, Key};
use wattpix_core::running::Running;

/// Settings that differ from their defaults; those of references wherever there are any.
#[derive(Debug, Serialize)]
pub(super) struct SetUpReport {
    #[serde(skip_serializing_if = "Option::is_none")]
    references: Option<u32>,
    /// Size at which a reference is encoded.
    #[serde(skip_serializing_if = "Option::is_none")]
    reference_size: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    strength: Option<f64>,
    /// Steps that are run, where that is another number.
    #[serde(skip_serializing_if = "Option::is_none")]
    steps_run: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    sampler: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    skipped: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    vae_tiling: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    weights: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    offload: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    gpu_count: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    parallel: Option<&'static str>,
}

impl SetUpReport {
    /// The settings of a configuration.
    pub(super) fn new(configuration: &Configuration) -> Self {
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
            sampler: running.sampler.map(Choice::name),
            skipped: (running.skipped != plain.skipped).then(|| running.skipped.get()),
            vae_tiling: (running.vae_tiling != plain.vae_tiling).then(|| running.vae_tiling.name()),
            weights: running.weights.map(Choice::name),
            offload: (running.offload != plain.offload).then(|| running.offload.name()),
            gpu_count: (running.gpu_count != plain.gpu_count).then_some(running.gpu_count),
            parallel: running.parallel.map(Choice::name),
        }
    }
}
