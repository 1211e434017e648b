//! A repeat: cooled down, measured between two ticks, judged, made a row.

use std::time::{Duration, SystemTime};

use wattpix_core::error::Choice;

use super::job::Job;
use super::pipeline::{Failure, Pipeline, Prepared};
use super::rules::Rules;
use crate::exec::config::{Config, Pair};
use crate::flag::{Flag, raise};
use crate::idle::{Idle, IdleAround};
use crate::observation::{Observation, Stage};
use crate::recorder::{Edge, Recorder};
use crate::window::Window;

/// Pause between looks at the temperature, seconds.
const LOOK_S: f64 = 1.0;

/// Wall time of rows: the wall clock once, at the start of the run, and the monotonic clock from there, so that rows stay
/// in order whatever happens to the wall clock.
#[derive(Debug, Clone, Copy)]
pub struct Anchor {
    wall: SystemTime,
    t_s: f64,
}

impl Anchor {
    /// From now on.
    #[must_use]
    pub fn now(recorder: &Recorder) -> Self {
        Self { wall: recorder.clock().wall(), t_s: recorder.clock().now_s() }
    }

    /// The wall time of a moment of the clock.
    #[must_use]
    pub fn wall(&self, t_s: f64) -> SystemTime {
        self.wall + Duration::from_secs_f64((t_s - self.t_s).max(0.0))
    }
}

/// A row and where its readings are.
pub struct Measured {
    /// The row; its repeat and trace are given when it is filed.
    pub row: Observation,
    /// Start and end, seconds of the clock.
    pub span: (f64, f64),
}

/// Waits until the card is at the gate's temperature or below; `false` when it did not get there in time.
/// `wait` is told the temperature and says whether to go on waiting.
pub fn cool(recorder: &Recorder, rules: &Rules, mut wait: impl FnMut(u32) -> bool) -> bool {
    let end_s = recorder.clock().now_s() + rules.cool_s;
    loop {
        // Of several GPUs the hottest.
        let temperature = recorder.all().filter_map(|one| one.look()?.status.temperature_c).max();
        let Some(celsius) = temperature.filter(|celsius| *celsius > rules.gate_c) else { return true };
        if recorder.clock().now_s() >= end_s || !wait(celsius) {
            return false;
        }
        recorder.watch(LOOK_S);
    }
}

/// Work between two ticks, with its window and what came of it.
fn around<T>(
    recorder: &Recorder,
    pipeline: &mut dyn Pipeline,
    work: impl FnOnce(&mut dyn Pipeline) -> Result<T, Failure>,
) -> (Edge, Window, Result<T, Failure>) {
    let start = recorder.edge();
    let result = if pipeline.watches() { work(pipeline) } else { recorder.beside(|| work(pipeline)).0 };
    let end = recorder.edge();
    let mut window = Window::between(recorder, &start, &end);
    match &result {
        Ok(_) => {}
        Err(Failure::OutOfMemory(_)) => raise(&mut window.flags, Flag::OutOfMemory),
        Err(Failure::Unable(_) | Failure::Unmeasurable(_) | Failure::Broken(_)) => {
            raise(&mut window.flags, Flag::CommandFailed)
        }
    }
    (start, window, result)
}

/// Loads a configuration; the window is that of loading, to tell a failure by.
pub fn prepare(
    recorder: &Recorder,
    pipeline: &mut dyn Pipeline,
    job: &Job,
    anchor: Anchor,
) -> Result<Prepared, (Box<Measured>, Failure)> {
    let (start, window, result) = around(recorder, pipeline, |pipeline| pipeline.prepare(job));
    result.map_err(|failure| {
        let facts = Facts { job, images: 0, seed: 0, idle: None, stage: Stage::Image };
        (Box::new(row(recorder, pipeline, window, &facts, anchor, &start)), failure)
    })
}

