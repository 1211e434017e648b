//! A dimension of an architecture that can be changed: its key and limits, and access to its value; the entries are in [`super::dimensions`].

use super::super::catalogue::ALL as CATALOGUE;
use super::super::published::published;
use super::super::unet::{Heads, Level};
use super::super::{Denoiser, Model};
use super::follow;
use crate::error::Fault;

/// A dimension.
#[derive(Debug)]
pub struct Dimension {
    /// Name in a description.
    pub key: &'static str,
    /// The least that it may be.
    pub least: u64,
    /// The most that it may be.
    pub most: u64,
    pub(super) place: Place,
}

/// Field that holds a dimension.
#[derive(Debug)]
pub(super) enum Place {
    /// A number of the denoiser; `None` where the family has none.
    Number(fn(&mut Denoiser) -> Option<&mut u64>),
    /// A number of one resolution of a U-Net, from the finest.
    Level(usize, fn(&mut Level) -> &mut u64),
    /// Number of resolutions of a U-Net.
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

impl Dimension {
    /// True if it is a word, the id of a model of the catalogue, and no number.
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
            let named = published(text).ok().and_then(|model| self.of_donor(model));
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

    /// Returns the value in a model; `None` where the model has no such dimension. For a word: the index of the first catalogue model that
    /// has the same.
    pub fn value(&self, model: &Model) -> Option<u64> {
        // Nothing can be changed in a denoiser of a class of its own.
        if matches!(model.denoiser, Denoiser::Class(_)) {
            return None;
        }
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
                Denoiser::Class(_) => None,
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
