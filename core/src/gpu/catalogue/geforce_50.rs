//! GeForce RTX 50, the Blackwell generation.

#[cfg(feature = "sources")]
use super::super::source;
use super::super::{Gpu, Maker};

/// GeForce RTX 5090.
pub(super) static RTX_5090: Gpu = Gpu {
    id: "rtx-5090",
    label: "NVIDIA GeForce RTX 5090",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 5090"],
    maker: Maker::Nvidia,
    architecture: "Blackwell",
    compute_capability: Some((12, 0)),
    memory_gb: Some(32.0),
    bandwidth_gb_per_s: 1792.0,
    board_power_w: 575.0,
    fp32_tflop_per_s: Some(104.8),
    tf32_tflop_per_s: Some(104.8),
    fp16_tflop_per_s: 209.5,
    bf16: true,
    fp8_tflop_per_s: Some(419.0),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::RTX_BLACKWELL, source::DEVICE_NAMES],
};

/// GeForce RTX 5060.
pub(super) static RTX_5060: Gpu = Gpu {
    id: "rtx-5060",
    label: "NVIDIA GeForce RTX 5060",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 5060"],
    maker: Maker::Nvidia,
    architecture: "Blackwell",
    compute_capability: Some((12, 0)),
    memory_gb: Some(8.0),
    bandwidth_gb_per_s: 448.0,
    board_power_w: 145.0,
    fp32_tflop_per_s: Some(19.2),
    tf32_tflop_per_s: Some(19.2),
    fp16_tflop_per_s: 38.4,
    bf16: true,
    fp8_tflop_per_s: Some(76.7),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::RTX_BLACKWELL, source::DEVICE_NAMES],
};

/// GeForce RTX 5060 Ti.
pub(super) static RTX_5060_TI: Gpu = Gpu {
    id: "rtx-5060-ti",
    label: "NVIDIA GeForce RTX 5060 Ti",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 5060 Ti"],
    maker: Maker::Nvidia,
    architecture: "Blackwell",
    compute_capability: Some((12, 0)),
    memory_gb: Some(8.0),
    bandwidth_gb_per_s: 448.0,
    board_power_w: 180.0,
    fp32_tflop_per_s: Some(23.7),
    tf32_tflop_per_s: Some(23.7),
    fp16_tflop_per_s: 47.4,
    bf16: true,
    fp8_tflop_per_s: Some(94.8),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::RTX_BLACKWELL, source::DEVICE_NAMES],
};

/// GeForce RTX 5060 Ti 16GB.
pub(super) static RTX_5060_TI_16GB: Gpu = Gpu {
    id: "rtx-5060-ti-16gb",
    label: "NVIDIA GeForce RTX 5060 Ti 16GB",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &[],
    maker: Maker::Nvidia,
    architecture: "Blackwell",
    compute_capability: Some((12, 0)),
    memory_gb: Some(16.0),
    bandwidth_gb_per_s: 448.0,
    board_power_w: 180.0,
    fp32_tflop_per_s: Some(23.7),
    tf32_tflop_per_s: Some(23.7),
    fp16_tflop_per_s: 47.4,
    bf16: true,
    fp8_tflop_per_s: Some(94.8),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::RTX_BLACKWELL, source::DEVICE_NAMES],
};

/// GeForce RTX 5070.
pub(super) static RTX_5070: Gpu = Gpu {
    id: "rtx-5070",
    label: "NVIDIA GeForce RTX 5070",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 5070"],
    maker: Maker::Nvidia,
    architecture: "Blackwell",
    compute_capability: Some((12, 0)),
    memory_gb: Some(12.0),
    bandwidth_gb_per_s: 672.0,
    board_power_w: 250.0,
    fp32_tflop_per_s: Some(30.9),
    tf32_tflop_per_s: Some(30.9),
    fp16_tflop_per_s: 61.7,
    bf16: true,
    fp8_tflop_per_s: Some(123.5),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::GPUMAP, source::RTX_BLACKWELL, source::DEVICE_NAMES],
};

/// GeForce RTX 5070 Ti.
pub(super) static RTX_5070_TI: Gpu = Gpu {
    id: "rtx-5070-ti",
    label: "NVIDIA GeForce RTX 5070 Ti",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 5070 Ti"],
    maker: Maker::Nvidia,
    architecture: "Blackwell",
    compute_capability: Some((12, 0)),
    memory_gb: Some(16.0),
    bandwidth_gb_per_s: 896.0,
    board_power_w: 300.0,
    fp32_tflop_per_s: Some(43.9),
    tf32_tflop_per_s: Some(43.9),
    fp16_tflop_per_s: 87.9,
    bf16: true,
    fp8_tflop_per_s: Some(175.8),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::GPUMAP, source::RTX_BLACKWELL, source::DEVICE_NAMES],
};

/// GeForce RTX 5080.
pub(super) static RTX_5080: Gpu = Gpu {
    id: "rtx-5080",
    label: "NVIDIA GeForce RTX 5080",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 5080"],
    maker: Maker::Nvidia,
    architecture: "Blackwell",
    compute_capability: Some((12, 0)),
    memory_gb: Some(16.0),
    bandwidth_gb_per_s: 960.0,
    board_power_w: 360.0,
    fp32_tflop_per_s: Some(56.3),
    tf32_tflop_per_s: Some(56.3),
    fp16_tflop_per_s: 112.6,
    bf16: true,
    fp8_tflop_per_s: Some(225.1),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::GPUMAP, source::RTX_BLACKWELL, source::DEVICE_NAMES],
};
