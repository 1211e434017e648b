//! The engine against diffusers and transformers, on the tiny checkpoints of `tests/data/diffusion`.
#![allow(clippy::unwrap_used, clippy::panic)] // Tests may; clippy.toml reaches `#[test]` functions only.

mod command_line;
mod decoder;
mod denoiser;
mod fixture;
mod flops;
mod pipeline;
mod rehearsal;
mod schedule;
mod session;
mod stages;
mod text;
mod tokens;
