//! `measure exec`: meters any external program.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use anyhow::ensure;
use clap::Args;
use serde_json::{Map, Value, json};
use wattpix_core::{gpu, model};

use crate::cuda::{CudaView, has_uuid};
use crate::device::{DeviceOptions, Inventory, open};
use crate::disclosure::ReportOptions;
use crate::exec::book::{Book, Traces};
use crate::exec::config::{Config, Pair};
use crate::exec::disclosed::facts;
use crate::exec::ledger::Ledger;
use crate::exec::run::{Ended, NotStarted, Plan, Stopped, pin_to_gpu, run};
use crate::flag::Flag;
use crate::footprint_options::FootprintOptions;
use crate::grid_options::GridOptions;
use crate::lock;
use crate::meter::{Identity, MeterKind, Scope};
use crate::observation::{Header, Observation, SCHEMA, Stage, facts_of_all};
use crate::output::tell;
use crate::recorder::Recorder;

/// Meter a program while it runs.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  measure exec --config model=sd3.5-large --config steps=28 -- python3 generate.py\n  \
    measure exec --config model=sdxl --config images=4 --report boamps=run.json -- python3 generate.py\n\n\
    The program marks what it does by printing lines, each flushed:\n  wattpix: begin denoise images=4\n  wattpix: end\n\
    or by sending them to the socket in WATTPIX_SOCKET and waiting for the answer, which makes the edges exact. \
    See docs/exec.md.\n\nOutput, exit status and signals pass through: the exit status is the program's (128 + n if \
    signal n killed it, 127 if it was not found, 126 if it could not be started, 124 if --time-limit ended it)."
)]
pub struct Exec {
    #[command(flatten)]
    device: DeviceOptions,
    /// Settings of the run, as the row will state them: model, gpu, width, height, steps, precision, guidance, batch, images,
    /// text_tokens, seed, engine, weights, or anything else.
    #[arg(long, value_name = "KEY=VALUE")]
    config: Vec<Pair>,
    /// Observation file to append to.
    #[arg(long, value_name = "FILE", default_value = "observations.jsonl")]
    out: PathBuf,
    /// Seconds of idle power to measure before and after.
    #[arg(long, value_name = "SECONDS", default_value_t = crate::idle::IDLE_S)]
    idle: f64,
    /// Measure no idle power outside the program (rows have no net energy unless it marks an idle phase).
    #[arg(long, conflicts_with = "idle")]
    no_idle: bool,
    /// End the command, with all that it started, after so long.
    #[arg(long, value_name = "SECONDS")]
    time_limit: Option<f64>,
    /// Keep no traces (else: every reading, in traces/ beside the observation file).
    #[arg(long)]
    no_traces: bool,
    #[command(flatten)]
    disclosure: Disclosure,
    /// The program and its arguments.
    #[arg(required = true, last = true, value_name = "COMMAND")]
    command: Vec<String>,
}

/// Reports of the run in other formats.
#[derive(Debug, Args)]
struct Disclosure {
    #[command(flatten)]
    grid: GridOptions,
    #[command(flatten)]
    footprint: FootprintOptions,
    #[command(flatten)]
    reports: ReportOptions,
}

impl Disclosure {
    /// Checks the options before anything runs.
    fn check(&self) -> anyhow::Result<()> {
        ensure!(
            !self.reports.to_standard_output()?,
            "standard output is the program's; write the report to a file, as in --report boamps=run.json"
        );
        let asked = self.grid.is_asked() || self.footprint.is_asked();
        ensure!(
            !asked || !self.reports.targets.is_empty(),
            "options of the grid and the footprint are for reports; add --report sci=FILE or another"
        );
        self.grid.read(None)?;
        self.footprint.read(1)?;
        Ok(())
    }

