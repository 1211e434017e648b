//! Errors of a question, in words: what was given, what is allowed, what to do.
//!
//! Everything a person can type is parsed here with the same words on the command line, in a table and in a link.

mod choice;
mod fault;
mod gpu_fault;
mod key;
#[cfg(feature = "how-it-runs")]
mod run_fault;
mod whole;

use std::fmt;

pub use choice::Choice;
pub use fault::Fault;
pub(crate) use fault::KEY_HEADS;
pub use gpu_fault::GpuFault;
pub use key::Key;
#[cfg(feature = "how-it-runs")]
pub use run_fault::RunFault;

use crate::size_text::mapped_text;
use crate::words::{Word, Words};

/// No result, and why.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Error {
    /// A model that the catalogue does not have.
    UnknownModel {
        /// The text given.
        given: String,
        /// The ids there are.
        known: Vec<&'static str>,
    },
    /// A description of an architecture that is none.
    Architecture {
        /// Id of the model that was to be changed.
        base: &'static str,
        /// Fault of the description.
        fault: Box<Fault>,
    },
    /// A GPU that the catalogue does not have.
    UnknownGpu {
        /// The text given.
        given: String,
        /// The ids there are.
        known: Vec<&'static str>,
    },
    /// A description of a GPU that cannot be parsed.
    GpuDescription {
        /// Fault of the description.
        fault: Box<GpuFault>,
    },
    /// A name that several entries of the catalogue could bear.
    Ambiguous {
        /// Setting that was named.
        key: Key,
        /// The text given.
        given: String,
        /// Ids that the name may mean.
        choices: Vec<&'static str>,
    },
    /// A name that the catalogue does not have, and that comes near others.
    Near {
        /// Setting that was named.
        key: Key,
        /// The text given.
        given: String,
        /// Ids of those that come near, the nearest first.
        near: Vec<&'static str>,
    },
    /// A model whose maker has published neither weights nor architecture.
    ClosedModel {
        /// The text given.
        given: String,
        /// Name of its family.
        label: &'static str,
        /// Company that runs it.
        maker: &'static str,
    },
    /// The processor, which has no specification to estimate from.
    CpuNotEstimated,
    /// A fit that is not shipped.
    UnknownFit {
        /// The text given.
        given: String,
        /// The ids there are.
        known: Vec<String>,
    },
    /// A required value that is missing.
    Missing {
        /// The setting.
        key: Key,
    },
    /// Not a whole number.
    NotWhole {
        /// The setting.
        key: Key,
        /// The text given.
        given: String,
    },
    /// A whole number beyond everything that is allowed.
    TooLarge {
        /// The setting.
        key: Key,
        /// The text given.
        given: String,
    },
    /// A number outside its range.
    OutOfRange {
        /// The setting.
        key: Key,
        /// The text given.
        given: u64,
        /// The least allowed.
        least: u64,
        /// The most allowed.
        most: u64,
    },
    /// A side that the model does not take.
    Side {
        /// Width or height.
        key: Key,
        /// Side given, in pixels.
        given: u32,
        /// The model's id.
        model: &'static str,
        /// Number of which its sides are multiples, in pixels.
        multiple_of: u32,
        /// Shortest side, in pixels.
        least: u32,
        /// Longest side, in pixels.
        most: u32,
        /// The side nearest to what was given that it takes.
        nearest: u32,
        /// The size asked for and the one that diffusers' pipeline runs in its place, width and height each.
        mapped: Option<[[u32; 2]; 2]>,
    },
    /// A number of frames that the model does not make.
    Frames {
        /// Number given.
        given: u32,
        /// The model's id.
        model: &'static str,
        /// Number of which the frames after the first are a multiple.
        multiple_of: u32,
        /// The most frames.
        most: u32,
        /// The number nearest to what was given that it makes.
        nearest: u32,
    },
    /// A setting of video given to a model of images.
    NoVideo {
        /// The setting.
        key: Key,
        /// The model's id.
        model: &'static str,
        /// Ids of models of video.
        known: Vec<&'static str>,
    },
    /// A word that is not one of the choices.
    UnknownChoice {
        /// The setting.
        key: Key,
        /// The text given.
        given: String,
        /// The choices.
        allowed: Vec<&'static str>,
    },
    /// A precision that the silicon lacks.
    PrecisionUnsupported {
        /// The precision.
        given: &'static str,
        /// The GPU's id.
        gpu: &'static str,
        /// The precisions it has.
        known: Vec<&'static str>,
    },
    /// A fit file that cannot be used.
    FitFile {
        /// The file's name.
        file: String,
        /// Path of fields to the fault.
        field: String,
        /// The fault, and what is allowed.
        reason: String,
    },
    /// A run that cannot be set up as asked.
    #[cfg(feature = "how-it-runs")]
    Running {
        /// The fault.
        fault: Box<RunFault>,
    },
    /// A fit whose law leaves the numbers that a computer can hold.
    NotFinite {
        /// The fit's id.
        fit: String,
    },
}

