//! NVIDIA's data centre and workstation GPUs of the Blackwell generation.

#[cfg(feature = "sources")]
use super::super::source;
use super::super::{Gpu, Maker};

/// B200.
pub(super) static B200: Gpu = Gpu {
    id: "b200",
    label: "NVIDIA B200",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA B200"],
    maker: Maker::Nvidia,
    architecture: "Blackwell",
    compute_capability: Some((10, 0)),
    memory_gb: Some(180.0),
    bandwidth_gb_per_s: 7700.0,
    board_power_w: 1000.0,
    fp32_tflop_per_s: Some(75.0),
    tf32_tflop_per_s: Some(1125.0),
    fp16_tflop_per_s: 2250.0,
    bf16: true,
    fp8_tflop_per_s: Some(4500.0),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::HGX, source::EXEMPLAR, source::DEVICE_NAMES],
};

/// GB200 (one of its two GPUs).
pub(super) static GB200: Gpu = Gpu {
    id: "gb200",
    label: "NVIDIA GB200 GPU",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GB200"],
    maker: Maker::Nvidia,
    architecture: "Blackwell",
    compute_capability: Some((10, 0)),
    memory_gb: Some(186.0),
    bandwidth_gb_per_s: 8000.0,
    board_power_w: 1200.0,
    fp32_tflop_per_s: Some(80.0),
    tf32_tflop_per_s: Some(1250.0),
    fp16_tflop_per_s: 2500.0,
    bf16: true,
    fp8_tflop_per_s: Some(5000.0),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::BLACKWELL, source::DEVICE_NAMES],
};

/// B300.
pub(super) static B300: Gpu = Gpu {
    id: "b300",
    label: "NVIDIA B300",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA B300 SXM6 AC"],
    maker: Maker::Nvidia,
    architecture: "Blackwell",
    compute_capability: Some((10, 3)),
    memory_gb: Some(270.0),
    bandwidth_gb_per_s: 7700.0,
    board_power_w: 1100.0,
    fp32_tflop_per_s: Some(75.0),
    tf32_tflop_per_s: Some(1125.0),
    fp16_tflop_per_s: 2250.0,
    bf16: true,
    fp8_tflop_per_s: Some(4500.0),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::BLACKWELL_ULTRA, source::COMPUTE_CAPABILITY, source::DEVICE_NAMES],
};

/// GB300 (one of its two GPUs).
pub(super) static GB300: Gpu = Gpu {
    id: "gb300",
    label: "NVIDIA GB300 GPU",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA GB300"],
    maker: Maker::Nvidia,
    architecture: "Blackwell",
    compute_capability: Some((10, 3)),
    memory_gb: Some(279.0),
    bandwidth_gb_per_s: 8000.0,
    board_power_w: 1400.0,
    fp32_tflop_per_s: Some(80.0),
    tf32_tflop_per_s: Some(1250.0),
    fp16_tflop_per_s: 2500.0,
    bf16: true,
    fp8_tflop_per_s: Some(5000.0),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::BLACKWELL_ULTRA, source::COMPUTE_CAPABILITY, source::DEVICE_NAMES],
};

/// RTX PRO 6000 Blackwell Workstation Edition.
pub(super) static RTX_PRO_6000_BLACKWELL: Gpu = Gpu {
    id: "rtx-pro-6000-blackwell",
    label: "NVIDIA RTX PRO 6000 Blackwell Workstation Edition",
    aliases: &["rtx-pro-6000", "rtx-pro-6000-blackwell-workstation"],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA RTX PRO 6000 Blackwell Workstation Edition"],
    maker: Maker::Nvidia,
    architecture: "Blackwell",
    compute_capability: Some((12, 0)),
    memory_gb: Some(96.0),
    bandwidth_gb_per_s: 1792.0,
    board_power_w: 600.0,
    fp32_tflop_per_s: Some(126.0),
    tf32_tflop_per_s: Some(251.9),
    fp16_tflop_per_s: 503.8,
    bf16: true,
    fp8_tflop_per_s: Some(1007.6),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::RTX_PRO_BLACKWELL, source::DEVICE_NAMES],
};

/// RTX PRO 6000 Blackwell Max-Q Workstation Edition.
pub(super) static RTX_PRO_6000_BLACKWELL_MAX_Q: Gpu = Gpu {
    id: "rtx-pro-6000-blackwell-max-q",
    label: "NVIDIA RTX PRO 6000 Blackwell Max-Q Workstation Edition",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA RTX PRO 6000 Blackwell Max-Q Workstation Edition"],
    maker: Maker::Nvidia,
    architecture: "Blackwell",
    compute_capability: Some((12, 0)),
    memory_gb: Some(96.0),
    bandwidth_gb_per_s: 1792.0,
    board_power_w: 300.0,
    fp32_tflop_per_s: Some(109.7),
    tf32_tflop_per_s: Some(219.5),
    fp16_tflop_per_s: 438.9,
    bf16: true,
    fp8_tflop_per_s: Some(877.9),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::RTX_PRO_BLACKWELL, source::DEVICE_NAMES],
};
