//! A fake machine for sweeps: a card that draws what a law says, on a clock that only the run moves.

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::{Context, ensure};
use serde::{Deserialize, Serialize};
use wattpix_core::fit::schema::Form;
use wattpix_core::fit::{self, BUNDLED, Fit};
use wattpix_core::gpu::{self, Maker};

use crate::clock::{Clock, ScriptedClock};
use crate::files::read_description;
use crate::meter::Meter;
use crate::meter::scripted::ScriptedMeter;
use crate::meter::scripted::scenario::{Card, Event, within};
use crate::meter::scripted::waveform::Waveform;
use crate::probe::probe;
use crate::recorder::Recorder;

/// The machine; every value can be given in a TOML file (`--fake FILE`).
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Machine {
    /// The law that is the truth: a fit's id; empty: the one that knows the first model on this card best.
    pub fit: String,
    /// Card that it poses as: an id of the catalogue.
    pub gpu: String,
    /// Cards.
    pub cards: u32,
    /// Standard deviation of ln energy from repeat to repeat (0.03 = 3 %).
    pub noise: f64,
    /// Seed of that noise.
    pub seed: u64,
    /// Watts of the idle card with a model loaded.
    pub idle_w: f64,
    /// Watts while it works.
    pub load_w: f64,
    /// Seconds that the first image of each configuration takes on top.
    pub first_s: f64,
    /// Seconds that loading a model takes.
    pub load_s: f64,
    /// True if a model stays loaded in every precision, as far as `free_gb` goes.
    pub keeps: bool,
    /// Memory that is free for weights, GB.
    pub free_gb: f64,
    /// Memory that the card says it has, GB.
    pub memory_gb: f64,
    /// Seconds of its clock in one real second; absent: as fast as the processor can.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pace: Option<f64>,
    /// When the wall clock jumps and how far: `[at, by]` in seconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub clock_jump: Option<(f64, f64)>,
    /// Faults of the card, and their times.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Event>,
}

impl Default for Machine {
    fn default() -> Self {
        Self {
            fit: String::new(),
            gpu: "a100-sxm4-80gb".to_owned(),
            cards: 1,
            noise: 0.03,
            seed: 0,
            idle_w: 62.0,
            load_w: 330.0,
            first_s: 0.0,
            load_s: 2.0,
            keeps: false,
            free_gb: 80.0,
            memory_gb: 80.0,
            pace: None,
            clock_jump: None,
            events: Vec::new(),
        }
    }
}

/// Seconds of the fake clock that one reading of the fake card takes.
const READ_S: f64 = 1e-4;
/// When the fake clock starts unless a file goes on: 2026-01-01, in seconds since 1970.
const EPOCH_UNIX_S: u64 = 1_767_225_600;

/// A fake card ready to be metered.
pub struct Fake {
    /// The card, whose load can be told.
    pub meter: Arc<ScriptedMeter>,
    /// Recorder that reads it.
    pub recorder: Recorder,
    /// The law it is true to.
    pub truth: &'static Fit,
}

impl Machine {
    /// Reads a machine file; without one, the machine that [`Machine::default`] is.
    ///
    /// # Errors
    /// Names the file and the field.
    pub fn read(path: Option<&Path>) -> anyhow::Result<Self> {
        let Some(path) = path else { return Ok(Self::default()) };
        Self::parse(&read_description(path)?)
            .with_context(|| format!("{} is not a fake machine", path.display()))
    }

    /// Reads the text of a machine file.
    ///
    /// # Errors
    /// Names the field.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let machine: Self = toml::from_str(text)?;
        machine.check()?;
        Ok(machine)
    }

    fn check(&self) -> anyhow::Result<()> {
        ensure!((1..=1024).contains(&self.cards), "cards {}: give 1 to 1024", self.cards);
        within("noise", self.noise, 0.0..=1.0)?;
        within("idle_w", self.idle_w, 1e-3..=1e5)?;
        within("load_w", self.load_w, 1e-3..=1e5)?;
        ensure!(self.load_w > self.idle_w, "load_w {} must be above idle_w {}", self.load_w, self.idle_w);
        within("first_s", self.first_s, 0.0..=1e6)?;
        within("load_s", self.load_s, 0.0..=1e6)?;
        within("free_gb", self.free_gb, 0.0..=1e6)?;
        within("memory_gb", self.memory_gb, 0.0..=1e6)?;
        within("pace", self.pace.unwrap_or(1.0), 1e-3..=1e9)?;
        let (at_s, by_s) = self.clock_jump.unwrap_or_default();
        within("clock_jump", at_s, 0.0..=1e9)?;
        within("clock_jump", by_s, -1e9..=1e9)?;
        self.events.iter().try_for_each(Event::check)
    }

    /// The law that is the truth for a model.
    ///
    /// # Errors
    /// No such fit.
    pub fn truth(&self, model: &str) -> anyhow::Result<&'static Fit> {
        let summed = |fit: &Fit| fit.file().law.form == Form::Additive;
        if !self.fit.is_empty() {
            let named = fit::find(BUNDLED, &self.fit)?;
            ensure!(
                !summed(named),
                "fit {}: a fake machine follows ln-linear laws; name one of the paper's",
                self.fit
            );
            return Ok(named);
        }
        let card = gpu::find(&self.gpu)?;
        let knows = |fit: &&Fit| !summed(fit) && fit.file().models.iter().any(|id| id == model);
        let known: Vec<&'static Fit> = BUNDLED.iter().filter(knows).collect();
        let chosen = known.iter().find(|fit| fit.saw_gpu(card)).or(known.first()).copied();
        chosen.with_context(|| format!("no fit knows {model}: name one as `fit` in the fake machine"))
    }

    /// Builds card `index` (from 0), its clock after `after` where a file goes on.
    ///
    /// # Errors
    /// No such GPU or fit, or a card that is lost from the start.
    pub fn build(&self, index: u32, model: &str, after: Option<SystemTime>) -> anyhow::Result<Fake> {
        self.check()?;
        let posed = gpu::find(&self.gpu)?;
        ensure!(
            posed.maker == Maker::Nvidia,
            "gpu {:?}: a fake machine poses as an NVIDIA GPU, the only kind that can be metered; choose one that `measure gpus --maker nvidia` lists",
            self.gpu
        );
        let name = posed.nvml_names.first().copied().unwrap_or(posed.label);
        let epoch = SystemTime::UNIX_EPOCH + Duration::from_secs(EPOCH_UNIX_S);
        let starts = after.map_or(epoch, |after| after.max(epoch) + Duration::from_secs(1));
        let clock = ScriptedClock::starting_at(starts).paced(self.pace).jumping(self.clock_jump);
        let clock: Arc<dyn Clock> = Arc::new(clock);
        let card = Card {
            name: name.to_owned(),
            uuid: format!("GPU-fa4e0000-0000-0000-0000-{index:012}"),
            pci: format!("0000:{:02x}:00.0", 0x41 + index),
            power_limit_w: posed.board_power_w.max(self.load_w),
            memory_bytes: (self.memory_gb * 1e9) as u64,
            events: self.events.clone(),
            ..Card::ideal(Waveform::Plateaus { levels: vec![[0.0, self.idle_w]] })
        };
        let meter = Arc::new(ScriptedMeter::new(card, Arc::clone(&clock), READ_S));
        let capabilities = probe(&*meter, &*clock).context("the fake card")?;
        let recorder = Recorder::new(Arc::clone(&meter) as Arc<dyn Meter>, clock, capabilities);
        Ok(Fake { meter, recorder, truth: self.truth(model)? })
    }
}
