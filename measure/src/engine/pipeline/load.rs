//! Loading: what is needed, whether it is there, whether it fits, and then the weights.

use std::path::{Path, PathBuf};

use candle_core::{DType, Device};
use wattpix_core::model::Denoiser as Architecture;
use wattpix_core::workload::Workload;

use super::engine::{Engine, Passes, Run};
use super::report::Spread;
use super::text_encoder::TextEncoder;
use crate::engine::decoder::Decoder;
use crate::engine::denoiser::Denoiser;
use crate::engine::detail::Detail;
use crate::engine::device;
use crate::engine::error::EngineError;
use crate::engine::memory::{self, Bytes, MemoryNeed};
use crate::engine::prompt::tokenizer::Tokenizer;
use crate::engine::scheduler::Trajectory;
use crate::engine::weights::folder::Folder;
use crate::engine::weights::random::Random;
use crate::engine::weights::shapes::{Has, Needed, any, needed};
use crate::engine::weights::{Source, Weights};

/// Source of weights and tokenizers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Checkpoint {
    /// A folder as the Hugging Face hub lays a pipeline out.
    Folder(PathBuf),
    /// Random numbers of the true shapes.
    Random {
        /// Decides them.
        seed: u64,
    },
}

/// Told about each component that is being loaded: its name and what it weighs.
pub type Progress<'a> = dyn FnMut(&str, Bytes) + 'a;

/// The folder of the denoiser.
const fn denoiser_folder(architecture: &Architecture) -> &'static str {
    match architecture {
        Architecture::UNet(_) => "unet",
        _ => "transformer",
    }
}

/// `text_encoder`, `text_encoder_2`, …; the same for `tokenizer`.
fn numbered(name: &str, index: usize) -> String {
    if index == 0 { name.to_owned() } else { format!("{name}_{}", index + 1) }
}

/// The folders of a model's components: text encoders, denoiser, decoder.
fn component_names(detail: &Detail) -> Vec<String> {
    let encoders = (0..detail.text.len()).map(|index| numbered("text_encoder", index));
    let others = [denoiser_folder(&detail.model.denoiser), "vae"].map(str::to_owned);
    encoders.chain(others).collect()
}

/// The tensors that each component of a model needs at a precision, by the component's folder.
///
/// # Errors
/// An architecture that the engine cannot build.
pub fn tensors(detail: &Detail, dtype: DType) -> Result<Vec<(String, Vec<Needed>)>, EngineError> {
    let names = component_names(detail);
    let needed = (0..names.len()).map(|index| component_tensors(detail, dtype, index, &any));
    let needed = needed.collect::<Result<Vec<_>, _>>()?;
    Ok(names.into_iter().zip(needed).collect())
}

/// The tensors of one component, by the names that `has` knows.
fn component_tensors(
    detail: &Detail,
    dtype: DType,
    index: usize,
    has: &Has,
) -> Result<Vec<Needed>, EngineError> {
    let model = detail.model;
    Ok(match (detail.text.get(index), model.text_encoders.get(index)) {
        (Some(&kind), Some(encoder)) => {
            needed(dtype, has, |weights| TextEncoder::load(weights, encoder, kind))?
        }
        _ if index == detail.text.len() => {
            needed(dtype, has, |weights| Denoiser::load(weights, &model.denoiser, detail.denoiser))?
        }
        _ => needed(dtype, has, |weights| Decoder::load(weights, &model.decoder, detail.decoder_groups))?,
    })
}

/// Returns the device memory that a run will need.
///
/// # Errors
/// A precision or architecture that the engine does not have.
pub fn memory_need(detail: &Detail, workload: &Workload, passes: Passes) -> Result<MemoryNeed, EngineError> {
    let dtype = device::dtype(workload.precision())?;
    let weigh =
        |(name, tensors): (String, Vec<Needed>)| (name, Bytes(tensors.iter().map(Needed::bytes).sum()));
    Ok(MemoryNeed {
        weights: tensors(detail, dtype)?.into_iter().map(weigh).collect(),
        activations: memory::activations(detail, workload, passes == Passes::Batched, dtype),
    })
}

