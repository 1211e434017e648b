//! Errors of the engine, in words.

use std::fmt::Write as _;
use std::path::PathBuf;

use thiserror::Error;

use super::memory_need::{Bytes, MemoryNeed};

/// An error of the engine.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum EngineError {
    /// candle failed: shapes, device, memory.
    #[error("{}", without_backtrace(.0))]
    Candle(#[from] candle_core::Error),
    /// A feature that the engine, or this build of it, does not have.
    #[error("{what}")]
    Unsupported {
        /// Feature asked for, and those that are allowed.
        what: String,
    },
    /// A file or folder could not be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A file is not what its name says.
    #[error("{} is not usable: {reason}", path.display())]
    Unusable {
        /// The file.
        path: PathBuf,
        /// The reason.
        reason: String,
    },
    /// A component's folder does not say which of its files to take.
    #[error(
        "{} holds {found} safetensors files and no index; expected *.safetensors.index.json, \
         diffusion_pytorch_model.safetensors or model.safetensors",
        path.display()
    )]
    WhichFile {
        /// The folder.
        path: PathBuf,
        /// Safetensors files in it.
        found: usize,
    },
    /// A value that the model cannot run.
    #[error(transparent)]
    Configuration(#[from] wattpix_core::error::Error),
    /// A prompt cannot be turned into tokens.
    #[error("prompt: {reason}")]
    Prompt {
        /// Why.
        reason: String,
    },
    /// The device has too little memory.
    #[error(
        "{needed} are needed and {free} are free on the device; take a smaller batch, size or precision, \
         or --ignore-memory to try all the same"
    )]
    Memory {
        /// Memory needed, part by part.
        needed: MemoryNeed,
        /// Memory that is free.
        free: Bytes,
    },
    /// An image cannot be written.
    #[error("cannot write {}: {reason}", path.display())]
    Image {
        /// The file.
        path: PathBuf,
        /// Why.
        reason: String,
    },
    /// More than one thing is wrong.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
    Several(Vec<EngineError>),
    /// Tensors are missing or misshapen.
    #[error("{} does not hold this model: {} of {needed} tensors are wrong{}", path.display(), problems.len(), list(problems))]
    Tensors {
        /// The component's folder.
        path: PathBuf,
        /// Tensors that the model needs.
        needed: usize,
        /// Faults by tensor.
        problems: Vec<TensorProblem>,
    },
}

impl EngineError {
    /// True if the device (or the host) ran out of memory: an outcome to record, not a fault of the program.
    pub fn is_out_of_memory(&self) -> bool {
        let Self::Candle(error) = self else { return false };
        let text = without_backtrace(error).to_lowercase();
        OUT_OF_MEMORY.iter().any(|sign| text.contains(sign))
    }
}

/// Messages of the driver, cuBLAS and cuDNN (8, and 9's names of the same), in small letters.
const OUT_OF_MEMORY: [&str; 5] = [
    "out_of_memory",
    "out of memory",
    "status_alloc_failed",
    "device_allocation_failed",
    "host_allocation_failed",
];

/// candle's errors carry backtraces, which are of no use to people.
fn without_backtrace(error: &candle_core::Error) -> String {
    match error {
        candle_core::Error::WithBacktrace { inner, .. } => without_backtrace(inner),
        // Those of CUDA carry theirs in their text.
        other => other.to_string().lines().next().unwrap_or_default().to_owned(),
    }
}

/// Tensors named before the rest is only counted.
const MOST_NAMED: usize = 50;

/// A fault of one tensor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TensorProblem {
    /// It is not there.
    Missing {
        /// Name of the tensor.
        name: String,
        /// The shape that it should have.
        shape: Vec<usize>,
    },
    /// It has another shape.
    Misshapen {
        /// Name of the tensor.
        name: String,
        /// The shape that it has.
        found: Vec<usize>,
        /// The shape that it should have.
        needed: Vec<usize>,
    },
}

fn list(problems: &[TensorProblem]) -> String {
    let mut text = String::new();
    for problem in problems.iter().take(MOST_NAMED) {
        // Writing to a string does not fail.
        let _ = match problem {
            TensorProblem::Missing { name, shape } => write!(text, "\n  missing: {name} {shape:?}"),
            TensorProblem::Misshapen { name, found, needed } => {
                write!(text, "\n  misshapen: {name} is {found:?}, should be {needed:?}")
            }
        };
    }
    if problems.len() > MOST_NAMED {
        let _ = write!(text, "\n  and {} more", problems.len() - MOST_NAMED);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_out_of_memory_is_told_apart() {
        let candle = |text: &str| EngineError::from(candle_core::Error::Msg(text.to_owned()).bt());
        for text in [
            "DriverError(CUDA_ERROR_OUT_OF_MEMORY, \"out of memory\")",
            "CublasError(CUBLAS_STATUS_ALLOC_FAILED)",
            "CudnnError(CUDNN_STATUS_ALLOC_FAILED)",
            "CudnnError(CUDNN_STATUS_INTERNAL_ERROR_DEVICE_ALLOCATION_FAILED)",
            "CudnnError(CUDNN_STATUS_INTERNAL_ERROR_HOST_ALLOCATION_FAILED)",
        ] {
            let error = candle(text);
            assert!(error.is_out_of_memory(), "{text}");
            assert_eq!(error.to_string(), text, "without backtrace");
        }
        assert!(!candle("shape mismatch in matmul").is_out_of_memory());
        assert!(!candle("CudnnError(CUDNN_STATUS_NOT_SUPPORTED)").is_out_of_memory());
    }
}
