//! Order of measurements when GPU-minutes are limited: whatever tells most about the coefficients of the law for a second
//! of the card, given all that was measured before (a D-optimal design, chosen one observation at a time).
//!
//! - [`candidate`] — what can be measured, and the law's rows for it.
//! - [`information`] — what observations tell about the coefficients.
//! - [`measured`] — what was measured so far.
//! - [`linear`] — the proof that few denoising steps tell as much as many.

pub mod candidate;
pub mod information;
pub mod linear;
pub mod measured;

use std::time::UNIX_EPOCH;

use anyhow::{Context, ensure};
use wattpix_core::compute::Convention;
use wattpix_core::gpu::Gpu;
use wattpix_core::model::Model;

use super::agenda::{Agenda, Count, Outcome, Standing, Task};
use super::done::{Done, energy_j};
use super::job::Job;
use super::pipeline::Loading;
use super::rules::{PATIENCE, Rules};
use super::spread::Spread;
use crate::observation::{Observation, Stage};
use candidate::{Candidate, Columns, candidates, convention};
use information::Information;
use linear::Linearity;
use measured::{Measured, same_but_steps};

/// Deviation of the law from one configuration however often it is measured, in ln units: it makes the next new configuration
/// worth more than the tenth repeat of one.
const LACK_SD: f64 = 0.01;
/// Seconds that a window takes beside itself: waiting for ticks and looks at the card.
const BETWEEN_S: f64 = 0.5;
/// Windows among which loading a model is shared out: what is loaded is used more than once.
const STAY: f64 = 10.0;
/// Law of one model in the making.
struct Sought {
    model: &'static Model,
    convention: Convention,
    linearity: Linearity,
}

/// The agenda of a budget.
pub struct Budget {
    gpu: &'static Gpu,
    rules: Rules,
    jobs: Vec<Job>,
    /// The grid's numbers of steps, fewest first.
    steps: Vec<u32>,
    columns: Columns,
    sought: Vec<Sought>,
    candidates: Vec<Candidate>,
    met: Measured,
    /// Keys that cannot be measured, and how often one was measured in vain.
    failed: Vec<(String, u32)>,
    /// Keys of configurations that this run gave up.
    given_up: Vec<String>,
    budget_s: f64,
    spent_s: f64,
    loading: Loading,
    current: Option<Job>,
    /// Models and precisions that were loaded.
    held: Vec<(&'static str, &'static str)>,
}

/// A pause between two rows that is longer lies between two runs, seconds.
const LONGEST_PAUSE_S: f64 = 120.0;

/// Seconds that the rows of a file took, with what lies between them: warming up, idle power, loading.
fn spent_s(rows: &[Observation]) -> f64 {
    let began = |row: &Observation| {
        let began = humantime::parse_rfc3339(&row.started).ok()?;
        began.duration_since(UNIX_EPOCH).ok().map(|since| since.as_secs_f64())
    };
    let pauses =
        rows.windows(2).filter_map(|pair| Some(began(&pair[1])? - began(&pair[0])? - pair[0].duration_s));
    let within_a_run = pauses.filter(|pause| (0.0..=LONGEST_PAUSE_S).contains(pause));
    rows.iter().map(|row| row.duration_s).sum::<f64>() + within_a_run.sum::<f64>()
}

impl Budget {
    /// A budget of seconds over the cells of a grid, for a pipeline that loads like this. What a file holds already is counted as spent
    /// and learnt from.
    ///
    /// # Errors
    /// No cell of which anything can be predicted.
    pub fn new(
        jobs: &[Job],
        gpu: &'static Gpu,
        rules: Rules,
        (budget_s, loading): (f64, Loading),
        done: &Done,
    ) -> anyhow::Result<Self> {
        let mut models: Vec<&'static Model> = Vec::new();
        for job in jobs {
            if models.iter().all(|model| model.id != job.workload.model().id) {
                models.push(job.workload.model());
            }
        }
        let mut steps: Vec<u32> = jobs.iter().map(|job| job.workload.steps()).collect();
        steps.sort_unstable();
        steps.dedup();
        let fewest = *steps.first().context("no configuration")?;
        let candidates = candidates(jobs, &models, &steps, gpu, &rules);
        ensure!(!candidates.is_empty(), "no fit predicts anything of this grid on {}", gpu.label);
        let sought = models.iter().enumerate().map(|(index, model)| {
            let linearity = Linearity::new(&candidates, index, fewest)
                .with_context(|| format!("nothing of {} can be predicted on {}", model.id, gpu.label))?;
            Ok(Sought { model, convention: convention(model), linearity })
        });
        let mut budget = Self {
            sought: sought.collect::<anyhow::Result<_>>()?,
            columns: Columns::of(jobs),
            jobs: jobs.to_vec(),
            gpu,
            rules,
            steps,
            candidates,
            met: Measured::default(),
            failed: Vec::new(),
            given_up: Vec::new(),
            budget_s,
            spent_s: 0.0,
            loading,
            current: None,
            held: Vec::new(),
        };
        budget.spent_s = spent_s(done.rows());
        for row in done.rows() {
            if row.stage == Stage::Image {
                budget.take(row);
            }
        }
        Ok(budget)
    }

