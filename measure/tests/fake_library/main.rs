//! The real binary, through the real nvml-wrapper, on a fake `libnvidia-ml.so` whose true power is known.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

mod doctor;
mod documented;
mod exec;
mod machine;
mod several;
#[path = "../support/mod.rs"]
mod support;
mod traps;
