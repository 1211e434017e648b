//! Consequences of a changed dimension, and conditions that an architecture must meet.

use super::super::cross_dit::{Conditioning, SelfAttention};
use super::super::decoder::Decoder;
use super::super::mmdit::Modulation;
use super::super::text_encoder::EncoderTokens;
use super::super::unet::{Heads, Level};
use super::super::{Denoiser, Model, Pixels, Sides};
use super::limits::{MOST_BLOCKS, MOST_OPERATIONS, MOST_TOKENS, MOST_WEIGHTS};
use crate::error::{Fault, KEY_HEADS};
use crate::flops::block::TIME_FEATURES;

/// The longest side of the catalogue in pixels.
const MOST_SIDE: u32 = Sides::multiples_of(1).max;

/// A number that keeps its ratio to another one. Dividing so brings no text of a panic along.
fn scaled(number: u64, part: u64, whole: u64) -> u64 {
    (number * part).checked_div(whole).unwrap_or(0)
}

/// Updates the fields that depend on a changed number of the denoiser.
pub(super) fn number(before: &Model, model: &mut Model) {
    match (&before.denoiser, &mut model.denoiser) {
        (Denoiser::NextDit(was), Denoiser::NextDit(it)) if was.block.width != it.block.width => {
            let (was, it) = (was.block, &mut it.block);
            it.query_width = it.width;
            // As many query heads for a key head, and the MLP as many times as wide.
            it.key_width = scaled(it.width, was.key_width, was.query_width);
            it.inner = scaled(it.width, was.inner, was.width);
        }
        (Denoiser::CrossDit(was), Denoiser::CrossDit(it)) => {
            if was.width != it.width {
                it.inner = scaled(it.width, was.inner, was.width);
                if it.text.outputs == was.width {
                    it.text.inner = it.width;
                    it.text.outputs = it.width;
                }
            }
            if was.skips > 0 {
                it.skips = (it.blocks / 2).saturating_sub(1);
            }
            it.output_channels = scaled(it.latent_channels, was.output_channels, was.latent_channels);
        }
        _ => {}
    }
    let channels = model.denoiser.latent_channels();
    if channels != before.denoiser.latent_channels() {
        let decoder = model.decoder.with_latent_channels(channels);
        model.decoder_parameters =
            model.decoder_parameters - model.decoder.latent_weights() + decoder.latent_weights();
        model.decoder = decoder;
    }
}

/// Text tokens by default; more than the model takes raise what it takes.
pub(super) fn tokens(model: &mut Model, tokens: u64) -> Result<(), Box<Fault>> {
    let others = model.text_encoders.iter().map(|encoder| match encoder.tokens {
        EncoderTokens::SeenBut(others) => others,
        _ => 0,
    });
    let least = others.max().unwrap_or(0) + 1;
    if tokens < least {
        return Err(Fault::out_of_range("tokens", &tokens.to_string(), [least, MOST_TOKENS]));
    }
    let given = u32::try_from(tokens).unwrap_or(u32::MAX);
    let (fewest, most) = model.text_tokens;
    model.defaults.text_tokens = given;
    model.text_tokens = if fewest == most { (given, given) } else { (fewest.min(given), most.max(given)) };
    Ok(())
}

/// Width of the text states that the denoiser takes; `None` where they come from several encoders side by side.
pub(super) fn text_width(model: &Model) -> Option<u64> {
    match &model.denoiser {
        Denoiser::MmDit(it) => Some(it.text_width),
        Denoiser::NextDit(it) => Some(it.text_width),
        Denoiser::CrossDit(it) => matches!(it.conditioning, Conditioning::Single).then_some(it.text.inputs),
        Denoiser::UNet(it) => Some(it.text_width),
        Denoiser::Class(_) => None,
    }
}

/// True if both take the same text in the same way. Encoders are told apart by their weights.
pub(super) fn same_encoders(one: &Model, other: &Model) -> bool {
    let weights = |model: &Model| model.text_encoders.iter().map(|encoder| encoder.parameters).sum::<u64>();
    let text =
        |model: &Model| (weights(model), text_width(model), model.text_tokens, model.defaults.text_tokens);
    text_width(one).is_some() && text(one) == text(other)
}

/// True if both decode the same latent in the same way. Decoders are told apart by their weights.
pub(super) const fn same_decoder(one: &Model, other: &Model) -> bool {
    one.decoder_parameters == other.decoder_parameters && one.latent_scale == other.latent_scale
}

/// The text encoders of another model, with the width and number of what they hand over.
pub(super) fn take_encoders(model: &mut Model, donor: &Model) {
    model.text_encoders = donor.text_encoders;
    model.text_tokens = donor.text_tokens;
    model.defaults.text_tokens = donor.defaults.text_tokens;
    let Some(width) = text_width(donor) else { return };
    match &mut model.denoiser {
        Denoiser::MmDit(it) => {
            it.text_width = width;
            if !matches!(it.modulation, Modulation::Approximated { .. }) {
                it.conditioning_inputs = conditioning(it.conditioning_inputs, pooled_width(donor));
            }
        }
        Denoiser::NextDit(it) => it.text_width = width,
        Denoiser::CrossDit(it) => it.text.inputs = width,
        Denoiser::UNet(it) => it.text_width = width,
        Denoiser::Class(_) => {}
    }
}

/// Width of the pooled text that conditions the blocks, where it does.
fn pooled_width(donor: &Model) -> Option<u64> {
    let Denoiser::MmDit(it) = &donor.denoiser else { return None };
    it.conditioning_inputs.last().copied().filter(|width| *width != TIME_FEATURES)
}