    /// Learns from a row, whatever asked for it.
    fn take(&mut self, row: &Observation) {
        let Some(joules) = energy_j(row).filter(|joules| *joules > 0.0) else {
            match self.failed.iter_mut().find(|(key, _)| *key == row.key) {
                Some((_, times)) => *times += 1,
                None => self.failed.push((row.key.clone(), 1)),
            }
            return;
        };
        let (images, fewest) = (row.images.unwrap_or(1), self.fewest());
        let found = self.sought.iter_mut().find(|sought| row.model.as_deref() == Some(sought.model.id));
        let Some(sought) = found else { return };
        let asked = sought.linearity.next().is_some_and(|job| job.key() == row.key);
        if asked {
            sought.linearity.learn(joules / f64::from(images), fewest);
        }
        let shown = sought.linearity.outcome().filter(|_| asked);
        let image_s = row.duration_s / f64::from(images);
        self.met.take(&row.key, images, joules, image_s);
        if let Some(outcome) = shown {
            self.use_steps(row.model.as_deref().unwrap_or_default(), outcome.steps);
        }
    }

    fn fewest(&self) -> u32 {
        self.steps.first().copied().unwrap_or(1)
    }

    /// From now on the cells of a model may also have so few steps.
    fn use_steps(&mut self, model: &str, steps: u32) {
        let Some(index) = self.sought.iter().position(|sought| sought.model.id == model) else { return };
        self.candidates.retain(|candidate| candidate.model != index);
        let mut all = self.steps.clone();
        all.insert(0, steps);
        let jobs: Vec<Job> =
            self.jobs.iter().filter(|job| job.workload.model().id == model).copied().collect();
        let models: Vec<&'static Model> = self.sought.iter().map(|sought| sought.model).collect();
        self.candidates.extend(candidates(&jobs, &models, &all, self.gpu, &self.rules));
    }

    /// Returns the ratio of measured to predicted time of images: of this configuration, else of its kind, else of all.
    fn pace(&self, candidate: &Candidate) -> f64 {
        let key = candidate.job.key();
        if let Some(met) = self.met.get(&key) {
            return met.image_s / candidate.image_s;
        }
        let kind = |other: &Candidate| {
            (other.job.loaded() == candidate.job.loaded())
                .then(|| self.met.get(&other.job.key()))
                .flatten()
                .map(|met| (met.image_s / other.image_s).ln())
        };
        let alike: Vec<f64> = self.candidates.iter().filter_map(kind).collect();
        let count = alike.len().max(1) as f64;
        (alike.iter().sum::<f64>() / count).exp()
    }

    /// Returns the seconds that a window of a candidate takes of the card, switching to it included.
    fn cost_s(&self, candidate: &Candidate, pace: f64) -> f64 {
        let (job, image_s) = (&candidate.job, candidate.image_s * pace);
        let window_s = candidate.window_s(pace, &self.rules);
        let same = self.current.is_some_and(|current| current.key() == job.key());
        let batch_s = image_s * f64::from(job.workload.batch());
        let again = u32::from(self.rules.times_again(batch_s));
        let warm_up_s = batch_s * f64::from(self.rules.warm_up + again);
        let reload_s = match self.current {
            Some(current) if current.loaded() == job.loaded() => 0.0,
            _ if self.loading.keeps && self.held.contains(&job.loaded()) => 0.0,
            _ => (super::predict::load_s(job, self.loading) + self.rules.idle_s) / STAY,
        };
        window_s + BETWEEN_S + if same { 0.0 } else { warm_up_s + reload_s }
    }

    /// Weight of `count` windows of one configuration.
    fn weight(noise_sd: f64, count: usize) -> f64 {
        let count = count as f64;
        count / (noise_sd * noise_sd + count * LACK_SD * LACK_SD)
    }

