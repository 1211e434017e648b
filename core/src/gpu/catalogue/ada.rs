//! NVIDIA's data centre and workstation GPUs of the Ada generation.

#[cfg(feature = "sources")]
use super::super::source;
use super::super::{Gpu, Maker};

/// RTX 6000 Ada Generation.
pub(super) static RTX_6000_ADA: Gpu = Gpu {
    id: "rtx-6000-ada",
    label: "NVIDIA RTX 6000 Ada Generation",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA RTX 6000 Ada Generation"],
    maker: Maker::Nvidia,
    architecture: "Ada",
    compute_capability: Some((8, 9)),
    memory_gb: Some(48.0),
    bandwidth_gb_per_s: 960.0,
    board_power_w: 300.0,
    fp32_tflop_per_s: Some(91.1),
    tf32_tflop_per_s: Some(182.1),
    fp16_tflop_per_s: 364.2,
    bf16: true,
    fp8_tflop_per_s: Some(728.5),
    idle_w: Some(22.5),
    #[cfg(feature = "sources")]
    sources: &[source::RTX_6000_ADA, source::DEVICE_NAMES, source::IDLE_CAPTURES],
};

/// L40S.
pub(super) static L40S: Gpu = Gpu {
    id: "l40s",
    label: "NVIDIA L40S",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA L40S"],
    maker: Maker::Nvidia,
    architecture: "Ada",
    compute_capability: Some((8, 9)),
    memory_gb: Some(48.0),
    bandwidth_gb_per_s: 864.0,
    board_power_w: 350.0,
    fp32_tflop_per_s: Some(91.6),
    tf32_tflop_per_s: Some(183.0),
    fp16_tflop_per_s: 362.0,
    bf16: true,
    fp8_tflop_per_s: Some(733.0),
    idle_w: Some(35.6),
    #[cfg(feature = "sources")]
    sources: &[source::L40S, source::DEVICE_NAMES, source::IDLE_PARKING],
};

/// L4.
pub(super) static L4: Gpu = Gpu {
    id: "l4",
    label: "NVIDIA L4",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA L4"],
    maker: Maker::Nvidia,
    architecture: "Ada",
    compute_capability: Some((8, 9)),
    memory_gb: Some(24.0),
    bandwidth_gb_per_s: 300.0,
    board_power_w: 72.0,
    fp32_tflop_per_s: Some(30.3),
    tf32_tflop_per_s: Some(60.0),
    fp16_tflop_per_s: 121.0,
    bf16: true,
    fp8_tflop_per_s: Some(242.0),
    idle_w: Some(16.0),
    #[cfg(feature = "sources")]
    sources: &[source::L4, source::DEVICE_NAMES, source::IDLE_CAPTURES],
};

/// L20.
pub(super) static L20: Gpu = Gpu {
    id: "l20",
    label: "NVIDIA L20",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA L20"],
    maker: Maker::Nvidia,
    architecture: "Ada",
    compute_capability: Some((8, 9)),
    memory_gb: Some(48.0),
    bandwidth_gb_per_s: 864.0,
    board_power_w: 350.0,
    fp32_tflop_per_s: Some(59.8),
    tf32_tflop_per_s: Some(59.8),
    fp16_tflop_per_s: 119.5,
    bf16: true,
    fp8_tflop_per_s: Some(239.0),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::HPE_ACCELERATORS, source::DEVICE_NAMES],
};

/// L40.
pub(super) static L40: Gpu = Gpu {
    id: "l40",
    label: "NVIDIA L40",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA L40"],
    maker: Maker::Nvidia,
    architecture: "Ada",
    compute_capability: Some((8, 9)),
    memory_gb: Some(48.0),
    bandwidth_gb_per_s: 864.0,
    board_power_w: 300.0,
    fp32_tflop_per_s: Some(90.5),
    tf32_tflop_per_s: Some(90.5),
    fp16_tflop_per_s: 181.0,
    bf16: true,
    fp8_tflop_per_s: Some(362.0),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::LIGHTNING, source::TECHPOWERUP, source::DEVICE_NAMES],
};

/// RTX 2000 Ada Generation.
pub(super) static RTX_2000_ADA: Gpu = Gpu {
    id: "rtx-2000-ada",
    label: "NVIDIA RTX 2000 Ada Generation",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA RTX 2000 Ada Generation"],
    maker: Maker::Nvidia,
    architecture: "Ada",
    compute_capability: Some((8, 9)),
    memory_gb: Some(16.0),
    bandwidth_gb_per_s: 224.0,
    board_power_w: 70.0,
    fp32_tflop_per_s: Some(12.0),
    tf32_tflop_per_s: Some(24.0),
    fp16_tflop_per_s: 48.0,
    bf16: true,
    fp8_tflop_per_s: Some(96.0),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::RTX_2000_ADA, source::RTX_PRO_BLACKWELL, source::DEVICE_NAMES],
};

/// RTX 4000 Ada Generation.
pub(super) static RTX_4000_ADA: Gpu = Gpu {
    id: "rtx-4000-ada",
    label: "NVIDIA RTX 4000 Ada Generation",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA RTX 4000 Ada Generation"],
    maker: Maker::Nvidia,
    architecture: "Ada",
    compute_capability: Some((8, 9)),
    memory_gb: Some(20.0),
    bandwidth_gb_per_s: 360.0,
    board_power_w: 130.0,
    fp32_tflop_per_s: Some(26.7),
    tf32_tflop_per_s: Some(53.5),
    fp16_tflop_per_s: 106.9,
    bf16: true,
    fp8_tflop_per_s: Some(213.8),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::GPUMAP, source::TECHPOWERUP, source::RTX_PRO_BLACKWELL, source::DEVICE_NAMES],
};

/// RTX 4500 Ada Generation.
pub(super) static RTX_4500_ADA: Gpu = Gpu {
    id: "rtx-4500-ada",
    label: "NVIDIA RTX 4500 Ada Generation",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA RTX 4500 Ada Generation"],
    maker: Maker::Nvidia,
    architecture: "Ada",
    compute_capability: Some((8, 9)),
    memory_gb: Some(24.0),
    bandwidth_gb_per_s: 432.0,
    board_power_w: 210.0,
    fp32_tflop_per_s: Some(39.6),
    tf32_tflop_per_s: Some(79.3),
    fp16_tflop_per_s: 158.5,
    bf16: true,
    fp8_tflop_per_s: Some(317.0),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::GPUMAP, source::TECHPOWERUP, source::RTX_PRO_BLACKWELL, source::DEVICE_NAMES],
};

/// RTX 5000 Ada Generation.
pub(super) static RTX_5000_ADA: Gpu = Gpu {
    id: "rtx-5000-ada",
    label: "NVIDIA RTX 5000 Ada Generation",
    aliases: &[],
    #[cfg(feature = "names")]
    nvml_names: &["NVIDIA RTX 5000 Ada Generation"],
    maker: Maker::Nvidia,
    architecture: "Ada",
    compute_capability: Some((8, 9)),
    memory_gb: Some(32.0),
    bandwidth_gb_per_s: 576.0,
    board_power_w: 250.0,
    fp32_tflop_per_s: Some(65.3),
    tf32_tflop_per_s: Some(130.6),
    fp16_tflop_per_s: 261.1,
    bf16: true,
    fp8_tflop_per_s: Some(522.2),
    idle_w: None,
    #[cfg(feature = "sources")]
    sources: &[source::RTX_5000_ADA, source::DEVICE_NAMES],
};
