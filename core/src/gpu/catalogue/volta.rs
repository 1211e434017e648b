//! NVIDIA's data centre GPUs of the Volta generation.

#[cfg(feature = "sources")]
use super::super::source;
use super::super::{Gpu, Maker};

/// V100-SXM2 32 GB.
pub(super) static V100_SXM2: Gpu = Gpu {
    id: "v100-sxm2",
    label: "NVIDIA V100-SXM2 32 GB",
    aliases: &["v100"],
    #[cfg(feature = "names")]
    nvml_names: &["Tesla V100-SXM2-32GB"],
    maker: Maker::Nvidia,
    architecture: "Volta",
    compute_capability: Some((7, 0)),
    memory_gb: Some(32.0),
    bandwidth_gb_per_s: 900.0,
    board_power_w: 300.0,
    fp32_tflop_per_s: Some(15.7),
    tf32_tflop_per_s: None,
    fp16_tflop_per_s: 125.0,
    bf16: false,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::V100, source::AMPERE_IN_DEPTH],
};

/// V100-PCIE-16GB.
pub(super) static V100_PCIE_16GB: Gpu = Gpu {
    id: "v100-pcie-16gb",
    label: "NVIDIA V100-PCIE-16GB",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["Tesla V100-PCIE-16GB"],
    maker: Maker::Nvidia,
    architecture: "Volta",
    compute_capability: Some((7, 0)),
    memory_gb: Some(16.0),
    bandwidth_gb_per_s: 900.0,
    board_power_w: 250.0,
    fp32_tflop_per_s: Some(14.0),
    tf32_tflop_per_s: None,
    fp16_tflop_per_s: 112.0,
    bf16: false,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::LIGHTNING, source::V100_PCIE, source::TECHPOWERUP, source::DEVICE_NAMES_BEFORE],
};

/// V100-PCIE-32GB.
pub(super) static V100_PCIE_32GB: Gpu = Gpu {
    id: "v100-pcie-32gb",
    label: "NVIDIA V100-PCIE-32GB",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["Tesla V100-PCIE-32GB"],
    maker: Maker::Nvidia,
    architecture: "Volta",
    compute_capability: Some((7, 0)),
    memory_gb: Some(32.0),
    bandwidth_gb_per_s: 900.0,
    board_power_w: 250.0,
    fp32_tflop_per_s: Some(14.0),
    tf32_tflop_per_s: None,
    fp16_tflop_per_s: 112.0,
    bf16: false,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::LIGHTNING, source::V100_PCIE, source::TECHPOWERUP, source::DEVICE_NAMES_BEFORE],
};

/// V100-SXM2-16GB.
pub(super) static V100_SXM2_16GB: Gpu = Gpu {
    id: "v100-sxm2-16gb",
    label: "NVIDIA V100-SXM2-16GB",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["Tesla V100-SXM2-16GB"],
    maker: Maker::Nvidia,
    architecture: "Volta",
    compute_capability: Some((7, 0)),
    memory_gb: Some(16.0),
    bandwidth_gb_per_s: 900.0,
    board_power_w: 300.0,
    fp32_tflop_per_s: Some(15.7),
    tf32_tflop_per_s: None,
    fp16_tflop_per_s: 125.0,
    bf16: false,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::AMPERE_IN_DEPTH, source::DEVICE_NAMES_BEFORE],
};
