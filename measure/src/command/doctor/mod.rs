//! `measure doctor`: what can be metered on this machine, how well, and what is wrong.

mod text;

use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use serde_json::{Value, json as object};

use crate::clock::{Clock, RealClock};
use crate::device::{DeviceOptions, Inventory, open};
use crate::flag::{Flag, Severity};
use crate::meter::{Identity, Meter, Status};
use crate::observation::{gpu_id, hash};
use crate::output::tell;
use crate::probe::{Capabilities, CounterSupport, probe};
use crate::recorder::Recorder;
use crate::window::{GOOD_WINDOW_S, MIN_PERIODS, Window};
use crate::{json, output};

/// Say what can be metered on this machine, how well, and what is wrong.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  measure doctor\n\nReads only: needs no root and changes no setting. Exit status 1 if \
                        nothing can be metered."
)]
pub struct Doctor {
    #[command(flatten)]
    device: DeviceOptions,
    /// Print one JSON object instead.
    #[arg(long)]
    json: bool,
}

/// What was found of one device.
struct Report {
    identity: Identity,
    capabilities: Result<Capabilities, String>,
    status: Option<Status>,
    sample_s: f64,
    /// A short window right now, to see that all works together.
    trial: Option<Window>,
    /// Share of one core that the readings took in it.
    cpu_share: Option<f64>,
}

impl Report {
    fn of(meter: Arc<dyn Meter>) -> Self {
        let clock: Arc<dyn Clock> = Arc::new(RealClock::new());
        let identity = meter.identity().clone();
        let status = meter.status().ok();
        match probe(&*meter, &*clock) {
            Err(error) => Self {
                identity,
                capabilities: Err(error.to_string()),
                status,
                sample_s: 0.0,
                trial: None,
                cpu_share: None,
            },
            Ok(capabilities) => Self::tried(&Recorder::new(meter, clock, capabilities), status),
        }
    }

    fn tried(recorder: &Recorder, status: Option<Status>) -> Self {
        let capabilities = recorder.capabilities.clone();
        // Long enough for a judgement, short enough for a person who waits.
        let seconds =
            capabilities.counter_period_s().map_or(2.2, |p| (1.05 * MIN_PERIODS * p).clamp(1.0, 6.0));
        let (trial, share) = if capabilities.usable() {
            let (window, share) =
                Window::around(recorder, || recorder.beside(|| recorder.clock().sleep(seconds)).1);
            (Some(window), share)
        } else {
            (None, None)
        };
        Self {
            identity: recorder.meter().identity().clone(),
            capabilities: Ok(capabilities),
            status,
            sample_s: recorder.sample_s(),
            trial,
            cpu_share: share,
        }
    }

    fn flags(&self) -> Vec<Flag> {
        let mut flags: Vec<Flag> = self.capabilities.as_ref().map(|c| c.flags.clone()).unwrap_or_default();
        for flag in self.trial.iter().flat_map(|trial| &trial.flags) {
            crate::flag::raise(&mut flags, *flag);
        }
        // Where the trial's energy rests on power because the counter is silent, that is said already.
        if flags.contains(&Flag::CounterSilent) {
            flags.retain(|flag| *flag != Flag::NoCounter);
        }
        // The trial is short on purpose.
        flags.retain(|flag| !matches!(flag, Flag::WindowTooShort | Flag::CoarseEdges));
        flags
    }

    fn verdict(&self) -> &'static str {
        match &self.capabilities {
            Err(_) => "cannot be metered",
            Ok(capabilities) if !capabilities.usable() => "cannot be metered",
            Ok(_) if self.flags().iter().any(|f| matches!(f, Flag::Mig | Flag::Vgpu)) => "refused",
            Ok(_) if self.flags().iter().any(|f| f.severity() == Severity::Invalid) => "not now",
            Ok(_) if self.flags().is_empty() => "ready",
            Ok(_) => "usable",
        }
    }

    fn works(&self) -> bool {
        matches!(self.verdict(), "ready" | "usable")
    }

    fn json(&self) -> Value {
        object!({
            "name": self.identity.name, "uuid": self.identity.uuid, "pci": self.identity.pci,
            "gpu": gpu_id(&self.identity.name, self.identity.scope),
            "uuid_sha256": self.identity.uuid.as_deref().map(hash),
            "nvml_index": self.identity.index, "meter": self.identity.meter, "scope": self.identity.scope,
            "driver": self.identity.driver, "memory_bytes": self.identity.memory_bytes,
            "power_limit_w": self.identity.power_limit_w, "persistence": self.identity.persistence,
            "ecc": self.identity.ecc, "mig": self.identity.mig, "vgpu": self.identity.vgpu,
            "verdict": self.verdict(),
            "capabilities": self.capabilities.as_ref().ok(),
            "error": self.capabilities.as_ref().err(),
            "sample_s": self.sample_s, "cpu_share": self.cpu_share,
            "status": self.status, "trial": self.trial,
            "problems": self.flags().iter().map(|flag| object!({
                "code": flag.code(), "message": flag.message(), "advice": flag.advice(),
                "spoils": flag.severity() == Severity::Invalid,
            })).collect::<Vec<_>>(),
        })
    }
}

impl Doctor {
    /// Looks at every device, or the chosen one, and says what it found.
    ///
    /// # Errors
    /// An unknown `--gpu`.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        if self.device.gpu.as_deref().is_some_and(|gpu| gpu.starts_with("fake")) {
            let recorder = open(&self.device)?;
            let status = recorder.meter().status().ok();
            let report = Report::tried(&recorder, status);
            return self.show(&[report], None);
        }
        let inventory = Inventory::take(&self.device);
        let meters: Vec<Arc<dyn Meter>> = match self.device.gpu.as_deref() {
            Some(wanted) => vec![inventory.choose(Some(wanted))?],
            None => {
                let gpus = inventory.gpus.iter().flatten().map(|gpu| Arc::clone(gpu) as Arc<dyn Meter>);
                gpus.chain(inventory.cpu.iter().map(|cpu| Arc::clone(cpu) as Arc<dyn Meter>)).collect()
            }
        };
        if !meters.is_empty() {
            tell(&format!("looking at {} device(s), a few seconds ...", meters.len()));
        }
        let reports: Vec<Report> = std::thread::scope(|scope| {
            let each: Vec<_> = meters.into_iter().map(|meter| scope.spawn(|| Report::of(meter))).collect();
            each.into_iter().filter_map(|thread| thread.join().ok()).collect()
        });
        self.show(&reports, Some(&inventory))
    }

    fn show(&self, reports: &[Report], inventory: Option<&Inventory>) -> anyhow::Result<ExitCode> {
        if self.json {
            let broken: Vec<Value> = inventory
                .iter()
                .flat_map(|i| &i.gpus)
                .filter_map(|gpu| gpu.as_ref().err())
                .map(|(index, error)| object!({"nvml_index": index, "error": error.to_string()}))
                .collect();
            let found = object!({
                "tool": crate::tool(),
                "devices": reports.iter().map(Report::json).collect::<Vec<_>>(),
                "unopened": broken,
                "nvidia": inventory.and_then(|i| i.library.as_ref().err()).map(ToString::to_string),
                "cpu": inventory.and_then(|i| i.cpu.as_ref().err()).map(ToString::to_string),
                "cuda": inventory.map(|i| &i.cuda),
            });
            json::print(&found)?;
        } else {
            output::line(&text::page(reports, inventory))?;
        }
        Ok(if reports.iter().any(Report::works) { ExitCode::SUCCESS } else { ExitCode::from(1) })
    }
}
