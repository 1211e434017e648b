//! Sweeps as a person runs them: the real binary on a fake machine, planned, killed, starved, split and joined.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

mod budget;
mod cards;
mod check;
mod fixture;
mod merge;
mod plan;
mod programs;
mod resume;
mod trouble;
