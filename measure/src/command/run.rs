//! `measure run`: a sweep, from the first configuration or from where it was left.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, ensure};
use clap::Args;
use wattpix_core::gpu;

use crate::device::DeviceOptions;
use crate::exec::book::{Book, Traces};
use crate::observation::{Header, SCHEMA, gpu_facts, gpu_id};
use crate::sweep::agenda::{Agenda, Grid};
use crate::sweep::bench::BenchOptions;
use crate::sweep::budget::Budget;
use crate::sweep::design::Design;
use crate::sweep::design::expand::{self, Skipped, expand};
use crate::sweep::design::options::DesignOptions;
use crate::sweep::done::{Done, plan};
use crate::sweep::job::Job;
use crate::sweep::predict::{predict, sort_out};
use crate::sweep::progress::{Event, sink};
use crate::sweep::run::{Ending, Sweep};
use crate::sweep::shard::Shard;
use crate::sweep::stop::Stop;
use crate::sweep::{cards, lock};

/// Measure a sweep: every configuration several times, appended row by row. Run it again to go on.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  measure run --fake --model flux1-dev --size 256,512 --steps 10,20 --out try.jsonl\n  \
                  measure run --plan sweep.toml --all-gpus -- python3 generate.py\n\n\
                  The first interrupt finishes the repeat in flight, the second ends at once. Exit status 0 when all is \
                  done, 128 + n when signal n stopped it. docs/sweeps.md tells more."
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
    /// One part of the sweep: i/n, or slurm inside a job array.
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
        if let Some(minutes) = self.budget_minutes {
            ensure!((0.5..=1e6).contains(&minutes), "--budget-minutes {minutes}: give 0.5 or more");
        }
        if self.all_gpus {
            return cards::run_all(&self.bench, &self.device, self.shard);
        }
        let stop = Stop::listen()?;
        let out = self.out.clone().unwrap_or_else(|| default_out(self.shard));
        let _file = lock::file(&out)?;
        let mut grid = expand(&design)?;
        // What can be run follows from the card, so the file is read twice: first for where its time ends.
        let mut header_plan = plan(&design, self.shard, &[], &self.bench.engine(), self.budget_minutes);
        let done = Done::read(&out, &header_plan)?;
        let model = design.models.first().map_or("", String::as_str);
        let bench = self.bench.open(&self.device, model, &done, &out)?;
        let identity = bench.recorder.meter().identity().clone();
        let _card = lock::card(&identity)?;
        let card = gpu::find(&gpu_id(&identity.name, identity.scope)).ok();
        sort_out(&mut grid, card, identity.memory_bytes.map(|bytes| bytes as f64 / 1e9));
        header_plan.insert("skipped".to_owned(), serde_json::json!(grid.skipped));
        let header =
            Header { schema: SCHEMA, tool: crate::tool(), gpu: gpu_facts(&identity), plan: header_plan };
        let traces = (!self.no_traces).then(|| Traces::beside(&out));
        let book = Book::open(&out, &header, traces)?;
        let mut sink = sink(self.json, &bench.recorder);
        for Skipped { key, reason, .. } in &grid.skipped {
            sink.show(&Event::Skipped { key, reason });
        }
        let (agenda, configurations) = self.agenda(&design, &grid, card, &done)?;
        sink.show(&Event::Started {
            device: &identity.name,
            meter: identity.meter.word(),
            out: &out.display().to_string(),
            configurations,
            standing: agenda.standing().into(),
        });
        let mut sweep = Sweep {
            recorder: bench.recorder,
            pipeline: bench.pipeline,
            book,
            agenda,
            rules: design.rules,
            seed: design.seed,
            sink: &mut *sink,
            stop,
        };
        match sweep.run()? {
            Ending::Complete => Ok(ExitCode::SUCCESS),
            Ending::Interrupted(signal) => Ok(ExitCode::from(u8::try_from(128 + signal).unwrap_or(1))),
        }
    }

    fn agenda(
        &self,
        design: &Design,
        grid: &expand::Grid,
        card: Option<&'static gpu::Gpu>,
        done: &Done,
    ) -> anyhow::Result<(Box<dyn Agenda>, usize)> {
        let mine = grid.jobs.iter().enumerate().filter(|(place, _)| self.shard.has(*place));
        let jobs: Vec<Job> = mine.map(|(_, job)| *job).collect();
        ensure!(!jobs.is_empty(), "nothing to run: {} configurations are skipped", grid.skipped.len());
        if let Some(minutes) = self.budget_minutes {
            let card =
                card.context("budget mode needs predictions, and the catalogue does not know this card")?;
            let budget = Budget::new(&jobs, card, design.rules, minutes * 60.0, done)?;
            return Ok((Box::new(budget), jobs.len()));
        }
        let predicted =
            jobs.into_iter().map(|job| (job, card.and_then(|card| predict(&job, card, &design.rules))));
        let predicted: Vec<_> = predicted.collect();
        let configurations = predicted.len();
        Ok((Box::new(Grid::new(predicted, done, design.rules)), configurations))
    }
}

fn default_out(shard: Shard) -> PathBuf {
    if shard == Shard::WHOLE {
        PathBuf::from("observations.jsonl")
    } else {
        PathBuf::from(format!("observations-{}of{}.jsonl", shard.index, shard.of))
    }
}
