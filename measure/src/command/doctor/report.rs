//! Findings about a device.

use std::sync::Arc;

use serde_json::{Value, json as object};

use crate::clock::Clock;
use crate::device::{DeviceOptions, probed};
use crate::examination::{Examination, Verdict};
use crate::flag::{Flag, Severity};
use crate::meter::{Identity, Meter, Status};
use crate::observation::{gpu_id, hash};
use crate::probe::Capabilities;
use crate::window::Window;

/// Findings about a device.
pub(super) struct Report {
    pub(super) identity: Identity,
    /// Capabilities and the judgement, or why the device cannot be probed.
    examined: Result<(Capabilities, Examination), String>,
    pub(super) status: Option<Status>,
    pub(super) sample_s: f64,
}

impl Report {
    pub(super) fn of(meter: Arc<dyn Meter>, clock: Arc<dyn Clock>, options: &DeviceOptions) -> Self {
        let identity = meter.identity().clone();
        let status = meter.status().ok();
        match probed(meter, clock, options) {
            Err(error) => Self { identity, examined: Err(format!("{error:#}")), status, sample_s: 0.0 },
            Ok(recorder) => {
                let examination = Examination::of(&recorder);
                let sample_s = recorder.sample_s();
                let examined = Ok((recorder.capabilities.clone(), examination));
                Self { identity, examined, status, sample_s }
            }
        }
    }

    fn examination(&self) -> Option<&Examination> {
        self.examined.as_ref().ok().map(|(_, examination)| examination)
    }

    pub(super) fn capabilities(&self) -> Result<&Capabilities, &String> {
        self.examined.as_ref().map(|(capabilities, _)| capabilities)
    }

    pub(super) fn trial(&self) -> Option<&Window> {
        self.examination().and_then(|examination| examination.trial.as_ref())
    }

    pub(super) fn cpu_share(&self) -> Option<f64> {
        self.examination().and_then(|examination| examination.cpu_share)
    }

    pub(super) fn flags(&self) -> &[Flag] {
        self.examination().map_or(&[], |examination| &examination.flags)
    }

    pub(super) fn verdict(&self) -> Verdict {
        self.examination().map_or(Verdict::NotMetered, |examination| examination.verdict)
    }

    pub(super) fn works(&self) -> bool {
        self.verdict().works()
    }

    pub(super) fn json(&self) -> Value {
        object!({
            "name": self.identity.name, "uuid": self.identity.uuid, "pci": self.identity.pci,
            "gpu": gpu_id(&self.identity.name, self.identity.scope),
            "uuid_sha256": self.identity.uuid.as_deref().map(hash),
            "nvml_index": self.identity.index, "meter": self.identity.meter, "scope": self.identity.scope,
            "driver": self.identity.driver, "memory_bytes": self.identity.memory_bytes,
            "power_limit_w": self.identity.power_limit_w, "persistence": self.identity.persistence,
            "ecc": self.identity.ecc, "mig": self.identity.mig, "vgpu": self.identity.vgpu,
            "verdict": self.verdict().label(),
            "capabilities": self.capabilities().ok(),
            "error": self.capabilities().err(),
            "sample_s": self.sample_s, "cpu_share": self.cpu_share(),
            "status": self.status, "trial": self.trial(),
            "problems": self.flags().iter().map(|flag| object!({
                "code": flag.code(), "message": flag.message(), "advice": flag.advice(),
                "spoils": flag.severity() == Severity::Invalid,
            })).collect::<Vec<_>>(),
        })
    }
}
