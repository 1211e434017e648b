//! Text to token ids: by the files of a checkpoint, or by a stand-in that only gets their number about right.

use std::path::Path;

use serde_json::{Value, json};
use tokenizers::AddedToken;

use crate::engine::detail::TextDetail;
use crate::engine::error::EngineError;
use crate::engine::hash::stable_hash;

/// The token that begins CLIP's rows.
const CLIP_START: &str = "<|startoftext|>";
/// The token that ends CLIP's rows.
const CLIP_END: &str = "<|endoftext|>";

/// A tokenizer and the ids that frame its rows.
#[derive(Debug)]
pub struct Tokenizer {
    words: Words,
    /// Id that begins a row, where there is one.
    pub start: Option<u32>,
    /// Id that ends a row, where there is one.
    pub end: Option<u32>,
    /// Id that fills a row up.
    pub padding: u32,
}

#[derive(Debug)]
enum Words {
    Files(Box<tokenizers::Tokenizer>),
    /// Stand-in: an id per word or mark, from its letters, within a vocabulary of this size.
    StandIn(usize),
}

impl Tokenizer {
    /// Reads `tokenizer.json`, or `vocab.json` and `merges.txt`, from a tokenizer's folder.
    ///
    /// # Errors
    /// Neither is there, or they cannot be read.
    pub fn open(folder: &Path, kind: TextDetail) -> Result<Self, EngineError> {
        let unusable = |reason: String| EngineError::Unusable { path: folder.to_owned(), reason };
        let whole = folder.join("tokenizer.json");
        let tokenizer = if whole.is_file() {
            tokenizers::Tokenizer::from_file(&whole)
        } else if folder.join("vocab.json").is_file() && folder.join("merges.txt").is_file() {
            from_vocabulary(folder, kind)?.to_string().parse()
        } else {
            return Err(unusable("expected tokenizer.json, or vocab.json and merges.txt".to_owned()));
        };
        let mut tokenizer = tokenizer.map_err(|error| unusable(error.to_string()))?;
        tokenizer.with_padding(None);
        tokenizer.with_truncation(None).map_err(|error| unusable(error.to_string()))?;
        let padding = match kind {
            TextDetail::Clip { .. } => padding_token(folder)?.unwrap_or_else(|| CLIP_END.to_owned()),
            _ => String::new(),
        };
        if !padding.is_empty() {
            // A padding token is matched as a whole wherever a prompt has it, also where it is a mark like `!`.
            let added = tokenizer.add_special_tokens([AddedToken::from(padding.clone(), true)]);
            added.map_err(|error| unusable(error.to_string()))?;
        }
        let id = |token: &str| {
            tokenizer.token_to_id(token).ok_or_else(|| unusable(format!("its vocabulary has no {token}")))
        };
        let (start, end, padding) = match kind {
            TextDetail::Clip { .. } => (Some(id(CLIP_START)?), Some(id(CLIP_END)?), id(&padding)?),
            TextDetail::T5 { .. } => (None, Some(id("</s>")?), id("<pad>")?),
            TextDetail::Qwen2 { .. } => (None, None, id(CLIP_END)?),
        };
        Ok(Self { words: Words::Files(Box::new(tokenizer)), start, end, padding })
    }

    /// A stand-in without files, for random weights.
    pub fn stand_in(kind: TextDetail) -> Self {
        let vocabulary = kind.vocabulary();
        let last = vocabulary.saturating_sub(1) as u32;
        let (start, end, padding) = match kind {
            TextDetail::Clip { .. } => (Some(last.saturating_sub(1)), Some(last), last),
            TextDetail::T5 { .. } => (None, Some(1), 0),
            TextDetail::Qwen2 { .. } => (None, None, 0),
        };
        Self { words: Words::StandIn(vocabulary), start, end, padding }
    }

    /// The ids of `text`, without those that frame a row.
    ///
    /// # Errors
    /// Text that the tokenizer cannot take.
    pub fn ids(&self, text: &str) -> Result<Vec<u32>, EngineError> {
        match &self.words {
            Words::Files(tokenizer) => {
                let encoding = tokenizer
                    .encode(text, false)
                    .map_err(|error| EngineError::Prompt { reason: error.to_string() })?;
                Ok(encoding.get_ids().to_vec())
            }
            Words::StandIn(vocabulary) => {
                Ok(words(text).map(|word| stand_in_id(word, *vocabulary)).collect())
            }
        }
    }
}

/// Words and single marks.
fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace()
        .flat_map(|chunk| {
            chunk.split_inclusive(|c: char| !c.is_alphanumeric()).flat_map(|piece| {
                let mark = piece.char_indices().last().filter(|(_, last)| !last.is_alphanumeric());
                let (word, mark) = piece.split_at(mark.map_or(piece.len(), |(at, _)| at));
                [word, mark]
            })
        })
        .filter(|word| !word.is_empty())
}

/// Ids that frame rows lie at both ends of the vocabularies; ordinary ones are kept away from them.
fn stand_in_id(word: &str, vocabulary: usize) -> u32 {
    const FRAME: u64 = 8;
    let hash = stable_hash(word);
    let ordinary = (vocabulary as u64).saturating_sub(2 * FRAME).max(1);
    (FRAME + hash % ordinary) as u32
}