/// Conditioning by the time step, by guidance where it was, and by pooled text of a width that the catalogue has.
const fn conditioning(present: &[u64], pooled: Option<u64>) -> &'static [u64] {
    let guided = present.len() > 1 && present[1] == TIME_FEATURES;
    match (guided, pooled) {
        (false, Some(768)) => &[TIME_FEATURES, 768],
        (true, Some(768)) => &[TIME_FEATURES, TIME_FEATURES, 768],
        (false, Some(2048)) => &[TIME_FEATURES, 2048],
        (true, Some(2048)) => &[TIME_FEATURES, TIME_FEATURES, 2048],
        (false, _) => &[TIME_FEATURES],
        (true, _) => &[TIME_FEATURES, TIME_FEATURES],
    }
}

/// The decoder of another model, with the latent that it reads.
pub(super) fn take_decoder(model: &mut Model, donor: &Model) {
    let before = *model;
    let channels = donor.decoder.latent_channels();
    match &mut model.denoiser {
        Denoiser::MmDit(it) => it.latent_channels = channels,
        Denoiser::NextDit(it) => it.latent_channels = channels,
        Denoiser::CrossDit(it) => it.latent_channels = channels,
        Denoiser::UNet(it) => it.latent_channels = channels,
        Denoiser::Class(_) => {}
    }
    number(&before, model);
    model.decoder = donor.decoder;
    model.decoder_parameters = donor.decoder_parameters;
    model.latent_scale = donor.latent_scale;
}

/// Checks an architecture that is otherwise ready, counts its weights and says which sizes it takes.
pub(super) fn settle(base: &Model, model: &mut Model) -> Result<(), Box<Fault>> {
    fits(model)?;
    let weights = model.denoiser_work(model.defaults.size, model.defaults.text_tokens).weights;
    model.denoiser_parameters = weights;

    let multiple_of = side_multiple(model);
    let whole = Sides::multiples_of(multiple_of);
    // What limits the sides of a published model is a table of so many patches.
    let most = match base.sides.max {
        MOST_SIDE => MOST_SIDE,
        side => (side / side_multiple(base) * multiple_of).min(MOST_SIDE),
    };
    let min = whole.min.next_multiple_of(multiple_of);
    let countable = |side: u32| {
        let work = model.denoiser_work(Pixels::square(side), model.text_tokens.1);
        work.flops.total() < MOST_OPERATIONS
    };
    // The largest countable side, by halves.
    let (mut low, mut high) = (min / multiple_of, most / multiple_of + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        if countable(middle * multiple_of) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    let max = (low - 1) * multiple_of;
    if max < min || weights > MOST_WEIGHTS {
        return Err(Box::new(Fault::TooLarge));
    }
    model.sides = Sides { multiple_of, min, max };
    let size = base.defaults.size;
    model.defaults.size =
        Pixels { width: model.sides.nearest(size.width), height: model.sides.nearest(size.height) };
    Ok(())
}

/// Pixels of which a side is a multiple: a patch, or a latent position where there are no patches.
fn side_multiple(model: &Model) -> u32 {
    let patch = match &model.denoiser {
        Denoiser::MmDit(it) => it.patch,
        Denoiser::NextDit(it) => it.patch,
        Denoiser::CrossDit(it) => it.patch,
        Denoiser::UNet(_) => 1,
        Denoiser::Class(it) => it.patch,
    };
    (model.latent_scale * patch) as u32
}

/// True if widths divide into heads, and what else a family asks for.
fn fits(model: &Model) -> Result<(), Box<Fault>> {
    let mut wrong = None;
    let mut divides = |key, given: u64, of: u64| {
        if given == 0 || given.checked_rem(of) != Some(0) {
            wrong = Some((key, given, of));
        }
    };
    match &model.denoiser {
        Denoiser::MmDit(it) => {
            divides("width", it.width, it.head_width);
            // At least one block, and no more that attend twice than there are.
            let least = u64::from(it.single_blocks == 0);
            if it.joint_blocks < least {
                return Err(Fault::out_of_range("joint_blocks", "0", [least, MOST_BLOCKS]));
            }
            if it.dual_attention_blocks > it.joint_blocks {
                let given = it.dual_attention_blocks.to_string();
                return Err(Fault::out_of_range("dual_attention_blocks", &given, [0, it.joint_blocks]));
            }
        }
        Denoiser::NextDit(it) => {
            divides(KEY_HEADS, it.block.key_width, it.block.head_width);
            divides("width", it.block.width, it.block.head_width);
        }
        Denoiser::CrossDit(it) => {
            if let SelfAttention::Linear { head_width } = it.self_attention {
                divides("width", it.width, head_width);
            }
            divides("width", it.width, it.head_width);
            if matches!(it.conditioning, Conditioning::PooledText { .. }) {
                // Its blocks are joined in pairs.
                divides("blocks", it.blocks, 2);
            }
        }
        Denoiser::UNet(it) => {
            let (Heads::Width(heads) | Heads::Count(heads)) = it.heads;
            let middle =
                it.levels.last().map(|level| Level { transformer_layers: it.middle_layers, ..*level });
            for level in it.levels.iter().chain(&middle).filter(|level| level.transformer_layers > 0) {
                divides("channels", level.channels, heads);
            }
        }
        Denoiser::Class(_) => {}
    }
    if let Some((key, given, of)) = wrong {
        return Err(Fault::no_multiple(key, given, of));
    }
    if let Decoder::DeepCompression { channels, latent_channels, .. } = &model.decoder
        && channels.last().is_some_and(|widest| !widest.is_multiple_of(*latent_channels))
    {
        let allowed = vec!["1", "2", "4", "8", "16", "32", "64", "128", "256", "512"];
        return Err(Fault::not_listed("latent_channels", &latent_channels.to_string(), allowed));
    }
    Ok(())
}
