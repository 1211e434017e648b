//! The story of a run: what the agenda asks for is loaded, warmed up and measured, row by row, until all is done, somebody
//! stops it, or nothing can go on.

use std::sync::Arc;

use anyhow::{Context, bail};
use serde_json::{Map, Value};

use super::agenda::{Agenda, Count, Outcome, Standing, Task};
use super::job::{Images, Job};
use super::pipeline::{Failure, Pipeline, Prepared};
use super::predict::fill;
use super::progress::{Event, Sink};
use super::repeat::{self, Anchor, Measured};
use super::rules::Rules;
use super::stop::Stop;
use crate::exec::book::Book;
use crate::flag::{Flag, Severity};
use crate::idle::Idle;
use crate::observation::{Observation, Stage};
use crate::recorder::Recorder;

/// Seconds of readings that are kept before the window at hand: its trace shows one second, its edges look ten back.
const KEEP_S: f64 = 15.0;

/// Length of the trial of a stage before its window, as a share of it.
const TRY: f64 = 0.1;

/// Margin over the shortest window when that of a stage is planned: its trial is short.
const MARGIN: f64 = 1.1;

/// A window of less than this share of the shortest one does not count: repeats scatter, and a fair one is not thrown away.
const SHORT: f64 = 0.8;

/// End of a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ending {
    /// Everything was measured, or cannot be for want of memory or by the design.
    Complete,
    /// Configurations were given up, or not a single valid repeat was measured.
    Incomplete,
    /// A signal asked for it; the repeat in flight was finished.
    Interrupted(i32),
}

/// A run.
pub struct Sweep<'a> {
    /// The card.
    pub recorder: Arc<Recorder>,
    /// Pipeline that makes the images.
    pub pipeline: Box<dyn Pipeline>,
    /// File of the rows.
    pub book: Book,
    /// Order of measurements.
    pub agenda: Box<dyn Agenda>,
    /// Rules for repeats.
    pub rules: Rules,
    /// The design's seed.
    pub seed: u64,
    /// Receiver of events.
    pub sink: &'a mut dyn Sink,
    /// Asked between repeats: true ends the sweep.
    pub stop: Stop,
}

/// Configuration that is loaded and warm.
struct Warm {
    key: String,
    /// Seconds of one image.
    image_s: f64,
    /// Split of its denoising energy beside the window, once it was taken apart.
    apart: Option<Map<String, Value>>,
    /// A stage whose window came out too short, and seconds of it for one image there.
    short: Option<(Stage, f64)>,
}

/// State of a run.
struct State {
    anchor: Anchor,
    warm: Option<Warm>,
    idle: Option<(Idle, f64)>,
    rows: usize,
    joules: f64,
    /// When the last task ended.
    since_s: f64,
}

