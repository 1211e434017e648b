//! What can be changed in an architecture: one entry a dimension in [`ALL`].
//!
//! An entry says where its number lives in each family; what else must move with it is in `follow.rs`, and what it means, in words, in
//! [`super::words`].

use super::super::cross_dit::{Conditioning, SelfAttention};
use super::super::unet::{Heads, Level, MAX_LEVELS};
use super::super::{ALL as CATALOGUE, Denoiser, Model};
use super::{Fault, follow};

/// A dimension.
#[derive(Debug)]
pub struct Dimension {
    /// Its name in a description.
    pub key: &'static str,
    /// The least that it may be.
    pub least: u64,
    /// The most that it may be.
    pub most: u64,
    place: Place,
}

/// Where a dimension lives.
#[derive(Debug)]
enum Place {
    /// A number of the denoiser; `None` where the family has none.
    Number(fn(&mut Denoiser) -> Option<&mut u64>),
    /// A number of one resolution of a U-Net, from the finest.
    Level(usize, fn(&mut Level) -> &mut u64),
    /// How many resolutions a U-Net has.
    Levels,
    /// Attention heads, where their number follows from their width.
    Heads,
    /// Text tokens that the denoiser sees, by default and at most.
    Tokens,
    /// Text encoders, taken from a model of the catalogue.
    Encoders,
    /// Decoder, likewise.
    Decoder,
}

use Denoiser::{CrossDit, MmDit, NextDit, UNet};

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
        UNet(_) => None,
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
        })
    }),
    number("patch", 1, 16, |denoiser| match denoiser {
        MmDit(it) => Some(&mut it.patch),
        NextDit(it) => Some(&mut it.patch),
        CrossDit(it) => Some(&mut it.patch),
        UNet(_) => None,
    }),
    number("padded_to", 1, 256, |denoiser| match denoiser {
        NextDit(it) => Some(&mut it.padded_to),
        _ => None,
    }),
];

/// Text tokens at most.
pub(super) const MOST_TOKENS: u64 = 8192;

/// Blocks of a kind of an MMDiT at most.
pub(super) const MOST_BLOCKS: u64 = 256;

/// Layers of a transformer of a U-Net at most.
const MOST_LAYERS: u64 = 32;

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

/// The dimensions that a model has.
pub fn of(model: &Model) -> impl Iterator<Item = &'static Dimension> {
    ALL.iter().filter(|dimension| dimension.value(model).is_some())
}

impl Dimension {
    /// Whether it is a word, the id of a model of the catalogue, and no number.
    pub const fn is_word(&self) -> bool {
        matches!(self.place, Place::Encoders | Place::Decoder)
    }

