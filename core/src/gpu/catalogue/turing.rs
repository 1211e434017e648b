//! NVIDIA's data centre GPUs of the Turing generation.

#[cfg(feature = "sources")]
use super::super::source;
use super::super::{Gpu, Maker};

/// T4.
pub(super) static T4: Gpu = Gpu {
    id: "t4",
    label: "NVIDIA T4",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["Tesla T4"],
    maker: Maker::Nvidia,
    architecture: "Turing",
    compute_capability: Some((7, 5)),
    memory_gb: Some(16.0),
    bandwidth_gb_per_s: 320.0,
    board_power_w: 70.0,
    fp32_tflop_per_s: Some(8.1),
    tf32_tflop_per_s: None,
    fp16_tflop_per_s: 65.0,
    bf16: false,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::T4, source::DEVICE_NAMES],
};
