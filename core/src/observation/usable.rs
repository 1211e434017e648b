//! From a row to something that a law can be fitted to.

use super::observed::Observed;
use super::row::{FAKE, IMPORTED, Row};
use crate::configuration::{Configuration, Typed};
use crate::error::{Choice, Key};
use crate::flag::{Flag, UNFITTED};
use crate::setting::Boundary;
use crate::setting::Guidance;
use crate::units::Energy;
use crate::words::{Word, Words};

/// The file that a row comes from.
#[derive(Debug, Clone, Copy)]
pub struct Origin<'a> {
    /// The program that wrote it.
    pub tool: &'a str,
    /// File and line.
    pub place: &'a str,
    /// Power limit of the device in watts, where the header says it.
    pub limit_w: Option<f64>,
}

/// A row that no fit can use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unusable {
    /// The kind of reason.
    pub kind: Obstacle,
    /// The reason in a language.
    pub reason: String,
}

/// Kinds of reasons for which no fit uses a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// The row says of itself that its number must not be used.
    Marked,
    /// A row whose numbers contradict each other.
    Fault,
    /// A correct number that is not energy of images alone.
    Unfitted,
    /// It is of another stage than whole images.
    Stage,
    /// It is not the energy of a GPU.
    Scope,
    /// It does not say what was run.
    Missing,
    /// A configuration that is not known here or not possible.
    Configuration,
    /// An energy or duration that is not plausible.
    Implausible,
}

impl Obstacle {
    const fn because(self, reason: String) -> Unusable {
        Unusable { kind: self, reason }
    }
}

impl Row {
    /// True if a fake meter gave it.
    pub fn is_fake(&self) -> bool {
        self.meter == FAKE
    }

    /// True if another program measured it.
    pub fn is_imported(&self) -> bool {
        self.meter == IMPORTED
    }

    /// True if it is idle power, which is measured for the other rows' sake.
    pub fn is_idle(&self) -> bool {
        self.stage == "idle"
    }