    /// The ids that it may be; none where it is a number.
    pub fn choices(&self) -> Vec<&'static str> {
        // A model that has what an earlier one has is not named again.
        let own = |(at, donor): &(usize, &&Model)| self.is_word() && self.of_donor(donor) == Some(*at as u64);
        CATALOGUE.iter().enumerate().filter(own).map(|(_, donor)| donor.id).collect()
    }

    /// Reads a value, without looking at a model.
    pub(super) fn read(&'static self, text: &str) -> Result<u64, Box<Fault>> {
        if self.is_word() {
            let named = super::super::published(text).and_then(|model| self.of_donor(model));
            return named.ok_or_else(|| Fault::not_listed(self.key, text, self.choices()));
        }
        // Nine digits are more than any limit and less than the type holds.
        let digit = |value: u64, byte: u8| byte.is_ascii_digit().then(|| 10 * value + u64::from(byte - b'0'));
        let value = if (1..=9).contains(&text.len()) { text.bytes().try_fold(0, digit) } else { None };
        match value {
            Some(value) if value >= self.least && value <= self.most => Ok(value),
            _ => Err(Fault::out_of_range(self.key, text, [self.least, self.most])),
        }
    }

    /// A value as it is read.
    pub fn written(&self, value: u64) -> String {
        match CATALOGUE.get(value as usize).filter(|_| self.is_word()) {
            Some(donor) => donor.id.to_owned(),
            None => value.to_string(),
        }
    }

    /// Its value in a model; `None` where that has no such dimension. Of a word: the place of the first model of the catalogue that
    /// has the same.
    pub fn value(&self, model: &Model) -> Option<u64> {
        let mut denoiser = model.denoiser;
        match &self.place {
            Place::Number(place) => place(&mut denoiser).copied(),
            Place::Level(at, part) => match &mut denoiser {
                UNet(it) => it.levels.get_mut(*at).map(|level| *part(level)),
                _ => None,
            },
            Place::Levels => match &denoiser {
                UNet(it) => Some(it.levels.len() as u64),
                _ => None,
            },
            Place::Heads => match &denoiser {
                MmDit(it) => it.width.checked_div(it.head_width),
                NextDit(it) => it.block.width.checked_div(it.block.head_width),
                CrossDit(it) => it.width.checked_div(it.head_width),
                UNet(it) => match it.heads {
                    Heads::Count(heads) => Some(heads),
                    Heads::Width(_) => None,
                },
            },
            Place::Tokens => Some(model.defaults.text_tokens.into()),
            // A model may have what no model of the catalogue has, which is no word but can be replaced by one.
            Place::Encoders => {
                follow::text_width(model)?;
                Some(self.of_donor(model).unwrap_or(u64::MAX))
            }
            Place::Decoder => Some(self.of_donor(model).unwrap_or(u64::MAX)),
        }
    }

    /// The place of the first model of the catalogue that has the same text encoders or decoder.
    fn of_donor(&self, model: &Model) -> Option<u64> {
        let same = match self.place {
            Place::Encoders => follow::same_encoders,
            _ => follow::same_decoder,
        };
        CATALOGUE.iter().position(|donor| same(donor, model)).map(|at| at as u64)
    }

    /// The dimension and value by which a change is kept: heads by their width, where the model keeps that.
    pub(super) fn resolved(
        &'static self,
        model: &Model,
        value: u64,
    ) -> Result<(&'static Self, u64), Box<Fault>> {
        let width = match (&self.place, &model.denoiser) {
            (Place::Heads, MmDit(it)) => it.width,
            (Place::Heads, NextDit(it)) => it.block.width,
            (Place::Heads, CrossDit(it)) => it.width,
            _ => return Ok((self, value)),
        };
        let head_width = ALL.iter().find(|other| other.key == "head_width").unwrap_or(self);
        let each = width.checked_div(value).unwrap_or(0);
        if each * value != width {
            return Err(Fault::no_multiple("width", width, value));
        }
        if each < head_width.least || each > head_width.most {
            let limits = [head_width.least, head_width.most];
            return Err(Fault::out_of_range(head_width.key, &each.to_string(), limits));
        }
        Ok((head_width, each))
    }

    /// Sets it in a model that has it, with what follows from it.
    pub(super) fn set(&self, model: &mut Model, value: u64) -> Result<(), Box<Fault>> {
        let before = *model;
        match &self.place {
            Place::Number(place) => {
                if let Some(number) = place(&mut model.denoiser) {
                    *number = value;
                }
                follow::number(&before, model);
            }
            Place::Level(at, part) => {
                if let UNet(it) = &mut model.denoiser
                    && let Some(level) = it.levels.get_mut(*at)
                {
                    *part(level) = value;
                }
            }
            Place::Levels => {
                if let UNet(it) = &mut model.denoiser {
                    it.levels = it.levels.resized(value as usize);
                }
            }
            Place::Heads => {
                if let UNet(it) = &mut model.denoiser {
                    it.heads = Heads::Count(value);
                }
            }
            Place::Tokens => follow::tokens(model, value)?,
            Place::Encoders => {
                if let Some(donor) = CATALOGUE.get(value as usize) {
                    follow::take_encoders(model, donor);
                }
            }
            Place::Decoder => {
                if let Some(donor) = CATALOGUE.get(value as usize) {
                    follow::take_decoder(model, donor);
                }
            }
        }
        Ok(())
    }
}
