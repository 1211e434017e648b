//! Programs and cards that make the images of a sweep.
//!
//! - [`fake`] — nothing; a fake card draws what a given law says.
//! - [`command`] — an external program that is told what to do line by line.
//! - `candle` — the models run here (feature `engine`).

#[cfg(feature = "engine")]
pub mod candle;
pub mod command;
pub mod fake;

use serde_json::{Map, Value};

use super::job::Job;
use crate::exec::config::Pair;
use crate::observation::Stage;

/// Why images were not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The memory does not hold this configuration; others may go on.
    #[error("out of memory: {0}")]
    OutOfMemory(String),
    /// This configuration cannot be measured as it was asked for, and trying again would not help; others may go on.
    #[error("{0}")]
    Unmeasurable(String),
    /// This configuration failed; others may go on.
    #[error("{0}")]
    Unable(String),
    /// Failure after which nothing can be run any more.
    #[error("{0}")]
    Broken(String),
}

impl Failure {
    /// True if the next run may try again: neither the memory nor the design would say no.
    #[must_use]
    pub fn is_given_up(&self) -> bool {
        matches!(self, Self::Unable(_) | Self::Broken(_))
    }
}

/// Result of preparing a configuration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Prepared {
    /// Weights were loaded.
    Loaded,
    /// All of it was there.
    Kept,
}

/// Cost of loading a model.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Loading {
    /// Seconds a gigabyte of weights.
    pub s_per_gb: f64,
    /// True if every precision of a model stays loaded, as far as the memory goes.
    pub keeps: bool,
}

impl Default for Loading {
    /// From a solid-state disk or a page cache at 2 GB/s, one precision at a time. Assumed.
    fn default() -> Self {
        Self { s_per_gb: 0.5, keeps: false }
    }
}

/// Makes images.
pub trait Pipeline {
    /// Software and version, for rows.
    fn engine(&self) -> String;

    /// `random`, or where the weights came from, for rows.
    fn weights(&self) -> String;

    /// Returns the cost of loading, as far as known beforehand.
    fn loading(&self) -> Loading {
        Loading::default()
    }

    /// Loads what a configuration needs. Afterwards the device idles as it does between images.
    ///
    /// # Errors
    /// Why this configuration, or every one, cannot be run.
    fn prepare(&mut self, job: &Job) -> Result<Prepared, Failure>;

    /// Makes so many images, a multiple of the batch, and waits until the device has finished.
    ///
    /// # Errors
    /// As [`Pipeline::prepare`].
    fn generate(&mut self, job: &Job, images: u32, seed: u64) -> Result<(), Failure>;

    /// Returns the settings that a program reported of the images it made last, in the words of marks; `None` where what is asked for is what runs, because
    /// this program makes them itself.
    fn reported(&self) -> Option<&[Pair]> {
        None
    }

    /// Takes the configuration that was prepared last apart, so that its stages can be run alone; returns what no window tells of its
    /// denoising, for the `config` of rows.
    ///
    /// # Errors
    /// As [`Pipeline::prepare`]; a pipeline that makes whole images only.
    fn take_apart(&mut self, job: &Job) -> Result<Map<String, Value>, Failure> {
        Err(Failure::Unmeasurable(format!(
            "{} makes whole images only; leave `stages` out of the design to meter {}",
            self.engine(),
            job.key()
        )))
    }

    /// Runs one stage of the configuration that was taken apart for so many images, a multiple of the batch, and waits until the device
    /// has finished.
    ///
    /// # Errors
    /// As [`Pipeline::prepare`].
    fn stage(&mut self, job: &Job, stage: Stage, _images: u32) -> Result<(), Failure> {
        Err(Failure::Unable(format!("{} cannot run {} of {} alone", self.engine(), stage.word(), job.key())))
    }

    /// True if it reads the card itself while time passes on a scripted clock; else a thread reads beside it.
    fn watches(&self) -> bool {
        false
    }
}
