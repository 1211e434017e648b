//! The entries, one a GPU. To add a card, add its entry to [`ALL`] and its data sheet to [`source`].

use super::Gpu;
use super::inferred::INFERRED;
#[cfg(feature = "sources")]
use super::source;

/// Every GPU of the catalogue, in the order in which they are offered.
pub static ALL: [&Gpu; 23] = [
    &Gpu {
        id: "a100-sxm4-80gb",
        label: "NVIDIA A100-SXM4-80GB",
        aliases: &["a100"],
        #[cfg(feature = "names")]
        nvml_names: &["NVIDIA A100-SXM4-80GB"],
        architecture: "Ampere",
        compute_capability: (8, 0),
        memory_gb: 80.0,
        bandwidth_gb_per_s: 2039.0,
        board_power_w: 400.0,
        fp32_tflop_per_s: 19.5,
        tf32_tflop_per_s: Some(156.0),
        fp16_tflop_per_s: 312.0,
        bf16: true,
        fp8_tflop_per_s: None,
        idle_w: Some(62.0),
        #[cfg(feature = "sources")]
        sources: &[source::A100, source::AMPERE_IN_DEPTH, source::DEVICE_NAMES, source::IDLE_LUCCIONI],
    },
    &Gpu {
        id: "a100-sxm4-40gb",
        label: "NVIDIA A100-SXM4-40GB",
        aliases: &[],
        #[cfg(feature = "names")]
        nvml_names: &["NVIDIA A100-SXM4-40GB"],
        architecture: "Ampere",
        compute_capability: (8, 0),
        memory_gb: 40.0,
        bandwidth_gb_per_s: 1555.0,
        board_power_w: 400.0,
        fp32_tflop_per_s: 19.5,
        tf32_tflop_per_s: Some(156.0),
        fp16_tflop_per_s: 312.0,
        bf16: true,
        fp8_tflop_per_s: None,
        idle_w: None,
        #[cfg(feature = "sources")]
        sources: &[source::A100, source::AMPERE_IN_DEPTH, source::DEVICE_NAMES],
    },
    &Gpu {
        id: "a100-pcie-80gb",
        label: "NVIDIA A100 80GB PCIe",
        aliases: &[],
        #[cfg(feature = "names")]
        nvml_names: &["NVIDIA A100 80GB PCIe"],
        architecture: "Ampere",
        compute_capability: (8, 0),
        memory_gb: 80.0,
        bandwidth_gb_per_s: 1935.0,
        board_power_w: 300.0,
        fp32_tflop_per_s: 19.5,
        tf32_tflop_per_s: Some(156.0),
        fp16_tflop_per_s: 312.0,
        bf16: true,
        fp8_tflop_per_s: None,
        idle_w: Some(53.7),
        #[cfg(feature = "sources")]
        sources: &[source::A100, source::DEVICE_NAMES, source::IDLE_PARKING],
    },
    &Gpu {
        id: "a100-pcie-40gb",
        label: "NVIDIA A100-PCIE-40GB",
        aliases: &[],
        #[cfg(feature = "names")]
        nvml_names: &["NVIDIA A100-PCIE-40GB"],
        architecture: "Ampere",
        compute_capability: (8, 0),
        memory_gb: 40.0,
        bandwidth_gb_per_s: 1555.0,
        board_power_w: 250.0,
        fp32_tflop_per_s: 19.5,
        tf32_tflop_per_s: Some(156.0),
        fp16_tflop_per_s: 312.0,
        bf16: true,
        fp8_tflop_per_s: None,
        idle_w: None,
        #[cfg(feature = "sources")]
        sources: &[source::A100_PCIE_40GB, source::AMPERE_IN_DEPTH, source::DEVICE_NAMES],
    },
    &Gpu {
        id: "rtx-a4000",
        label: "NVIDIA RTX A4000",
        aliases: &["a4000"],
        #[cfg(feature = "names")]
        nvml_names: &["NVIDIA RTX A4000"],
        architecture: "Ampere",
        compute_capability: (8, 6),
        memory_gb: 16.0,
        bandwidth_gb_per_s: 448.0,
        board_power_w: 140.0,
        fp32_tflop_per_s: 19.2,
        tf32_tflop_per_s: Some(38.3),
        fp16_tflop_per_s: 76.7,
        bf16: true,
        fp8_tflop_per_s: None,
        idle_w: None,
        #[cfg(feature = "sources")]
        sources: &[source::RTX_A4000, source::DEVICE_NAMES],
    },
    &Gpu {
        id: "rtx-6000-ada",
        label: "NVIDIA RTX 6000 Ada Generation",
        aliases: &[],
        #[cfg(feature = "names")]
        nvml_names: &["NVIDIA RTX 6000 Ada Generation"],
        architecture: "Ada",
        compute_capability: (8, 9),
        memory_gb: 48.0,
        bandwidth_gb_per_s: 960.0,
        board_power_w: 300.0,
        fp32_tflop_per_s: 91.1,
        tf32_tflop_per_s: Some(182.1),
        fp16_tflop_per_s: 364.2,
        bf16: true,
        fp8_tflop_per_s: Some(728.5),
        idle_w: Some(22.5),
        #[cfg(feature = "sources")]
        sources: &[source::RTX_6000_ADA, source::DEVICE_NAMES, source::IDLE_CAPTURES],
    },
    &Gpu {
        id: "rtx-a6000",
        label: "NVIDIA RTX A6000",
        aliases: &INFERRED,
        #[cfg(feature = "names")]
        nvml_names: &["NVIDIA RTX A6000"],
        architecture: "Ampere",
        compute_capability: (8, 6),
        memory_gb: 48.0,
        bandwidth_gb_per_s: 768.0,
        board_power_w: 300.0,
        fp32_tflop_per_s: 38.7,
        tf32_tflop_per_s: Some(77.4),
        fp16_tflop_per_s: 154.8,
        bf16: true,
        fp8_tflop_per_s: None,
        idle_w: None,
        #[cfg(feature = "sources")]
        sources: &[source::GA102, source::DEVICE_NAMES],
    },
    &Gpu {
        id: "h100-sxm",
        label: "NVIDIA H100 SXM 80 GB",
        aliases: &["h100", "h100-sxm5"],
        #[cfg(feature = "names")]
        nvml_names: &["NVIDIA H100 80GB HBM3"],
        architecture: "Hopper",
        compute_capability: (9, 0),
        memory_gb: 80.0,
        bandwidth_gb_per_s: 3350.0,
        board_power_w: 700.0,
        fp32_tflop_per_s: 67.0,
        tf32_tflop_per_s: Some(495.0),
        fp16_tflop_per_s: 989.0,
        bf16: true,
        fp8_tflop_per_s: Some(1979.0),
        idle_w: Some(71.8),
        #[cfg(feature = "sources")]
        sources: &[source::H100, source::EXEMPLAR, source::DEVICE_NAMES, source::IDLE_PARKING],
    },
    &Gpu {
        id: "h100-pcie",
        label: "NVIDIA H100 PCIe 80 GB",
        aliases: &[],
        #[cfg(feature = "names")]
        nvml_names: &["NVIDIA H100 PCIe"],
        architecture: "Hopper",
        compute_capability: (9, 0),
        memory_gb: 80.0,
        bandwidth_gb_per_s: 2000.0,
        board_power_w: 350.0,
        fp32_tflop_per_s: 51.0,
        tf32_tflop_per_s: Some(378.0),
        fp16_tflop_per_s: 756.0,
        bf16: true,
        fp8_tflop_per_s: Some(1513.0),
        idle_w: None,
        #[cfg(feature = "sources")]
        sources: &[source::H100, source::DEVICE_NAMES],
    },
    &Gpu {
        id: "h800",
        label: "NVIDIA H800 SXM 80 GB",
        aliases: &["h800-sxm"],
        #[cfg(feature = "names")]
        nvml_names: &["NVIDIA H800"],
        architecture: "Hopper",
        compute_capability: (9, 0),
        memory_gb: 80.0,
        bandwidth_gb_per_s: 3350.0,
        board_power_w: 700.0,
        fp32_tflop_per_s: 67.0,
        tf32_tflop_per_s: Some(495.0),
        fp16_tflop_per_s: 989.0,
        bf16: true,
        fp8_tflop_per_s: Some(1979.0),
        idle_w: None,
        #[cfg(feature = "sources")]
        sources: &[source::DELL_XE9680, source::H800_AND_H20, source::H100, source::DEVICE_NAMES],
    },
    &Gpu {
        id: "h200-sxm",
        label: "NVIDIA H200 SXM",
        aliases: &["h200", "h200-sxm5"],
        #[cfg(feature = "names")]
        nvml_names: &["NVIDIA H200"],
        architecture: "Hopper",
        compute_capability: (9, 0),
        memory_gb: 141.0,
        bandwidth_gb_per_s: 4800.0,
        board_power_w: 700.0,
        fp32_tflop_per_s: 67.0,
        tf32_tflop_per_s: Some(495.0),
        fp16_tflop_per_s: 989.0,
        bf16: true,
        fp8_tflop_per_s: Some(1979.0),
        idle_w: None,
        #[cfg(feature = "sources")]
        sources: &[source::H200, source::DEVICE_NAMES],
    },
    &Gpu {
        id: "h20",
        label: "NVIDIA H20 96 GB",
        aliases: &[],
        #[cfg(feature = "names")]
        nvml_names: &["NVIDIA H20"],
        architecture: "Hopper",
        compute_capability: (9, 0),
        memory_gb: 96.0,
        bandwidth_gb_per_s: 4000.0,
        board_power_w: 500.0,
        fp32_tflop_per_s: 44.0,
        tf32_tflop_per_s: Some(74.0),
        fp16_tflop_per_s: 148.0,
        bf16: true,
        fp8_tflop_per_s: Some(296.0),
        idle_w: None,
        #[cfg(feature = "sources")]
        sources: &[source::DELL_XE9680, source::H800_AND_H20, source::MIG_GUIDE, source::DEVICE_NAMES],
    },
    &Gpu {
        id: "b200",
        label: "NVIDIA B200",
        aliases: &[],
        #[cfg(feature = "names")]
        nvml_names: &["NVIDIA B200"],
        architecture: "Blackwell",
        compute_capability: (10, 0),
        memory_gb: 180.0,
        bandwidth_gb_per_s: 7700.0,
        board_power_w: 1000.0,
        fp32_tflop_per_s: 75.0,
        tf32_tflop_per_s: Some(1125.0),
        fp16_tflop_per_s: 2250.0,
        bf16: true,
        fp8_tflop_per_s: Some(4500.0),
        idle_w: None,
        #[cfg(feature = "sources")]
        sources: &[source::HGX, source::EXEMPLAR, source::DEVICE_NAMES],
    },
    &Gpu {
        id: "l40s",
        label: "NVIDIA L40S",
        aliases: &[],
        #[cfg(feature = "names")]
        nvml_names: &["NVIDIA L40S"],
        architecture: "Ada",
        compute_capability: (8, 9),
        memory_gb: 48.0,
        bandwidth_gb_per_s: 864.0,
        board_power_w: 350.0,
        fp32_tflop_per_s: 91.6,
        tf32_tflop_per_s: Some(183.0),
        fp16_tflop_per_s: 362.0,
        bf16: true,
        fp8_tflop_per_s: Some(733.0),
        idle_w: Some(35.6),
        #[cfg(feature = "sources")]
        sources: &[source::L40S, source::DEVICE_NAMES, source::IDLE_PARKING],
    },
    &Gpu {
        id: "l4",
        label: "NVIDIA L4",
        aliases: &[],
        #[cfg(feature = "names")]
        nvml_names: &["NVIDIA L4"],
        architecture: "Ada",
        compute_capability: (8, 9),
        memory_gb: 24.0,
        bandwidth_gb_per_s: 300.0,
        board_power_w: 72.0,
        fp32_tflop_per_s: 30.3,
        tf32_tflop_per_s: Some(60.0),
        fp16_tflop_per_s: 121.0,
        bf16: true,
        fp8_tflop_per_s: Some(242.0),
        idle_w: Some(16.0),
        #[cfg(feature = "sources")]
        sources: &[source::L4, source::DEVICE_NAMES, source::IDLE_CAPTURES],
    },
    &Gpu {
        id: "l20",
        label: "NVIDIA L20",
        aliases: &[],
        #[cfg(feature = "names")]
        nvml_names: &["NVIDIA L20"],
        architecture: "Ada",
        compute_capability: (8, 9),
        memory_gb: 48.0,
        bandwidth_gb_per_s: 864.0,
        board_power_w: 350.0,
        fp32_tflop_per_s: 59.8,
        tf32_tflop_per_s: Some(59.8),
        fp16_tflop_per_s: 119.5,
        bf16: true,
        fp8_tflop_per_s: Some(239.0),
        idle_w: None,
        #[cfg(feature = "sources")]
        sources: &[source::HPE_ACCELERATORS, source::DEVICE_NAMES],
    },
    &Gpu {
        id: "t4",
        label: "NVIDIA T4",
        aliases: &[],
        #[cfg(feature = "names")]
        nvml_names: &["Tesla T4"],
        architecture: "Turing",
        compute_capability: (7, 5),
        memory_gb: 16.0,
        bandwidth_gb_per_s: 320.0,
        board_power_w: 70.0,
        fp32_tflop_per_s: 8.1,
        tf32_tflop_per_s: None,
        fp16_tflop_per_s: 65.0,
        bf16: false,
        fp8_tflop_per_s: None,
        idle_w: None,
        #[cfg(feature = "sources")]
        sources: &[source::T4, source::DEVICE_NAMES],
    },
    &Gpu {
        id: "v100-sxm2",
        label: "NVIDIA V100-SXM2 32 GB",
        aliases: &["v100"],
        #[cfg(feature = "names")]
        nvml_names: &["Tesla V100-SXM2-32GB"],
        architecture: "Volta",
        compute_capability: (7, 0),
        memory_gb: 32.0,
        bandwidth_gb_per_s: 900.0,
        board_power_w: 300.0,
        fp32_tflop_per_s: 15.7,
        tf32_tflop_per_s: None,
        fp16_tflop_per_s: 125.0,
        bf16: false,
        fp8_tflop_per_s: None,
        idle_w: None,
        #[cfg(feature = "sources")]
        sources: &[source::V100, source::AMPERE_IN_DEPTH],
    },
    &Gpu {
        id: "a10",
        label: "NVIDIA A10",
        aliases: &[],
        #[cfg(feature = "names")]
        nvml_names: &["NVIDIA A10"],
        architecture: "Ampere",
        compute_capability: (8, 6),
        memory_gb: 24.0,
        bandwidth_gb_per_s: 600.0,
        board_power_w: 150.0,
        fp32_tflop_per_s: 31.2,
        tf32_tflop_per_s: Some(62.5),
        fp16_tflop_per_s: 125.0,
        bf16: true,
        fp8_tflop_per_s: None,
        idle_w: None,
        #[cfg(feature = "sources")]
        sources: &[source::A10, source::DEVICE_NAMES],
    },
    &Gpu {
        id: "a10g",
        label: "NVIDIA A10G",
        aliases: &[],
        #[cfg(feature = "names")]
        nvml_names: &["NVIDIA A10G"],
        architecture: "Ampere",
        compute_capability: (8, 6),
        memory_gb: 24.0,
        bandwidth_gb_per_s: 600.0,
        board_power_w: 300.0,
        fp32_tflop_per_s: 35.0,
        tf32_tflop_per_s: Some(35.0),
        fp16_tflop_per_s: 70.0,
        bf16: true,
        fp8_tflop_per_s: None,
        idle_w: None,
        #[cfg(feature = "sources")]
        sources: &[source::A10G, source::DEVICE_NAMES],
    },
    &Gpu {
        id: "rtx-3090",
        label: "NVIDIA GeForce RTX 3090",
        aliases: &[],
        #[cfg(feature = "names")]
        nvml_names: &["NVIDIA GeForce RTX 3090"],
        architecture: "Ampere",
        compute_capability: (8, 6),
        memory_gb: 24.0,
        bandwidth_gb_per_s: 936.0,
        board_power_w: 350.0,
        fp32_tflop_per_s: 35.6,
        tf32_tflop_per_s: Some(35.6),
        fp16_tflop_per_s: 71.0,
        bf16: true,
        fp8_tflop_per_s: None,
        idle_w: Some(33.0),
        #[cfg(feature = "sources")]
        sources: &[source::GA102, source::DEVICE_NAMES, source::IDLE_CAPTURES],
    },
    &Gpu {
        id: "rtx-4090",
        label: "NVIDIA GeForce RTX 4090",
        aliases: &[],
        #[cfg(feature = "names")]
        nvml_names: &["NVIDIA GeForce RTX 4090"],
        architecture: "Ada",
        compute_capability: (8, 9),
        memory_gb: 24.0,
        bandwidth_gb_per_s: 1008.0,
        board_power_w: 450.0,
        fp32_tflop_per_s: 82.6,
        tf32_tflop_per_s: Some(82.6),
        fp16_tflop_per_s: 165.2,
        bf16: true,
        fp8_tflop_per_s: Some(330.3),
        idle_w: Some(24.0),
        #[cfg(feature = "sources")]
        sources: &[source::ADA, source::DEVICE_NAMES, source::IDLE_CAPTURES],
    },
    &Gpu {
        id: "rtx-5090",
        label: "NVIDIA GeForce RTX 5090",
        aliases: &[],
        #[cfg(feature = "names")]
        nvml_names: &["NVIDIA GeForce RTX 5090"],
        architecture: "Blackwell",
        compute_capability: (12, 0),
        memory_gb: 32.0,
        bandwidth_gb_per_s: 1792.0,
        board_power_w: 575.0,
        fp32_tflop_per_s: 104.8,
        tf32_tflop_per_s: Some(104.8),
        fp16_tflop_per_s: 209.5,
        bf16: true,
        fp8_tflop_per_s: Some(419.0),
        idle_w: None,
        #[cfg(feature = "sources")]
        sources: &[source::RTX_BLACKWELL, source::DEVICE_NAMES],
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_plausible() {
        for gpu in ALL {
            assert!(gpu.fp16_tflop_per_s >= gpu.fp32_tflop_per_s, "{}", gpu.id);
            assert!(gpu.idle_w.unwrap_or_default() < 0.25 * gpu.board_power_w, "{}", gpu.id);
            let bf16_needs = gpu.compute_capability >= (8, 0);
            let fp8_needs = gpu.compute_capability >= (8, 9);
            assert_eq!((gpu.bf16, gpu.fp8_tflop_per_s.is_some()), (bf16_needs, fp8_needs), "{}", gpu.id);
        }
    }

    #[test]
    fn a_driver_name_means_one_gpu() {
        let mut names: Vec<_> = ALL.iter().flat_map(|gpu| gpu.nvml_names).collect();
        let count = names.len();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), count);
        for (name, id) in [
            ("NVIDIA A10", "a10"),
            ("NVIDIA A100-PCIE-40GB", "a100-pcie-40gb"),
            ("NVIDIA H800", "h800"),
            ("NVIDIA H20", "h20"),
            ("NVIDIA L20", "l20"),
        ] {
            let found = ALL.iter().find(|gpu| gpu.nvml_names.contains(&name));
            assert_eq!(found.map(|gpu| gpu.id), Some(id));
        }
    }
}
