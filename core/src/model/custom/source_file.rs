//! A model as the file that a contributor would add to the catalogue: `core/src/model/my_model.rs`, see CONTRIBUTING.md.

use std::fmt::Write as _;

use super::super::cross_dit::{Conditioning, Perceptron, SelfAttention};
use super::super::decoder::Decoder;
use super::super::mmdit::{Modulation, PatchEmbedding, Vectors};
use super::super::text_encoder::{EncoderTokens, TextEncoder};
use super::super::unet::{Heads, Level};
use super::super::{Denoiser, Model};
use crate::flops::block::{Projection, TextStream, Transformer};
use crate::workload::Guidance;

/// What the file is called.
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
         use super::text_encoder::{{EncoderTokens, TextEncoder}};\n\
         use super::{{Defaults, Denoiser, Model, Origin, Pixels, Sides}};\n\
         use crate::flops::block::{{{blocks}}};\n\
         #[cfg(feature = \"sources\")]\n\
         use crate::source::Source;\n\
         use crate::workload::Guidance;\n\
         \n\
         /// My model.\n\
         pub static MY_MODEL: Model = Model {{\n    \
             id: \"my-model\",\n    \
             label: \"My model\",\n    \
             aliases: &[],\n    \
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

/// What is used of [`crate::flops::block`].
fn blocks(model: &Model) -> &'static str {
    let encoders = !model.text_encoders.is_empty();
    match model.denoiser {
        Denoiser::MmDit(_) if encoders => "TextStream, Transformer",
        Denoiser::MmDit(_) => "TextStream",
        Denoiser::NextDit(_) | Denoiser::CrossDit(_) => "Transformer",
        Denoiser::UNet(_) if encoders => "Projection, Transformer",
        Denoiser::UNet(_) => "Projection",
    }
}

/// A number as Rust writes long ones: groups of three digits from five digits on.
fn number(value: u64) -> String {
    let digits = value.to_string();
    if digits.len() < 5 {
        return digits;
    }
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('_');
        }
        text.push(digit);
    }
    text
}

/// Fields one a line, as deep as the denoiser's stand.
fn fields(fields: &[(&str, String)]) -> String {
    let mut text = String::new();
    for (name, value) in fields {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "        {name}: {value},");
    }
    text
}

fn transformer(block: &Transformer) -> String {
    let Transformer { width, query_width, key_width, head_width, inner, gated } = *block;
    let [width, query_width, key_width, head_width, inner] =
        [width, query_width, key_width, head_width, inner].map(number);
    format!(
        "Transformer {{ width: {width}, query_width: {query_width}, key_width: {key_width}, head_width: {head_width}, \
         inner: {inner}, gated: {gated} }}"
    )
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
         layers: {},\n            block: {},\n            pooled_projection: {:?},\n        }}",
        encoder.name,
        number(encoder.parameters),
        encoder.layers,
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
    }
}

