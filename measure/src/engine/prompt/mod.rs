//! Prompts: where they come from and which tokens the text encoders see.

pub mod caption;
pub mod rows;
pub mod tokenizer;

/// The prompt against which guidance steers when nothing is said (diffusers' pipelines).
pub const NO_PROMPT: &str = "";
