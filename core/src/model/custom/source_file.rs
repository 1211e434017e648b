//! A model as the file that a contributor would add to the catalogue: `core/src/model/my_model.rs`, see CONTRIBUTING.md.

use super::super::decoder::Decoder;
use super::super::text_encoder::{EncoderTokens, TextEncoder};
use super::super::{Denoiser, Model};
use super::source_denoiser::denoiser;
use super::source_text::{number, transformer};
use crate::setting::Guidance;

/// Name of the generated file.
pub const FILE_NAME: &str = "my_model.rs";

/// The Rust source. It compiles where the files of the catalogue stand; its id, its label and its sources are still to be filled in.
pub fn source_file(model: &Model) -> String {
    let (denoiser_use, denoiser) = denoiser(&model.denoiser);
    let (decoder_name, decoder) = decoder(&model.decoder);
    let defaults = &model.defaults;
    let encoders: String =
        model.text_encoders.iter().map(|one| format!("        {},\n", text_encoder(one))).collect();
    let guidance = match defaults.guidance {
        Guidance::On => "On",
        Guidance::Off => "Off",
    };
    let blocks = blocks(model);
    let sides = &model.sides;
    format!(
        "//! My model: what it is, and by whom. Described as `{id}`.\n\
         \n\
         {denoiser_use}\
         use super::decoder::Decoder;\n\
         use super::text_encoder::{{EncoderClass, EncoderTokens, TextEncoder}};\n\
         use super::{{Defaults, Denoiser, Model, Origin, Pixels, Sides}};\n\
         use crate::flops::block::{{{blocks}}};\n\
         #[cfg(feature = \"sources\")]\n\
         use crate::source::Source;\n\
         use crate::setting::Guidance;\n\
         \n\
         /// My model.\n\
         pub static MY_MODEL: Model = Model {{\n    \
             id: \"my-model\",\n    \
             label: \"My model\",\n    \
             aliases: &[],\n    \
             #[cfg(feature = \"names\")]\n    \
             hub_ids: &[],\n    \
             origin: Origin::Published,\n    \
             defaults: Defaults {{\n        \
                 size: Pixels {{ width: {width}, height: {height} }},\n        \
                 steps: {steps},\n        \
                 guidance: Guidance::{guidance},\n        \
                 text_tokens: {text_tokens},\n    \
             }},\n    \
             sides: Sides {{ multiple_of: {multiple_of}, min: {min}, max: {max} }},\n    \
             text_tokens: ({fewest}, {most}),\n    \
             text_encoders: &[\n{encoders}    ],\n    \
             denoiser: {denoiser},\n    \
             denoiser_parameters: {denoiser_parameters},\n    \
             decoder: Decoder::{decoder_name} {{ {decoder} }},\n    \
             decoder_parameters: {decoder_parameters},\n    \
             latent_scale: {latent_scale},\n    \
             #[cfg(feature = \"sources\")]\n    \
             sources: SOURCES,\n\
         }};\n\
         \n\
         // Each number needs a document that says so, at a commit.\n\
         #[cfg(feature = \"sources\")]\n\
         const SOURCES: &[Source] = &[Source {{\n    \
             title: \"My model, published configuration\",\n    \
             locator: \"denoiser: layers, heads, widths\",\n    \
             url: \"https://\",\n\
         }}];\n",
        id = model.id,
        width = defaults.size.width,
        height = defaults.size.height,
        steps = defaults.steps,
        text_tokens = defaults.text_tokens,
        multiple_of = sides.multiple_of,
        min = sides.min,
        max = sides.max,
        fewest = model.text_tokens.0,
        most = model.text_tokens.1,
        denoiser_parameters = number(model.denoiser_parameters),
        decoder_parameters = number(model.decoder_parameters),
        latent_scale = model.latent_scale,
    )
}

/// Returns the names imported from [`crate::flops::block`].
fn blocks(model: &Model) -> &'static str {
    let encoders = !model.text_encoders.is_empty();
    match model.denoiser {
        Denoiser::MmDit(_) if encoders => "TextStream, Transformer",
        Denoiser::MmDit(_) => "TextStream",
        Denoiser::NextDit(_) | Denoiser::CrossDit(_) => "Transformer",
        Denoiser::UNet(_) if encoders => "Projection, Transformer",
        Denoiser::UNet(_) => "Projection",
        // Never described, so never written.
        Denoiser::Class(_) => "",
    }
}

fn text_encoder(encoder: &TextEncoder) -> String {
    let tokens = match encoder.tokens {
        EncoderTokens::Fixed(tokens) => format!("Fixed({tokens})"),
        EncoderTokens::Seen => "Seen".to_owned(),
        EncoderTokens::SeenBut(others) => format!("SeenBut({others})"),
        EncoderTokens::SeenAnd(template) => format!("SeenAnd({template})"),
    };
    format!(
        "TextEncoder {{\n            name: \"{}\",\n            parameters: {},\n            tokens: EncoderTokens::{tokens},\n            \
         layers: {},\n            class: EncoderClass::{:?},\n            block: {},\n            pooled_projection: {:?},\n        }}",
        encoder.name,
        number(encoder.parameters),
        encoder.layers,
        encoder.class,
        transformer(&encoder.block),
        encoder.pooled_projection
    )
}

/// Name of the kind and its fields.
fn decoder(decoder: &Decoder) -> (&'static str, String) {
    match *decoder {
        Decoder::Kl { channels, blocks_per_level, latent_channels, post_quant } => (
            "Kl",
            format!(
                "channels: &{channels:?}, blocks_per_level: {blocks_per_level}, latent_channels: {latent_channels}, \
                 post_quant: {post_quant}"
            ),
        ),
        Decoder::CausalVideo { channels, blocks_per_level, latent_channels } => (
            "CausalVideo",
            format!(
                "channels: &{channels:?}, blocks_per_level: {blocks_per_level}, latent_channels: {latent_channels}"
            ),
        ),
        Decoder::DeepCompression {
            channels,
            blocks_per_level,
            first_attention,
            head_width,
            latent_channels,
        } => (
            "DeepCompression",
            format!(
                "channels: &{channels:?}, blocks_per_level: {blocks_per_level}, first_attention: {first_attention}, \
                 head_width: {head_width}, latent_channels: {latent_channels}"
            ),
        ),
        Decoder::Class(_) => ("Class", String::new()),
    }
}
