//! Configurations from typed text: the same keys, words and limits on the command line, in a table and in a link.

#[cfg(feature = "how-it-runs")]
mod running;

use crate::caveat::Caveat;
use crate::error::{Choice, Error, Key};
use crate::estimate::{Estimate, Question};
use crate::gpu::{self, Gpu};
use crate::model::{self, Pixels, flux};
use crate::setting::{Boundary, Execution, Guidance, Precision};
use crate::workload::{MAX_IMAGES, Workload};

/// Images of a total when nothing is said.
pub const DEFAULT_IMAGES: u64 = 100;

/// Everything that a person can set, legal.
#[derive(Debug, Clone)]
pub struct Configuration {
    /// Question that the law answers.
    pub question: Question,
    /// Images of the total; the figure per image does not depend on it.
    pub images: u64,
    /// The fit to use; `None` takes the default.
    pub fit: Option<String>,
    /// True if the GPU was given by the paper's name, from which it is inferred.
    pub gpu_inferred: bool,
}

/// Values as typed, by key; blank ones count as not typed.
#[derive(Debug, Clone, Copy, Default)]
pub struct Typed<'a>([Option<&'a str>; Key::ALL.len()]);

impl<'a> Typed<'a> {
    /// Returns the values with another value for a key.
    #[must_use]
    pub fn with(mut self, key: Key, text: &'a str) -> Self {
        self.set(key, text);
        self
    }

    /// Puts a value for a key.
    pub fn set(&mut self, key: Key, text: &'a str) {
        let text = text.trim();
        self.0[key as usize] = (!text.is_empty()).then_some(text);
    }

    /// Returns the text typed for a key.
    pub const fn get(&self, key: Key) -> Option<&'a str> {
        self.0[key as usize]
    }
}

/// A value that could not be used, and was replaced by the default.
#[derive(Debug, Clone)]
pub struct Problem {
    /// The setting.
    pub key: Key,
    /// The error.
    pub error: Error,
}

impl Configuration {
    /// The configuration that a first visitor sees.
    pub fn first() -> Self {
        Self {
            question: Question {
                workload: Workload::default_of(&flux::FLUX1_DEV),
                gpu: gpu::DEFAULT,
                boundary: Boundary::Net,
            },
            images: DEFAULT_IMAGES,
            fit: None,
            gpu_inferred: false,
        }
    }

    /// Reads what was typed. Each value that cannot be used is reported and replaced by its default, so there is always a
    /// configuration; callers that must not guess refuse when there is a problem.
    pub fn read(typed: &Typed) -> (Self, Vec<Problem>) {
        let mut reader = Reader { typed, problems: Vec::new() };
        let first = Self::first();
        let model = reader.value(Key::Model, model::find).unwrap_or(first.question.workload.model());
        let gpu = reader.value(Key::Gpu, gpu::find).unwrap_or(first.question.gpu);
        let mut workload = Workload::default_of(model);

        for key in [Key::Width, Key::Height] {
            reader.apply(key, &mut workload, |workload, text| {
                let side = key.whole(text)?;
                let size = workload.size();
                workload.with_size(match key {
                    Key::Width => Pixels { width: side, ..size },
                    _ => Pixels { height: side, ..size },
                })
            });
        }
        reader.map_size(model);
        reader
            .apply(Key::Steps, &mut workload, |workload, text| workload.with_steps(Key::Steps.whole(text)?));
        reader.apply(Key::Guidance, &mut workload, |workload, text| {
            Guidance::parse(Key::Guidance, text).map(|guidance| workload.with_guidance(guidance))
        });
        reader.apply(Key::Precision, &mut workload, |workload, text| {
            let precision = Precision::parse(Key::Precision, text)?;
            gpu.check(precision).map(|()| workload.with_precision(precision))
        });
        reader.apply(Key::TextTokens, &mut workload, |workload, text| {
            workload.with_text_tokens(Key::TextTokens.whole(text)?)
        });
        reader
            .apply(Key::Batch, &mut workload, |workload, text| workload.with_batch(Key::Batch.whole(text)?));
        reader.apply(Key::Execution, &mut workload, |workload, text| {
            Execution::parse(Key::Execution, text).map(|execution| workload.with_execution(execution))
        });
        reader.apply(Key::Frames, &mut workload, |workload, text| {
            workload.with_frames(Key::Frames.whole(text)?)
        });
        reader.apply(Key::Fps, &mut workload, |workload, text| workload.with_fps(Key::Fps.whole(text)?));
        #[cfg(feature = "how-it-runs")]
        reader.read_running(&mut workload, gpu);
        let boundary = reader
            .value(Key::Boundary, |text| Boundary::parse(Key::Boundary, text))
            .unwrap_or(first.question.boundary);
        let images = reader
            .value(Key::Images, |text| {
                let images = Key::Images.whole(text)?;
                Key::Images.check(images, 1, MAX_IMAGES).map(|()| images)
            })
            .unwrap_or(DEFAULT_IMAGES);
        let fit = typed.get(Key::Fit).map(str::to_owned);
        let gpu_inferred = typed.get(Key::Gpu).is_some_and(gpu::is_inferred);
        let question = Question { workload, gpu, boundary };
        (Self { question, images, fit, gpu_inferred }, reader.problems)
    }

