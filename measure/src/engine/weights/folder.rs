//! A source of tensors in safetensors files, as Hugging Face lays checkpoints out.
//!
//! Files are mapped into memory and tensors copied from the mapping straight to the device; pages are given back to the
//! system tensor by tensor, so a host never holds more than the tensors themselves and one mapped tensor.
#![allow(unsafe_code)] // Memory maps: see the safety comments at each use.

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

use candle_core::safetensors::Load;
use candle_core::{DType, Device, Tensor};
use memmap2::{Mmap, UncheckedAdvice};
use safetensors::SafeTensors;
use safetensors::tensor::TensorView;

use super::shapes::Needed;
use super::{Role, Source};
use crate::engine::error::{EngineError, TensorProblem};

/// The safetensors files of one component.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    files: Vec<Mmap>,
    tensors: BTreeMap<String, Entry>,
    device: Device,
}

/// Place of a tensor.
#[derive(Debug, Clone)]
struct Entry {
    file: usize,
    shape: Vec<usize>,
    dtype: DType,
    start: usize,
    end: usize,
}

/// File names that diffusers and transformers give to unsharded weights.
const WHOLE: [&str; 2] = ["diffusion_pytorch_model.safetensors", "model.safetensors"];

impl Folder {
    /// Maps the files of the component in `path`: those that an index (`*.safetensors.index.json`) names, else the
    /// one file of the usual name, else the only safetensors file there.
    ///
    /// # Errors
    /// No such folder, no such file, more files than one and no index, or a file that is not safetensors.
    pub fn open(path: &Path, device: &Device) -> Result<Self, EngineError> {
        Self::map(path, &safetensors_files(path)?, device)
    }

    fn map(path: &Path, names: &[PathBuf], device: &Device) -> Result<Self, EngineError> {
        let mut files = Vec::with_capacity(names.len());
        let mut tensors = BTreeMap::new();
        for (index, name) in names.iter().enumerate() {
            let failed = |source| EngineError::Read { path: name.clone(), source };
            let file = File::open(name).map_err(failed)?;
            // SAFETY: the mapping is read-only. A file that another program changes meanwhile gives wrong numbers,
            // as any reader of it would get; nothing here relies on its bytes for memory safety.
            let mapping = unsafe { Mmap::map(&file) }.map_err(failed)?;
            let bad = |reason: String| EngineError::Unusable { path: name.clone(), reason };
            let (header, metadata) =
                SafeTensors::read_metadata(&mapping).map_err(|error| bad(error.to_string()))?;
            // After the eight bytes of the header's length and the header itself.
            let data = 8 + header;
            for (tensor, info) in metadata.tensors() {
                let (start, end) = info.data_offsets;
                if data + end > mapping.len() {
                    return Err(bad(format!("tensor {tensor} ends beyond the file")));
                }
                let dtype = DType::try_from(info.dtype).map_err(|error| bad(error.to_string()))?;
                let shape = info.shape.clone();
                let entry = Entry { file: index, shape, dtype, start: data + start, end: data + end };
                tensors.insert(tensor, entry);
            }
            files.push(mapping);
        }
        Ok(Self { path: path.to_owned(), files, tensors, device: device.clone() })
    }

    /// Bytes of all tensors in the files.
    pub fn bytes(&self) -> u64 {
        self.tensors.values().map(|entry| (entry.end - entry.start) as u64).sum()
    }

    /// Checks that every needed tensor is here in its shape; extra tensors are nobody's concern.
    ///
    /// # Errors
    /// [`EngineError::Tensors`], which names all that are missing or misshapen.
    pub fn check(&self, needed: &[Needed]) -> Result<(), EngineError> {
        let problem = |tensor: &Needed| match self.tensors.get(&tensor.name) {
            None => Some(TensorProblem::Missing { name: tensor.name.clone(), shape: tensor.shape.clone() }),
            Some(entry) if !same_up_to_ones(&entry.shape, &tensor.shape) => Some(TensorProblem::Misshapen {
                name: tensor.name.clone(),
                found: entry.shape.clone(),
                needed: tensor.shape.clone(),
            }),
            Some(_) => None,
        };
        let problems: Vec<_> = needed.iter().filter_map(problem).collect();
        if problems.is_empty() {
            return Ok(());
        }
        Err(EngineError::Tensors { path: self.path.clone(), needed: needed.len(), problems })
    }

