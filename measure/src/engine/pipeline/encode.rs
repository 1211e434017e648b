//! The text stage: prompts to what the denoiser is told.

use candle_core::{Result as CandleResult, Tensor};
use wattpix_core::setting::Guidance;

use super::engine::{Engine, Passes, Run};
use super::text_encoder::TextEncoder;
use crate::engine::denoiser::Condition;
use crate::engine::detail::DenoiserDetail;
use crate::engine::error::EngineError;
use crate::engine::prompt::rows::{Rows, rows};
use crate::engine::text::clip::ClipStates;
use crate::engine::text::ids;

/// Conditions of the denoiser, with and without the prompt.
#[derive(Debug)]
pub struct Conditions {
    /// Condition on the prompts.
    pub positive: Condition,
    /// Condition on the prompts against which guidance steers, where it is on.
    pub negative: Option<Condition>,
    /// Text tokens that the denoiser sees, padding included.
    pub seen: usize,
    /// Tokens of each prompt that are not padding, by encoder.
    pub prompt_tokens: Vec<Vec<usize>>,
    /// Text tokens that were encoded for the denoiser, a number a prompt: those of the prompts, then those that guidance steers away from.
    pub encoded: Vec<usize>,
}

/// States of prompts of different lengths, one after the other.
type Encoded = (Condition, Vec<Vec<usize>>, Vec<usize>);

impl Engine {
    /// Encodes a run's prompts.
    ///
    /// # Errors
    /// As [`Engine::generate`].
    pub fn encode(&self, run: &Run) -> Result<Conditions, EngineError> {
        let (mut positive, prompt_tokens, mut encoded) = self.condition(run, &run.prompts)?;
        let mut negative = None;
        if run.workload.guidance() == Guidance::On {
            let prompts = vec![run.negative.clone(); run.prompts.len()];
            let (mut condition, _, of_negative) = self.condition(run, &prompts)?;
            encoded.extend(of_negative);
            if run.passes == Passes::Batched {
                let tokens = positive.text.dim(1)?.max(condition.text.dim(1)?);
                pad(&mut positive, tokens)?;
                pad(&mut condition, tokens)?;
            }
            negative = Some(condition);
        }
        Ok(Conditions { seen: positive.text.dim(1)?, positive, negative, prompt_tokens, encoded })
    }

    fn rows(&self, run: &Run, encoder: usize, prompts: &[String]) -> Result<Rows, EngineError> {
        let tokens = self.detail.model.text_encoders[encoder].tokens;
        let seen = run.workload.text_tokens() as usize;
        rows(&self.tokenizers[encoder], self.detail.text[encoder], tokens, prompts, seen, run.length)
    }

    fn condition(&self, run: &Run, prompts: &[String]) -> Result<Encoded, EngineError> {
        let rows = (0..self.encoders.len())
            .map(|encoder| self.rows(run, encoder, prompts))
            .collect::<Result<Vec<_>, _>>()?;
        let tokens = rows.iter().map(|rows| rows.real.clone()).collect();
        let mut condition = match self.detail.denoiser {
            DenoiserDetail::Flux { .. } => {
                let pooled = self.clip(0, &rows[0])?.pooled;
                Condition { pooled: Some(pooled), ..only_text(self.t5(1, &rows[1])?) }
            }
            DenoiserDetail::Sd3 { .. } => {
                let (small, big) = (self.clip(0, &rows[0])?, self.clip(1, &rows[1])?);
                let t5 = self.t5(2, &rows[2])?;
                let clip = Tensor::cat(&[small.before_last, big.before_last], 2)?;
                let missing = t5.dim(2)? - clip.dim(2)?;
                let clip = clip.pad_with_zeros(2, 0, missing)?;
                let pooled = Tensor::cat(&[small.pooled, big.pooled], 1)?;
                Condition { pooled: Some(pooled), ..only_text(Tensor::cat(&[clip, t5], 1)?) }
            }
            DenoiserDetail::Qwen { .. } => self.qwen(0, &rows[0])?,
            DenoiserDetail::UNet { .. } => only_text(self.clip(0, &rows[0])?.last),
        };
        condition.embedded_guidance = self.detail.embedded_guidance;
        let given = condition.text.dim(1)?;
        if !matches!(self.detail.denoiser, DenoiserDetail::Qwen { .. })
            && given != run.workload.text_tokens() as usize
        {
            return Err(EngineError::Prompt {
                reason: format!(
                    "{} sees {given} text tokens; {} were asked for",
                    self.detail.model.label,
                    run.workload.text_tokens()
                ),
            });
        }
        let encoded = match self.detail.denoiser {
            DenoiserDetail::Qwen { .. } => {
                rows.iter().flat_map(|rows| rows.ids.iter().map(|row| row.len() - rows.dropped)).collect()
            }
            _ => vec![given; prompts.len()],
        };
        Ok((condition, tokens, encoded))
    }

