//! What makes the images of a sweep.
//!
//! - [`fake`] — nothing; a fake card draws what a given law says.
//! - [`command`] — an external program that is told what to do line by line.
//! - `candle` — the models run here (feature `engine`).

#[cfg(feature = "engine")]
pub mod candle;
pub mod command;
pub mod fake;

use super::job::Job;

/// Why images were not made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The memory does not hold this configuration; others may go on.
    #[error("out of memory: {0}")]
    OutOfMemory(String),
    /// This configuration cannot be run or failed; others may go on.
    #[error("{0}")]
    Unable(String),
    /// Nothing can be run any more.
    #[error("{0}")]
    Broken(String),
}

/// Makes images.
pub trait Pipeline {
    /// Software and version, for rows.
    fn engine(&self) -> String;

    /// `random`, or where the weights came from, for rows.
    fn weights(&self) -> String;

    /// Loads what a configuration needs. Afterwards the device idles as it does between images.
    ///
    /// # Errors
    /// Why this configuration, or every one, cannot be run.
    fn prepare(&mut self, job: &Job) -> Result<(), Failure>;

    /// Makes so many images, a multiple of the batch, and waits until the device has finished.
    ///
    /// # Errors
    /// As [`Pipeline::prepare`].
    fn generate(&mut self, job: &Job, images: u32, seed: u64) -> Result<(), Failure>;

    /// Whether it reads the card itself while time passes on a scripted clock; else a thread reads beside it.
    fn watches(&self) -> bool {
        false
    }
}
