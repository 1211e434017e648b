//! Everything a run needs, put together: the grid sorted out for the card, the file opened, the agenda made.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::{Context, ensure};
use wattpix_core::estimate::memory_gb_needed;
use wattpix_core::gpu::{self, Gpu};

use super::agenda::{self, Agenda};
use super::bench::BenchOptions;
use super::budget::Budget;
use super::design::Design;
use super::design::expand::{Grid, Skipped, expand};
use super::done::{Done, plan};
use super::job::Job;
use super::pipeline::Loading;
use super::predict::{predict, sort_out};
use super::progress::{Event, Sink};
use super::run::{Ending, Sweep};
use super::shard::Shard;
use super::staged::Staged;
use super::stop::Stop;
use crate::device::DeviceOptions;
use crate::exec::book::{Book, Traces};
use crate::lock;
use crate::meter::Identity;
use crate::observation::{Header, SCHEMA, facts_of_all, gpu_id};
use crate::recorder::Recorder;

/// Description of a run.
pub struct Setup {
    /// Design of the sweep.
    pub design: Design,
    /// On which card.
    pub device: DeviceOptions,
    /// With what.
    pub bench: BenchOptions,
    /// File of the rows.
    pub out: PathBuf,
    /// Part of the sweep.
    pub shard: Shard,
    /// GPU-minutes to spend instead of measuring the whole grid.
    pub budget_minutes: Option<f64>,
    /// True if readings are kept.
    pub traces: bool,
}

impl Setup {
    /// Runs, telling the sink that `sink` makes for the card.
    ///
    /// # Errors
    /// Nothing to run or to meter with, a file that cannot be written, a lost card.
    pub fn run(
        self,
        stop: Stop,
        sink: impl FnOnce(&Arc<Recorder>) -> Box<dyn Sink>,
    ) -> anyhow::Result<Ending> {
        if let Some(minutes) = self.budget_minutes {
            ensure!((0.5..=1e6).contains(&minutes), "--budget-minutes {minutes}: give 0.5 or more");
        }
        let _file = lock::file(&self.out)?;
        let mut grid = expand(&self.design)?;
        let mut told = plan(&self.design, self.shard, &[], &self.bench.engine(), self.budget_minutes);
        let done = Done::read(&self.out, &told)?;
        let model = self.design.models.first().map_or("", String::as_str);
        let bench = self.bench.open(&self.device, model, &done, &self.out)?;
        let identity = bench.recorder.meter().identity().clone();
        let identities: Vec<&Identity> = bench.recorder.all().map(|one| one.meter().identity()).collect();
        // What several GPUs take together is not predicted.
        let card = gpu::find(&gpu_id(&identity.name, identity.scope)).ok().filter(|_| identities.len() == 1);
        let memory_bytes: Option<u64> = identities.iter().map(|one| one.memory_bytes).sum();
        sort_out(&mut grid, card, memory_bytes.map(|bytes| bytes as f64 / 1e9));
        told.insert("skipped".to_owned(), serde_json::json!(grid.skipped));
        let header = Header {
            schema: SCHEMA,
            tool: crate::tool(),
            gpu: facts_of_all(&identities, &bench.recorder.name()),
            plan: told,
        };
        let traces = self.traces.then(|| Traces::beside(&self.out));
        let book = Book::open(&self.out, &header, traces)?;
        let mut sink = sink(&bench.recorder);
        for Skipped { key, reason, .. } in &grid.skipped {
            sink.show(&Event::Skipped { key, reason });
        }
        let loading = loading(bench.pipeline.loading(), &grid, identity.memory_bytes);
        let (agenda, configurations) = self.staged(&grid, (card, loading), &done)?;
        sink.show(&Event::Started {
            device: &identity.name,
            meter: identity.meter.word(),
            out: &self.out.display().to_string(),
            configurations,
            standing: agenda.standing().into(),
        });
        let mut sweep = Sweep {
            recorder: bench.recorder,
            pipeline: bench.pipeline,
            book,
            agenda,
            rules: self.design.rules,
            seed: self.design.seed,
            sink: &mut *sink,
            stop,
        };
        sweep.run()
    }

    fn agenda(
        &self,
        grid: &Grid,
        (card, loading): (Option<&'static Gpu>, Loading),
        done: &Done,
    ) -> anyhow::Result<(Box<dyn Agenda>, usize)> {
        let rules = self.design.rules;
        let mine = grid.jobs.iter().enumerate().filter(|(place, _)| self.shard.has(*place));
        let jobs: Vec<Job> = mine.map(|(_, job)| *job).collect();
        ensure!(!jobs.is_empty(), "nothing to run: {} configurations are skipped", grid.skipped.len());
        if let Some(minutes) = self.budget_minutes {
            let card =
                card.context("budget mode needs predictions, and the catalogue does not know this card")?;
            let budget = Budget::new(&jobs, card, rules, (minutes * 60.0, loading), done)?;
            return Ok((Box::new(budget), jobs.len()));
        }
        let configurations = jobs.len();
        let predicted = jobs.into_iter().map(|job| (job, card.and_then(|card| predict(&job, card, &rules))));
        Ok((Box::new(agenda::Grid::new(predicted.collect(), done, rules)), configurations))
    }

    /// The agenda with the stages of the design before it.
    fn staged(
        &self,
        grid: &Grid,
        (card, loading): (Option<&'static Gpu>, Loading),
        done: &Done,
    ) -> anyhow::Result<(Box<dyn Agenda>, usize)> {
        let (agenda, configurations) = self.agenda(grid, (card, loading), done)?;
        let staged = self.design.staged()?;
        // One shard has them all: they are few.
        if staged.is_empty() || self.shard.index > 1 {
            return Ok((agenda, configurations));
        }
        Ok((Box::new(Staged::new(&staged, done, agenda)), configurations))
    }
}

/// Share of a card's memory that weights may fill; activations come on top.
const FULL: f64 = 0.85;

/// A model stays loaded in all its precisions only where the card holds them together.
fn loading(loading: Loading, grid: &Grid, memory_bytes: Option<u64>) -> Loading {
    let mut held: Vec<&Job> = Vec::new();
    for job in &grid.jobs {
        if held.iter().all(|other| other.loaded() != job.loaded()) {
            held.push(job);
        }
    }
    let of_model = |id: &str| -> f64 {
        let mine = held.iter().filter(|job| job.workload.model().id == id);
        mine.map(|job| memory_gb_needed(&job.workload)).sum()
    };
    let most = held.iter().map(|job| of_model(job.workload.model().id)).fold(0.0, f64::max);
    let fits = memory_bytes.is_none_or(|bytes| most <= FULL * bytes as f64 / 1e9);
    Loading { keeps: loading.keeps && fits, ..loading }
}