impl Engine {
    /// Loads a model onto a device: first every tensor is looked for, then all are read. Precisions hold for the
    /// whole pipeline; TF32 is switched on or off for the process.
    ///
    /// # Errors
    /// Tensors or files that are missing or unusable, or too little memory while loading.
    pub fn load(
        detail: &'static Detail,
        checkpoint: &Checkpoint,
        workload: &Workload,
        device: &Device,
        progress: &mut Progress,
    ) -> Result<Self, EngineError> {
        let dtype = device::dtype(workload.precision())?;
        device::set_tf32(device, workload.precision())?;
        let wanted = tensors(detail, dtype)?;
        let sources = sources(detail, checkpoint, dtype, device)?;
        let mut at = sources.iter().zip(&wanted);
        let mut next = || {
            let Some((source, (name, tensors))) = at.next() else {
                candle_core::bail!("a component has no source");
            };
            progress(name, Bytes(tensors.iter().map(Needed::bytes).sum()));
            Ok(Weights::new(source.as_ref(), dtype))
        };
        let mut encoders = Vec::new();
        for (&kind, encoder) in detail.text.iter().zip(detail.model.text_encoders) {
            encoders.push(TextEncoder::load(&next()?, encoder, kind)?);
        }
        let denoiser = Denoiser::load(&next()?, &detail.model.denoiser, detail.denoiser)?;
        let decoder = Decoder::load(&next()?, &detail.model.decoder, detail.decoder_groups)?;
        let tokenizers = tokenizers(detail, checkpoint)?;
        device.synchronize()?;
        Ok(Self { detail, device: device.clone(), dtype, tokenizers, encoders, denoiser, decoder })
    }

    /// Returns the range of values after every block of one denoiser pass, to see that weights keep them finite. It also
    /// warms the device up.
    ///
    /// # Errors
    /// As [`Engine::generate`].
    pub fn probe(&self, run: &Run) -> Result<Vec<(String, Spread)>, EngineError> {
        let conditions = self.encode(run)?;
        let schedule = self.schedule(run, &run.workload)?;
        let start = Trajectory::new(self.start(run, &schedule)?);
        let first = schedule.steps[0];
        let mut spreads = Vec::new();
        let mut failed = Ok(());
        let mut observe =
            |kind: &str, index: usize, _: Option<&candle_core::Tensor>, states: &candle_core::Tensor| {
                match Spread::of(states) {
                    Ok(spread) => spreads.push((format!("{kind} {index}"), spread)),
                    Err(error) => failed = Err(error),
                }
            };
        let seen = start.seen(&first)?;
        let prediction = self.pass(&seen, first.time, &conditions.positive, &mut observe)?;
        failed?;
        spreads.push(("prediction".to_owned(), Spread::of(&prediction)?));
        Ok(spreads)
    }
}

/// A source a component, checked.
fn sources(
    detail: &Detail,
    checkpoint: &Checkpoint,
    dtype: DType,
    device: &Device,
) -> Result<Vec<Box<dyn Source>>, EngineError> {
    let names = component_names(detail);
    let mut sources: Vec<Box<dyn Source>> = Vec::with_capacity(names.len());
    match checkpoint {
        Checkpoint::Random { seed } => {
            for index in 0..names.len() {
                sources.push(Box::new(Random::new(device, seed.wrapping_add(index as u64))?));
            }
        }
        Checkpoint::Folder(path) => {
            let open = |(index, name): (usize, &String)| {
                let folder = Folder::open(&path.join(name), device)?;
                folder.check(&component_tensors(detail, dtype, index, &|name| folder.has(name))?)?;
                Ok(folder)
            };
            let mut problems = Vec::new();
            for folder in names.iter().enumerate().map(open) {
                match folder {
                    Ok(folder) => sources.push(Box::new(folder)),
                    Err(problem) => problems.push(problem),
                }
            }
            match problems.len() {
                0 => {}
                1 => return Err(problems.swap_remove(0)),
                _ => return Err(EngineError::Several(problems)),
            }
        }
    }
    Ok(sources)
}

fn tokenizers(detail: &Detail, checkpoint: &Checkpoint) -> Result<Vec<Tokenizer>, EngineError> {
    let one = |(index, &kind)| match checkpoint {
        Checkpoint::Folder(path) => open_tokenizer(path, index, kind),
        Checkpoint::Random { .. } => Ok(Tokenizer::stand_in(kind)),
    };
    detail.text.iter().enumerate().map(one).collect()
}

fn open_tokenizer(
    path: &Path,
    index: usize,
    kind: crate::engine::detail::TextDetail,
) -> Result<Tokenizer, EngineError> {
    Tokenizer::open(&path.join(numbered("tokenizer", index)), kind)
}
