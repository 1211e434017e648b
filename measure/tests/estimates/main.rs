//! The commands that need no GPU, as a person or a script runs them.

// Helpers of tests are not seen as tests.
#![allow(clippy::unwrap_used)]

mod architectures;
mod closed;
mod coefficients;
mod command;
mod gpus;
mod set_up;
mod single;
mod tables;
mod video;
