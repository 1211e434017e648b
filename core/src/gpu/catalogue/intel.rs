//! Intel's GPUs.

#[cfg(feature = "sources")]
use super::super::source;
use super::super::{Gpu, Maker};

/// Data Center GPU Max 1550.
pub(super) static MAX_1550: Gpu = Gpu {
    id: "max-1550",
    label: "Intel Max 1550 (Data Center GPU)",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &[],
    maker: Maker::Intel,
    architecture: "Xe HPC",
    compute_capability: None,
    memory_gb: Some(128.0),
    bandwidth_gb_per_s: 3277.0,
    board_power_w: 600.0,
    fp32_tflop_per_s: Some(52.4),
    tf32_tflop_per_s: Some(419.4),
    fp16_tflop_per_s: 838.9,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::PONTE_VECCHIO, source::TECHPOWERUP],
};

/// Arc B580.
pub(super) static ARC_B580: Gpu = Gpu {
    id: "arc-b580",
    label: "Intel Arc B580",
    aliases: &["b580"],
    #[cfg(feature = "names")]
    nvml_names: &[],
    maker: Maker::Intel,
    architecture: "Xe2",
    compute_capability: None,
    memory_gb: Some(12.0),
    bandwidth_gb_per_s: 456.0,
    board_power_w: 190.0,
    fp32_tflop_per_s: Some(13.7),
    tf32_tflop_per_s: None,
    fp16_tflop_per_s: 116.5,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::ARC_B580],
};