/// What the file uses for its denoiser, and the denoiser.
fn denoiser(denoiser: &Denoiser) -> (&'static str, String) {
    match denoiser {
        Denoiser::MmDit(it) => {
            let modulation = match it.modulation {
                Modulation::PerBlock => "PerBlock".to_owned(),
                Modulation::Shared => "Shared".to_owned(),
                Modulation::Approximated { inputs, width, layers } => {
                    format!("Approximated {{ inputs: {inputs}, width: {width}, layers: {layers} }}")
                }
            };
            let last = match it.last_joint_text {
                TextStream::Continues => "Continues",
                TextStream::Ends => "Ends",
            };
            let embedding = match it.patch_embedding {
                PatchEmbedding::Linear => "Linear",
                PatchEmbedding::Conv => "Conv",
            };
            let Vectors { biases, query_norms, text_norm } = it.vectors;
            let body = fields(&[
                ("width", number(it.width)),
                ("head_width", number(it.head_width)),
                ("joint_blocks", number(it.joint_blocks)),
                ("single_blocks", number(it.single_blocks)),
                ("dual_attention_blocks", number(it.dual_attention_blocks)),
                ("mlp_ratio", number(it.mlp_ratio)),
                ("gated", it.gated.to_string()),
                ("modulation", ["Modulation::", &modulation].concat()),
                ("last_joint_text", ["TextStream::", last].concat()),
                ("latent_channels", number(it.latent_channels)),
                ("patch", number(it.patch)),
                ("patch_embedding", ["PatchEmbedding::", embedding].concat()),
                ("text_width", number(it.text_width)),
                ("conditioning_inputs", format!("&{:?}", it.conditioning_inputs)),
                (
                    "vectors",
                    format!(
                        "Vectors {{ biases: {biases}, query_norms: {query_norms}, text_norm: {text_norm} }}"
                    ),
                ),
            ]);
            (
                "use super::mmdit::{MmDit, Modulation, PatchEmbedding, Vectors};\n",
                format!("Denoiser::MmDit(MmDit {{\n{body}    }})"),
            )
        }
        Denoiser::NextDit(it) => {
            let [inner, width] = it.time_widths;
            let body = fields(&[
                ("block", transformer(&it.block)),
                ("blocks", number(it.blocks)),
                ("refiners", number(it.refiners)),
                ("latent_channels", number(it.latent_channels)),
                ("patch", number(it.patch)),
                ("padded_to", number(it.padded_to)),
                ("text_width", number(it.text_width)),
                ("time_widths", format!("[{inner}, {width}]")),
            ]);
            ("use super::next_dit::NextDit;\n", format!("Denoiser::NextDit(NextDit {{\n{body}    }})"))
        }
        Denoiser::CrossDit(it) => {
            let attention = match it.self_attention {
                SelfAttention::Dense => "Dense".to_owned(),
                SelfAttention::Linear { head_width } => format!("Linear {{ head_width: {head_width} }}"),
            };
            let perceptron = match it.perceptron {
                Perceptron::Plain => "Plain",
                Perceptron::GatedConv => "GatedConv",
            };
            let conditioning = match it.conditioning {
                Conditioning::Single => "Single".to_owned(),
                Conditioning::PooledText { pooled_width } => {
                    format!("PooledText {{ pooled_width: {pooled_width} }}")
                }
            };
            let text = it.text;
            let [inputs, inner, outputs] = [text.inputs, text.inner, text.outputs].map(number);
            let body = fields(&[
                ("width", number(it.width)),
                ("head_width", number(it.head_width)),
                ("blocks", number(it.blocks)),
                ("skips", number(it.skips)),
                ("latent_channels", number(it.latent_channels)),
                ("output_channels", number(it.output_channels)),
                ("patch", number(it.patch)),
                ("self_attention", ["SelfAttention::", &attention].concat()),
                ("perceptron", ["Perceptron::", perceptron].concat()),
                ("inner", number(it.inner)),
                (
                    "text",
                    format!(
                        "TextProjection {{ but: {}, inputs: {inputs}, inner: {inner}, outputs: {outputs} }}",
                        text.but
                    ),
                ),
                ("conditioning", ["Conditioning::", &conditioning].concat()),
            ]);
            (
                "use super::cross_dit::{Conditioning, CrossDit, Perceptron, SelfAttention, TextProjection};\n",
                format!("Denoiser::CrossDit(CrossDit {{\n{body}    }})"),
            )
        }
        Denoiser::UNet(it) => {
            let mut levels = String::from("Levels::of([\n");
            for Level { channels, transformer_layers } in it.levels.iter() {
                let channels = number(*channels);
                let _ = writeln!(
                    levels,
                    "            Level {{ channels: {channels}, transformer_layers: {transformer_layers} }},"
                );
            }
            levels.push_str("        ])");
            let heads = match it.heads {
                Heads::Width(width) => format!("Heads::Width({width})"),
                Heads::Count(count) => format!("Heads::Count({count})"),
            };
            let projection = match it.projection {
                Projection::Linear => "Linear",
                Projection::Conv => "Conv",
            };
            let body = fields(&[
                ("levels", levels),
                ("blocks_per_level", number(it.blocks_per_level)),
                ("heads", heads),
                ("latent_channels", number(it.latent_channels)),
                ("text_width", number(it.text_width)),
                ("projection", ["Projection::", projection].concat()),
                ("middle_layers", number(it.middle_layers)),
                ("added_features", format!("{:?}", it.added_features)),
            ]);
            (
                "use super::unet::{Heads, Level, Levels, UNet};\n",
                format!("Denoiser::UNet(UNet {{\n{body}    }})"),
            )
        }
    }
}
