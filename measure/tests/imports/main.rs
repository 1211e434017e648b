//! Files of other programs as observations: every format by its content, in the forms in which people have it. All energies here are invented.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

mod command;
mod encoding;
mod packed;
mod power_log;
mod refused;
mod settings;
