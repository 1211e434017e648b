//! Conditioning of the blocks on time step, guidance and pooled text.

use candle_core::{DType, Result, Tensor};

use super::condition::Condition;
use crate::engine::layer::Linear;
use crate::engine::layer::embedding::{EmbeddingMlp, sinusoid};
use crate::engine::weights::Weights;

/// Largest finite 16-bit float; diffusers clips residual streams there.
const FP16_MAX: f64 = 65_504.0;

/// The vectors that modulate one stream of a block: a linear layer on the activated condition, cut in chunks.
#[derive(Debug)]
pub struct Modulation {
    linear: Linear,
    chunks: usize,
}

impl Modulation {
    /// Reads the linear layer.
    pub fn load(weights: &Weights, width: usize, chunks: usize) -> Result<Self> {
        Ok(Self { linear: Linear::load(weights, width, chunks * width)?, chunks })
    }

    /// The chunks for `condition` (batch, width).
    pub fn forward(&self, condition: &Tensor) -> Result<Chunks> {
        Ok(Chunks(self.linear.forward(&condition.silu()?)?.unsqueeze(1)?.chunk(self.chunks, 2)?))
    }
}

/// Chunks of a modulation, (batch, 1, width) each.
#[derive(Debug)]
pub struct Chunks(Vec<Tensor>);

impl Chunks {
    /// `states · (1 + scale) + shift`.
    pub fn apply(&self, states: &Tensor, shift: usize, scale: usize) -> Result<Tensor> {
        states.broadcast_mul(&(&self.0[scale] + 1.0)?)?.broadcast_add(&self.0[shift])
    }

    /// `states + gate · update`, kept finite in 16 bits.
    pub fn gated(&self, states: &Tensor, update: &Tensor, gate: usize) -> Result<Tensor> {
        let sum = (states + update.broadcast_mul(&self.0[gate])?)?;
        if sum.dtype() == DType::F16 { sum.clamp(-FP16_MAX, FP16_MAX) } else { Ok(sum) }
    }
}

/// The MLPs whose sum conditions every block (`time_text_embed`).
#[derive(Debug)]
pub struct Conditioning {
    time: EmbeddingMlp,
    time_width: usize,
    guidance: Option<EmbeddingMlp>,
    pooled: Option<EmbeddingMlp>,
}

impl Conditioning {
    /// Reads them: `inputs` are the widths of time step, guidance where there are three, and pooled text where there
    /// are two or three.
    pub fn load(weights: &Weights, inputs: &[u64], width: usize) -> Result<Self> {
        let mlp = |name: &str, inputs: u64| EmbeddingMlp::load(&weights.at(name), inputs as usize, width);
        let (time, guidance, pooled) = match *inputs {
            [time] => (time, None, None),
            [time, pooled] => (time, None, Some(pooled)),
            [time, guidance, pooled] => (time, Some(guidance), Some(pooled)),
            _ => candle_core::bail!("no model has {} conditioning inputs", inputs.len()),
        };
        Ok(Self {
            time: mlp("timestep_embedder", time)?,
            time_width: time as usize,
            guidance: guidance.map(|inputs| mlp("guidance_embedder", inputs)).transpose()?,
            pooled: pooled.map(|inputs| mlp("text_embedder", inputs)).transpose()?,
        })
    }

    /// The condition (batch, width) at time step `step` (0 to 1000).
    pub fn forward(&self, step: f64, condition: &Condition) -> Result<Tensor> {
        let text = &condition.text;
        let batch = text.dim(0)?;
        let wave = |value| sinusoid(value, self.time_width, batch, text.dtype(), text.device());
        let mut sum = self.time.forward(&wave(step)?)?;
        if let Some(guidance) = &self.guidance {
            let Some(scale) = condition.embedded_guidance else {
                candle_core::bail!("this denoiser takes the guidance scale as an input, and none was given");
            };
            sum = (sum + guidance.forward(&wave(scale * STEPS)?)?)?;
        }
        if let Some(mlp) = &self.pooled {
            let Some(pooled) = &condition.pooled else {
                candle_core::bail!("this denoiser takes pooled text states, and none were given");
            };
            sum = (sum + mlp.forward(pooled)?)?;
        }
        Ok(sum)
    }
}

/// Time steps of training; embedded guidance is spread by the same factor.
pub const STEPS: f64 = 1000.0;
