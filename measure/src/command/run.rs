//! `measure run`: a sweep, from the first configuration or from where it was left.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::device::DeviceOptions;
use crate::sweep::bench::BenchOptions;
use crate::sweep::cards;
use crate::sweep::design::options::DesignOptions;
use crate::sweep::progress::sink;
use crate::sweep::run::Ending;
use crate::sweep::setup::Setup;
use crate::sweep::shard::Shard;
use crate::sweep::stop::Stop;

/// Measure a sweep, or go on with one.
///
/// Every configuration is measured several times and appended row by row. Run the same command again to go on.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  measure run --fake --model flux1-dev --size 256,512 --steps 10,20 --out try.jsonl\n  \
                  measure run --plan sweep.toml --all-gpus -- python3 generate.py\n\n\
                  The first interrupt finishes the repeat in flight, the second ends at once. Exit status 0 when all is \
                  done, 3 when configurations were given up or nothing valid was measured, 128 + n when signal n stopped it. docs/sweeps.md tells more."
)]
pub struct Run {
    #[command(flatten)]
    design: DesignOptions,
    #[command(flatten)]
    device: DeviceOptions,
    #[command(flatten)]
    bench: BenchOptions,
    /// Observation file to append to [default: observations.jsonl, or observations-IofN.jsonl of a shard].
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Part of the sweep: i/n, or slurm inside a job array.
    #[arg(long, value_name = "i/n|slurm", default_value = "1/1")]
    shard: Shard,
    /// Every GPU of this machine at once, one process and one file each.
    #[arg(long, conflicts_with_all = ["gpu", "out"])]
    all_gpus: bool,
    /// Spend so many GPU-minutes where they tell most about the law, instead of measuring the whole grid.
    #[arg(long, value_name = "MINUTES")]
    budget_minutes: Option<f64>,
    /// Keep no traces (else: every reading, in traces/ beside the observation file).
    #[arg(long)]
    no_traces: bool,
    /// Print events as JSON, one object a line.
    #[arg(long)]
    json: bool,
}

impl Run {
    /// Runs the sweep.
    ///
    /// # Errors
    /// Nothing to run or to meter with, a file that cannot be written, a lost card.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let design = self.design.design()?;
        if self.all_gpus {
            return cards::run_all(&self.bench, &self.device, self.shard);
        }
        let json = self.json;
        let setup = Setup {
            design,
            device: self.device,
            bench: self.bench,
            out: self.out.unwrap_or_else(|| default_out(self.shard)),
            shard: self.shard,
            budget_minutes: self.budget_minutes,
            traces: !self.no_traces,
        };
        match setup.run(Stop::listen()?, |recorder| sink(json, recorder))? {
            Ending::Complete => Ok(ExitCode::SUCCESS),
            Ending::Incomplete => Ok(ExitCode::from(INCOMPLETE)),
            Ending::Interrupted(signal) => Ok(ExitCode::from(u8::try_from(128 + signal).unwrap_or(1))),
        }
    }
}

/// Configurations were given up, or nothing valid was measured.
pub const INCOMPLETE: u8 = 3;

fn default_out(shard: Shard) -> PathBuf {
    if shard == Shard::WHOLE {
        PathBuf::from("observations.jsonl")
    } else {
        PathBuf::from(format!("observations-{}of{}.jsonl", shard.index, shard.of))
    }
}
