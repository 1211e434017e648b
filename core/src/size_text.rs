//! Sizes in messages.

use crate::words::{Word, Words};

/// Width and height in pixels, as messages write them.
pub(crate) fn size_text([width, height]: [u32; 2]) -> String {
    [&width.to_string(), " × ", &height.to_string()].concat()
}

/// Says in a language that diffusers' pipeline, asked for one size, runs another; width and height in pixels.
///
/// ```
/// use wattpix_core::size_text::mapped_text;
/// use wattpix_core::words::Words;
///
/// let said = mapped_text([800, 608], [1152, 896], Words::ENGLISH);
/// assert_eq!(said, "Asked for 800 × 608, diffusers' pipeline runs 1152 × 896");
/// ```
pub fn mapped_text(asked: [u32; 2], runs: [u32; 2], words: Words) -> String {
    words.say(Word::PIPELINE_RUNS, &[("asked", &size_text(asked)), ("runs", &size_text(runs))])
}
