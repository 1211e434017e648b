//! Text, denoising and decoding in windows of their own, before an agenda of whole images: text and decoding are too short to be
//! metered within one image.

use super::agenda::{Agenda, Count, Outcome, Standing, Task};
use super::done::{Done, energy_j};
use super::job::Job;
use super::rules::PATIENCE;
use crate::observation::Stage;

/// In the order of an image.
pub const STAGES: [Stage; 3] = [Stage::Text, Stage::Denoise, Stage::Decode];

/// The stages of a few configurations, then another agenda.
pub struct Staged {
    entries: Vec<Entry>,
    /// Seconds that the last window of each kind took, all told.
    each_s: Option<f64>,
    then: Box<dyn Agenda>,
}

struct Entry {
    job: Job,
    stage: Stage,
    done: bool,
    /// Invalid windows in a row.
    invalid: u32,
    /// Cannot be measured, by this run or any.
    closed: bool,
    /// The next run may try again.
    given_up: bool,
}

impl Entry {
    fn open(&self) -> bool {
        !self.done && !self.closed
    }
}

impl Staged {
    /// The stages of these configurations, less what a file holds already, and `then` the agenda that is gone on with.
    #[must_use]
    pub fn new(jobs: &[Job], done: &Done, then: Box<dyn Agenda>) -> Self {
        let there = |job: &Job, stage| {
            let mut rows = done.rows().iter().filter(|row| row.stage == stage && row.key == job.key());
            rows.any(|row| energy_j(row).is_some())
        };
        let all = jobs.iter().flat_map(|job| STAGES.map(|stage| (*job, stage)));
        let entries = all.map(|(job, stage)| Entry {
            job,
            stage,
            done: there(&job, stage),
            invalid: 0,
            closed: false,
            given_up: false,
        });
        Self { entries: entries.collect(), each_s: None, then }
    }

    fn at_hand(&mut self) -> Option<&mut Entry> {
        self.entries.iter_mut().find(|entry| entry.open())
    }
}

impl Agenda for Staged {
    fn next(&mut self) -> Option<Task> {
        let stage =
            self.at_hand().map(|entry| Task { job: entry.job, stage: entry.stage, count: Count::Fill });
        stage.or_else(|| self.then.next())
    }

    fn learn(&mut self, job: &Job, outcome: Outcome<'_>, spent_s: f64) {
        let Some(entry) = self.at_hand() else { return self.then.learn(job, outcome, spent_s) };
        match outcome {
            Outcome::Row(row) if energy_j(row).is_some() => entry.done = true,
            Outcome::Row(_) => {
                entry.invalid += 1;
                entry.given_up = entry.invalid >= PATIENCE;
                entry.closed = entry.given_up;
            }
            Outcome::Failed(failure) => {
                entry.closed = true;
                entry.given_up = failure.is_given_up();
            }
        }
        self.each_s = Some(spent_s);
        self.then.spend(spent_s);
    }

    fn spend(&mut self, seconds: f64) {
        self.then.spend(seconds);
    }

    fn standing(&self) -> Standing {
        let then = self.then.standing();
        let open = self.entries.iter().filter(|entry| entry.open()).count();
        let done = self.entries.iter().filter(|entry| entry.done).count();
        let stages_s = self.each_s.map_or(0.0, |each_s| each_s * open as f64);
        // A budget's seconds are for both.
        let left_s = then.left_s.map(|seconds| seconds.max(stages_s));
        let given_up = then.given_up + self.entries.iter().filter(|entry| entry.given_up).count();
        Standing { done: then.done + done, left: then.left + open, given_up, left_s }
    }

    fn spread(&self, job: &Job) -> Option<f64> {
        self.then.spread(job)
    }
}
