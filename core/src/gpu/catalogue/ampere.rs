//! NVIDIA's data centre GPUs of the Ampere generation.

#[cfg(feature = "sources")]
use super::super::source;
use super::super::{Gpu, Maker};

/// A100-SXM4-80GB.
pub(super) static A100_SXM4_80GB: Gpu = Gpu {
    id: "a100-sxm4-80gb",
    label: "NVIDIA A100-SXM4-80GB",
    aliases: &["a100"],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA A100-SXM4-80GB"],
    maker: Maker::Nvidia,
    architecture: "Ampere",
    compute_capability: Some((8, 0)),
    memory_gb: Some(80.0),
    bandwidth_gb_per_s: 2039.0,
    board_power_w: 400.0,
    fp32_tflop_per_s: Some(19.5),
    tf32_tflop_per_s: Some(156.0),
    fp16_tflop_per_s: 312.0,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: Some(62.0),
    #[cfg(feature = "sources")]
    sources: &[source::A100, source::AMPERE_IN_DEPTH, source::DEVICE_NAMES, source::IDLE_LUCCIONI],
};

/// A100-SXM4-40GB.
pub(super) static A100_SXM4_40GB: Gpu = Gpu {
    id: "a100-sxm4-40gb",
    label: "NVIDIA A100-SXM4-40GB",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA A100-SXM4-40GB"],
    maker: Maker::Nvidia,
    architecture: "Ampere",
    compute_capability: Some((8, 0)),
    memory_gb: Some(40.0),
    bandwidth_gb_per_s: 1555.0,
    board_power_w: 400.0,
    fp32_tflop_per_s: Some(19.5),
    tf32_tflop_per_s: Some(156.0),
    fp16_tflop_per_s: 312.0,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::A100, source::AMPERE_IN_DEPTH, source::DEVICE_NAMES],
};

/// A100 80GB PCIe.
pub(super) static A100_PCIE_80GB: Gpu = Gpu {
    id: "a100-pcie-80gb",
    label: "NVIDIA A100 80GB PCIe",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA A100 80GB PCIe"],
    maker: Maker::Nvidia,
    architecture: "Ampere",
    compute_capability: Some((8, 0)),
    memory_gb: Some(80.0),
    bandwidth_gb_per_s: 1935.0,
    board_power_w: 300.0,
    fp32_tflop_per_s: Some(19.5),
    tf32_tflop_per_s: Some(156.0),
    fp16_tflop_per_s: 312.0,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: Some(53.7),
    #[cfg(feature = "sources")]
    sources: &[source::A100, source::DEVICE_NAMES, source::IDLE_PARKING],
};

/// A100-PCIE-40GB.
pub(super) static A100_PCIE_40GB: Gpu = Gpu {
    id: "a100-pcie-40gb",
    label: "NVIDIA A100-PCIE-40GB",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA A100-PCIE-40GB"],
    maker: Maker::Nvidia,
    architecture: "Ampere",
    compute_capability: Some((8, 0)),
    memory_gb: Some(40.0),
    bandwidth_gb_per_s: 1555.0,
    board_power_w: 250.0,
    fp32_tflop_per_s: Some(19.5),
    tf32_tflop_per_s: Some(156.0),
    fp16_tflop_per_s: 312.0,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::A100_PCIE_40GB, source::AMPERE_IN_DEPTH, source::DEVICE_NAMES],
};

/// A10.
pub(super) static A10: Gpu = Gpu {
    id: "a10",
    label: "NVIDIA A10",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA A10"],
    maker: Maker::Nvidia,
    architecture: "Ampere",
    compute_capability: Some((8, 6)),
    memory_gb: Some(24.0),
    bandwidth_gb_per_s: 600.0,
    board_power_w: 150.0,
    fp32_tflop_per_s: Some(31.2),
    tf32_tflop_per_s: Some(62.5),
    fp16_tflop_per_s: 125.0,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::A10, source::DEVICE_NAMES],
};

/// A10G.
pub(super) static A10G: Gpu = Gpu {
    id: "a10g",
    label: "NVIDIA A10G",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA A10G"],
    maker: Maker::Nvidia,
    architecture: "Ampere",
    compute_capability: Some((8, 6)),
    memory_gb: Some(24.0),
    bandwidth_gb_per_s: 600.0,
    board_power_w: 300.0,
    fp32_tflop_per_s: Some(35.0),
    tf32_tflop_per_s: Some(35.0),
    fp16_tflop_per_s: 70.0,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::A10G, source::DEVICE_NAMES],
};

/// A2.
pub(super) static A2: Gpu = Gpu {
    id: "a2",
    label: "NVIDIA A2",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA A2"],
    maker: Maker::Nvidia,
    architecture: "Ampere",
    compute_capability: Some((8, 6)),
    memory_gb: Some(16.0),
    bandwidth_gb_per_s: 200.0,
    board_power_w: 60.0,
    fp32_tflop_per_s: Some(4.5),
    tf32_tflop_per_s: Some(9.1),
    fp16_tflop_per_s: 18.1,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::RTX_PRO_BLACKWELL, source::DEVICE_NAMES],
};

/// A16 (one of its four GPUs).
pub(super) static A16: Gpu = Gpu {
    id: "a16",
    label: "NVIDIA A16 GPU",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA A16"],
    maker: Maker::Nvidia,
    architecture: "Ampere",
    compute_capability: Some((8, 6)),
    memory_gb: Some(16.0),
    bandwidth_gb_per_s: 200.0,
    board_power_w: 62.5,
    fp32_tflop_per_s: Some(4.5),
    tf32_tflop_per_s: Some(9.0),
    fp16_tflop_per_s: 18.0,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::RTX_PRO_BLACKWELL, source::DEVICE_NAMES],
};

/// A30.
pub(super) static A30: Gpu = Gpu {
    id: "a30",
    label: "NVIDIA A30",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA A30"],
    maker: Maker::Nvidia,
    architecture: "Ampere",
    compute_capability: Some((8, 0)),
    memory_gb: Some(24.0),
    bandwidth_gb_per_s: 933.0,
    board_power_w: 165.0,
    fp32_tflop_per_s: Some(10.3),
    tf32_tflop_per_s: Some(82.6),
    fp16_tflop_per_s: 165.0,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::GPUMAP, source::TECHPOWERUP, source::AMPERE_IN_DEPTH, source::DEVICE_NAMES],
};

/// A40.
pub(super) static A40: Gpu = Gpu {
    id: "a40",
    label: "NVIDIA A40",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA A40"],
    maker: Maker::Nvidia,
    architecture: "Ampere",
    compute_capability: Some((8, 6)),
    memory_gb: Some(48.0),
    bandwidth_gb_per_s: 696.0,
    board_power_w: 300.0,
    fp32_tflop_per_s: Some(37.4),
    tf32_tflop_per_s: Some(74.8),
    fp16_tflop_per_s: 149.7,
    bf16: true,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::A40, source::LIGHTNING, source::DEVICE_NAMES],
};
