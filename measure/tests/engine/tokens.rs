//! Tokenizers: the ids of transformers, from the files of tiny checkpoints.

use candle_core::DType;
use serde_json::Value;
use wattpix_measure::engine::detail;
use wattpix_measure::engine::prompt::rows::{Length, rows};
use wattpix_measure::engine::prompt::tokenizer::Tokenizer;

use crate::fixture::{Expected, folder};

/// The captions of scripts/diffusion-fixtures/tokenizer_files.py.
pub const CAPTIONS: [&str; 2] =
    ["a photo of a red fox in the snow, early morning light", "two children playing chess under an old tree"];

#[test]
fn rows_are_those_of_transformers() {
    for model in ["flux1-dev", "sd3.5-large", "qwen-image", "sd2.1"] {
        let detail = detail::find_tiny(model).unwrap();
        let expected = Expected::of(model);
        for (index, (&kind, encoder)) in detail.text.iter().zip(detail.model.text_encoders).enumerate() {
            let name = if index == 0 { "tokenizer".to_owned() } else { format!("tokenizer_{}", index + 1) };
            let tokenizer = Tokenizer::open(&folder(model).join(name), kind).unwrap();
            let theirs = expected.get(&format!("text.{index}.ids")).to_dtype(DType::U32).unwrap();
            let theirs: Vec<Vec<u32>> = theirs.to_vec2().unwrap();
            let prompts: Vec<_> = CAPTIONS.iter().take(theirs.len()).map(|&text| text.to_owned()).collect();
            // The fixture's T5 rows have 40 tokens; the other encoders of the pipeline have 77.
            let others = encoder.tokens.count(1000) as usize;
            let seen = 40 + 1000 - others;
            let ours = rows(&tokenizer, kind, encoder.tokens, &prompts, seen, Length::Natural).unwrap();
            assert_eq!(ours.ids, theirs, "{model}, encoder {index}");
        }
    }
}

/// `!` fills rows of SD 2.1's encoder and SD 3.5's second one, so transformers reads it as that token and not as a mark.
#[test]
fn a_padding_token_in_a_prompt_is_that_of_transformers() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/data/diffusion/exclaimed.json");
    let expected: Value = serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap();
    for (model, name, index) in
        [("sd2.1", "tokenizer", 0), ("sd3.5-large", "tokenizer", 0), ("sd3.5-large", "tokenizer_2", 1)]
    {
        let detail = detail::find_tiny(model).unwrap();
        let (kind, encoder) = (detail.text[index], &detail.model.text_encoders[index]);
        let tokenizer = Tokenizer::open(&folder(model).join(name), kind).unwrap();
        let prompts = expected[format!("{model}/{name}")].as_object().unwrap();
        assert_eq!(prompts.len(), 5);
        for (prompt, theirs) in prompts {
            let theirs: Vec<u32> = serde_json::from_value(theirs.clone()).unwrap();
            let ours =
                rows(&tokenizer, kind, encoder.tokens, std::slice::from_ref(prompt), 77, Length::Natural);
            assert_eq!(ours.unwrap().ids, [theirs], "{model}, {name}, {prompt:?}");
        }
    }
}
