//! `measure doctor`: what can be metered on this machine, how well, and what is wrong.

mod report;
mod text;

use std::process::ExitCode;
use std::sync::Arc;

use clap::Args;
use serde_json::{Value, json as object};

use crate::clock::{Clock, RealClock};
use crate::device::{DeviceOptions, Inventory, choose};
use crate::meter::Meter;
use crate::output::tell;
use crate::{json, output};
use report::Report;

/// Report what can be metered on this machine.
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

impl Doctor {
    /// Looks at every device, or the chosen one, and says what it found.
    ///
    /// # Errors
    /// An unknown `--gpu`.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        if self.device.gpu.as_deref().is_some_and(|gpu| gpu.starts_with("fake")) {
            let clock: Arc<dyn Clock> = Arc::new(RealClock::new());
            let meters = choose(&self.device, &clock)?;
            let of = |meter| Report::of(meter, Arc::clone(&clock), &self.device);
            return self.show(&meters.into_iter().map(of).collect::<Vec<_>>(), None);
        }
        let inventory = Inventory::take(&self.device);
        let meters: Vec<Arc<dyn Meter>> = match self.device.gpu.as_deref() {
            Some(wanted) => inventory.choose_all(Some(wanted))?,
            None => {
                let gpus = inventory.gpus.iter().flatten().map(|gpu| Arc::clone(gpu) as Arc<dyn Meter>);
                gpus.chain(inventory.cpu.iter().map(|cpu| Arc::clone(cpu) as Arc<dyn Meter>)).collect()
            }
        };
        if !meters.is_empty() {
            tell(&format!("looking at {} device(s), a few seconds ...", meters.len()));
        }
        let reports: Vec<Report> = std::thread::scope(|scope| {
            let each: Vec<_> = meters
                .into_iter()
                .map(|meter| scope.spawn(|| Report::of(meter, Arc::new(RealClock::new()), &self.device)))
                .collect();
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
