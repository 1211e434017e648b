//! GeForce GPUs of laptops, at the highest power and clock that NVIDIA names for them; a laptop's maker may set less.

#[cfg(feature = "sources")]
use super::super::source;
use super::super::{Gpu, Maker};

/// GeForce RTX 3060 Laptop GPU.
pub(super) static RTX_3060_LAPTOP: Gpu = Gpu {
    id: "rtx-3060-laptop",
    label: "NVIDIA GeForce RTX 3060 Laptop GPU",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 3060 Laptop GPU"],
    maker: Maker::Nvidia,
    architecture: "Ampere",
    compute_capability: Some((8, 6)),
    memory_gb: Some(6.0),
    bandwidth_gb_per_s: 336.0,
    board_power_w: 115.0,
    fp32_tflop_per_s: Some(13.1),
    tf32_tflop_per_s: Some(13.1),
    fp16_tflop_per_s: 26.2,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::LAPTOPS_30, source::TECHPOWERUP, source::GA102, source::DEVICE_NAMES],
};

/// GeForce RTX 3070 Laptop GPU.
pub(super) static RTX_3070_LAPTOP: Gpu = Gpu {
    id: "rtx-3070-laptop",
    label: "NVIDIA GeForce RTX 3070 Laptop GPU",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 3070 Laptop GPU"],
    maker: Maker::Nvidia,
    architecture: "Ampere",
    compute_capability: Some((8, 6)),
    memory_gb: Some(8.0),
    bandwidth_gb_per_s: 448.0,
    board_power_w: 125.0,
    fp32_tflop_per_s: Some(16.6),
    tf32_tflop_per_s: Some(16.6),
    fp16_tflop_per_s: 33.2,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::LAPTOPS_30, source::TECHPOWERUP, source::GA102, source::DEVICE_NAMES],
};

/// GeForce RTX 3080 Laptop GPU.
pub(super) static RTX_3080_LAPTOP: Gpu = Gpu {
    id: "rtx-3080-laptop",
    label: "NVIDIA GeForce RTX 3080 Laptop GPU",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 3080 Laptop GPU"],
    maker: Maker::Nvidia,
    architecture: "Ampere",
    compute_capability: Some((8, 6)),
    memory_gb: Some(16.0),
    bandwidth_gb_per_s: 448.0,
    board_power_w: 150.0,
    fp32_tflop_per_s: Some(21.0),
    tf32_tflop_per_s: Some(21.0),
    fp16_tflop_per_s: 42.0,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::LAPTOPS_30, source::TECHPOWERUP, source::GA102, source::DEVICE_NAMES],
};

/// GeForce RTX 4060 Laptop GPU.
pub(super) static RTX_4060_LAPTOP: Gpu = Gpu {
    id: "rtx-4060-laptop",
    label: "NVIDIA GeForce RTX 4060 Laptop GPU",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 4060 Laptop GPU"],
    maker: Maker::Nvidia,
    architecture: "Ada",
    compute_capability: Some((8, 9)),
    memory_gb: Some(8.0),
    bandwidth_gb_per_s: 256.0,
    board_power_w: 115.0,
    fp32_tflop_per_s: Some(14.6),
    tf32_tflop_per_s: Some(14.6),
    fp16_tflop_per_s: 29.1,
    bf16: true,
    fp8_tflop_per_s: Some(58.2),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::LAPTOPS_COMPARED, source::TECHPOWERUP, source::ADA, source::DEVICE_NAMES],
};

/// GeForce RTX 4070 Laptop GPU.
pub(super) static RTX_4070_LAPTOP: Gpu = Gpu {
    id: "rtx-4070-laptop",
    label: "NVIDIA GeForce RTX 4070 Laptop GPU",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 4070 Laptop GPU"],
    maker: Maker::Nvidia,
    architecture: "Ada",
    compute_capability: Some((8, 9)),
    memory_gb: Some(8.0),
    bandwidth_gb_per_s: 256.0,
    board_power_w: 115.0,
    fp32_tflop_per_s: Some(20.0),
    tf32_tflop_per_s: Some(20.0),
    fp16_tflop_per_s: 40.1,
    bf16: true,
    fp8_tflop_per_s: Some(80.2),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::LAPTOPS_COMPARED, source::TECHPOWERUP, source::ADA, source::DEVICE_NAMES],
};

/// GeForce RTX 4080 Laptop GPU.
pub(super) static RTX_4080_LAPTOP: Gpu = Gpu {
    id: "rtx-4080-laptop",
    label: "NVIDIA GeForce RTX 4080 Laptop GPU",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 4080 Laptop GPU"],
    maker: Maker::Nvidia,
    architecture: "Ada",
    compute_capability: Some((8, 9)),
    memory_gb: Some(12.0),
    bandwidth_gb_per_s: 432.0,
    board_power_w: 150.0,
    fp32_tflop_per_s: Some(33.9),
    tf32_tflop_per_s: Some(33.9),
    fp16_tflop_per_s: 67.7,
    bf16: true,
    fp8_tflop_per_s: Some(135.4),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::LAPTOPS_COMPARED, source::TECHPOWERUP, source::ADA, source::DEVICE_NAMES],
};

/// GeForce RTX 4090 Laptop GPU.
pub(super) static RTX_4090_LAPTOP: Gpu = Gpu {
    id: "rtx-4090-laptop",
    label: "NVIDIA GeForce RTX 4090 Laptop GPU",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 4090 Laptop GPU"],
    maker: Maker::Nvidia,
    architecture: "Ada",
    compute_capability: Some((8, 9)),
    memory_gb: Some(16.0),
    bandwidth_gb_per_s: 576.0,
    board_power_w: 150.0,
    fp32_tflop_per_s: Some(39.7),
    tf32_tflop_per_s: Some(39.7),
    fp16_tflop_per_s: 79.4,
    bf16: true,
    fp8_tflop_per_s: Some(158.8),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::LAPTOPS_COMPARED, source::TECHPOWERUP, source::ADA, source::DEVICE_NAMES],
};