impl Sweep<'_> {
    /// Runs until the agenda is empty or a signal comes.
    ///
    /// # Errors
    /// What stops a run: a file that cannot be written, a lost card, a pipeline that is broken. Rows finished before are in
    /// the file.
    pub fn run(&mut self) -> anyhow::Result<Ending> {
        let clock_s = self.recorder.clock().now_s();
        let mut state = State {
            anchor: Anchor::now(&self.recorder),
            warm: None,
            idle: None,
            rows: 0,
            joules: 0.0,
            since_s: clock_s,
        };
        let ended = self.rounds(&mut state);
        let (outcome, reason) = match &ended {
            Ok(Ending::Complete) => ("complete", None),
            Ok(Ending::Incomplete) => ("incomplete", Some(incomplete(self.agenda.standing()))),
            Ok(Ending::Interrupted(signal)) => {
                let name = crate::exec::signals::name(*signal);
                ("interrupted", Some(format!("{name}; run the same command again to go on")))
            }
            Err(error) => ("stopped", Some(format!("{error:#}"))),
        };
        self.sink.show(&Event::Finished {
            outcome,
            reason: reason.as_deref(),
            rows: state.rows,
            wh_so_far: state.joules / 3600.0,
            standing: self.agenda.standing().into(),
        });
        ended
    }

    fn rounds(&mut self, state: &mut State) -> anyhow::Result<Ending> {
        loop {
            if let Some(signal) = self.stop.signal() {
                return Ok(Ending::Interrupted(signal));
            }
            let Some(task) = self.agenda.next() else {
                let standing = self.agenda.standing();
                let short = standing.given_up > 0 || standing.done == 0;
                return Ok(if short { Ending::Incomplete } else { Ending::Complete });
            };
            self.task(state, &task)?;
            let now_s = self.recorder.clock().now_s();
            self.recorder.forget_before(now_s - KEEP_S);
        }
    }

    fn task(&mut self, state: &mut State, task: &Task) -> anyhow::Result<()> {
        let job = &task.job;
        if state.warm.as_ref().is_none_or(|warm| warm.key != job.key()) && !self.warm_up(state, job)? {
            return Ok(());
        }
        let Some(image_s) = state.warm.as_ref().map(|warm| warm.image_s) else { return Ok(()) };
        let needed = match task.stage {
            Stage::Image => fill(image_s, job.workload.batch(), self.rules.window_s),
            stage => match self.try_stage(state, job, stage) {
                Ok(once_s) => fill(once_s, job.workload.batch(), MARGIN * self.rules.window_s),
                Err(failure) => return self.give_up(state, job, &failure),
            },
        };
        let images = match task.count {
            Count::Fill => needed,
            Count::Again(images) => images,
            Count::Exactly(images) if images >= needed => images,
            Count::Exactly(images) => {
                let seconds = image_s * f64::from(images);
                let why = format!(
                    "{images} images take {seconds:.1} s, less than the window of {} s; give {needed} images or auto",
                    self.rules.window_s
                );
                return self.give_up(state, job, &Failure::Unmeasurable(why));
            }
        };
        if self.stop.signal().is_some() {
            return Ok(());
        }
        let cooled = self.cool();
        let repeat = self.book.next_repeat(&job.key(), task.stage);
        let seed = self.seed.wrapping_add(u64::from(repeat));
        let idle = state.idle.as_ref().map(|(idle, _)| idle);
        let work = (job, task.stage, images, seed);
        let (mut measured, result) =
            repeat::measure(&self.recorder, &mut *self.pipeline, work, idle, !cooled, state.anchor);
        // Images were faster than the warm-up made believe: more of them next time.
        if result.is_ok() && measured.row.duration_s < SHORT * self.rules.window_s {
            measured.row.add_reason(Flag::WindowTooShort);
            if let Some(warm) = &mut state.warm {
                let image_s = measured.row.duration_s / f64::from(images);
                match task.stage {
                    Stage::Image => warm.image_s = image_s,
                    stage => warm.short = Some((stage, image_s)),
                }
            }
        }
        if let Some(apart) = state.warm.as_ref().and_then(|warm| warm.apart.as_ref())
            && task.stage == Stage::Denoise
        {
            measured.row.config.clone_from(apart);
        }
        let row = self.file(state, measured)?;
        let spent_s = self.spent(state);
        match &result {
            Ok(()) => self.agenda.learn(job, Outcome::Row(&row), spent_s),
            Err(failure) => self.agenda.learn(job, Outcome::Failed(failure), spent_s),
        }
        self.tell(state, job, &row);
        self.after(&row)?;
        if row.reasons.contains(&Flag::NetNotPositive) {
            // The idle power is not that between these images: it is measured anew.
            (state.warm, state.idle) = (None, None);
        }
        match result {
            Ok(()) => Ok(()),
            Err(failure) => self.broken_or_skipped(job, &failure),
        }
    }

    /// Seconds of a stage for one image, from a try. What is compiled or chosen at first use is over: an image was made to warm up.
    fn try_stage(&mut self, state: &mut State, job: &Job, stage: Stage) -> Result<f64, Failure> {
        if let Some(warm) = state.warm.as_mut().filter(|warm| warm.apart.is_none()) {
            warm.apart = Some(self.pipeline.take_apart(job)?);
        }
        let short = state.warm.as_ref().and_then(|warm| warm.short).filter(|(short, _)| *short == stage);
        if let Some((_, once_s)) = short {
            return Ok(once_s.max(1e-6));
        }
        let (clock, batch) = (self.recorder.clock(), job.workload.batch());
        let (begin_s, mut images) = (clock.now_s(), 0_u32);
        loop {
            self.pipeline.stage(job, stage, batch)?;
            images = images.saturating_add(batch);
            let spent_s = clock.now_s() - begin_s;
            if spent_s >= TRY * self.rules.window_s || self.stop.signal().is_some() {
                return Ok((spent_s / f64::from(images)).max(1e-6));
            }
        }
    }

    /// Loads a configuration, measures idle power where it is due, and warms up. `false` where it cannot be run.
    fn warm_up(&mut self, state: &mut State, job: &Job) -> anyhow::Result<bool> {
        state.warm = None;
        let prepared = match repeat::prepare(&self.recorder, &mut *self.pipeline, job, state.anchor) {
            Ok(prepared) => prepared,
            Err((measured, failure)) => {
                let row = self.file(state, *measured)?;
                self.after(&row)?;
                self.give_up(state, job, &failure)?;
                return Ok(false);
            }
        };
        if prepared == Prepared::Loaded {
            // That of what was loaded before is not its.
            state.idle = None;
        }
        let clock = self.recorder.clock();
        let mut image_s = f64::INFINITY;
        let batch = job.workload.batch();
        for round in 0..=self.rules.warm_up {
            if round == self.rules.warm_up && !self.rules.times_again(image_s * f64::from(batch)) {
                break;
            }
            let begin_s = clock.now_s();
            // Seeds of repeats count from 1, so these images are none of theirs.
            let seed = self.seed.wrapping_sub(u64::from(round));
            if let Err(failure) = self.pipeline.generate(job, batch, seed) {
                self.give_up(state, job, &failure)?;
                return Ok(false);
            }
            image_s = ((clock.now_s() - begin_s) / f64::from(batch)).max(1e-6);
            if self.stop.signal().is_some() {
                return Ok(false);
            }
        }
        let now_s = clock.now_s();
        let stale = state.idle.as_ref().is_none_or(|(_, at_s)| now_s - at_s > self.rules.idle_every_s);
        if stale {
            let (idle, measured) =
                repeat::idle(&self.recorder, &*self.pipeline, job, self.rules.idle_s, state.anchor);
            let row = self.file(state, measured)?;
            self.after(&row)?;
            state.idle = idle.map(|idle| (idle, now_s));
        }
        let needed = fill(image_s, batch, self.rules.window_s);
        let images = match job.images {
            Images::Auto => needed,
            Images::Fixed(images) => images,
        };
        let idle_w = state.idle.as_ref().map(|(idle, _)| idle.power_w);
        self.sink.show(&Event::Prepared { key: &job.key(), images, idle_w });
        state.warm = Some(Warm { key: job.key(), image_s, apart: None, short: None });
        Ok(true)
    }

    fn cool(&mut self) -> bool {
        let (sink, stop, gate_c) = (&mut *self.sink, &self.stop, self.rules.gate_c);
        repeat::cool(&self.recorder, &self.rules, |temperature_c| {
            sink.show(&Event::Cooling { temperature_c, gate_c });
            stop.signal().is_none()
        })
    }

    fn give_up(&mut self, state: &mut State, job: &Job, failure: &Failure) -> anyhow::Result<()> {
        let spent_s = self.spent(state);
        self.agenda.learn(job, Outcome::Failed(failure), spent_s);
        self.broken_or_skipped(job, failure)
    }

    fn broken_or_skipped(&mut self, job: &Job, failure: &Failure) -> anyhow::Result<()> {
        if let Failure::Broken(why) = failure {
            bail!("{why}");
        }
        self.sink.show(&Event::Skipped { key: &job.key(), reason: &failure.to_string() });
        Ok(())
    }

    fn file(&mut self, state: &mut State, measured: Measured) -> anyhow::Result<Observation> {
        let row = self.book.file(&self.recorder, measured.row, measured.span).context(
            "the sweep stops here; rows finished before are in the file, and the same command goes on",
        )?;
        state.rows += 1;
        state.joules += row.gross_j.unwrap_or(0.0);
        Ok(row)
    }

    fn spent(&self, state: &mut State) -> f64 {
        let now_s = self.recorder.clock().now_s();
        let spent_s = now_s - state.since_s;
        state.since_s = now_s;
        spent_s
    }

    fn tell(&mut self, state: &State, job: &Job, row: &Observation) {
        self.sink.show(&Event::Repeat {
            key: &row.key,
            repeat: row.repeat,
            images: row.images.unwrap_or(0),
            duration_s: row.duration_s,
            gross_j: row.gross_j,
            net_j: row.net_j,
            watts: row.gross_j.map(|joules| joules / row.duration_s.max(1e-9)),
            temperature_c: row.temperature_c.map(|[_, end]| end),
            valid: row.valid,
            reasons: &row.reasons,
            spread: self.agenda.spread(job),
            wh_so_far: state.joules / 3600.0,
            standing: self.agenda.standing().into(),
        });
    }

    /// Ends the run where a row says that the next cannot be better.
    fn after(&self, row: &Observation) -> anyhow::Result<()> {
        let fatal = [Flag::GpuLost, Flag::Mig, Flag::Vgpu];
        let found =
            row.reasons.iter().find(|flag| fatal.contains(flag) && flag.severity() == Severity::Invalid);
        match found {
            Some(flag) => bail!("{} {} [{flag}]", flag.message(), flag.advice()),
            None => Ok(()),
        }
    }
}

/// Why a run that came to its end is not complete.
fn incomplete(standing: Standing) -> String {
    let given_up = match standing.given_up {
        0 => "nothing valid was measured".to_owned(),
        1 => "1 configuration was given up".to_owned(),
        more => format!("{more} configurations were given up"),
    };
    format!("{given_up}; see the reasons above, and run the same command again to try anew")
}
