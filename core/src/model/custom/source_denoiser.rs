//! The denoiser in the file that a contributor would add.

use std::fmt::Write as _;

use super::super::Denoiser;
use super::super::cross_dit::{Conditioning, Mlp, SelfAttention};
use super::super::mmdit::{Modulation, PatchEmbedding, Vectors};
use super::super::unet::{Heads, Level};
use super::source_text::{fields, number, transformer};
use crate::flops::block::{Projection, TextStream};

/// Returns the imports that the file needs for its denoiser, and the denoiser.
pub(super) fn denoiser(denoiser: &Denoiser) -> (&'static str, String) {
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
                ("class", format!("MmDitClass::{:?}", it.class)),
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
                "use super::mmdit::{MmDit, MmDitClass, Modulation, PatchEmbedding, Vectors};\n",
                format!("Denoiser::MmDit(MmDit {{\n{body}    }})"),
            )
        }
        Denoiser::NextDit(it) => {
            let [inner, width] = it.time_widths;
            let body = fields(&[
                ("class", format!("NextDitClass::{:?}", it.class)),
                ("block", transformer(&it.block)),
                ("blocks", number(it.blocks)),
                ("refiners", number(it.refiners)),
                ("latent_channels", number(it.latent_channels)),
                ("patch", number(it.patch)),
                ("padded_to", number(it.padded_to)),
                ("text_width", number(it.text_width)),
                ("time_widths", format!("[{inner}, {width}]")),
            ]);
            (
                "use super::next_dit::{NextDit, NextDitClass};\n",
                format!("Denoiser::NextDit(NextDit {{\n{body}    }})"),
            )
        }
        Denoiser::CrossDit(it) => {
            let attention = match it.self_attention {
                SelfAttention::Dense => "Dense".to_owned(),
                SelfAttention::Linear { head_width } => format!("Linear {{ head_width: {head_width} }}"),
            };
            let mlp = match it.mlp {
                Mlp::Plain => "Plain",
                Mlp::GatedConv => "GatedConv",
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
                ("mlp", ["Mlp::", mlp].concat()),
                ("inner", number(it.inner)),
                (
                    "text",
                    format!(
                        "TextProjection {{ but: {}, inputs: {inputs}, inner: {inner}, outputs: {outputs} }}",
                        text.but
                    ),
                ),
                ("conditioning", ["Conditioning::", &conditioning].concat()),
                ("position_table", format!("{:?}", it.position_table)),
                ("query_norms", it.query_norms.to_string()),
                ("guidance_input", it.guidance_input.to_string()),
            ]);
            (
                "use super::cross_dit::{Conditioning, CrossDit, Mlp, SelfAttention, TextProjection};\n",
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
                ("guidance_features", format!("{:?}", it.guidance_features)),
            ]);
            (
                "use super::unet::{Heads, Level, Levels, UNet};\n",
                format!("Denoiser::UNet(UNet {{\n{body}    }})"),
            )
        }
        // Never described, so never written.
        Denoiser::Class(_) => ("", String::new()),
    }
}
