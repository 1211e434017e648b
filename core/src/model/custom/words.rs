//! Names and explanations of the dimensions. Apart from the table, because the calculator needs none of it.

use super::dimension::Dimension;
use crate::words::{Word, Words};

/// Key, name for people, meaning. A key that ends in `_` stands for those that number a resolution.
const WORDS: [(&str, Word, Option<Word>); 23] = [
    ("encoders", Word::DIMENSION_ENCODERS, Some(Word::MEANING_ENCODERS)),
    ("decoder", Word::DIMENSION_DECODER, Some(Word::MEANING_DECODER)),
    ("tokens", Word::DIMENSION_TOKENS, Some(Word::MEANING_TOKENS)),
    ("text_width", Word::DIMENSION_TEXT_WIDTH, Some(Word::MEANING_TEXT_WIDTH)),
    ("joint_blocks", Word::DIMENSION_JOINT_BLOCKS, Some(Word::MEANING_JOINT_BLOCKS)),
    ("single_blocks", Word::DIMENSION_SINGLE_BLOCKS, Some(Word::MEANING_SINGLE_BLOCKS)),
    (
        "dual_attention_blocks",
        Word::DIMENSION_DUAL_ATTENTION_BLOCKS,
        Some(Word::MEANING_DUAL_ATTENTION_BLOCKS),
    ),
    ("blocks", Word::DIMENSION_BLOCKS, Some(Word::MEANING_BLOCKS)),
    ("refiners", Word::DIMENSION_REFINERS, Some(Word::MEANING_REFINERS)),
    ("width", Word::DIMENSION_WIDTH, Some(Word::MEANING_WIDTH)),
    ("heads", Word::DIMENSION_HEADS, Some(Word::MEANING_HEADS)),
    ("head_width", Word::DIMENSION_HEAD_WIDTH, Some(Word::MEANING_HEAD_WIDTH)),
    ("linear_head_width", Word::DIMENSION_LINEAR_HEAD_WIDTH, Some(Word::MEANING_LINEAR_HEAD_WIDTH)),
    ("mlp_ratio", Word::DIMENSION_MLP_RATIO, Some(Word::MEANING_MLP_RATIO)),
    ("inner", Word::DIMENSION_INNER, None),
    ("levels", Word::DIMENSION_LEVELS, Some(Word::MEANING_LEVELS)),
    ("channels_", Word::DIMENSION_CHANNELS, Some(Word::MEANING_CHANNELS)),
    ("layers_", Word::DIMENSION_LAYERS, Some(Word::MEANING_LAYERS)),
    ("middle_layers", Word::DIMENSION_MIDDLE_LAYERS, None),
    ("blocks_per_level", Word::DIMENSION_BLOCKS_PER_LEVEL, Some(Word::MEANING_BLOCKS_PER_LEVEL)),
    ("latent_channels", Word::DIMENSION_LATENT_CHANNELS, Some(Word::MEANING_LATENT_CHANNELS)),
    ("patch", Word::DIMENSION_PATCH, Some(Word::MEANING_PATCH)),
    ("padded_to", Word::DIMENSION_PADDED_TO, Some(Word::MEANING_PADDED_TO)),
];

impl Dimension {
    /// Returns the name of the dimension in a language, and its explanation, which may be empty.
    pub fn words(&self, words: Words) -> (String, &'static str) {
        let (stem, number) = match self.key.rsplit_once('_') {
            Some((stem, number)) if number.bytes().all(|byte| byte.is_ascii_digit()) => (stem, number),
            _ => (self.key, ""),
        };
        let same =
            |key: &str| if number.is_empty() { key == stem } else { key.strip_suffix('_') == Some(stem) };
        let found = WORDS.into_iter().find(|(key, ..)| same(key));
        let label = found.map_or(self.key, |(_, label, _)| words.text(label));
        let meaning = found.and_then(|(.., meaning)| meaning).map_or("", |meaning| words.text(meaning));
        let label = if number.is_empty() { label.to_owned() } else { [label, " ", number].concat() };
        (label, meaning)
    }
}

#[cfg(test)]
mod tests {
    use super::super::dimensions::ALL;
    use crate::words::Words;

    #[test]
    fn every_dimension_has_a_name() {
        for dimension in &ALL {
            assert_ne!(dimension.words(Words::ENGLISH).0, dimension.key);
        }
        assert_eq!(
            ALL.iter().find(|one| one.key == "channels_3").unwrap().words(Words::ENGLISH).0,
            "Channels 3"
        );
    }
}
