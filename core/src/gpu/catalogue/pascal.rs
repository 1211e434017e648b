//! NVIDIA's data centre GPUs of the Pascal generation, which have no tensor cores: products run at the rates of the vector units.

#[cfg(feature = "sources")]
use super::super::source;
use super::super::{Gpu, Maker};

/// P100-PCIE-16GB.
pub(super) static P100_PCIE_16GB: Gpu = Gpu {
    id: "p100-pcie-16gb",
    label: "NVIDIA P100-PCIE-16GB",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["Tesla P100-PCIE-16GB"],
    maker: Maker::Nvidia,
    architecture: "Pascal",
    compute_capability: Some((6, 0)),
    memory_gb: Some(16.0),
    bandwidth_gb_per_s: 732.0,
    board_power_w: 250.0,
    fp32_tflop_per_s: Some(9.3),
    tf32_tflop_per_s: None,
    fp16_tflop_per_s: 18.7,
    bf16: false,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::P100_PCIE, source::TECHPOWERUP, source::DEVICE_NAMES_BEFORE],
};

/// P100-SXM2-16GB.
pub(super) static P100_SXM2: Gpu = Gpu {
    id: "p100-sxm2",
    label: "NVIDIA P100-SXM2-16GB",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["Tesla P100-SXM2-16GB"],
    maker: Maker::Nvidia,
    architecture: "Pascal",
    compute_capability: Some((6, 0)),
    memory_gb: Some(16.0),
    bandwidth_gb_per_s: 732.0,
    board_power_w: 300.0,
    fp32_tflop_per_s: Some(10.6),
    tf32_tflop_per_s: None,
    fp16_tflop_per_s: 21.2,
    bf16: false,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::AMPERE_IN_DEPTH, source::TECHPOWERUP, source::DEVICE_NAMES_BEFORE],
};

/// P40.
pub(super) static P40: Gpu = Gpu {
    id: "p40",
    label: "NVIDIA P40",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["Tesla P40"],
    maker: Maker::Nvidia,
    architecture: "Pascal",
    compute_capability: Some((6, 1)),
    memory_gb: Some(24.0),
    bandwidth_gb_per_s: 346.0,
    board_power_w: 250.0,
    fp32_tflop_per_s: Some(11.8),
    tf32_tflop_per_s: None,
    fp16_tflop_per_s: 11.8,
    bf16: false,
    fp8_tflop_per_s: None,
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::TECHPOWERUP, source::DEVICE_NAMES_BEFORE],
};
