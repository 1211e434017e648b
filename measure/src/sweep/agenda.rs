//! Order of measurements: every configuration in turn, each until there are enough repeats.

use super::done::{Done, energy_j};
use super::job::{Images, Job};
use super::pipeline::Failure;
use super::predict::Prediction;
use super::rules::{PATIENCE, Rules};
use super::spread::Spread;
use crate::flag::Flag;
use crate::observation::{Observation, Stage};

/// A repeat to measure.
#[derive(Debug, Clone, Copy)]
pub struct Task {
    /// Configuration of the repeat.
    pub job: Job,
    /// The whole image, or one stage of it.
    pub stage: Stage,
    /// Images of its window.
    pub count: Count,
}

/// Number of images in a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// As many as fill the shortest window.
    Fill,
    /// This many; the configuration is given up where they do not fill it.
    Exactly(u32),
    /// As many as its earlier repeats.
    Again(u32),
}

/// Outcome of a task.
#[derive(Debug, Clone, Copy)]
pub enum Outcome<'a> {
    /// A row, valid or not.
    Row(&'a Observation),
    /// No row worth repeating.
    Failed(&'a Failure),
}

/// Progress of a sweep.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Standing {
    /// Valid repeats measured.
    pub done: usize,
    /// Repeats still to measure, as far as known.
    pub left: usize,
    /// Configurations that failed too often and are tried again by the next run only.
    pub given_up: usize,
    /// Seconds that they will take, by what was predicted and how that held so far.
    pub left_s: Option<f64>,
}

/// Decides what is measured next.
pub trait Agenda {
    /// The next repeat; `None` when all is done.
    fn next(&mut self) -> Option<Task>;

    /// Takes what came of the last task; `spent_s` is all the time since the one before, seconds.
    fn learn(&mut self, job: &Job, outcome: Outcome<'_>, spent_s: f64);

    /// Takes seconds that were spent on something else of the same sweep.
    fn spend(&mut self, _seconds: f64) {}

    /// Returns the progress of the sweep.
    fn standing(&self) -> Standing;

    /// Half-width of the 90 % interval of a configuration's mean energy so far, as a share of it.
    fn spread(&self, job: &Job) -> Option<f64>;
}

/// Every configuration of a grid in turn.
pub struct Grid {
    entries: Vec<Entry>,
    at: usize,
    rules: Rules,
    /// Seconds spent and seconds that had been predicted for it.
    pace: (f64, f64),
}

struct Entry {
    job: Job,
    /// Predicted seconds of one repeat.
    repeat_s: Option<f64>,
    joules: Vec<f64>,
    images: Option<u32>,
    /// Invalid repeats in a row.
    invalid: u32,
    /// True if nothing more of it is measured in this run.
    closed: bool,
    given_up: bool,
}

impl Grid {
    /// The configurations in their order, less what is done already.
    #[must_use]
    pub fn new(jobs: Vec<(Job, Option<Prediction>)>, done: &Done, rules: Rules) -> Self {
        let entries = jobs
            .into_iter()
            .map(|(job, prediction)| {
                let repeats = done.repeats(&job);
                Entry {
                    repeat_s: prediction.map(|p| p.seconds / f64::from(rules.repeats)),
                    joules: repeats.joules,
                    images: repeats.images,
                    invalid: 0,
                    closed: repeats.out_of_memory,
                    given_up: false,
                    job,
                }
            })
            .collect();
        Self { entries, at: 0, rules, pace: (0.0, 0.0) }
    }

    fn entry(&self, job: &Job) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.job.id() == job.id())
    }
}

impl Agenda for Grid {
    fn next(&mut self) -> Option<Task> {
        while let Some(entry) = self.entries.get(self.at) {
            if !entry.closed && !self.rules.enough(&entry.joules) {
                let count = match (entry.job.images, entry.images) {
                    // Repeats of one configuration hold the same images, also after a restart.
                    (Images::Auto, Some(images)) => Count::Again(images),
                    (Images::Auto, None) => Count::Fill,
                    (Images::Fixed(images), _) => Count::Exactly(images),
                };
                return Some(Task { job: entry.job, stage: Stage::Image, count });
            }
            self.at += 1;
        }
        None
    }

    fn learn(&mut self, job: &Job, outcome: Outcome<'_>, spent_s: f64) {
        let Some(entry) = self.entries.iter_mut().find(|entry| entry.job.id() == job.id()) else { return };
        match outcome {
            // What ran as something else is no repeat of this.
            Outcome::Row(row) => match energy_j(row).filter(|_| row.key == job.key()) {
                Some(joules) => {
                    entry.joules.push(joules);
                    entry.images = row.images;
                    entry.invalid = 0;
                    if let Some(predicted_s) = entry.repeat_s {
                        self.pace = (self.pace.0 + spent_s, self.pace.1 + predicted_s);
                    }
                }
                None => {
                    if row.reasons.contains(&Flag::WindowTooShort) {
                        entry.images = None;
                    }
                    entry.invalid += 1;
                    entry.given_up = entry.invalid >= PATIENCE;
                    entry.closed = entry.given_up;
                }
            },
            Outcome::Failed(failure) => {
                entry.closed = true;
                entry.given_up = failure.is_given_up();
            }
        }
    }

    fn standing(&self) -> Standing {
        let mut standing = Standing::default();
        let mut seconds = Some(0.0);
        for entry in &self.entries {
            standing.done += entry.joules.len();
            standing.given_up += usize::from(entry.given_up);
            if entry.closed || self.rules.enough(&entry.joules) {
                continue;
            }
            let left = (self.rules.repeats as usize).saturating_sub(entry.joules.len()).max(1);
            standing.left += left;
            seconds = seconds.zip(entry.repeat_s).map(|(sum, repeat_s)| sum + left as f64 * repeat_s);
        }
        let (spent_s, predicted_s) = self.pace;
        let pace = if predicted_s > 0.0 { spent_s / predicted_s } else { 1.0 };
        standing.left_s = seconds.map(|seconds| seconds * pace);
        standing
    }

    fn spread(&self, job: &Job) -> Option<f64> {
        Spread::of(&self.entry(job)?.joules)?.half_width()
    }
}