fn read_json(path: &Path) -> Result<Value, EngineError> {
    let text = std::fs::read_to_string(path)
        .map_err(|source| EngineError::Read { path: path.to_owned(), source })?;
    serde_json::from_str(&text)
        .map_err(|error| EngineError::Unusable { path: path.to_owned(), reason: error.to_string() })
}

/// `pad_token` of the folder's configuration, where it names one.
fn padding_token(folder: &Path) -> Result<Option<String>, EngineError> {
    for name in ["special_tokens_map.json", "tokenizer_config.json"] {
        let path = folder.join(name);
        if path.is_file() {
            let token = read_json(&path)?.get("pad_token").cloned().unwrap_or_default();
            let text = token.as_str().or_else(|| token.get("content").and_then(Value::as_str));
            if let Some(text) = text {
                return Ok(Some(text.to_owned()));
            }
        }
    }
    Ok(None)
}

/// The `tokenizer.json` that CLIP's or Qwen's vocabulary and merges stand for (`CLIPTokenizerFast` and
/// `Qwen2TokenizerFast` of transformers).
fn from_vocabulary(folder: &Path, kind: TextDetail) -> Result<Value, EngineError> {
    let vocabulary = read_json(&folder.join("vocab.json"))?;
    let path = folder.join("merges.txt");
    let merges = std::fs::read_to_string(&path).map_err(|source| EngineError::Read { path, source })?;
    let merges: Vec<&str> =
        merges.lines().filter(|line| !line.starts_with("#version") && !line.is_empty()).collect();
    let bytes = json!({
        "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": false
    });
    let split = |pattern: &str, behavior: &str, invert: bool| json!({ "type": "Split", "pattern": { "Regex": pattern }, "behavior": behavior, "invert": invert });
    let (normalizer, split, ending, unknown) = match kind {
        TextDetail::Clip { .. } => (
            json!({ "type": "Sequence", "normalizers": [
                { "type": "NFC" },
                { "type": "Replace", "pattern": { "Regex": "\\s+" }, "content": " " },
                { "type": "Lowercase" }
            ]}),
            split("'s|'t|'re|'ve|'m|'ll|'d|[\\p{L}]+|[\\p{N}]|[^\\s\\p{L}\\p{N}]+", "Removed", true),
            json!("</w>"),
            json!(CLIP_END),
        ),
        TextDetail::Qwen2 { .. } | TextDetail::T5 { .. } => (
            json!({ "type": "NFC" }),
            split(
                "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\
                 \\s*[\\r\\n]+|\\s+(?!\\S)|\\s+",
                "Isolated",
                false,
            ),
            Value::Null,
            Value::Null,
        ),
    };
    let special = special_tokens(folder, &vocabulary)?;
    let added: Vec<Value> = special
        .into_iter()
        .map(|(token, id)| {
            json!({
                "id": id, "content": token, "special": true,
                "single_word": false, "lstrip": false, "rstrip": false, "normalized": false
            })
        })
        .collect();
    Ok(json!({
        "version": "1.0",
        "added_tokens": added,
        "normalizer": normalizer,
        "pre_tokenizer": { "type": "Sequence", "pretokenizers": [split, bytes] },
        "model": {
            "type": "BPE", "dropout": null, "unk_token": unknown, "continuing_subword_prefix": null,
            "end_of_word_suffix": ending, "fuse_unk": false, "byte_fallback": false,
            "vocab": vocabulary, "merges": merges
        }
    }))
}

/// Tokens that are matched as wholes: those of `added_tokens_decoder` or `added_tokens.json`, and CLIP's two.
fn special_tokens(folder: &Path, vocabulary: &Value) -> Result<Vec<(String, u64)>, EngineError> {
    let mut tokens = Vec::new();
    let config = folder.join("tokenizer_config.json");
    if config.is_file()
        && let Some(added) = read_json(&config)?.get("added_tokens_decoder").and_then(Value::as_object)
    {
        for (id, token) in added {
            if let (Ok(id), Some(content)) = (id.parse(), token.get("content").and_then(Value::as_str)) {
                tokens.push((content.to_owned(), id));
            }
        }
    }
    let added = folder.join("added_tokens.json");
    if tokens.is_empty()
        && added.is_file()
        && let Some(added) = read_json(&added)?.as_object()
    {
        tokens.extend(added.iter().filter_map(|(token, id)| Some((token.clone(), id.as_u64()?))));
    }
    for token in [CLIP_START, CLIP_END] {
        if let Some(id) = vocabulary.get(token).and_then(Value::as_u64)
            && tokens.iter().all(|(known, _)| known != token)
        {
            tokens.push((token.to_owned(), id));
        }
    }
    tokens.sort_by_key(|&(_, id)| id);
    Ok(tokens)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stand_in_counts_words_and_marks() {
        let tokenizer = Tokenizer::stand_in(TextDetail::T5 { vocabulary: 53 });
        let ids = tokenizer.ids("a red fox, asleep (at last)").unwrap();
        assert_eq!(ids.len(), 9);
        assert!(ids.iter().all(|&id| (8..45).contains(&id)), "{ids:?}");
        assert_eq!(ids, tokenizer.ids("a  red fox, asleep (at last)").unwrap());
        assert!(tokenizer.ids(" ").unwrap().is_empty());
    }
}
