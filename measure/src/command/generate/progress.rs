//! Progress of a run: a bar for a person, marks for the `measure exec` around it.

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
    passes_per_step: u64,
    /// Why a mark was not taken; the run goes on, and its end tells.
    trouble: Option<anyhow::Error>,
}

impl Progress {
    /// Returns the progress of a run.
    pub(super) fn new(run: &Run) -> anyhow::Result<Self> {
        let bar = indicatif::ProgressBar::new(u64::from(run.workload.steps()));
        bar.set_style(indicatif::ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} {eta}")?);
        let passes_per_step = u64::from(run.workload.guidance().passes_per_step());
        Ok(Self { bar, link: Link::from_environment()?, passes_per_step, trouble: None })
    }

    /// Prepares a run that is metered: says what is run, warms up with a run of one step, and idles for a while with the model loaded.
    pub(super) fn prepare(&mut self, engine: &Engine, run: &Run, weights: &str) -> anyhow::Result<()> {
        let Some(link) = &mut self.link else { return Ok(()) };
        let workload = &run.workload;
        let size = workload.size();
        let batch = workload.batch();
        link.mark(&format!(
            "config model={} width={} height={} steps={} precision={} guidance={} batch={batch} images={batch} \
             text_tokens={} seed={} sampler={} weights={weights} engine={}",
            workload.model().id,
            size.width,
            size.height,
            workload.steps(),
            workload.precision().name(),
            workload.guidance().name(),
            workload.text_tokens(),
            run.seed,
            run.schedule.sampler(),
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
            let passes = self.bar.length().unwrap_or_default() * self.passes_per_step;
            self.mark(&format!("end image passes={passes}"));
        }
    }
}
