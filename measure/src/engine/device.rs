//! Where a model runs, and in which precision.

use candle_core::{DType, Device};
use wattpix_core::error::Choice;
use wattpix_core::workload::Precision;

use super::error::EngineError;

/// The number format of weights and activations. TF32 differs from FP32 by how CUDA multiplies only.
///
/// # Errors
/// FP8, in which candle has no matrix product.
pub fn dtype(precision: Precision) -> Result<DType, EngineError> {
    match precision {
        Precision::Fp32 | Precision::Tf32 => Ok(DType::F32),
        Precision::Fp16 => Ok(DType::F16),
        Precision::Bf16 => Ok(DType::BF16),
        Precision::Fp8 => Err(EngineError::Unsupported {
            what: format!("the engine does not run {}; it runs fp32, tf32, fp16 and bf16", precision.name()),
        }),
    }
}

/// Lets CUDA multiply 32-bit floats by tensor cores (TF32), or not. It holds for the process.
pub fn allow_tf32(precision: Precision) {
    candle_core::cuda::set_gemm_reduced_precision_f32(precision == Precision::Tf32);
}

/// The device of this name: `cpu`, or `cuda` with an optional index (`cuda:1`).
///
/// # Errors
/// Another name, no such GPU, or a build without CUDA.
pub fn open(name: &str) -> Result<Device, EngineError> {
    let unsupported = |what: String| Err(EngineError::Unsupported { what });
    let unknown = || unsupported(format!("device {name:?}: expected cpu, cuda or cuda:INDEX"));
    if name == "cpu" {
        return Ok(Device::Cpu);
    }
    let index = match name.strip_prefix("cuda") {
        Some("") => 0,
        Some(rest) => match rest.strip_prefix(':').and_then(|index| index.parse().ok()) {
            Some(index) => index,
            None => return unknown(),
        },
        None => return unknown(),
    };
    if !cfg!(feature = "cuda") {
        return unsupported(
            "this binary was built without CUDA; docs/engine.md says how to build it".to_owned(),
        );
    }
    Device::new_cuda(index).or_else(|error| {
        unsupported(format!("cannot use {name}: {}; nvidia-smi lists the GPUs", EngineError::from(error)))
    })
}

/// Memory that is free on the device in bytes, where it can be known.
pub fn free_memory(device: &Device) -> Option<u64> {
    match device {
        Device::Cpu => free_host_memory(),
        #[cfg(feature = "cuda")]
        Device::Cuda(_) => {
            let (free, _total) = candle_core::cuda_backend::cudarc::driver::result::mem_get_info().ok()?;
            Some(free as u64)
        }
        _ => None,
    }
}

/// `MemAvailable` of Linux's /proc/meminfo.
fn free_host_memory() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    let kibibytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kibibytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn devices_are_named_like_in_pytorch() {
        assert!(matches!(open("cpu").unwrap(), Device::Cpu));
        for name in ["gpu", "cuda:", "cuda:x", "cudax"] {
            assert!(open(name).unwrap_err().to_string().contains("cuda:INDEX"), "{name}");
        }
        assert!(free_memory(&Device::Cpu).unwrap() > 0);
    }
}
