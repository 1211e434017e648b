//! The card, the clock and the pipeline of a run, by its options.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::ensure;
use clap::Args;

use super::done::Done;
use super::fake::Machine;
use super::pipeline::Pipeline;
use super::pipeline::command::CommandPipeline;
use super::pipeline::fake::FakePipeline;
use crate::device::{self, DeviceOptions};
use crate::exec::run::pin_to_gpu;
use crate::lock;
use crate::recorder::Recorder;

/// Options of the program or card that makes the images.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "What makes the images")]
pub struct BenchOptions {
    /// A fake card that draws what a law says, in virtual time; FILE (TOML) says which card and which law.
    #[arg(long, value_name = "FILE", num_args = 0..=1, require_equals = true)]
    fake: Option<Option<PathBuf>>,
    /// Index of the fake machine's card, from 0.
    #[arg(long, default_value_t = 0, hide = true)]
    fake_card: u32,
    /// With candle: folder that holds one folder of weights a model, or `random`.
    #[arg(long, value_name = "FOLDER|random", default_value = "random")]
    weights: String,
    /// With candle: the models' tiny twins.
    #[arg(long)]
    tiny: bool,
    /// With candle: attention with its scores in memory, to compare.
    #[arg(long)]
    unfused: bool,
    /// With candle: cpu, cuda or cuda:INDEX [default: cpu where the processor is metered, else cuda].
    #[arg(long, value_name = "DEVICE")]
    device: Option<String>,
    /// Longest time for an answer of the program; then it is ended with all that it started.
    #[arg(long, value_name = "SECONDS", default_value_t = ANSWER_WITHIN_S)]
    answer_within: f64,
    /// A program that makes the images when told (docs/sweeps.md); without one, candle does.
    #[arg(last = true, value_name = "COMMAND")]
    command: Vec<String>,
}

/// Parts that a run is made with.
pub struct Bench {
    /// Reads the card.
    pub recorder: Arc<Recorder>,
    /// Makes the images.
    pub pipeline: Box<dyn Pipeline>,
}

/// Seconds that an answer may take unless asked otherwise: loading may mean downloading.
const ANSWER_WITHIN_S: f64 = 1800.0;
/// Step back of the clock since the last row, seconds, up to which a run waits for it.
const WAIT_S: u64 = 60;

impl BenchOptions {
    /// A fake machine, from a file or as it is.
    #[must_use]
    pub fn fake(file: Option<PathBuf>) -> Self {
        Self {
            fake: Some(file),
            fake_card: 0,
            weights: String::new(),
            tiny: false,
            unfused: false,
            device: None,
            answer_within: ANSWER_WITHIN_S,
            command: Vec::new(),
        }
    }

    /// The fake machine, where there is one.
    ///
    /// # Errors
    /// A file that is none.
    pub fn machine(&self) -> anyhow::Result<Option<Machine>> {
        self.fake.as_ref().map(|file| Machine::read(file.as_deref())).transpose()
    }

    /// Returns the name of the engine in plans.
    #[must_use]
    pub fn engine(&self) -> String {
        let program = self.command.first().map(|path| path.rsplit('/').next().unwrap_or(path));
        match (&self.fake, program) {
            (Some(_), _) => "fake".to_owned(),
            (None, Some(program)) => format!("command {program}"),
            (None, None) if self.tiny => "candle, tiny twins".to_owned(),
            (None, None) => "candle".to_owned(),
        }
    }

    /// The seconds between now and the end of the last row are waited for where the clock went back a little.
    fn go_on_after(done: &Done, out: &Path) -> anyhow::Result<()> {
        let Some(last) = done.last_end()? else { return Ok(()) };
        if let Ok(back) = last.duration_since(SystemTime::now()) {
            ensure!(
                back <= Duration::from_secs(WAIT_S),
                "the clock went back: it says {}, but the last row of {} ended at {}; set the clock, or give another \
                 file with --out",
                humantime::format_rfc3339_seconds(SystemTime::now()),
                out.display(),
                humantime::format_rfc3339_seconds(last)
            );
            std::thread::sleep(back);
        }
        Ok(())
    }

    /// Opens the card.
    ///
    /// # Errors
    /// No such card, or one that cannot be metered.
    pub fn open(
        &self,
        device: &DeviceOptions,
        model: &str,
        done: &Done,
        out: &Path,
    ) -> anyhow::Result<Bench> {
        ensure!(
            (0.1..=1e6).contains(&self.answer_within),
            "--answer-within {}: give 0.1 to 1000000 seconds",
            self.answer_within
        );
        if let Some(machine) = self.machine()? {
            ensure!(device.gpu.is_none(), "--fake has its own card; leave --gpu out");
            ensure!(self.command.is_empty(), "--fake makes no images; leave out {:?} and what follows", "--");
            ensure!(self.fake_card < machine.cards, "the fake machine has {} cards", machine.cards);
            let mut fake = machine.build(self.fake_card, model, done.last_end()?)?;
            let held = lock::gpu(fake.recorder.meter().identity(), Some(out))?;
            fake.recorder.hold(held);
            let recorder = Arc::new(fake.recorder);
            recorder.note_before();
            let pipeline = FakePipeline::new(fake.meter, Arc::clone(&recorder), machine, fake.truth);
            return Ok(Bench { recorder, pipeline: Box::new(pipeline) });
        }
        Self::go_on_after(done, out)?;
        let recorder = Arc::new(device::open(device, Some(out))?);
        recorder.note_before();
        ensure!(
            recorder.all().count() == 1 || !self.command.is_empty(),
            "the engine computes on one GPU; several are for a program after {:?}, or --all-gpus runs a part on each",
            "--"
        );
        let pipeline: Box<dyn Pipeline> = if self.command.is_empty() {
            self.candle(&recorder, device)?
        } else {
            let limit = Duration::from_secs_f64(self.answer_within);
            Box::new(CommandPipeline::new(self.command.clone(), pin_to_gpu(&recorder), limit))
        };
        Ok(Bench { recorder, pipeline })
    }

    #[cfg(feature = "engine")]
    fn candle(&self, recorder: &Recorder, options: &DeviceOptions) -> anyhow::Result<Box<dyn Pipeline>> {
        use super::pipeline::candle::CandlePipeline;
        use crate::meter::Scope;
        use anyhow::Context;

        let identity = recorder.meter().identity();
        let device = match (&self.device, identity.scope) {
            (Some(device), _) => device.clone(),
            (None, Scope::CpuPackage) => "cpu".to_owned(),
            (None, Scope::Gpu) => {
                // CUDA counts cards its own way.
                let ordinals = device::Inventory::take(options).cuda.ordinals;
                let ordinal = ordinals.iter().position(|index| *index == identity.index);
                let ordinal =
                    ordinal.with_context(|| format!("CUDA does not see the metered {}", identity.name))?;
                format!("cuda:{ordinal}")
            }
        };
        ensure!(
            (device == "cpu") == (identity.scope == Scope::CpuPackage),
            "--device {device} computes elsewhere than on the metered {}; make --device and --gpu agree",
            identity.name
        );
        crate::engine::device::allow_fused_attention(!self.unfused);
        Ok(Box::new(CandlePipeline::open(&device, &self.weights, self.tiny)?))
    }

    #[cfg(not(feature = "engine"))]
    fn candle(&self, _: &Recorder, _: &DeviceOptions) -> anyhow::Result<Box<dyn Pipeline>> {
        anyhow::bail!(
            "this binary was built without an engine: give a program after `--`, build it with `--features engine`, or \
             try --fake"
        )
    }
}
