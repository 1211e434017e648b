//! Rows of token ids as the released pipelines make them.

use wattpix_core::model::text_encoder::{CLIP_TOKENS, EncoderTokens};

use super::tokenizer::Tokenizer;
use crate::engine::detail::TextDetail;
use crate::engine::error::EngineError;

/// Text that Qwen-Image puts before a prompt (`prompt_template_encode` of `QwenImagePipeline`).
const TEMPLATE_BEFORE: &str = "<|im_start|>system\nDescribe the image by detailing the color, shape, size, texture, \
    quantity, text, spatial relationships of the objects and background:<|im_end|>\n<|im_start|>user\n";
/// Text that it puts after a prompt.
const TEMPLATE_AFTER: &str = "<|im_end|>\n<|im_start|>assistant\n";
/// Tokens of what comes after, by the released tokenizer.
const TOKENS_AFTER: usize = 5;

/// Number of prompt tokens that an encoder without fixed rows reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Length {
    /// As many as the prompt has.
    Natural,
    /// This many before the denoiser: longer prompts are cut, shorter ones repeated.
    Fixed(usize),
}

/// Ids for one encoder, one row a prompt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rows {
    /// The ids, padding included.
    pub ids: Vec<Vec<u32>>,
    /// Index of each row's end token (the last token of rows without one).
    pub ends: Vec<usize>,
    /// Tokens of each row that are not padding.
    pub real: Vec<usize>,
    /// Tokens at the start of each row that are dropped after encoding.
    pub dropped: usize,
}

/// The rows of `prompts` for an encoder; rows of the padding kinds are made for `seen` tokens before the denoiser.
///
/// # Errors
/// A prompt that the tokenizer cannot take.
pub fn rows(
    tokenizer: &Tokenizer,
    kind: TextDetail,
    tokens: EncoderTokens,
    prompts: &[String],
    seen: usize,
    length: Length,
) -> Result<Rows, EngineError> {
    let mut rows = Rows { ids: Vec::new(), ends: Vec::new(), real: Vec::new(), dropped: 0 };
    for prompt in prompts {
        let row = match kind {
            TextDetail::Clip { .. } => framed(tokenizer, prompt, CLIP_TOKENS as usize)?,
            TextDetail::T5 { .. } => framed(tokenizer, prompt, tokens.count(seen as u64) as usize)?,
            TextDetail::Qwen2 { .. } => {
                rows.dropped = tokens.count(0) as usize;
                templated(tokenizer, prompt, rows.dropped, length)?
            }
        };
        let real = match tokenizer.end {
            Some(end) => row.iter().position(|&id| id == end).map_or(row.len(), |at| at + 1),
            None => row.len(),
        };
        rows.ends.push(real.saturating_sub(1));
        rows.real.push(real);
        rows.ids.push(row);
    }
    Ok(rows)
}

/// Start, prompt, end, padding: exactly `length` tokens, the prompt cut where it does not fit.
fn framed(tokenizer: &Tokenizer, prompt: &str, length: usize) -> Result<Vec<u32>, EngineError> {
    let frame = usize::from(tokenizer.start.is_some()) + usize::from(tokenizer.end.is_some());
    let mut ids = tokenizer.ids(prompt)?;
    ids.truncate(length.saturating_sub(frame));
    let mut row: Vec<u32> = tokenizer.start.into_iter().chain(ids).chain(tokenizer.end).collect();
    row.resize(length, tokenizer.padding);
    Ok(row)
}

/// Template and prompt. `before` is the number of tokens of the released template that come before the prompt; where
/// a tokenizer makes another number of them (a stand-in, a tiny one), rows are still cut there, as the pipeline does.
fn templated(
    tokenizer: &Tokenizer,
    prompt: &str,
    before: usize,
    length: Length,
) -> Result<Vec<u32>, EngineError> {
    let row = tokenizer.ids(&format!("{TEMPLATE_BEFORE}{prompt}{TEMPLATE_AFTER}"))?;
    let Length::Fixed(seen) = length else { return Ok(row) };
    let after = row.len().saturating_sub(TOKENS_AFTER).max(before.min(row.len()));
    let (start, rest) = row.split_at(before.min(row.len()));
    let (words, closing) = rest.split_at(after - start.len());
    let mut fixed: Vec<u32> = start.to_vec();
    fixed.resize(before, tokenizer.padding);
    let room = seen.saturating_sub(closing.len());
    if words.is_empty() {
        fixed.resize(before + room, tokenizer.padding);
    } else {
        fixed.extend(words.iter().cycle().take(room));
    }
    fixed.extend(closing);
    fixed.truncate(before + seen);
    Ok(fixed)
}

#[cfg(test)]
mod tests {
    use super::*;

    const CLIP: TextDetail =
        TextDetail::Clip { vocabulary: 630, activation: crate::engine::text::clip::Activation::Gelu };
    const QWEN: TextDetail = TextDetail::Qwen2 { vocabulary: 451 };

    fn one(kind: TextDetail, tokens: EncoderTokens, prompt: &str, seen: usize, length: Length) -> Rows {
        rows(&Tokenizer::stand_in(kind), kind, tokens, &[prompt.to_owned()], seen, length).unwrap()
    }

    #[test]
    fn clip_rows_are_framed_and_padded() {
        let row = one(CLIP, EncoderTokens::Fixed(77), "a red fox", 77, Length::Natural);
        assert_eq!((row.ids[0].len(), row.real[0], row.ends[0]), (77, 5, 4));
        assert_eq!((row.ids[0][0], row.ids[0][4], row.ids[0][76]), (628, 629, 629));
        let long = one(CLIP, EncoderTokens::Fixed(77), &"fox ".repeat(100), 77, Length::Natural);
        assert_eq!((long.ids[0].len(), long.real[0], long.ids[0][76]), (77, 77, 629));
    }

    #[test]
    fn qwen_rows_have_the_length_asked_for() {
        for seen in [1, 3, 5, 6, 12, 100] {
            let row = one(QWEN, EncoderTokens::SeenAnd(34), "a red fox", seen, Length::Fixed(seen));
            assert_eq!(row.ids[0].len(), 34 + seen);
        }
        let natural = |prompt| one(QWEN, EncoderTokens::SeenAnd(34), prompt, 0, Length::Natural).ids[0].len();
        assert_eq!(natural("a red fox") + 1, natural("a red fox asleep"));
    }
}
