//! GeForce RTX 20, the Turing generation.

#[cfg(feature = "sources")]
use super::super::source;
use super::super::{Gpu, Maker};

/// GeForce RTX 2060.
pub(super) static RTX_2060: Gpu = Gpu {
    id: "rtx-2060",
    label: "NVIDIA GeForce RTX 2060",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 2060"],
    maker: Maker::Nvidia,
    architecture: "Turing",
    compute_capability: Some((7, 5)),
    memory_gb: Some(6.0),
    bandwidth_gb_per_s: 336.0,
    board_power_w: 160.0,
    fp32_tflop_per_s: Some(6.5),
    tf32_tflop_per_s: None,
    fp16_tflop_per_s: 25.8,
    bf16: false,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::TURING_IN_DEPTH, source::DEVICE_NAMES],
};

/// GeForce RTX 2060 Super.
pub(super) static RTX_2060_SUPER: Gpu = Gpu {
    id: "rtx-2060-super",
    label: "NVIDIA GeForce RTX 2060 Super",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 2060 SUPER"],
    maker: Maker::Nvidia,
    architecture: "Turing",
    compute_capability: Some((7, 5)),
    memory_gb: Some(8.0),
    bandwidth_gb_per_s: 448.0,
    board_power_w: 175.0,
    fp32_tflop_per_s: Some(7.2),
    tf32_tflop_per_s: None,
    fp16_tflop_per_s: 28.7,
    bf16: false,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::TURING_IN_DEPTH, source::DEVICE_NAMES],
};

/// GeForce RTX 2070.
pub(super) static RTX_2070: Gpu = Gpu {
    id: "rtx-2070",
    label: "NVIDIA GeForce RTX 2070",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 2070"],
    maker: Maker::Nvidia,
    architecture: "Turing",
    compute_capability: Some((7, 5)),
    memory_gb: Some(8.0),
    bandwidth_gb_per_s: 448.0,
    board_power_w: 175.0,
    fp32_tflop_per_s: Some(7.5),
    tf32_tflop_per_s: None,
    fp16_tflop_per_s: 29.9,
    bf16: false,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::TURING_IN_DEPTH, source::DEVICE_NAMES],
};

/// GeForce RTX 2070 Super.
pub(super) static RTX_2070_SUPER: Gpu = Gpu {
    id: "rtx-2070-super",
    label: "NVIDIA GeForce RTX 2070 Super",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 2070 SUPER"],
    maker: Maker::Nvidia,
    architecture: "Turing",
    compute_capability: Some((7, 5)),
    memory_gb: Some(8.0),
    bandwidth_gb_per_s: 448.0,
    board_power_w: 215.0,
    fp32_tflop_per_s: Some(9.1),
    tf32_tflop_per_s: None,
    fp16_tflop_per_s: 36.2,
    bf16: false,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::TURING_IN_DEPTH, source::DEVICE_NAMES],
};

/// GeForce RTX 2080.
pub(super) static RTX_2080: Gpu = Gpu {
    id: "rtx-2080",
    label: "NVIDIA GeForce RTX 2080",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 2080"],
    maker: Maker::Nvidia,
    architecture: "Turing",
    compute_capability: Some((7, 5)),
    memory_gb: Some(8.0),
    bandwidth_gb_per_s: 448.0,
    board_power_w: 215.0,
    fp32_tflop_per_s: Some(10.1),
    tf32_tflop_per_s: None,
    fp16_tflop_per_s: 40.3,
    bf16: false,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::TURING_IN_DEPTH, source::DEVICE_NAMES],
};

/// GeForce RTX 2080 Super.
pub(super) static RTX_2080_SUPER: Gpu = Gpu {
    id: "rtx-2080-super",
    label: "NVIDIA GeForce RTX 2080 Super",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 2080 SUPER"],
    maker: Maker::Nvidia,
    architecture: "Turing",
    compute_capability: Some((7, 5)),
    memory_gb: Some(8.0),
    bandwidth_gb_per_s: 496.0,
    board_power_w: 250.0,
    fp32_tflop_per_s: Some(11.2),
    tf32_tflop_per_s: None,
    fp16_tflop_per_s: 44.6,
    bf16: false,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::TURING_IN_DEPTH, source::DEVICE_NAMES],
};

/// GeForce RTX 2080 Ti.
pub(super) static RTX_2080_TI: Gpu = Gpu {
    id: "rtx-2080-ti",
    label: "NVIDIA GeForce RTX 2080 Ti",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GeForce RTX 2080 Ti"],
    maker: Maker::Nvidia,
    architecture: "Turing",
    compute_capability: Some((7, 5)),
    memory_gb: Some(11.0),
    bandwidth_gb_per_s: 616.0,
    board_power_w: 250.0,
    fp32_tflop_per_s: Some(13.4),
    tf32_tflop_per_s: None,
    fp16_tflop_per_s: 53.8,
    bf16: false,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::TURING_IN_DEPTH, source::DEVICE_NAMES],
};
