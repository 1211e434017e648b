//! The dimensions: one entry each in [`ALL`].
//!
//! An entry says where its number lives in each family; what else must move with it is in `follow.rs`, and what it means, in words, in
//! [`super::words`].

use super::super::Denoiser::{self, CrossDit, MmDit, NextDit, UNet};
use super::super::Model;
use super::super::cross_dit::{Conditioning, SelfAttention};
use super::super::unet::{Heads, MAX_LEVELS};
use super::dimension::{Dimension, Place};
use super::limits::{MOST_BLOCKS, MOST_LAYERS, MOST_TOKENS};

/// Every dimension, in the order in which they are applied and written.
pub static ALL: [Dimension; 33] = [
    Dimension { key: "encoders", least: 0, most: 0, place: Place::Encoders },
    Dimension { key: "decoder", least: 0, most: 0, place: Place::Decoder },
    Dimension { key: "tokens", least: 1, most: MOST_TOKENS, place: Place::Tokens },
    number("text_width", 1, 65_536, |denoiser| match denoiser {
        MmDit(it) => Some(&mut it.text_width),
        NextDit(it) => Some(&mut it.text_width),
        CrossDit(it) => matches!(it.conditioning, Conditioning::Single).then_some(&mut it.text.inputs),
        UNet(it) => Some(&mut it.text_width),
        Denoiser::Class(_) => None,
    }),
    number("joint_blocks", 0, MOST_BLOCKS, |denoiser| match denoiser {
        MmDit(it) => Some(&mut it.joint_blocks),
        _ => None,
    }),
    number("single_blocks", 0, MOST_BLOCKS, |denoiser| match denoiser {
        MmDit(it) => Some(&mut it.single_blocks),
        _ => None,
    }),
    number("dual_attention_blocks", 0, MOST_BLOCKS, |denoiser| match denoiser {
        MmDit(it) => Some(&mut it.dual_attention_blocks),
        _ => None,
    }),
    number("blocks", 1, 512, |denoiser| match denoiser {
        NextDit(it) => Some(&mut it.blocks),
        CrossDit(it) => Some(&mut it.blocks),
        _ => None,
    }),
    number("refiners", 0, 64, |denoiser| match denoiser {
        NextDit(it) => Some(&mut it.refiners),
        _ => None,
    }),
    number("width", 16, 16_384, |denoiser| match denoiser {
        MmDit(it) => Some(&mut it.width),
        NextDit(it) => Some(&mut it.block.width),
        CrossDit(it) => Some(&mut it.width),
        _ => None,
    }),
    Dimension { key: "heads", least: 1, most: 4096, place: Place::Heads },
    number("head_width", 4, 1024, |denoiser| match denoiser {
        MmDit(it) => Some(&mut it.head_width),
        NextDit(it) => Some(&mut it.block.head_width),
        CrossDit(it) => Some(&mut it.head_width),
        UNet(it) => match &mut it.heads {
            Heads::Width(width) => Some(width),
            Heads::Count(_) => None,
        },
        Denoiser::Class(_) => None,
    }),
    number("linear_head_width", 4, 1024, |denoiser| match denoiser {
        CrossDit(it) => match &mut it.self_attention {
            SelfAttention::Linear { head_width } => Some(head_width),
            SelfAttention::Dense => None,
        },
        _ => None,
    }),
    number("mlp_ratio", 1, 64, |denoiser| match denoiser {
        MmDit(it) => Some(&mut it.mlp_ratio),
        _ => None,
    }),
    number("inner", 16, 262_144, |denoiser| match denoiser {
        NextDit(it) => Some(&mut it.block.inner),
        CrossDit(it) => Some(&mut it.inner),
        _ => None,
    }),
    Dimension { key: "levels", least: 1, most: MAX_LEVELS as u64, place: Place::Levels },
    channels("channels_1", 0),
    channels("channels_2", 1),
    channels("channels_3", 2),
    channels("channels_4", 3),
    channels("channels_5", 4),
    channels("channels_6", 5),
    layers("layers_1", 0),
    layers("layers_2", 1),
    layers("layers_3", 2),
    layers("layers_4", 3),
    layers("layers_5", 4),
    layers("layers_6", 5),
    number("middle_layers", 0, MOST_LAYERS, |denoiser| match denoiser {
        UNet(it) => Some(&mut it.middle_layers),
        _ => None,
    }),
    number("blocks_per_level", 1, 8, |denoiser| match denoiser {
        UNet(it) => Some(&mut it.blocks_per_level),
        _ => None,
    }),
    number("latent_channels", 1, 512, |denoiser| {
        Some(match denoiser {
            MmDit(it) => &mut it.latent_channels,
            NextDit(it) => &mut it.latent_channels,
            CrossDit(it) => &mut it.latent_channels,
            UNet(it) => &mut it.latent_channels,
            Denoiser::Class(_) => return None,
        })
    }),
    number("patch", 1, 16, |denoiser| match denoiser {
        MmDit(it) => Some(&mut it.patch),
        NextDit(it) => Some(&mut it.patch),
        CrossDit(it) => Some(&mut it.patch),
        _ => None,
    }),
    number("padded_to", 1, 256, |denoiser| match denoiser {
        NextDit(it) => Some(&mut it.padded_to),
        _ => None,
    }),
];

/// The dimensions that a model has.
pub fn of(model: &Model) -> impl Iterator<Item = &'static Dimension> {
    ALL.iter().filter(|dimension| dimension.value(model).is_some())
}

const fn number(
    key: &'static str,
    least: u64,
    most: u64,
    place: fn(&mut Denoiser) -> Option<&mut u64>,
) -> Dimension {
    Dimension { key, least, most, place: Place::Number(place) }
}

const fn channels(key: &'static str, level: usize) -> Dimension {
    Dimension { key, least: 8, most: 16_384, place: Place::Level(level, |level| &mut level.channels) }
}

const fn layers(key: &'static str, level: usize) -> Dimension {
    let place = Place::Level(level, |level| &mut level.transformer_layers);
    Dimension { key, least: 0, most: MOST_LAYERS, place }
}
