//! The entries, one a GPU, in one file a generation. To add a GPU, add its entry to a file, to `COMMON` or `OTHERS`, and its data sheet to `source`.

mod ada;
mod amd;
mod ampere;
mod ampere_rtx;
mod blackwell;
mod geforce_20;
mod geforce_30;
mod geforce_40;
mod geforce_50;
mod geforce_laptop;
mod hopper;
mod intel;
mod pascal;
mod turing;
mod volta;

use super::Gpu;

/// The GPU of a question that names none.
pub const DEFAULT: &Gpu = &ampere::A100_SXM4_80GB;

/// GPUs that most people use, in the order in which they are offered.
pub(super) static COMMON: [&Gpu; 26] = [
    DEFAULT,
    &ampere::A100_SXM4_40GB,
    &ampere::A100_PCIE_80GB,
    &ampere::A100_PCIE_40GB,
    &ampere_rtx::RTX_A4000,
    &ada::RTX_6000_ADA,
    &ampere_rtx::RTX_A6000,
    &hopper::H100_SXM,
    &hopper::H100_PCIE,
    &hopper::H800,
    &hopper::H200_SXM,
    &hopper::H20,
    &blackwell::B200,
    &ada::L40S,
    &ada::L4,
    &ada::L20,
    &turing::T4,
    &volta::V100_SXM2,
    &ampere::A10,
    &ampere::A10G,
    &geforce_30::RTX_3090,
    &geforce_40::RTX_4090,
    &geforce_50::RTX_5090,
    &geforce_30::RTX_3060,
    &geforce_50::RTX_5080,
    &amd::MI300X,
];

/// Further GPUs, after them.
static OTHERS: [&Gpu; 71] = [
    &blackwell::RTX_PRO_6000_BLACKWELL,
    &geforce_40::RTX_4070_TI_SUPER,
    &geforce_30::RTX_3080,
    &geforce_40::RTX_4070_SUPER,
    &geforce_40::RTX_4080,
    &geforce_40::RTX_4060_TI_16GB,
    &geforce_30::RTX_3070,
    &geforce_40::RTX_4070,
    &geforce_40::RTX_4060,
    &geforce_50::RTX_5070_TI,
    &geforce_20::RTX_2060,
    &geforce_20::RTX_2060_SUPER,
    &geforce_20::RTX_2070,
    &geforce_20::RTX_2070_SUPER,
    &geforce_20::RTX_2080,
    &geforce_20::RTX_2080_SUPER,
    &geforce_20::RTX_2080_TI,
    &geforce_30::RTX_3050,
    &geforce_30::RTX_3060_TI,
    &geforce_30::RTX_3070_TI,
    &geforce_30::RTX_3080_TI,
    &geforce_30::RTX_3090_TI,
    &geforce_laptop::RTX_3060_LAPTOP,
    &geforce_laptop::RTX_3070_LAPTOP,
    &geforce_laptop::RTX_3080_LAPTOP,
    &geforce_40::RTX_4060_TI,
    &geforce_40::RTX_4070_TI,
    &geforce_40::RTX_4080_SUPER,
    &geforce_40::RTX_4090_D,
    &geforce_laptop::RTX_4060_LAPTOP,
    &geforce_laptop::RTX_4070_LAPTOP,
    &geforce_laptop::RTX_4080_LAPTOP,
    &geforce_laptop::RTX_4090_LAPTOP,
    &geforce_50::RTX_5060,
    &geforce_50::RTX_5060_TI,
    &geforce_50::RTX_5060_TI_16GB,
    &geforce_50::RTX_5070,
    &ampere::A2,
    &ampere::A16,
    &ampere::A30,
    &ampere::A40,
    &ampere_rtx::RTX_A2000,
    &ampere_rtx::RTX_A2000_12GB,
    &ampere_rtx::RTX_A4500,
    &ampere_rtx::RTX_A5000,
    &ampere_rtx::RTX_A5500,
    &ada::L40,
    &ada::RTX_2000_ADA,
    &ada::RTX_4000_ADA,
    &ada::RTX_4500_ADA,
    &ada::RTX_5000_ADA,
    &blackwell::RTX_PRO_6000_BLACKWELL_MAX_Q,
    &hopper::H100_NVL,
    &hopper::H200_NVL,
    &blackwell::GB200,
    &blackwell::B300,
    &blackwell::GB300,
    &volta::V100_PCIE_16GB,
    &volta::V100_PCIE_32GB,
    &volta::V100_SXM2_16GB,
    &pascal::P100_PCIE_16GB,
    &pascal::P100_SXM2,
    &pascal::P40,
    &amd::MI210,
    &amd::MI250X,
    &amd::MI325X,
    &amd::MI355X,
    &amd::RX_7900_XTX,
    &amd::RX_9070_XT,
    &intel::MAX_1550,
    &intel::ARC_B580,
];

/// Every GPU of the catalogue, in the order in which they are offered.
pub static ALL: [&Gpu; COMMON.len() + OTHERS.len()] = {
    let mut all = [COMMON[0]; COMMON.len() + OTHERS.len()];
    let mut at = 0;
    while at < all.len() {
        all[at] = if at < COMMON.len() { COMMON[at] } else { OTHERS[at - COMMON.len()] };
        at += 1;
    }
    all
};

#[cfg(test)]
mod tests {
    use super::super::Maker;
    use super::*;

    #[test]
    fn figures_are_plausible() {
        for gpu in ALL {
            assert!(Some(gpu.fp16_tflop_per_s) >= gpu.fp32_tflop_per_s, "{}", gpu.id);
            assert!(gpu.memory_gb.is_some() && !gpu.architecture.is_empty(), "{}", gpu.id);
            assert!(gpu.idle_w.unwrap_or_default() < 0.25 * gpu.board_power_w, "{}", gpu.id);
            assert_eq!(gpu.compute_capability.is_some(), gpu.maker == Maker::Nvidia, "{}", gpu.id);
            let Some(capability) = gpu.compute_capability else { continue };
            let needs = (capability >= (8, 0), capability >= (8, 9));
            assert_eq!((gpu.bf16, gpu.fp8_tflop_per_s.is_some()), needs, "{}", gpu.id);
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
