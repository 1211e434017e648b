//! AMD's GPUs.

#[cfg(feature = "sources")]
use super::super::source;
use super::super::{Gpu, Maker};

/// Instinct MI210.
pub(super) static MI210: Gpu = Gpu {
    id: "mi210",
    label: "AMD Instinct MI210",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &[],
    maker: Maker::Amd,
    architecture: "CDNA 2",
    compute_capability: None,
    memory_gb: Some(64.0),
    bandwidth_gb_per_s: 1638.0,
    board_power_w: 300.0,
    fp32_tflop_per_s: Some(22.6),
    tf32_tflop_per_s: None,
    fp16_tflop_per_s: 181.0,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::IREE, source::CDNA_2, source::TECHPOWERUP],
};

/// Instinct MI250X (one of its two dies).
pub(super) static MI250X: Gpu = Gpu {
    id: "mi250x",
    label: "AMD Instinct MI250X GCD",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &[],
    maker: Maker::Amd,
    architecture: "CDNA 2",
    compute_capability: None,
    memory_gb: Some(64.0),
    bandwidth_gb_per_s: 1638.0,
    board_power_w: 280.0,
    fp32_tflop_per_s: Some(23.95),
    tf32_tflop_per_s: None,
    fp16_tflop_per_s: 191.5,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::IREE, source::CDNA_2, source::MI250X],
};

/// Instinct MI300X.
pub(super) static MI300X: Gpu = Gpu {
    id: "mi300x",
    label: "AMD Instinct MI300X",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &[],
    maker: Maker::Amd,
    architecture: "CDNA 3",
    compute_capability: None,
    memory_gb: Some(192.0),
    bandwidth_gb_per_s: 5300.0,
    board_power_w: 750.0,
    fp32_tflop_per_s: Some(163.4),
    tf32_tflop_per_s: Some(653.7),
    fp16_tflop_per_s: 1307.4,
    bf16: true,
    fp8_tflop_per_s: Some(2614.9),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::MI300X],
};

/// Instinct MI325X.
pub(super) static MI325X: Gpu = Gpu {
    id: "mi325x",
    label: "AMD Instinct MI325X",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &[],
    maker: Maker::Amd,
    architecture: "CDNA 3",
    compute_capability: None,
    memory_gb: Some(256.0),
    bandwidth_gb_per_s: 6000.0,
    board_power_w: 1000.0,
    fp32_tflop_per_s: Some(163.4),
    tf32_tflop_per_s: Some(653.7),
    fp16_tflop_per_s: 1307.4,
    bf16: true,
    fp8_tflop_per_s: Some(2614.9),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::IREE, source::CDNA_4, source::MI300X, source::TECHPOWERUP],
};

/// Instinct MI355X.
pub(super) static MI355X: Gpu = Gpu {
    id: "mi355x",
    label: "AMD Instinct MI355X",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &[],
    maker: Maker::Amd,
    architecture: "CDNA 4",
    compute_capability: None,
    memory_gb: Some(288.0),
    bandwidth_gb_per_s: 8000.0,
    board_power_w: 1400.0,
    fp32_tflop_per_s: Some(157.3),
    tf32_tflop_per_s: None,
    fp16_tflop_per_s: 2516.6,
    bf16: true,
    fp8_tflop_per_s: Some(5033.2),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::CDNA_4],
};

/// Radeon RX 7900 XTX.
pub(super) static RX_7900_XTX: Gpu = Gpu {
    id: "rx-7900-xtx",
    label: "AMD Radeon RX 7900 XTX",
    aliases: &["7900-xtx"],
    #[cfg(feature = "names")]
    nvml_names: &[],
    maker: Maker::Amd,
    architecture: "RDNA 3",
    compute_capability: None,
    memory_gb: Some(24.0),
    bandwidth_gb_per_s: 960.0,
    board_power_w: 355.0,
    fp32_tflop_per_s: Some(61.4),
    tf32_tflop_per_s: None,
    fp16_tflop_per_s: 122.8,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::RX_7900_XTX],
};

/// Radeon RX 9070 XT.
pub(super) static RX_9070_XT: Gpu = Gpu {
    id: "rx-9070-xt",
    label: "AMD Radeon RX 9070 XT",
    aliases: &["9070-xt"],
    #[cfg(feature = "names")]
    nvml_names: &[],
    maker: Maker::Amd,
    architecture: "RDNA 4",
    compute_capability: None,
    memory_gb: Some(16.0),
    bandwidth_gb_per_s: 640.0,
    board_power_w: 304.0,
    fp32_tflop_per_s: Some(48.7),
    tf32_tflop_per_s: None,
    fp16_tflop_per_s: 195.0,
    bf16: true,
    fp8_tflop_per_s: Some(389.0),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::IREE, source::TECHPOWERUP],
};
