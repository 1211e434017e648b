//! What a run tells while it goes on: a bar for a person, marks for the `measure exec` around it.

use std::time::Duration;

use wattpix_core::error::Choice;

use crate::engine::device;
use crate::engine::pipeline::report::{Stage, Watch};
use crate::engine::pipeline::{Engine, Run};
use crate::exec::link::Link;
use crate::idle::IDLE_S;

/// Progress on standard error, and a phase a stage where somebody meters.
pub(super) struct Progress {
    bar: indicatif::ProgressBar,
    link: Option<Link>,
    /// Why a mark was not taken; the run goes on, and its end tells.
    trouble: Option<anyhow::Error>,
}

impl Progress {
    /// Of a run of `steps` steps.
    pub(super) fn new(steps: u32) -> anyhow::Result<Self> {
        let bar = indicatif::ProgressBar::new(u64::from(steps));
        bar.set_style(indicatif::ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}")?);
        Ok(Self { bar, link: Link::from_environment()?, trouble: None })
    }

    /// Where somebody meters: says what is run, warms up with a run of one step, and idles for a while with the model loaded.
    pub(super) fn prepare(&mut self, engine: &Engine, run: &Run, weights: &str) -> anyhow::Result<()> {
        let Some(link) = &mut self.link else { return Ok(()) };
        let workload = &run.workload;
        let size = workload.size();
        let batch = workload.batch();
        link.mark(&format!(
            "config model={} width={} height={} steps={} precision={} guidance={} batch={batch} images={batch} \
             text_tokens={} seed={} weights={weights} engine={}",
            workload.model().id,
            size.width,
            size.height,
            workload.steps(),
            workload.precision().name(),
            workload.guidance().name(),
            workload.text_tokens(),
            run.seed,
            device::software(engine.device()),
        ))?;
        let short = Run { workload: workload.with_steps(1)?, ..run.clone() };
        engine.generate(&short, &mut crate::engine::pipeline::report::Unwatched)?;
        link.mark("begin idle")?;
        std::thread::sleep(Duration::from_secs_f64(IDLE_S));
        link.mark("end idle")
    }

    /// After the run.
    ///
    /// # Errors
    /// The first mark that was not taken.
    pub(super) fn finish(self) -> anyhow::Result<()> {
        self.bar.finish_and_clear();
        self.trouble.map_or(Ok(()), Err)
    }

    fn mark(&mut self, text: &str) {
        let Some(link) = &mut self.link else { return };
        if let Err(error) = link.mark(text) {
            self.trouble.get_or_insert(error);
        }
    }
}

impl Watch for Progress {
    fn begin(&mut self, stage: Stage) {
        self.bar.set_message(stage.name());
        if stage == Stage::Text {
            self.mark("begin image");
        }
        self.mark(&format!("begin {}", stage.name()));
    }

    fn step(&mut self, step: usize, of: usize, _: &candle_core::Tensor) {
        self.bar.set_length(of as u64);
        self.bar.set_position(step as u64);
    }

    fn end(&mut self, stage: Stage, _: f64) {
        self.mark(&format!("end {}", stage.name()));
        if stage == Stage::Decode {
            self.mark("end image");
        }
    }
}
