//! Device and precision of a model.

use std::sync::atomic::{AtomicBool, Ordering};

use candle_core::{DType, Device};
use wattpix_core::error::Choice;
use wattpix_core::setting::Precision;

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

/// True if the device's tensor cores take TF32: NVIDIA's since compute capability 8.0 do.
pub fn has_tf32(device: &Device) -> bool {
    match device {
        #[cfg(feature = "cuda")]
        Device::Cuda(cuda) => cuda
            .cuda_stream()
            .context()
            .compute_capability()
            // A card that does not say is held to it: a check that wrongly fails is looked into.
            .map_or(true, |(major, _)| major >= 8),
        _ => false,
    }
}

/// The environment variable by which NVIDIA's libraries are told never to use TF32 (0), whatever a program asks for. Read in
/// <https://github.com/alibaba/DeepRec/blob/main/docs/docs_en/NVIDIA-TF32.md>, which quotes NVIDIA; not yet tried on a card.
pub const TF32_OVERRIDE: &str = "NVIDIA_TF32_OVERRIDE";

/// Refuses 32-bit runs that would multiply otherwise than they say. cuBLAS and cuDNN are told for each product whether TF32 may be
/// used ([`allow_tf32`]), but the variable overrides what a program asks for.
///
/// # Errors
/// [`EngineError::Unsupported`] with what to set.
pub fn check_tf32(precision: Precision, given: Option<&str>) -> Result<(), EngineError> {
    let refuse = |what: &str| Err(EngineError::Unsupported { what: what.to_owned() });
    match (precision, given) {
        (Precision::Tf32, Some("0")) => refuse(
            "precision tf32, but NVIDIA_TF32_OVERRIDE=0 forbids it; unset that variable, or take precision fp32",
        ),
        (Precision::Fp32, Some(given)) if given != "0" => refuse(
            "precision fp32, but NVIDIA_TF32_OVERRIDE may let products use TF32 all the same; unset that variable, or set it to 0, \
             or take precision tf32",
        ),
        _ => Ok(()),
    }
}

/// Makes products of 32-bit floats what `precision` says from here on, for the process.
///
/// # Errors
/// As [`check_tf32`], on a GPU.
pub fn set_tf32(device: &Device, precision: Precision) -> Result<(), EngineError> {
    if !device.is_cpu() {
        let given = std::env::var(TF32_OVERRIDE).ok();
        check_tf32(precision, given.as_deref())?;
    }
    allow_tf32(precision);
    Ok(())
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
    let device = Device::new_cuda(index).or_else(|error| {
        unsupported(format!("cannot use {name}: {}; nvidia-smi lists the GPUs", EngineError::from(error)))
    })?;
    #[cfg(feature = "cuda")]
    if let Device::Cuda(cuda) = &device {
        super::cuda::memory::keep(cuda)
            .map_err(|error| EngineError::from(candle_core::Error::wrap(error)))?;
    }
    Ok(device)
}

/// Returns the software that multiplies, as rows name it: candle and the replacements of its kernels. It holds no spaces, so that marks can carry it.
pub fn software(device: &Device) -> String {
    let mut name = "candle-0.11.1".to_owned();
    if fuses_attention(device) {
        name.push_str("+flash-attention-2");
    }
    if cfg!(feature = "cudnn") && !device.is_cpu() {
        name.push_str("+cudnn");
    }
    name
}

/// True if attention of the widths that were compiled is fused there, in 16 bits and without masks.
pub fn fuses_attention(device: &Device) -> bool {
    cfg!(feature = "fused-attention") && !device.is_cpu() && fused_attention()
}

static FUSED: AtomicBool = AtomicBool::new(true);

/// True if attention is fused where this build and the tensors allow it.
pub fn fused_attention() -> bool {
    FUSED.load(Ordering::Relaxed)
}

/// Lets attention be fused where it can be (the default), or not, to compare. It holds for the process.
pub fn allow_fused_attention(allowed: bool) {
    FUSED.store(allowed, Ordering::Relaxed);
}

/// Memory that is free on the device in bytes, where it can be known.
pub fn free_memory(device: &Device) -> Option<u64> {
    match device {
        Device::Cpu => free_host_memory(),
        #[cfg(feature = "cuda")]
        Device::Cuda(cuda) => super::cuda::memory::free(cuda).ok(),
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
    fn thirty_two_bits_are_what_they_say() {
        use Precision::{Bf16, Fp32, Tf32};
        for (precision, given, fine) in [
            (Fp32, None, true),
            (Fp32, Some("0"), true),
            (Fp32, Some("1"), false),
            (Tf32, None, true),
            (Tf32, Some("0"), false),
            (Bf16, Some("0"), true),
        ] {
            assert_eq!(check_tf32(precision, given).is_ok(), fine, "{precision:?} {given:?}");
        }
    }

    #[test]
    fn devices_are_named_like_in_pytorch() {
        assert!(matches!(open("cpu").unwrap(), Device::Cpu));
        for name in ["gpu", "cuda:", "cuda:x", "cudax"] {
            assert!(open(name).unwrap_err().to_string().contains("cuda:INDEX"), "{name}");
        }
        assert!(free_memory(&Device::Cpu).unwrap() > 0);
    }
}
