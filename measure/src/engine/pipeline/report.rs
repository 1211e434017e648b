//! Reports of a run: progress while it goes on, and a summary afterwards.

use candle_core::{DType, Result, Tensor};
use wattpix_core::flops::Flops;

/// A part of a run that can be metered on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stage {
    /// Encoding the prompts.
    Text,
    /// The denoising loop.
    Denoise,
    /// Decoding the latents.
    Decode,
}

impl Stage {
    /// The stage's name in observation files.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Denoise => "denoise",
            Self::Decode => "decode",
        }
    }
}

/// Follows a run: a meter opens and closes windows, a terminal shows progress. The device is idle at `begin` and
/// `end`; at `step` it may still be working on the steps that were issued.
pub trait Watch {
    /// A stage is about to begin.
    fn begin(&mut self, _stage: Stage) {}
    /// Denoising step `step` of `of` was issued (from 1); these are the latents after it.
    fn step(&mut self, _step: usize, _of: usize, _latents: &Tensor) {}
    /// A stage has ended, or failed, after so many seconds.
    fn end(&mut self, _stage: Stage, _seconds: f64) {}
}

/// Watches nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unwatched;

impl Watch for Unwatched {}

/// A stage of a run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct StageReport {
    /// From idle device to idle device, in seconds.
    pub seconds: f64,
    /// Operations that the layers executed.
    pub executed: Flops,
    /// Operations that [`wattpix_core`] counts for this run.
    pub counted: Flops,
}

impl StageReport {
    pub(super) fn counted(self, counted: Flops) -> Self {
        Self { counted, ..self }
    }
}

/// A run, afterwards.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// Text tokens that the denoiser saw, padding included.
    pub text_tokens: usize,
    /// Tokens of each prompt that are not padding, by encoder: `prompt_tokens[encoder][image]`.
    pub prompt_tokens: Vec<Vec<usize>>,
    /// Encoding the prompts. With guidance every prompt's counterpart is encoded as well, and counted here; the counts
    /// of `measure flops` are for one encoding.
    pub text: StageReport,
    /// The denoising loop.
    pub denoise: StageReport,
    /// Decoding the latents.
    pub decode: StageReport,
    /// Ranges of values at the seams between the stages.
    pub spreads: Vec<(String, Spread)>,
}

impl Report {
    /// True if every value seen at the seams is finite.
    pub fn is_finite(&self) -> bool {
        self.spreads.iter().all(|(_, spread)| spread.finite)
    }
}

/// Range of the values of a tensor.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    /// True if all are finite.
    pub finite: bool,
    /// Mean.
    pub mean: f64,
    /// Standard deviation.
    pub deviation: f64,
    /// The largest magnitude.
    pub largest: f64,
}

impl Spread {
    /// Returns the range of a tensor of any precision.
    ///
    /// # Errors
    /// No memory.
    pub fn of(tensor: &Tensor) -> Result<Self> {
        let values = tensor.to_dtype(DType::F32)?.flatten_all()?;
        let scalar = |tensor: Tensor| Ok::<_, candle_core::Error>(f64::from(tensor.to_scalar::<f32>()?));
        let mean = scalar(values.mean(0)?)?;
        let deviation = scalar(values.affine(1.0, -mean)?.sqr()?.mean(0)?)?.sqrt();
        let largest = scalar(values.abs()?.max(0)?)?;
        // Maxima may pass over not-a-numbers; sums do not.
        let finite = mean.is_finite() && deviation.is_finite() && largest.is_finite();
        Ok(Self { finite, mean, deviation, largest })
    }
}

#[cfg(test)]
mod tests {
    use candle_core::{Device, Tensor};

    use super::*;

    #[test]
    fn what_is_not_finite_is_seen() {
        let spread = |values: &[f32]| Spread::of(&Tensor::new(values, &Device::Cpu).unwrap()).unwrap();
        let good = spread(&[1.0, -3.0, 2.0]);
        assert!(good.finite);
        assert_eq!((good.mean, good.largest), (0.0, 3.0));
        assert!(!spread(&[1.0, f32::NAN, 0.0]).finite);
        assert!(!spread(&[1.0, f32::INFINITY]).finite);
    }
}