    fn information(&self, model: usize, noise_sd: f64) -> Information {
        let mut information = Information::prior(&self.columns.prior_sd());
        let Some(sought) = self.sought.get(model) else { return information };
        for met in self.met.all() {
            let known = self.jobs.iter().find(|job| same_but_steps(&job.key(), &met.key));
            let steps = met.key.split('/').nth(2).and_then(|steps| steps.parse().ok());
            let workload = known.zip(steps).and_then(|(job, steps)| job.workload.with_steps(steps).ok());
            if let Some(workload) = workload.filter(|workload| workload.model().id == sought.model.id) {
                let row = self.columns.row(sought.convention, &workload, self.gpu);
                information.add(&row, Self::weight(noise_sd, met.joules.len()));
            }
        }
        information
    }

    /// The candidate that tells most for a second.
    fn best(&self) -> Option<Task> {
        let noise_sd = self.met.noise_sd();
        let known: Vec<Information> =
            (0..self.sought.len()).map(|model| self.information(model, noise_sd)).collect();
        let mut best: Option<(f64, Task)> = None;
        for candidate in &self.candidates {
            let key = candidate.job.key();
            if self.failed.iter().any(|(failed, times)| *failed == key && *times >= PATIENCE) {
                continue;
            }
            let pace = self.pace(candidate);
            let cost_s = self.cost_s(candidate, pace);
            if self.spent_s + cost_s > self.budget_s {
                continue;
            }
            let (Some(sought), Some(information)) =
                (self.sought.get(candidate.model), known.get(candidate.model))
            else {
                continue;
            };
            let count = self.met.get(&key).map_or(0, |met| met.joules.len());
            let added = Self::weight(noise_sd, count + 1) - Self::weight(noise_sd, count);
            let row = self.columns.row(sought.convention, &candidate.job.workload, self.gpu);
            let worth = information.gain(&row, added) / cost_s;
            if best.as_ref().is_none_or(|(most, _)| worth > *most) {
                best = Some((worth, Task { job: candidate.job, stage: Stage::Image, count: Count::Fill }));
            }
        }
        best.map(|(_, task)| task)
    }
}

impl Agenda for Budget {
    fn next(&mut self) -> Option<Task> {
        let proof = self.sought.iter().find_map(|sought| sought.linearity.next());
        let task = match proof {
            Some(job) if self.spent_s < self.budget_s => {
                Some(Task { job, stage: Stage::Image, count: Count::Fill })
            }
            Some(_) => None,
            None => self.best(),
        };
        if let Some(task) = &task {
            self.current = Some(task.job);
            if !self.held.contains(&task.job.loaded()) {
                self.held.push(task.job.loaded());
            }
        }
        task
    }

    fn learn(&mut self, job: &Job, outcome: Outcome<'_>, spent_s: f64) {
        self.spent_s += spent_s;
        match outcome {
            Outcome::Row(row) => self.take(row),
            Outcome::Failed(_) => self.failed.push((job.key(), PATIENCE)),
        }
        let given_up = self.failed.iter().any(|(key, times)| *key == job.key() && *times >= PATIENCE);
        let told = !matches!(outcome, Outcome::Failed(failure) if !failure.is_given_up());
        if given_up && told && !self.given_up.contains(&job.key()) {
            self.given_up.push(job.key());
        }
        let fewest = self.fewest();
        if let Some(sought) = self.sought.iter_mut().find(|s| s.model.id == job.workload.model().id)
            && given_up
            && sought.linearity.next().is_some_and(|asked| asked.key() == job.key())
        {
            sought.linearity.fail(fewest);
        }
    }

    fn spend(&mut self, seconds: f64) {
        self.spent_s += seconds;
    }

    fn standing(&self) -> Standing {
        let done: usize = self.met.all().iter().map(|met| met.joules.len()).sum();
        let left_s = (self.budget_s - self.spent_s).max(0.0);
        let each_s = if done > 0 { self.spent_s / done as f64 } else { 2.0 * self.rules.window_s };
        let left = (left_s / each_s) as usize;
        Standing { done, left, given_up: self.given_up.len(), left_s: Some(left_s) }
    }

    fn spread(&self, job: &Job) -> Option<f64> {
        let key = job.key();
        let mine = self.met.all().iter().filter(|met| met.key == key);
        let met = mine.max_by_key(|met| met.joules.len())?;
        Spread::of(&met.joules)?.half_width()
    }
}