    fn load(&self, name: &str, entry: &Entry, shape: &[usize], dtype: DType) -> candle_core::Result<Tensor> {
        let mapping = &self.files[entry.file];
        let view = TensorView::new(entry.dtype.into(), entry.shape.clone(), &mapping[entry.start..entry.end])
            .map_err(|error| candle_core::Error::Msg(format!("{name}: {error}")))?;
        let tensor = view.load(&self.device)?;
        // SAFETY: the pages are a read-only file mapping, so dropping them loses nothing: a later access reads the
        // file again. The tensor holds its own copy.
        unsafe {
            // A failure only means that the pages stay.
            let _ = mapping.unchecked_advise_range(
                UncheckedAdvice::DontNeed,
                entry.start,
                entry.end - entry.start,
            );
        }
        tensor.to_dtype(dtype)?.reshape(shape)
    }
}

/// True if two shapes differ only by dimensions of length one, as 1 × 1 convolutions and linear layers do.
fn same_up_to_ones(found: &[usize], needed: &[usize]) -> bool {
    let longer = |shape: &&usize| **shape != 1;
    found.iter().filter(longer).eq(needed.iter().filter(longer))
}

impl Source for Folder {
    fn tensor(&self, name: &str, shape: &[usize], _: Role, dtype: DType) -> candle_core::Result<Tensor> {
        match self.tensors.get(name) {
            Some(entry) => self.load(name, entry, shape, dtype),
            None => candle_core::bail!("{} has no tensor {name}", self.path.display()),
        }
    }

    fn has(&self, name: &str) -> bool {
        self.tensors.contains_key(name)
    }

    fn device(&self) -> &Device {
        &self.device
    }
}

fn safetensors_files(path: &Path) -> Result<Vec<PathBuf>, EngineError> {
    let failed = |source| EngineError::Read { path: path.to_owned(), source };
    let mut found = Vec::new();
    for entry in std::fs::read_dir(path).map_err(failed)? {
        found.push(entry.map_err(failed)?.path());
    }
    found.sort();
    let named = |suffix: &str| {
        found.iter().filter(|file| file.to_string_lossy().ends_with(suffix)).cloned().collect::<Vec<_>>()
    };
    // Variants in another precision (`….fp16.safetensors.index.json`) are not the default ones.
    let index =
        WHOLE.iter().map(|whole| path.join(format!("{whole}.index.json"))).find(|file| file.is_file());
    if let Some(index) = index {
        return indexed_files(path, &index);
    }
    if let Some(whole) = WHOLE.iter().map(|whole| path.join(whole)).find(|file| file.is_file()) {
        return Ok(vec![whole]);
    }
    match named(".safetensors") {
        files if files.len() == 1 => Ok(files),
        files => Err(EngineError::WhichFile { path: path.to_owned(), found: files.len() }),
    }
}

fn indexed_files(path: &Path, index: &Path) -> Result<Vec<PathBuf>, EngineError> {
    #[derive(serde::Deserialize)]
    struct Index {
        weight_map: BTreeMap<String, String>,
    }
    let failed = |source| EngineError::Read { path: index.to_owned(), source };
    let text = std::fs::read_to_string(index).map_err(failed)?;
    let index: Index = serde_json::from_str(&text)
        .map_err(|error| EngineError::Unusable { path: index.to_owned(), reason: error.to_string() })?;
    let names: std::collections::BTreeSet<_> = index.weight_map.into_values().collect();
    Ok(names.into_iter().map(|name| path.join(name)).collect())
}
