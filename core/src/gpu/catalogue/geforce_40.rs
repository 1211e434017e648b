//! GeForce RTX 40, the Ada generation.

#[cfg(feature = "sources")]
use super::super::source;
use super::super::{Gpu, Maker};

/// GeForce RTX 4090.
pub(super) static RTX_4090: Gpu = Gpu {
    id: "rtx-4090",
    label: "NVIDIA GeForce RTX 4090",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 4090"],
    maker: Maker::Nvidia,
    architecture: "Ada",
    compute_capability: Some((8, 9)),
    memory_gb: Some(24.0),
    bandwidth_gb_per_s: 1008.0,
    board_power_w: 450.0,
    fp32_tflop_per_s: Some(82.6),
    tf32_tflop_per_s: Some(82.6),
    fp16_tflop_per_s: 165.2,
    bf16: true,
    fp8_tflop_per_s: Some(330.3),
    idle_w: Some(24.0),
    #[cfg(feature = "sources")]
    sources: &[source::ADA, source::DEVICE_NAMES, source::IDLE_CAPTURES],
};

/// GeForce RTX 4060.
pub(super) static RTX_4060: Gpu = Gpu {
    id: "rtx-4060",
    label: "NVIDIA GeForce RTX 4060",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 4060"],
    maker: Maker::Nvidia,
    architecture: "Ada",
    compute_capability: Some((8, 9)),
    memory_gb: Some(8.0),
    bandwidth_gb_per_s: 272.0,
    board_power_w: 115.0,
    fp32_tflop_per_s: Some(15.1),
    tf32_tflop_per_s: Some(15.1),
    fp16_tflop_per_s: 30.2,
    bf16: true,
    fp8_tflop_per_s: Some(60.5),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::ADA, source::DEVICE_NAMES],
};

/// GeForce RTX 4060 Ti.
pub(super) static RTX_4060_TI: Gpu = Gpu {
    id: "rtx-4060-ti",
    label: "NVIDIA GeForce RTX 4060 Ti",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 4060 Ti"],
    maker: Maker::Nvidia,
    architecture: "Ada",
    compute_capability: Some((8, 9)),
    memory_gb: Some(8.0),
    bandwidth_gb_per_s: 288.0,
    board_power_w: 160.0,
    fp32_tflop_per_s: Some(22.1),
    tf32_tflop_per_s: Some(22.1),
    fp16_tflop_per_s: 44.1,
    bf16: true,
    fp8_tflop_per_s: Some(88.3),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::ADA, source::DEVICE_NAMES],
};

/// GeForce RTX 4060 Ti 16GB.
pub(super) static RTX_4060_TI_16GB: Gpu = Gpu {
    id: "rtx-4060-ti-16gb",
    label: "NVIDIA GeForce RTX 4060 Ti 16GB",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &[],
    maker: Maker::Nvidia,
    architecture: "Ada",
    compute_capability: Some((8, 9)),
    memory_gb: Some(16.0),
    bandwidth_gb_per_s: 288.0,
    board_power_w: 165.0,
    fp32_tflop_per_s: Some(22.1),
    tf32_tflop_per_s: Some(22.1),
    fp16_tflop_per_s: 44.1,
    bf16: true,
    fp8_tflop_per_s: Some(88.3),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::ADA, source::DEVICE_NAMES],
};

/// GeForce RTX 4070.
pub(super) static RTX_4070: Gpu = Gpu {
    id: "rtx-4070",
    label: "NVIDIA GeForce RTX 4070",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 4070"],
    maker: Maker::Nvidia,
    architecture: "Ada",
    compute_capability: Some((8, 9)),
    memory_gb: Some(12.0),
    bandwidth_gb_per_s: 504.0,
    board_power_w: 200.0,
    fp32_tflop_per_s: Some(29.1),
    tf32_tflop_per_s: Some(29.1),
    fp16_tflop_per_s: 58.3,
    bf16: true,
    fp8_tflop_per_s: Some(116.6),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::ADA, source::DEVICE_NAMES],
};

