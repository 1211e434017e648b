//! From a row to something that a law can be fitted to.

use super::row::{FAKE, Row};
use crate::configuration::{Configuration, Typed};
use crate::error::{Choice, Key};
use crate::regress::observed::Observed;
use crate::units::Energy;
use crate::words::{Word, Words};
use crate::workload::Boundary;

impl Row {
    /// Whether a fake meter gave it.
    pub fn is_fake(&self) -> bool {
        self.meter == FAKE
    }

    /// The row as fits take it, with its energy within a boundary. `tool` wrote the file, `place` is file and line. Rows of the fake meter are
    /// like others here; see [`Row::is_fake`].
    ///
    /// # Errors
    /// Why no fit can use it, in a language.
    pub fn observed(
        &self,
        boundary: Boundary,
        tool: &str,
        place: &str,
        words: Words,
    ) -> Result<Observed, String> {
        if !self.valid {
            let reasons: Vec<&str> = self.reasons.iter().map(|flag| flag.code()).collect();
            return Err(words.say(Word::ROW_INVALID, &[("reasons", &reasons.join(", "))]));
        }
        if self.stage != "image" {
            return Err(words.say(Word::ROW_STAGE, &[("stage", self.stage)]));
        }
        if self.scope.is_some_and(|scope| scope != "gpu") {
            return Err(words.text(Word::ROW_SCOPE).to_owned());
        }
        let missing = |field: &str| words.say(Word::ROW_NULL, &[("field", field)]);
        let number = |value: Option<u32>| value.map(|value| value.to_string()).unwrap_or_default();
        let model = self.model.as_deref().ok_or_else(|| missing("model"))?;
        let images = self.images.filter(|images| *images > 0).ok_or_else(|| missing("images"))?;
        let joules = match boundary {
            Boundary::Gross => self.gross_j.ok_or_else(|| missing("gross_j"))?,
            Boundary::Net => self.net_j.ok_or_else(|| missing("net_j"))?,
        };
        let (width, height) = (number(self.width), number(self.height));
        let (steps, batch, tokens) = (number(self.steps), number(self.batch), number(self.text_tokens));
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
            .with(Key::Boundary, boundary.name());
        for key in [Key::Width, Key::Height, Key::Steps, Key::Precision, Key::Guidance] {
            if typed.get(key).is_none() {
                return Err(missing(key.name()));
            }
        }
        let (configuration, problems) = Configuration::read(&typed);
        if let Some(problem) = problems.first() {
            let colon = words.text(Word::LANGUAGE_COLON);
            return Err([problem.key.name(), colon, &problem.error.tell(words)].concat());
        }
        let question = configuration.question;
        let observed = Observed {
            workload: question.workload,
            gpu: question.gpu,
            boundary: question.boundary,
            energy: Energy::from_joules(joules / f64::from(images)),
            seconds: Some(self.duration_s / f64::from(images)),
            images: u64::from(images),
            source: self.engine.clone().unwrap_or_else(|| tool.to_owned()),
            place: place.to_owned(),
        };
        observed.check().map_err(|refusal| refusal.tell(words))?;
        Ok(observed)
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
