//! Text encoders: states of the layers that pipelines use.

use candle_core::{DType, Device, Tensor};
use wattpix_core::model::Model;
use wattpix_measure::engine::text::clip::{Activation, Clip};
use wattpix_measure::engine::text::ids;
use wattpix_measure::engine::text::qwen2::Qwen2;
use wattpix_measure::engine::text::t5::T5;
use wattpix_measure::engine::tiny;
use wattpix_measure::engine::weights::Weights;

use crate::fixture::{Expected, component};

fn rows(expected: &Expected, encoder: usize) -> Vec<Vec<u32>> {
    let ids = expected.get(&format!("text.{encoder}.ids")).to_dtype(DType::U32).unwrap();
    ids.to_vec2().unwrap()
}

/// Tokens in the vocabulary of a tiny checkpoint.
fn vocabulary(model: &Model, encoder: usize, table: &str) -> usize {
    let path = crate::fixture::folder(model.id).join(NAMES[encoder]).join("model.safetensors");
    candle_core::safetensors::load(path, &Device::Cpu).unwrap()[table].dim(0).unwrap()
}

const NAMES: [&str; 3] = ["text_encoder", "text_encoder_2", "text_encoder_3"];

fn clip_matches(model: &Model, encoder: usize, activation: Activation) {
    let expected = Expected::of(model.id);
    let folder = component(model.id, NAMES[encoder]);
    let tokens = vocabulary(model, encoder, "text_model.embeddings.token_embedding.weight");
    let weights = Weights::new(&folder, DType::F32);
    let clip = Clip::load(&weights, &model.text_encoders[encoder], tokens, activation).unwrap();
    let rows = rows(&expected, encoder);
    // The end token is the last of the vocabulary; padding may repeat it.
    let end = tokens as u32 - 1;
    let ends: Vec<_> = rows.iter().map(|row| row.iter().position(|&id| id == end).unwrap()).collect();
    let states = clip.forward(&ids(&rows, &Device::Cpu).unwrap(), &ends).unwrap();
    expected.assert_close(&format!("text.{encoder}.last"), &states.last);
    expected.assert_close(&format!("text.{encoder}.before_last"), &states.before_last);
    expected.assert_close(&format!("text.{encoder}.pooled"), &states.pooled);
}

fn t5_matches(model: &Model, encoder: usize) {
    let expected = Expected::of(model.id);
    let folder = component(model.id, NAMES[encoder]);
    let tokens = vocabulary(model, encoder, "shared.weight");
    let weights = Weights::new(&folder, DType::F32);
    let t5 = T5::load(&weights, &model.text_encoders[encoder], tokens).unwrap();
    let states: Tensor = t5.forward(&ids(&rows(&expected, encoder), &Device::Cpu).unwrap()).unwrap();
    expected.assert_close(&format!("text.{encoder}.last"), &states);
}

#[test]
fn clip_is_transformers() {
    clip_matches(&tiny::FLUX1_DEV, 0, Activation::QuickGelu);
    clip_matches(&tiny::SD35_LARGE, 0, Activation::QuickGelu);
    clip_matches(&tiny::SD35_LARGE, 1, Activation::Gelu);
    clip_matches(&tiny::SD21, 0, Activation::Gelu);
}

#[test]
fn t5_is_transformers() {
    t5_matches(&tiny::FLUX1_DEV, 1);
    t5_matches(&tiny::SD35_LARGE, 2);
}

#[test]
fn qwen_is_transformers() {
    let model = &tiny::QWEN_IMAGE;
    let expected = Expected::of(model.id);
    let folder = component(model.id, NAMES[0]);
    let tokens = vocabulary(model, 0, "model.embed_tokens.weight");
    let weights = Weights::new(&folder, DType::F32);
    let qwen = Qwen2::load(&weights, &model.text_encoders[0], tokens).unwrap();
    let states = qwen.forward(&ids(&rows(&expected, 0), &Device::Cpu).unwrap()).unwrap();
    expected.assert_close("text.0.last", &states);
}
