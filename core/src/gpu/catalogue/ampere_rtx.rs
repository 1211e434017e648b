//! NVIDIA's workstation GPUs of the Ampere generation.

use super::super::inferred::INFERRED;
#[cfg(feature = "sources")]
use super::super::source;
use super::super::{Gpu, Maker};

/// RTX A4000.
pub(super) static RTX_A4000: Gpu = Gpu {
    id: "rtx-a4000",
    label: "NVIDIA RTX A4000",
    aliases: &["a4000"],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA RTX A4000"],
    maker: Maker::Nvidia,
    architecture: "Ampere",
    compute_capability: Some((8, 6)),
    memory_gb: Some(16.0),
    bandwidth_gb_per_s: 448.0,
    board_power_w: 140.0,
    fp32_tflop_per_s: Some(19.2),
    tf32_tflop_per_s: Some(38.3),
    fp16_tflop_per_s: 76.7,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::RTX_A4000, source::DEVICE_NAMES],
};

/// RTX A6000.
pub(super) static RTX_A6000: Gpu = Gpu {
    id: "rtx-a6000",
    label: "NVIDIA RTX A6000",
    aliases: &INFERRED,
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA RTX A6000"],
    maker: Maker::Nvidia,
    architecture: "Ampere",
    compute_capability: Some((8, 6)),
    memory_gb: Some(48.0),
    bandwidth_gb_per_s: 768.0,
    board_power_w: 300.0,
    fp32_tflop_per_s: Some(38.7),
    tf32_tflop_per_s: Some(77.4),
    fp16_tflop_per_s: 154.8,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::GA102, source::DEVICE_NAMES],
};

/// RTX A2000.
pub(super) static RTX_A2000: Gpu = Gpu {
    id: "rtx-a2000",
    label: "NVIDIA RTX A2000",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA RTX A2000"],
    maker: Maker::Nvidia,
    architecture: "Ampere",
    compute_capability: Some((8, 6)),
    memory_gb: Some(6.0),
    bandwidth_gb_per_s: 288.0,
    board_power_w: 70.0,
    fp32_tflop_per_s: Some(8.0),
    tf32_tflop_per_s: Some(16.0),
    fp16_tflop_per_s: 31.9,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::RTX_PRO_BLACKWELL, source::DEVICE_NAMES],
};

/// RTX A2000 12GB.
pub(super) static RTX_A2000_12GB: Gpu = Gpu {
    id: "rtx-a2000-12gb",
    label: "NVIDIA RTX A2000 12GB",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA RTX A2000 12GB"],
    maker: Maker::Nvidia,
    architecture: "Ampere",
    compute_capability: Some((8, 6)),
    memory_gb: Some(12.0),
    bandwidth_gb_per_s: 288.0,
    board_power_w: 70.0,
    fp32_tflop_per_s: Some(8.0),
    tf32_tflop_per_s: Some(16.0),
    fp16_tflop_per_s: 31.9,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::RTX_PRO_BLACKWELL, source::DEVICE_NAMES],
};

/// RTX A4500.
pub(super) static RTX_A4500: Gpu = Gpu {
    id: "rtx-a4500",
    label: "NVIDIA RTX A4500",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA RTX A4500"],
    maker: Maker::Nvidia,
    architecture: "Ampere",
    compute_capability: Some((8, 6)),
    memory_gb: Some(20.0),
    bandwidth_gb_per_s: 640.0,
    board_power_w: 200.0,
    fp32_tflop_per_s: Some(23.7),
    tf32_tflop_per_s: Some(47.3),
    fp16_tflop_per_s: 94.6,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::RTX_PRO_BLACKWELL, source::DEVICE_NAMES],
};

/// RTX A5000.
pub(super) static RTX_A5000: Gpu = Gpu {
    id: "rtx-a5000",
    label: "NVIDIA RTX A5000",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA RTX A5000"],
    maker: Maker::Nvidia,
    architecture: "Ampere",
    compute_capability: Some((8, 6)),
    memory_gb: Some(24.0),
    bandwidth_gb_per_s: 768.0,
    board_power_w: 230.0,
    fp32_tflop_per_s: Some(27.8),
    tf32_tflop_per_s: Some(55.5),
    fp16_tflop_per_s: 111.1,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::RTX_A5000, source::TECHPOWERUP, source::DEVICE_NAMES],
};

/// RTX A5500.
pub(super) static RTX_A5500: Gpu = Gpu {
    id: "rtx-a5500",
    label: "NVIDIA RTX A5500",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA RTX A5500"],
    maker: Maker::Nvidia,
    architecture: "Ampere",
    compute_capability: Some((8, 6)),
    memory_gb: Some(24.0),
    bandwidth_gb_per_s: 768.0,
    board_power_w: 230.0,
    fp32_tflop_per_s: Some(34.1),
    tf32_tflop_per_s: Some(68.2),
    fp16_tflop_per_s: 136.4,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::RTX_PRO_BLACKWELL, source::DEVICE_NAMES],
};
