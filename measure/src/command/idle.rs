//! `measure idle`: idle power of the chosen device with its spread.

use std::process::ExitCode;

use anyhow::{bail, ensure};
use clap::Args;
use serde_json::json as object;

use crate::device::{DeviceOptions, open};
use crate::flag::{Flag, Severity};
use crate::idle::Idle;
use crate::meter::Scope;
use crate::output::tell;
use crate::window::Window;
use crate::{json, output};

/// Measure the idle power of a GPU.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  measure idle --seconds 30 --gpu 0\n\nExit status 1 if no idle power can be told, for \
                        example because another program computes on the GPU."
)]
pub struct IdleCommand {
    #[command(flatten)]
    device: DeviceOptions,
    /// Seconds to watch.
    #[arg(long, default_value_t = 10.0, value_name = "SECONDS")]
    seconds: f64,
    /// Print one JSON object instead.
    #[arg(long)]
    json: bool,
}

impl IdleCommand {
    /// Watches the device do nothing and prints its power.
    ///
    /// # Errors
    /// No device, or no believable number.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        ensure!(
            (2.5..=3600.0).contains(&self.seconds),
            "--seconds {}: give 2.5 to 3600 (shorter windows are too uncertain)",
            self.seconds
        );
        let recorder = open(&self.device, None)?;
        let name = recorder.name();
        tell(&format!("watching {name} for {:.0} s ...", self.seconds));
        let (window, _) = Window::around(&recorder, || {
            recorder.beside(|| {
                let mut rest = self.seconds;
                while rest > 0.0 {
                    let step = rest.min(1.0);
                    recorder.clock().sleep(step);
                    rest -= step;
                }
            })
        });
        let idle = Idle::of(&recorder, window.clone());
        let scope = recorder.meter().identity().scope;
        if self.json {
            let status = recorder.look().map(|look| look.status);
            json::print(&object!({
                "device": name, "uuid": recorder.meter().identity().uuid, "meter": recorder.meter().identity().meter,
                "scope": scope, "idle_w": idle.as_ref().filter(|_| window.valid()).map(|i| i.power_w),
                "spread_w": idle.as_ref().and_then(|i| i.spread_w), "valid": window.valid(),
                "window": window, "ratio": window.ratio(), "status": status,
            }))?;
            return Ok(if window.valid() && idle.is_some() { ExitCode::SUCCESS } else { ExitCode::from(1) });
        }
        let Some(idle) = idle.filter(|_| window.valid()) else {
            let spoilt: Vec<String> = window
                .flags
                .iter()
                .filter(|flag| flag.severity() == Severity::Invalid)
                .map(|flag| format!("{} {}", flag.message(), flag.advice()))
                .collect();
            bail!("{name}: no idle power: {}", spoilt.join(" "));
        };
        output::line(&page(&name, &idle, scope))?;
        Ok(ExitCode::SUCCESS)
    }
}

fn page(name: &str, idle: &Idle, scope: Scope) -> String {
    let mut out = Vec::new();
    let window = &idle.window;
    let spread = idle.spread_w.map(|w| format!(" ± {w:.1} W from second to second")).unwrap_or_default();
    out.push(format!("{name}: {:.1} W idle{spread}, over {:.1} s", idle.power_w, window.duration_s()));
    match (window.counter_j, window.integrated_j, window.ratio()) {
        (Some(counter), Some(power), Some(ratio)) => {
            out.push(format!("  counter {counter:.1} J, integrated power {power:.1} J, ratio {ratio:.3}"));
        }
        (Some(counter), ..) => out.push(format!("  counter {counter:.1} J")),
        (None, Some(power), _) => out.push(format!("  integrated power {power:.1} J (no counter)")),
        _ => {}
    }
    if let Some(error) = window.edge_error_j {
        out.push(format!("  error of the window's edges: ± {:.2} W", error / window.duration_s()));
    }
    for gpu in &window.gpus {
        let watts = gpu
            .gross_j
            .map_or_else(|| "no energy".to_owned(), |j| format!("{:.1} W", j / window.duration_s()));
        out.push(format!("  GPU {} ({}): {watts}", gpu.index, gpu.name));
    }
    if let (Some([t0, t1]), Some([c0, c1])) = (window.temperature_c, window.sm_clock_mhz) {
        out.push(format!("  {t0} to {t1} °C, {c0} to {c1} MHz"));
    }
    for flag in &window.flags {
        out.push(format!("  - {} {} [{flag}]", flag.message(), flag.advice()));
    }
    if scope == Scope::Gpu {
        // What is measured here is a card without a program; what a row subtracts is measured with one.
        let flag = Flag::IdleWithoutContext;
        out.push(format!(
            "  - With no program on the GPU it may idle deeper than between images. {}",
            flag.advice()
        ));
    }
    out.join("\n")
}