    /// Writes the reports. The rows are filed by then: what keeps a report from being written is told, and the program's exit status stays.
    fn write(&self, rows: &[Observation]) {
        if self.reports.targets.is_empty() {
            return;
        }
        let written = self
            .grid
            .read(None)
            .and_then(|electricity| facts(rows, electricity, &self.footprint))
            .and_then(|facts| self.reports.write(&facts));
        if let Err(error) = written {
            tell(&format!("{error:#}"));
        }
    }
}

impl Exec {
    /// Runs the program, files its rows, prints a summary on standard error.
    ///
    /// # Errors
    /// Nothing to meter with, or a file that cannot be written.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let idle_s = if self.no_idle { 0.0 } else { self.idle };
        ensure!(
            self.no_idle || (2.5..=600.0).contains(&idle_s),
            "--idle {idle_s}: give 2.5 to 600 seconds, or --no-idle"
        );
        ensure!(
            self.time_limit.is_none_or(|seconds| (0.1..=1e7).contains(&seconds)),
            "--time-limit {}: give 0.1 to 10000000 seconds",
            self.time_limit.unwrap_or_default()
        );
        self.disclosure.check()?;
        let _file = lock::file(&self.out)?;
        let recorder = Arc::new(open(&self.device, Some(&self.out))?);
        let identities: Vec<Identity> = recorder.all().map(|one| one.meter().identity().clone()).collect();
        for identity in &identities {
            self.check_visible(identity, identities.len())?;
        }
        let mut config = Config::default();
        config.declare(&self.config);
        let header = self.header(&recorder, &config);
        let traces = (!self.no_traces).then(|| Traces::beside(&self.out));
        let book = Book::open(&self.out, &header, traces)?;
        let program = self.command.first().map(|path| base_name(path)).unwrap_or_default();
        let mut ledger = Ledger::new(Arc::clone(&recorder), book, program, config);
        let environment = pin_to_gpu(&recorder);
        self.announce(&recorder, &environment);
        ledger.tell_notes();
        let plan = Plan {
            command: self.command.clone(),
            environment,
            idle_s,
            limit: self.time_limit.map(Duration::from_secs_f64),
        };
        match run(&recorder, &mut ledger, &plan) {
            Ok((ended, share)) => {
                self.summary(&recorder, &ledger.rows, &ended, share);
                self.disclosure.write(&ledger.rows);
                Ok(ExitCode::from(ended.code))
            }
            Err(error) => {
                // As shells do: 127 not found, 126 not startable, 128 and the number of a signal.
                let code = if let Some(NotStarted { error: why, .. }) = error.downcast_ref() {
                    if why.kind() == std::io::ErrorKind::NotFound { 127 } else { 126 }
                } else if let Some(Stopped { signal }) = error.downcast_ref() {
                    u8::try_from(128 + signal).unwrap_or(1)
                } else {
                    return Err(error);
                };
                tell(&error.to_string());
                Ok(ExitCode::from(code))
            }
        }
    }

    fn header(&self, recorder: &Recorder, config: &Config) -> Header {
        let mut plan = Map::new();
        // Not the whole command line: it may hold names, paths and secrets.
        plan.insert("command".to_owned(), json!(self.command.first().map(|path| base_name(path))));
        plan.insert("config".to_owned(), Value::Object(config.all().clone()));
        if self.device.whole_card {
            plan.insert("whole_card".to_owned(), true.into());
        }
        let identities: Vec<&Identity> = recorder.all().map(|one| one.meter().identity()).collect();
        Header { schema: SCHEMA, tool: crate::tool(), gpu: facts_of_all(&identities, &recorder.name()), plan }
    }

    /// The program must be able to use the card that is metered.
    fn check_visible(&self, identity: &Identity, metered: usize) -> anyhow::Result<()> {
        let named = self.device.gpu.is_some() && identity.scope == Scope::Gpu;
        let scripted = self.device.gpu.as_deref().is_some_and(|gpu| gpu.starts_with("fake"));
        let Ok(visible) = std::env::var("CUDA_VISIBLE_DEVICES") else { return Ok(()) };
        if !named || scripted {
            return Ok(());
        }
        let view: CudaView = Inventory::take(&self.device).cuda;
        let by_uuid = visible.split(',').any(|entry| has_uuid(identity, entry.trim()));
        ensure!(
            by_uuid || view.ordinals.contains(&identity.index),
            "CUDA_VISIBLE_DEVICES={visible} does not show the program the GPU that --gpu {} meters ({}); change one of \
             them",
            self.device.gpu.as_deref().unwrap_or_default(),
            identity.name
        );
        if view.ordinals.len() > metered {
            tell(&format!(
                "the program sees {} GPUs, and the metered are {metered} of them",
                view.ordinals.len()
            ));
        }
        Ok(())
    }

    /// A name that no estimate will know is better noticed now than after the run.
    fn check_names(&self) {
        for pair in &self.config {
            let Some(name) = pair.value.as_str() else { continue };
            let known = match pair.key.as_str() {
                "model" => model::find(name).is_ok(),
                "gpu" => name == gpu::CPU || gpu::find(name).is_ok(),
                _ => true,
            };
            if !known {
                tell(&format!(
                    "{0}={name} is not in the catalogue (`measure {0}s`); the rows say it all the same",
                    pair.key
                ));
            }
        }
    }

    fn announce(&self, recorder: &Recorder, environment: &[(String, String)]) {
        self.check_names();
        let identity = recorder.meter().identity();
        let fake = if identity.meter == MeterKind::Fake { " (a fake: the joules are made up)" } else { "" };
        tell(&format!("metering {}{fake}, rows go to {}", recorder.name(), self.out.display()));
        for (name, value) in environment {
            tell(&format!("{name}={value} for the program, so that it uses this GPU"));
        }
    }

    fn summary(&self, recorder: &Recorder, rows: &[Observation], ended: &Ended, share: Option<f64>) {
        let outcome =
            ended.describe().map_or_else(|| "ended well".to_owned(), |how| format!("ended with {how}"));
        let cost = share.map(|share| format!("; readings took {:.2} % of one core", 100.0 * share));
        tell(&format!("the command {outcome}{}", cost.unwrap_or_default()));
        for row in rows {
            tell(&line(row));
            for share in &row.gpus {
                let joules = share.gross_j.map_or_else(|| "no energy".to_owned(), |j| format!("{j:.1} J"));
                tell(&format!("  GPU {} ({}) {joules}", share.index, share.id));
            }
        }
        let mut told: Vec<Flag> = Vec::new();
        for flag in rows.iter().flat_map(|row| &row.reasons) {
            crate::flag::raise(&mut told, *flag);
        }
        for flag in told {
            tell(&format!("- {} {} [{flag}]", flag.message(), flag.advice()));
        }
        if recorder.meter().identity().scope == Scope::CpuPackage {
            tell("- This is the energy of the processor packages, not of a GPU. [cpu_package]");
        }
        tell(&format!("{} rows appended to {}", rows.len(), self.out.display()));
    }
}

fn base_name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_owned()
}

/// Returns a row as a line for a person.
fn line(row: &Observation) -> String {
    let stage = format!("{} {}", row.stage.word(), row.repeat);
    let joules = |joules: Option<f64>| joules.map_or_else(|| "no energy".to_owned(), |j| format!("{j:.1} J"));
    let mut text = format!("{stage:<10} {:>8.2} s {:>11}", row.duration_s, joules(row.gross_j));
    if let Some(gross) = row.gross_j {
        text.push_str(&format!("  {:>6.1} W", gross / row.duration_s.max(1e-9)));
    }
    if let Some(error) = row.edge_error_j {
        text.push_str(&format!("  ± {error:.1} J"));
    }
    if let Some(net) = row.net_j {
        text.push_str(&format!("  net {net:.1} J"));
        if let Some(images) = row.images.filter(|_| row.stage == Stage::Image) {
            text.push_str(&format!(" = {:.3} Wh an image", net / 3600.0 / f64::from(images)));
        }
    }
    if !row.valid {
        text.push_str("  NOT VALID");
    }
    text
}