    /// The row as fits take it, with its energy within a boundary. Rows of the fake meter are like others here; see [`Row::is_fake`].
    ///
    /// # Errors
    /// Why no fit can use it, in a language.
    pub fn observed(&self, boundary: Boundary, origin: &Origin, words: Words) -> Result<Observed, Unusable> {
        if !self.valid {
            let reasons: Vec<&str> = self.reasons.iter().map(|flag| flag.code()).collect();
            let reason = words.say(Word::ROW_INVALID, &[("reasons", &reasons.join(", "))]);
            return Err(Obstacle::Marked.because(reason));
        }
        if self.stage != "image" {
            let reason = words.say(Word::ROW_STAGE, &[("stage", self.stage)]);
            return Err(Obstacle::Stage.because(reason));
        }
        if let Some(flag) = self.unfitted() {
            let reason = words.say(Word::ROW_UNFITTED, &[("reason", flag.code())]);
            return Err(Obstacle::Unfitted.because(reason));
        }
        if self.scope.is_some_and(|scope| scope != "gpu") {
            return Err(Obstacle::Scope.because(words.text(Word::ROW_SCOPE).to_owned()));
        }
        let missing = |field: &str| Obstacle::Missing.because(words.say(Word::ROW_NULL, &[("field", field)]));
        let number = |value: Option<u32>| value.map(|value| value.to_string()).unwrap_or_default();
        let model = self.model.as_deref().ok_or_else(|| missing("model"))?;
        let images = self.images.filter(|images| *images > 0).ok_or_else(|| missing("images"))?;
        let joules = match boundary {
            Boundary::Gross => self.gross_j.ok_or_else(|| missing("gross_j"))?,
            Boundary::Net => self.net_j.ok_or_else(|| missing("net_j"))?,
        };
        let (width, height) = (number(self.width), number(self.height));
        let (steps, batch, tokens) = (number(self.steps), number(self.batch), number(self.text_tokens));
        let frames = number(self.frames);
        let typed = Typed::default()
            .with(Key::Model, model)
            .with(Key::Gpu, &self.gpu)
            .with(Key::Width, &width)
            .with(Key::Height, &height)
            .with(Key::Steps, &steps)
            .with(Key::Precision, self.precision.as_deref().unwrap_or_default())
            .with(Key::Guidance, self.guidance.as_deref().unwrap_or_default())
            .with(Key::Batch, &batch)
            .with(Key::TextTokens, &tokens)
            .with(Key::Frames, &frames)
            .with(Key::Boundary, boundary.name());
        for key in [Key::Width, Key::Height, Key::Steps, Key::Precision, Key::Guidance] {
            if typed.get(key).is_none() {
                return Err(missing(key.name()));
            }
        }
        let (configuration, problems) = Configuration::read(&typed);
        if let Some(problem) = problems.first() {
            let colon = words.text(Word::LANGUAGE_COLON);
            let reason = [problem.key.name(), colon, &problem.error.tell(words)].concat();
            return Err(Obstacle::Configuration.because(reason));
        }
        // A clip of so many frames as the model makes by default is not what was measured.
        if configuration.question.workload.model().frames().is_some() && self.frames.is_none() {
            return Err(missing(Key::Frames.name()));
        }
        #[cfg(feature = "judgement")]
        if let Some(fault) = self.faults(origin.limit_w, words).into_iter().next() {
            return Err(Obstacle::Fault.because(fault));
        }
        let question = configuration.question;
        // Anything else than one pass a step, or two with guidance, is another pipeline than the one that is counted.
        if let Some(passes) = self.passes().filter(|passes| *passes != question.workload.passes()) {
            let counted = question.workload.passes().to_string();
            let reason =
                words.say(Word::ROW_PASSES, &[("passes", &passes.to_string()), ("counted", &counted)]);
            return Err(Obstacle::Configuration.because(reason));
        }
        let observed = Observed {
            workload: question.workload,
            gpu: question.gpu,
            boundary: question.boundary,
            energy: Energy::from_joules(joules / f64::from(images)),
            seconds: Some(self.duration_s / f64::from(images)),
            images: u64::from(images),
            source: self.engine.clone().unwrap_or_else(|| origin.tool.to_owned()),
            place: origin.place.to_owned(),
        };
        let implausible = |reason| Obstacle::Implausible.because(reason);
        observed.check().map_err(|wrong| implausible(wrong.reason(words)))?;
        #[cfg(feature = "judgement")]
        observed.check_plausible(origin.limit_w).map_err(|wrong| implausible(wrong.text(words)))?;
        Ok(observed)
    }

    /// Denoiser passes of an image: as the row says, or as its sampler is known to make where that is not one a step.
    fn passes(&self) -> Option<u32> {
        let of_sampler = || {
            let guidance = Guidance::parse(Key::Guidance, self.guidance.as_deref()?).ok()?;
            let times = crate::sampler::passes(self.sampler.as_deref()?, self.steps?)?;
            Some(times.saturating_mul(guidance.passes_per_step()))
        };
        self.passes.or_else(of_sampler)
    }

    /// The reason that keeps the row from fits although its number stands. Work that drew no more than idle power is none that the idle power of the
    /// row can be taken off, whether the row says so or not.
    pub fn unfitted(&self) -> Option<Flag> {
        let by_reason = self.reasons.iter().find(|flag| UNFITTED.contains(flag)).copied();
        let no_more_than_idle = self.stage == "image" && self.net_j.is_some_and(|net| net <= 0.0);
        by_reason.or(no_more_than_idle.then_some(Flag::NetNotPositive))
    }

    /// Standard error of the energy of one image as far as the meter states it, in joules: that of the window's edges and, within net, the
    /// spread of idle power over the duration. `None` where nothing is stated.
    pub fn stated_error(&self, boundary: Boundary) -> Option<f64> {
        let images = f64::from(self.images.filter(|images| *images > 0)?);
        let idle =
            self.idle_spread_w.filter(|_| boundary == Boundary::Net).map(|spread| spread * self.duration_s);
        if self.edge_error_j.is_none() && idle.is_none() {
            return None;
        }
        let (edge, idle) = (self.edge_error_j.unwrap_or(0.0), idle.unwrap_or(0.0));
        Some((edge * edge + idle * idle).sqrt() / images)
    }
}
