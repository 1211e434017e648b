//! NVIDIA's data centre GPUs of the Hopper generation.

#[cfg(feature = "sources")]
use super::super::source;
use super::super::{Gpu, Maker};

/// H100 SXM 80 GB.
pub(super) static H100_SXM: Gpu = Gpu {
    id: "h100-sxm",
    label: "NVIDIA H100 SXM 80 GB",
    aliases: &["h100", "h100-sxm5"],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA H100 80GB HBM3"],
    maker: Maker::Nvidia,
    architecture: "Hopper",
    compute_capability: Some((9, 0)),
    memory_gb: Some(80.0),
    bandwidth_gb_per_s: 3350.0,
    board_power_w: 700.0,
    fp32_tflop_per_s: Some(67.0),
    tf32_tflop_per_s: Some(495.0),
    fp16_tflop_per_s: 989.0,
    bf16: true,
    fp8_tflop_per_s: Some(1979.0),
    idle_w: Some(71.8),
    #[cfg(feature = "sources")]
    sources: &[source::H100, source::EXEMPLAR, source::DEVICE_NAMES, source::IDLE_PARKING],
};

/// H100 PCIe 80 GB.
pub(super) static H100_PCIE: Gpu = Gpu {
    id: "h100-pcie",
    label: "NVIDIA H100 PCIe 80 GB",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA H100 PCIe"],
    maker: Maker::Nvidia,
    architecture: "Hopper",
    compute_capability: Some((9, 0)),
    memory_gb: Some(80.0),
    bandwidth_gb_per_s: 2000.0,
    board_power_w: 350.0,
    fp32_tflop_per_s: Some(51.0),
    tf32_tflop_per_s: Some(378.0),
    fp16_tflop_per_s: 756.0,
    bf16: true,
    fp8_tflop_per_s: Some(1513.0),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::H100, source::DEVICE_NAMES],
};

/// H800 SXM 80 GB.
pub(super) static H800: Gpu = Gpu {
    id: "h800",
    label: "NVIDIA H800 SXM 80 GB",
    aliases: &["h800-sxm"],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA H800"],
    maker: Maker::Nvidia,
    architecture: "Hopper",
    compute_capability: Some((9, 0)),
    memory_gb: Some(80.0),
    bandwidth_gb_per_s: 3350.0,
    board_power_w: 700.0,
    fp32_tflop_per_s: Some(67.0),
    tf32_tflop_per_s: Some(495.0),
    fp16_tflop_per_s: 989.0,
    bf16: true,
    fp8_tflop_per_s: Some(1979.0),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::DELL_XE9680, source::H800_AND_H20, source::H100, source::DEVICE_NAMES],
};

/// H200 SXM.
pub(super) static H200_SXM: Gpu = Gpu {
    id: "h200-sxm",
    label: "NVIDIA H200 SXM",
    aliases: &["h200", "h200-sxm5", "h200-141gb", "h200-141gb-hbm3e"],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA H200"],
    maker: Maker::Nvidia,
    architecture: "Hopper",
    compute_capability: Some((9, 0)),
    memory_gb: Some(141.0),
    bandwidth_gb_per_s: 4800.0,
    board_power_w: 700.0,
    fp32_tflop_per_s: Some(67.0),
    tf32_tflop_per_s: Some(495.0),
    fp16_tflop_per_s: 989.0,
    bf16: true,
    fp8_tflop_per_s: Some(1979.0),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::H200, source::DEVICE_NAMES],
};

/// H20 96 GB.
pub(super) static H20: Gpu = Gpu {
    id: "h20",
    label: "NVIDIA H20 96 GB",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA H20"],
    maker: Maker::Nvidia,
    architecture: "Hopper",
    compute_capability: Some((9, 0)),
    memory_gb: Some(96.0),
    bandwidth_gb_per_s: 4000.0,
    board_power_w: 500.0,
    fp32_tflop_per_s: Some(44.0),
    tf32_tflop_per_s: Some(74.0),
    fp16_tflop_per_s: 148.0,
    bf16: true,
    fp8_tflop_per_s: Some(296.0),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::DELL_XE9680, source::H800_AND_H20, source::MIG_GUIDE, source::DEVICE_NAMES],
};

/// H100 NVL.
pub(super) static H100_NVL: Gpu = Gpu {
    id: "h100-nvl",
    label: "NVIDIA H100 NVL",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA H100 NVL"],
    maker: Maker::Nvidia,
    architecture: "Hopper",
    compute_capability: Some((9, 0)),
    memory_gb: Some(94.0),
    bandwidth_gb_per_s: 3900.0,
    board_power_w: 400.0,
    fp32_tflop_per_s: Some(60.0),
    tf32_tflop_per_s: Some(417.5),
    fp16_tflop_per_s: 835.5,
    bf16: true,
    fp8_tflop_per_s: Some(1670.5),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::GPUMAP, source::TORCHTITAN, source::H100, source::DEVICE_NAMES],
};

/// H200 NVL.
pub(super) static H200_NVL: Gpu = Gpu {
    id: "h200-nvl",
    label: "NVIDIA H200 NVL",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA H200 NVL"],
    maker: Maker::Nvidia,
    architecture: "Hopper",
    compute_capability: Some((9, 0)),
    memory_gb: Some(141.0),
    bandwidth_gb_per_s: 4800.0,
    board_power_w: 600.0,
    fp32_tflop_per_s: Some(60.0),
    tf32_tflop_per_s: Some(417.5),
    fp16_tflop_per_s: 835.5,
    bf16: true,
    fp8_tflop_per_s: Some(1670.5),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::GPUMAP, source::H200, source::DEVICE_NAMES],
};