impl Error {
    /// The message in a language.
    #[inline(never)]
    pub fn tell(&self, words: Words) -> String {
        let wants = |word: Word, key: Key, given: &str| {
            words.say(word, &[("key", key.name()), ("given", given), ("wanted", words.text(key.wants()))])
        };
        match self {
            Self::UnknownModel { given, known } => {
                words.say(Word::ERROR_MODEL, &[("given", given), ("known", &words.listed(known))])
            }
            Self::Architecture { base, fault } => {
                words.say(Word::ERROR_ARCHITECTURE, &[("base", base), ("fault", &fault.tell(words))])
            }
            Self::UnknownGpu { given, known } => {
                words.say(Word::ERROR_GPU, &[("given", given), ("known", &words.listed(known))])
            }
            Self::GpuDescription { fault } => {
                words.say(Word::ERROR_GPU_DESCRIPTION, &[("fault", &fault.tell(words))])
            }
            Self::Ambiguous { key, given, choices } => {
                let known = words.listed(choices);
                words.say(Word::NAMES_AMBIGUOUS, &[("key", key.name()), ("given", given), ("known", &known)])
            }
            Self::Near { key, given, near } => {
                let known = words.listed(near);
                words.say(Word::NAMES_NEAR, &[("key", key.name()), ("given", given), ("known", &known)])
            }
            Self::ClosedModel { given, label, maker } => {
                words.say(Word::NAMES_CLOSED, &[("given", given), ("maker", maker), ("label", label)])
            }
            Self::CpuNotEstimated => words.text(Word::ERROR_CPU).to_owned(),
            Self::UnknownFit { given, known } => {
                let known = words.listed(&known.iter().map(String::as_str).collect::<Vec<_>>());
                words.say(Word::ERROR_FIT, &[("given", given), ("known", &known)])
            }
            Self::Missing { key } => {
                let wanted = words.text(key.wants());
                words.say(Word::ERROR_MISSING, &[("key", key.name()), ("wanted", wanted)])
            }
            Self::NotWhole { key, given } => wants(Word::ERROR_NOT_WHOLE, *key, given),
            Self::TooLarge { key, given } => wants(Word::ERROR_TOO_LARGE, *key, given),
            Self::OutOfRange { key, given, least, most } => {
                let one = least == most;
                let [given, least, most] = [given, least, most].map(u64::to_string);
                let [key, given, least] = [("key", key.name()), ("given", &given), ("least", &least)];
                if one {
                    words.say(Word::ERROR_ONLY_ONE, &[key, given, least])
                } else {
                    words.say(Word::ERROR_OUT_OF_RANGE, &[key, given, least, ("most", &most)])
                }
            }
            Self::Side { key, given, model, multiple_of, least, most, nearest, mapped } => {
                let [given, pitch, least, most, nearest] =
                    [given, multiple_of, least, most, nearest].map(u32::to_string);
                let fault = words.say(
                    Word::ERROR_SIDE,
                    &[
                        ("key", key.name()),
                        ("given", &given),
                        ("model", model),
                        ("pitch", &pitch),
                        ("least", &least),
                        ("most", &most),
                        ("nearest", &nearest),
                    ],
                );
                if let Some([asked, runs]) = mapped {
                    return [&fault, ". ", &mapped_text(*asked, *runs, words)].concat();
                }
                fault
            }
            Self::Frames { given, model, multiple_of, most, nearest } => {
                let [given, pitch, most, nearest] = [given, multiple_of, most, nearest].map(u32::to_string);
                words.say(
                    Word::ERROR_FRAMES,
                    &[
                        ("given", &given),
                        ("model", model),
                        ("pitch", &pitch),
                        ("most", &most),
                        ("nearest", &nearest),
                    ],
                )
            }
            Self::NoVideo { key, model, known } => {
                let known = words.listed(known);
                words.say(Word::ERROR_NO_VIDEO, &[("key", key.name()), ("model", model), ("known", &known)])
            }
            Self::UnknownChoice { key, given, allowed } => {
                let known = words.listed(allowed);
                words.say(Word::ERROR_CHOICE, &[("key", key.name()), ("given", given), ("known", &known)])
            }
            Self::PrecisionUnsupported { given, gpu, known } => {
                let values = [("gpu", *gpu), ("given", *given), ("known", &words.listed(known))];
                words.say(Word::ERROR_PRECISION, &values)
            }
            Self::FitFile { file, field, reason } => {
                let colon = words.text(Word::LANGUAGE_COLON);
                [file, colon, field, colon, reason].concat()
            }
            #[cfg(feature = "how-it-runs")]
            Self::Running { fault } => fault.tell(words),
            Self::NotFinite { fit } => words.say(Word::ERROR_NOT_FINITE, &[("fit", fit)]),
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.tell(Words::ENGLISH))
    }
}

impl std::error::Error for Error {}

#[cfg(feature = "how-it-runs")]
impl From<RunFault> for Error {
    fn from(fault: RunFault) -> Self {
        Self::Running { fault: Box::new(fault) }
    }
}
