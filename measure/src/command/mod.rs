//! One module a command: its options (`clap::Args`) and `run`, which prints the result.

pub mod check;
pub mod claims;
pub mod compare;
pub mod doctor;
#[cfg(feature = "engine")]
pub mod engine_check;
pub mod estimate;
pub mod exec;
pub mod fit;
pub mod fits;
pub mod flops;
#[cfg(feature = "engine")]
pub mod generate;
pub mod gpus;
pub mod idle;
pub mod mark;
pub mod merge;
pub mod models;
pub mod plan;
pub mod report;
pub mod run;
#[cfg(feature = "engine")]
pub mod stages;
pub mod validate;
pub mod zones;