    /// Adds to its estimate what the configuration itself leaves uncertain.
    pub fn add_caveats(&self, estimate: &mut Estimate) {
        let known = |caveat: &Caveat| matches!(caveat, Caveat::GpuIdentityInferred { .. });
        if self.gpu_inferred && !estimate.caveats.iter().any(known) {
            estimate.caveats.push(Caveat::GpuIdentityInferred { gpu: self.question.gpu });
        }
    }

    /// The shortest name of its GPU; the paper's where that was given.
    pub fn gpu_name(&self) -> &'static str {
        if self.gpu_inferred { gpu::INFERRED[0] } else { short_id(self.question.gpu) }
    }

    /// The value of a key in the words that [`Configuration::read`] takes; `None` where it is the default.
    pub fn written(&self, key: Key) -> Option<String> {
        let Question { workload, gpu, boundary } = &self.question;
        let default = Workload::default_of(workload.model());
        let first = Self::first();
        let text = |differs: bool, text: String| differs.then_some(text);
        match key {
            Key::Model => {
                let id = workload.model().id;
                text(id != first.question.workload.model().id, id.to_owned())
            }
            Key::Gpu => text(gpu.id != first.question.gpu.id, self.gpu_name().to_owned()),
            Key::Width => {
                text(workload.size().width != default.size().width, workload.size().width.to_string())
            }
            Key::Height => {
                text(workload.size().height != default.size().height, workload.size().height.to_string())
            }
            Key::Steps => text(workload.steps() != default.steps(), workload.steps().to_string()),
            Key::Precision => {
                text(workload.precision() != default.precision(), workload.precision().name().to_owned())
            }
            Key::Guidance => {
                text(workload.guidance() != default.guidance(), workload.guidance().name().to_owned())
            }
            Key::Images => text(self.images != DEFAULT_IMAGES, self.images.to_string()),
            Key::Batch => text(workload.batch() != default.batch(), workload.batch().to_string()),
            Key::Boundary => text(*boundary != first.question.boundary, boundary.name().to_owned()),
            Key::Fit => self.fit.clone(),
            Key::TextTokens => {
                text(workload.text_tokens() != default.text_tokens(), workload.text_tokens().to_string())
            }
            Key::Frames => text(workload.frames() != default.frames(), workload.frames().to_string()),
            Key::Fps => {
                let fps = workload.fps().filter(|fps| Some(*fps) != default.fps());
                fps.map(|fps| fps.to_string())
            }
            Key::Execution => {
                text(workload.execution() != default.execution(), workload.execution().name().to_owned())
            }
            #[cfg(feature = "how-it-runs")]
            _ => self.running_written(key),
        }
    }
}

/// The shortest name of a GPU that links keep: its first alias that means it for certain, else its id.
pub fn short_id(gpu: &Gpu) -> &'static str {
    gpu.aliases.iter().copied().find(|alias| !gpu::INFERRED.contains(alias)).unwrap_or(gpu.id)
}

/// Reads values and collects what is wrong with them.
struct Reader<'t> {
    typed: &'t Typed<'t>,
    problems: Vec<Problem>,
}

impl Reader<'_> {
    /// The value of a key; `None` where nothing or nothing usable was typed.
    fn value<V>(&mut self, key: Key, read: impl FnOnce(&str) -> Result<V, Error>) -> Option<V> {
        let text = self.typed.get(key)?;
        match read(text) {
            Ok(value) => Some(value),
            Err(error) => {
                self.problems.push(Problem { key, error });
                None
            }
        }
    }

    /// Says of refused sides what pipelines run: sides are read one by one, and pipelines map the size as a whole.
    fn map_size(&mut self, model: &model::Model) {
        let side =
            |key: Key, default| self.typed.get(key).and_then(|text| key.whole(text).ok()).unwrap_or(default);
        let Pixels { width, height } = model.defaults.size;
        let asked = Pixels { width: side(Key::Width, width), height: side(Key::Height, height) };
        for problem in &mut self.problems {
            if let Error::Side { mapped, .. } = &mut problem.error {
                *mapped = crate::pipeline_size::mapped(model, asked);
            }
        }
    }

    /// Changes the workload by the value of a key, if one was typed and is usable.
    fn apply(
        &mut self,
        key: Key,
        workload: &mut Workload,
        change: impl FnOnce(&Workload, &str) -> Result<Workload, Error>,
    ) {
        let before = *workload;
        if let Some(changed) = self.value(key, |text| change(&before, text)) {
            *workload = changed;
        }
    }
}