    fn clip(&self, encoder: usize, rows: &Rows) -> Result<ClipStates, EngineError> {
        let TextEncoder::Clip(clip) = &self.encoders[encoder] else { return Err(other_kind(encoder)) };
        Ok(clip.forward(&ids(&rows.ids, &self.device)?, &rows.ends)?)
    }

    fn t5(&self, encoder: usize, rows: &Rows) -> Result<Tensor, EngineError> {
        let TextEncoder::T5(t5) = &self.encoders[encoder] else { return Err(other_kind(encoder)) };
        Ok(t5.forward(&ids(&rows.ids, &self.device)?)?)
    }

    /// Prompts of one length are encoded together, others one by one: causal attention makes both the same.
    fn qwen(&self, encoder: usize, rows: &Rows) -> Result<Condition, EngineError> {
        let TextEncoder::Qwen2(qwen) = &self.encoders[encoder] else { return Err(other_kind(encoder)) };
        let states = |ids_of: &[Vec<u32>]| -> Result<Tensor, EngineError> {
            let states = qwen.forward(&ids(ids_of, &self.device)?)?;
            let kept = states.dim(1)?.saturating_sub(rows.dropped);
            if kept == 0 {
                return Err(EngineError::Prompt { reason: "it is all template".to_owned() });
            }
            Ok(states.narrow(1, rows.dropped, kept)?.contiguous()?)
        };
        let longest = rows.ids.iter().map(Vec::len).max().unwrap_or(0);
        if rows.ids.iter().all(|row| row.len() == longest) {
            return Ok(only_text(states(&rows.ids)?));
        }
        let mut texts = Vec::with_capacity(rows.ids.len());
        let mut masks = Vec::with_capacity(rows.ids.len());
        for row in &rows.ids {
            let mut condition = only_text(states(std::slice::from_ref(row))?);
            condition.text_mask = Some(mask(&[condition.text.dim(1)?], &condition.text)?);
            pad(&mut condition, longest - rows.dropped)?;
            texts.push(condition.text);
            masks.extend(condition.text_mask);
        }
        let text_mask = Some(Tensor::cat(&masks, 0)?);
        Ok(Condition { text_mask, ..only_text(Tensor::cat(&texts, 0)?) })
    }
}

fn other_kind(encoder: usize) -> EngineError {
    EngineError::Prompt { reason: format!("text encoder {encoder} is of another kind than the model's") }
}

fn only_text(text: Tensor) -> Condition {
    Condition { text, text_mask: None, pooled: None, embedded_guidance: None }
}

/// A mask that shows the first `shown[row]` of the tokens of `text`.
fn mask(shown: &[usize], text: &Tensor) -> CandleResult<Tensor> {
    let tokens = text.dim(1)?;
    let row = |&shown: &usize| (0..tokens).map(move |at| if at < shown { 0.0 } else { f32::NEG_INFINITY });
    let mask: Vec<f32> = shown.iter().flat_map(row).collect();
    Tensor::from_vec(mask, (shown.len(), 1, 1, tokens), text.device())?.to_dtype(text.dtype())
}

/// Fills a condition up to `tokens` tokens that nobody attends to.
fn pad(condition: &mut Condition, tokens: usize) -> CandleResult<()> {
    let (batch, had, _) = condition.text.dims3()?;
    if had == tokens {
        return Ok(());
    }
    let old = match condition.text_mask.take() {
        Some(old) => old,
        None => mask(&vec![had; batch], &condition.text)?,
    };
    let hidden = Tensor::full(f32::NEG_INFINITY, (batch, 1, 1, tokens - had), old.device())?;
    condition.text_mask = Some(Tensor::cat(&[old.clone(), hidden.to_dtype(old.dtype())?], 3)?);
    condition.text = condition.text.pad_with_zeros(1, 0, tokens - had)?;
    Ok(())
}

/// Both conditions as one batch, the negative first.
pub fn joined(negative: &Condition, positive: &Condition) -> CandleResult<Condition> {
    let text = Tensor::cat(&[&negative.text, &positive.text], 0)?;
    let pooled = match (&negative.pooled, &positive.pooled) {
        (Some(negative), Some(positive)) => Some(Tensor::cat(&[negative, positive], 0)?),
        _ => None,
    };
    let text_mask = match (&negative.text_mask, &positive.text_mask) {
        (None, None) => None,
        (first, second) => {
            let shown = |given: &Option<Tensor>, condition: &Condition| match given {
                Some(given) => Ok(given.clone()),
                None => {
                    let (batch, tokens, _) = condition.text.dims3()?;
                    mask(&vec![tokens; batch], &condition.text)
                }
            };
            Some(Tensor::cat(&[shown(first, negative)?, shown(second, positive)?], 0)?)
        }
    };
    Ok(Condition { text, text_mask, pooled, embedded_guidance: positive.embedded_guidance })
}