/// GeForce RTX 4070 Super.
pub(super) static RTX_4070_SUPER: Gpu = Gpu {
    id: "rtx-4070-super",
    label: "NVIDIA GeForce RTX 4070 Super",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 4070 SUPER"],
    maker: Maker::Nvidia,
    architecture: "Ada",
    compute_capability: Some((8, 9)),
    memory_gb: Some(12.0),
    bandwidth_gb_per_s: 504.0,
    board_power_w: 220.0,
    fp32_tflop_per_s: Some(35.5),
    tf32_tflop_per_s: Some(35.5),
    fp16_tflop_per_s: 71.0,
    bf16: true,
    fp8_tflop_per_s: Some(141.9),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::ADA, source::DEVICE_NAMES],
};

/// GeForce RTX 4070 Ti.
pub(super) static RTX_4070_TI: Gpu = Gpu {
    id: "rtx-4070-ti",
    label: "NVIDIA GeForce RTX 4070 Ti",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 4070 Ti"],
    maker: Maker::Nvidia,
    architecture: "Ada",
    compute_capability: Some((8, 9)),
    memory_gb: Some(12.0),
    bandwidth_gb_per_s: 504.0,
    board_power_w: 285.0,
    fp32_tflop_per_s: Some(40.1),
    tf32_tflop_per_s: Some(40.1),
    fp16_tflop_per_s: 80.2,
    bf16: true,
    fp8_tflop_per_s: Some(160.4),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::ADA, source::DEVICE_NAMES],
};

/// GeForce RTX 4070 Ti Super.
pub(super) static RTX_4070_TI_SUPER: Gpu = Gpu {
    id: "rtx-4070-ti-super",
    label: "NVIDIA GeForce RTX 4070 Ti Super",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 4070 Ti SUPER"],
    maker: Maker::Nvidia,
    architecture: "Ada",
    compute_capability: Some((8, 9)),
    memory_gb: Some(16.0),
    bandwidth_gb_per_s: 672.0,
    board_power_w: 285.0,
    fp32_tflop_per_s: Some(44.1),
    tf32_tflop_per_s: Some(44.1),
    fp16_tflop_per_s: 88.2,
    bf16: true,
    fp8_tflop_per_s: Some(176.4),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::ADA, source::DEVICE_NAMES],
};

/// GeForce RTX 4080.
pub(super) static RTX_4080: Gpu = Gpu {
    id: "rtx-4080",
    label: "NVIDIA GeForce RTX 4080",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 4080"],
    maker: Maker::Nvidia,
    architecture: "Ada",
    compute_capability: Some((8, 9)),
    memory_gb: Some(16.0),
    bandwidth_gb_per_s: 717.0,
    board_power_w: 320.0,
    fp32_tflop_per_s: Some(48.7),
    tf32_tflop_per_s: Some(48.7),
    fp16_tflop_per_s: 97.5,
    bf16: true,
    fp8_tflop_per_s: Some(194.9),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::ADA, source::DEVICE_NAMES],
};

/// GeForce RTX 4080 Super.
pub(super) static RTX_4080_SUPER: Gpu = Gpu {
    id: "rtx-4080-super",
    label: "NVIDIA GeForce RTX 4080 Super",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 4080 SUPER"],
    maker: Maker::Nvidia,
    architecture: "Ada",
    compute_capability: Some((8, 9)),
    memory_gb: Some(16.0),
    bandwidth_gb_per_s: 736.0,
    board_power_w: 320.0,
    fp32_tflop_per_s: Some(52.2),
    tf32_tflop_per_s: Some(52.2),
    fp16_tflop_per_s: 104.4,
    bf16: true,
    fp8_tflop_per_s: Some(208.9),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::ADA, source::DEVICE_NAMES],
};

/// GeForce RTX 4090 D.
pub(super) static RTX_4090_D: Gpu = Gpu {
    id: "rtx-4090-d",
    label: "NVIDIA GeForce RTX 4090 D",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 4090 D"],
    maker: Maker::Nvidia,
    architecture: "Ada",
    compute_capability: Some((8, 9)),
    memory_gb: Some(24.0),
    bandwidth_gb_per_s: 1008.0,
    board_power_w: 425.0,
    fp32_tflop_per_s: Some(73.5),
    tf32_tflop_per_s: Some(73.5),
    fp16_tflop_per_s: 147.1,
    bf16: true,
    fp8_tflop_per_s: Some(294.2),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::ADA, source::DEVICE_NAMES],
};