/// Measures one repeat of an image or of one of its stages. The row is there also when it failed.
pub fn measure(
    recorder: &Recorder,
    pipeline: &mut dyn Pipeline,
    (job, stage, images, seed): (&Job, Stage, u32, u64),
    idle: Option<&Idle>,
    hot: bool,
    anchor: Anchor,
) -> (Measured, Result<(), Failure>) {
    let (start, mut window, result) = around(recorder, pipeline, |pipeline| match stage {
        Stage::Image => pipeline.generate(job, images, seed),
        stage => pipeline.stage(job, stage, images),
    });
    if hot {
        raise(&mut window.flags, Flag::HotStart);
    }
    let facts = Facts { job, images, seed, idle: IdleAround::join(idle, None), stage };
    let mut measured = row(recorder, pipeline, window, &facts, anchor, &start);
    if let (Some(reported), Ok(())) = (pipeline.reported(), &result) {
        confirm(&mut measured.row, reported);
    }
    (measured, result)
}

/// Settings that a program has to report for a row to be believed.
const TO_CONFIRM: [&str; 7] = ["width", "height", "steps", "precision", "guidance", "batch", "images"];

/// Makes a row say what the program reported: a setting that differs is recorded as it ran, one that was not reported spoils the row.
fn confirm(row: &mut Observation, reported: &[Pair]) {
    let mut asked = Config::default();
    let fields = serde_json::to_value(&*row).unwrap_or_default();
    for key in TO_CONFIRM.into_iter().chain(["model", "text_tokens", "engine", "weights", "seed"]) {
        if let Some(value) = fields.get(key).filter(|value| !value.is_null()) {
            asked.declare(&[Pair { key: key.to_owned(), value: value.clone() }]);
        }
    }
    asked.report(reported);
    asked.fill(row);
    row.key = asked.row_key("");
    let told = |key: &&str| row.confirmed.iter().any(|confirmed| confirmed == key);
    let mut spoilt = !TO_CONFIRM.iter().all(told);
    // As many passes as steps are one without guidance, twice as many one with it; anything else is another pipeline.
    if let (Some(passes), Some(steps)) = (row.passes, row.steps) {
        let guided = if row.guidance.as_deref() == Some("on") { 2 } else { 1 };
        spoilt |= passes != steps * guided;
    }
    for flag in asked.changed_in_silence() {
        row.add_reason(flag);
    }
    if spoilt {
        row.add_reason(Flag::NotConfirmed);
    }
    if asked.doubts().contains(&Flag::RanOtherwise) {
        row.add_reason(Flag::RanOtherwise);
    }
}

/// Measures idle power with the configuration loaded.
pub fn idle(
    recorder: &Recorder,
    pipeline: &dyn Pipeline,
    job: &Job,
    seconds: f64,
    anchor: Anchor,
) -> (Option<Idle>, Measured) {
    let start = recorder.edge();
    recorder.watch(seconds);
    let end = recorder.edge();
    let window = Window::between(recorder, &start, &end);
    let idle = window.valid().then(|| Idle::of(recorder, window.clone())).flatten();
    let facts =
        Facts { job, images: 0, seed: 0, idle: IdleAround::join(idle.as_ref(), None), stage: Stage::Idle };
    (idle, row(recorder, pipeline, window, &facts, anchor, &start))
}

/// Facts of a row beside its window.
struct Facts<'a> {
    job: &'a Job,
    /// 0 where none were made.
    images: u32,
    seed: u64,
    idle: Option<IdleAround>,
    stage: Stage,
}

fn row(
    recorder: &Recorder,
    pipeline: &dyn Pipeline,
    window: Window,
    facts: &Facts<'_>,
    anchor: Anchor,
    start: &Edge,
) -> Measured {
    let span = (window.start_s, window.end_s);
    let identity = recorder.meter().identity();
    let mut row = Observation::measured(identity, window, facts.idle, facts.stage, anchor.wall(start.t_s));
    let workload = &facts.job.workload;
    row.key = facts.job.key();
    row.model = Some(workload.model().id.to_owned());
    row.width = Some(workload.size().width);
    row.height = Some(workload.size().height);
    row.steps = Some(workload.steps());
    row.precision = Some(workload.precision().name().to_owned());
    row.guidance = Some(workload.guidance().name().to_owned());
    row.batch = Some(workload.batch());
    row.text_tokens = Some(workload.text_tokens());
    row.frames = workload.fps().map(|_| workload.frames());
    row.engine = Some(pipeline.engine());
    row.weights = Some(pipeline.weights());
    if facts.images > 0 {
        row.images = Some(facts.images);
        row.seed = Some(facts.seed);
    }
    Measured { row, span }
}
