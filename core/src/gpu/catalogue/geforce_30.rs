//! GeForce RTX 30, the Ampere generation.

#[cfg(feature = "sources")]
use super::super::source;
use super::super::{Gpu, Maker};

/// GeForce RTX 3090.
pub(super) static RTX_3090: Gpu = Gpu {
    id: "rtx-3090",
    label: "NVIDIA GeForce RTX 3090",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 3090"],
    maker: Maker::Nvidia,
    architecture: "Ampere",
    compute_capability: Some((8, 6)),
    memory_gb: Some(24.0),
    bandwidth_gb_per_s: 936.0,
    board_power_w: 350.0,
    fp32_tflop_per_s: Some(35.6),
    tf32_tflop_per_s: Some(35.6),
    fp16_tflop_per_s: 71.0,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: Some(33.0),
    #[cfg(feature = "sources")]
    sources: &[source::GA102, source::DEVICE_NAMES, source::IDLE_CAPTURES],
};

/// GeForce RTX 3050.
pub(super) static RTX_3050: Gpu = Gpu {
    id: "rtx-3050",
    label: "NVIDIA GeForce RTX 3050",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 3050"],
    maker: Maker::Nvidia,
    architecture: "Ampere",
    compute_capability: Some((8, 6)),
    memory_gb: Some(8.0),
    bandwidth_gb_per_s: 224.0,
    board_power_w: 130.0,
    fp32_tflop_per_s: Some(9.1),
    tf32_tflop_per_s: Some(9.1),
    fp16_tflop_per_s: 18.2,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::GA102, source::DEVICE_NAMES],
};

/// GeForce RTX 3060.
pub(super) static RTX_3060: Gpu = Gpu {
    id: "rtx-3060",
    label: "NVIDIA GeForce RTX 3060",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 3060"],
    maker: Maker::Nvidia,
    architecture: "Ampere",
    compute_capability: Some((8, 6)),
    memory_gb: Some(12.0),
    bandwidth_gb_per_s: 360.0,
    board_power_w: 170.0,
    fp32_tflop_per_s: Some(12.7),
    tf32_tflop_per_s: Some(12.7),
    fp16_tflop_per_s: 25.5,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::GA102, source::DEVICE_NAMES],
};

/// GeForce RTX 3060 Ti.
pub(super) static RTX_3060_TI: Gpu = Gpu {
    id: "rtx-3060-ti",
    label: "NVIDIA GeForce RTX 3060 Ti",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 3060 Ti"],
    maker: Maker::Nvidia,
    architecture: "Ampere",
    compute_capability: Some((8, 6)),
    memory_gb: Some(8.0),
    bandwidth_gb_per_s: 448.0,
    board_power_w: 200.0,
    fp32_tflop_per_s: Some(16.2),
    tf32_tflop_per_s: Some(16.2),
    fp16_tflop_per_s: 32.4,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::GA102, source::DEVICE_NAMES],
};

/// GeForce RTX 3070.
pub(super) static RTX_3070: Gpu = Gpu {
    id: "rtx-3070",
    label: "NVIDIA GeForce RTX 3070",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 3070"],
    maker: Maker::Nvidia,
    architecture: "Ampere",
    compute_capability: Some((8, 6)),
    memory_gb: Some(8.0),
    bandwidth_gb_per_s: 448.0,
    board_power_w: 220.0,
    fp32_tflop_per_s: Some(20.3),
    tf32_tflop_per_s: Some(20.3),
    fp16_tflop_per_s: 40.6,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::GA102, source::DEVICE_NAMES],
};

/// GeForce RTX 3070 Ti.
pub(super) static RTX_3070_TI: Gpu = Gpu {
    id: "rtx-3070-ti",
    label: "NVIDIA GeForce RTX 3070 Ti",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 3070 Ti"],
    maker: Maker::Nvidia,
    architecture: "Ampere",
    compute_capability: Some((8, 6)),
    memory_gb: Some(8.0),
    bandwidth_gb_per_s: 608.0,
    board_power_w: 290.0,
    fp32_tflop_per_s: Some(21.7),
    tf32_tflop_per_s: Some(21.7),
    fp16_tflop_per_s: 43.5,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::GA102, source::DEVICE_NAMES],
};

/// GeForce RTX 3080.
pub(super) static RTX_3080: Gpu = Gpu {
    id: "rtx-3080",
    label: "NVIDIA GeForce RTX 3080",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 3080"],
    maker: Maker::Nvidia,
    architecture: "Ampere",
    compute_capability: Some((8, 6)),
    memory_gb: Some(10.0),
    bandwidth_gb_per_s: 760.0,
    board_power_w: 320.0,
    fp32_tflop_per_s: Some(29.8),
    tf32_tflop_per_s: Some(29.8),
    fp16_tflop_per_s: 59.5,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::GA102, source::DEVICE_NAMES],
};

/// GeForce RTX 3080 Ti.
pub(super) static RTX_3080_TI: Gpu = Gpu {
    id: "rtx-3080-ti",
    label: "NVIDIA GeForce RTX 3080 Ti",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 3080 Ti"],
    maker: Maker::Nvidia,
    architecture: "Ampere",
    compute_capability: Some((8, 6)),
    memory_gb: Some(12.0),
    bandwidth_gb_per_s: 912.0,
    board_power_w: 350.0,
    fp32_tflop_per_s: Some(34.1),
    tf32_tflop_per_s: Some(34.1),
    fp16_tflop_per_s: 68.2,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::GA102, source::DEVICE_NAMES],
};

/// GeForce RTX 3090 Ti.
pub(super) static RTX_3090_TI: Gpu = Gpu {
    id: "rtx-3090-ti",
    label: "NVIDIA GeForce RTX 3090 Ti",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 3090 Ti"],
    maker: Maker::Nvidia,
    architecture: "Ampere",
    compute_capability: Some((8, 6)),
    memory_gb: Some(24.0),
    bandwidth_gb_per_s: 1008.0,
    board_power_w: 450.0,
    fp32_tflop_per_s: Some(40.0),
    tf32_tflop_per_s: Some(40.0),
    fp16_tflop_per_s: 80.0,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::GA102, source::DEVICE_NAMES],
};
