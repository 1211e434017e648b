//! Names of models and GPUs as people, drivers, shops and hubs write them.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test")]

use wattpix_core::error::Error;
use wattpix_core::{gpu, model};

/// A name in the ways in which people change one.
fn spellings(name: &str) -> Vec<String> {
    let joined: String = name.chars().filter(char::is_ascii_alphanumeric).collect();
    let spaced = name.replace(['-', '_'], " ");
    vec![
        name.to_owned(),
        name.to_uppercase(),
        name.to_lowercase(),
        name.replace(' ', "-"),
        format!(" {spaced} "),
        joined,
    ]
}

#[test]
fn every_name_of_the_catalogue_means_its_entry_in_every_spelling() {
    for gpu in gpu::ALL {
        let names = [gpu.id, gpu.label].into_iter().chain(gpu.aliases.iter().chain(gpu.nvml_names).copied());
        for name in names.flat_map(|name| [spellings(name), spellings(&format!("NVIDIA {name}"))]).flatten() {
            assert_eq!(gpu::find(&name).map(|found| found.id).ok(), Some(gpu.id), "{name}");
        }
    }
    for model in model::every() {
        let names = [model.id, model.label].into_iter().chain(model.aliases.iter().copied());
        for name in names.flat_map(spellings).chain(model.hub_ids.iter().map(|id| (*id).to_owned())) {
            assert_eq!(model::find(&name).map(|found| found.id).ok(), Some(model.id), "{name}");
        }
    }
}

/// Names of one GPU each, from `nvidia-smi`, clouds and shops.
#[test]
fn cards_are_known_as_clouds_and_shops_call_them() {
    for (name, id) in [
        ("NVIDIA H100 80GB HBM3", "h100-sxm"),
        ("H100 SXM5 80GB", "h100-sxm"),
        ("h100 pcie", "h100-pcie"),
        ("NVIDIA H100 PCIe 80 GB", "h100-pcie"),
        ("A100 80GB PCIe", "a100-pcie-80gb"),
        ("A100-SXM4-40GB", "a100-sxm4-40gb"),
        ("a100 sxm 80gb", "a100-sxm4-80gb"),
        ("Tesla T4", "t4"),
        ("T4 16GB", "t4"),
        ("NVIDIA Tesla V100 SXM2 32GB", "v100-sxm2"),
        ("GeForce RTX 3090", "rtx-3090"),
        ("rtx3090", "rtx-3090"),
        ("RTX 4090 24GB", "rtx-4090"),
        ("4090", "rtx-4090"),
        ("5090", "rtx-5090"),
        ("RTX 6000 Ada", "rtx-6000-ada"),
        ("RTX 6000 Ada Lovelace 48GB", "rtx-6000-ada"),
        ("RTX A4000", "rtx-a4000"),
        ("NVIDIA A10G", "a10g"),
        ("L40S 48GB", "l40s"),
        ("B200", "b200"),
        ("NVIDIA H200 141GB HBM3e", "h200-sxm"),
        ("NVIDIA GeForce RTX 4090 Laptop GPU", "rtx-4090-laptop"),
        ("RTX 4060 Laptop", "rtx-4060-laptop"),
        ("RTX 4090D", "rtx-4090-d"),
        ("rtx3090ti", "rtx-3090-ti"),
        ("3080", "rtx-3080"),
        ("3080 Ti", "rtx-3080-ti"),
        ("RTX 4070", "rtx-4070"),
        ("GeForce RTX 4070 Ti SUPER 16GB", "rtx-4070-ti-super"),
        ("NVIDIA GeForce RTX 2080 Ti", "rtx-2080-ti"),
        ("RTX 5080", "rtx-5080"),
        ("RTX 5060 Ti 16GB", "rtx-5060-ti-16gb"),
        ("H100 NVL", "h100-nvl"),
        ("NVIDIA H200 NVL", "h200-nvl"),
        ("GB200", "gb200"),
        ("NVIDIA B300 SXM6 AC", "b300"),
        ("B300", "b300"),
        ("GB300", "gb300"),
        ("A40", "a40"),
        ("A16", "a16"),
        ("L40", "l40"),
        ("Tesla V100-PCIE-16GB", "v100-pcie-16gb"),
        ("V100", "v100-sxm2"),
        ("Tesla P40", "p40"),
        ("RTX A5000", "rtx-a5000"),
        ("A2000", "rtx-a2000"),
        ("RTX 4000 Ada", "rtx-4000-ada"),
        ("RTX PRO 6000 Blackwell", "rtx-pro-6000-blackwell"),
        ("NVIDIA RTX PRO 6000 Blackwell Workstation Edition", "rtx-pro-6000-blackwell"),
        ("RTX PRO 6000 Blackwell Workstation", "rtx-pro-6000-blackwell"),
        ("RTX PRO 6000 Max-Q", "rtx-pro-6000-blackwell-max-q"),
        ("AMD Instinct MI300X", "mi300x"),
        ("RX 7900 XTX", "rx-7900-xtx"),
        ("7900 XTX", "rx-7900-xtx"),
        ("Radeon RX 9070 XT", "rx-9070-xt"),
        ("Intel Arc B580", "arc-b580"),
        ("Intel Max 1550", "max-1550"),
    ] {
        assert_eq!(
            gpu::find(name).map(|gpu| gpu.id).unwrap_or_else(|error| panic!("{name}: {error}")),
            id,
            "{name}"
        );
    }
}

/// Another card is never taken for one of the catalogue, however alike the names.
#[test]
fn cards_that_are_not_in_the_catalogue_are_refused() {
    for name in [
        "RTX 4090 Super",
        "RTX 3080 Max-Q",
        "RTX 5090 Laptop GPU",
        "GH200 480GB",
        "RTX PRO 6000 Blackwell Server Edition",
        "RX 6800 XT",
        "MI100",
        "B100",
        "A100X",
        "T400",
        "Quadro RTX 6000",
        "Quadro RTX 4000",
        "NVIDIA A100-SXM4-40GB MIG 3g.20gb",
        "NVIDIA A10-24Q",
        "Jetson AGX Orin",
        "Arc A770",
        "M2 Max",
        "TPU v5e",
        "Gaudi 2",
        "rtx",
        "gpu",
        "NVIDIA",
        "80GB",
        "",
    ] {
        let refused = gpu::find(name).map(|gpu| gpu.id);
        assert!(matches!(refused, Err(Error::Near { .. } | Error::UnknownGpu { .. })), "{name}: {refused:?}");
    }
}

#[test]
fn what_several_could_be_called_is_told_with_the_choices() {
    for (name, ids) in [
        ("RTX 6000", vec!["rtx-6000-ada", "rtx-a6000"]),
        ("RTX 4000", vec!["rtx-a4000", "rtx-4000-ada"]),
        ("P100", vec!["p100-pcie-16gb", "p100-sxm2"]),
        ("V100 PCIe", vec!["v100-pcie-16gb", "v100-pcie-32gb"]),
        ("A100 80GB", vec!["a100-sxm4-80gb", "a100-pcie-80gb"]),
        ("A100 PCIe", vec!["a100-pcie-80gb", "a100-pcie-40gb"]),
        ("H100 80GB", vec!["h100-sxm", "h100-pcie"]),
    ] {
        let Err(Error::Ambiguous { choices, .. }) = gpu::find(name) else {
            panic!("{name}: {:?}", gpu::find(name))
        };
        assert_eq!(choices, ids, "{name}");
    }
    for (name, ids) in [
        ("FLUX.1", vec!["flux1-dev", "flux1-schnell", "flux1-krea-dev", "flux1-kontext"]),
        ("Stable Diffusion 3.5", vec!["sd3.5-large", "sd3.5-medium", "sd3.5-large-turbo"]),
        ("flux dev", vec!["flux1-dev", "flux1-krea-dev", "flux2-dev", "flux1-kontext"]),
        ("LCM", vec!["lcm-sdxl", "lcm-sd1.5"]),
    ] {
        let Err(Error::Ambiguous { choices, .. }) = model::find(name) else {
            panic!("{name}: {:?}", model::find(name))
        };
        assert_eq!(choices, ids, "{name}");
    }
}

#[test]
fn models_are_known_as_hubs_and_interfaces_call_them() {
    for (name, id) in [
        ("black-forest-labs/FLUX.1-dev", "flux1-dev"),
        ("flux1-dev.safetensors", "flux1-dev"),
        ("Flux.1 schnell", "flux1-schnell"),
        ("flux schnell", "flux1-schnell"),
        ("stabilityai/stable-diffusion-3.5-large", "sd3.5-large"),
        ("SD 3.5 Large", "sd3.5-large"),
        ("Qwen Image", "qwen-image"),
        ("Stable Diffusion XL", "sdxl"),
        ("SDXL 1.0", "sdxl"),
        ("SD XL base 1.0", "sdxl"),
        ("sd_xl_base_1.0.safetensors", "sdxl"),
        ("stable diffusion v1.5", "sd1.5"),
        ("Stable Diffusion 2.1", "sd2.1"),
        ("sdxl-turbo", "sdxl-turbo"),
        ("stabilityai/sdxl-turbo", "sdxl-turbo"),
        ("SDXL Turbo", "sdxl-turbo"),
        ("ByteDance/SDXL-Lightning", "sdxl-lightning"),
        ("SDXL Lightning", "sdxl-lightning"),
        ("SimianLuo/LCM_Dreamshaper_v7", "lcm-sd1.5"),
        ("LCM Dreamshaper", "lcm-sd1.5"),
        ("latent-consistency/lcm-sdxl", "lcm-sdxl"),
        ("stabilityai/stable-diffusion-3.5-large-turbo", "sd3.5-large-turbo"),
        ("SD 3.5 Large Turbo", "sd3.5-large-turbo"),
        ("black-forest-labs/FLUX.1-Krea-dev", "flux1-krea-dev"),
        ("Flux Krea", "flux1-krea-dev"),
        ("FLUX.1 Krea [dev]", "flux1-krea-dev"),
        ("black-forest-labs/FLUX.1-Kontext-dev", "flux1-kontext"),
        ("Flux Kontext", "flux1-kontext"),
        ("Qwen/Qwen-Image-Edit-2511", "qwen-image-edit"),
        ("Qwen Image Edit", "qwen-image-edit"),
        ("Qwen-Image-Edit-2509", "qwen-image-edit-2509"),
        ("z-image", "z-image-turbo"),
        ("Z Image", "z-image-turbo"),
        ("Z-Image Turbo", "z-image-turbo"),
        ("Tongyi-MAI/Z-Image-Turbo", "z-image-turbo"),
        ("Tongyi-MAI/Z-Image", "z-image-base"),
        ("Z-Image Base", "z-image-base"),
        ("Qwen/Qwen-Image-2512", "qwen-image-2512"),
        ("lightx2v/Qwen-Image-Lightning", "qwen-image-lightning"),
        ("Qwen Image Lightning", "qwen-image-lightning"),
        ("Efficient-Large-Model/SANA1.5_4.8B_1024px_diffusers", "sana1.5-4.8b"),
        ("SANA 1.5 4.8B", "sana1.5-4.8b"),
        ("Efficient-Large-Model/Sana_Sprint_1.6B_1024px_diffusers", "sana-sprint-1.6b"),
        ("Sana Sprint", "sana-sprint-1.6b"),
        ("sana", "sana-1.6b"),
        ("Sana 1.6B", "sana-1.6b"),
        ("black-forest-labs/FLUX.2-klein-base-4B", "flux2-klein-base-4b"),
        ("FLUX.2 klein base 9B", "flux2-klein-base-9b"),
        ("FLUX.2 klein 9B", "flux2-klein-9b"),
        ("Qwen-Image", "qwen-image"),
        ("sd3.5", "sd3.5-large"),
        ("flux", "flux1-dev"),
    ] {
        assert_eq!(
            model::find(name).map(|model| model.id).unwrap_or_else(|error| panic!("{name}: {error}")),
            id,
            "{name}"
        );
    }
    for name in ["SDXL Refiner", "flux1-fill", "qwen-image-layered", "PixArt-Alpha", "base", "large", "1.0"] {
        let refused = model::find(name).map(|model| model.id);
        assert!(
            matches!(refused, Err(Error::Near { .. } | Error::UnknownModel { .. })),
            "{name}: {refused:?}"
        );
    }
}

/// Names of models that nobody can count, and of open ones that begin alike.
#[test]
fn closed_models_are_refused_by_name_and_no_open_one_is() {
    for name in
        ["gpt-image-1", "nano banana", "gemini-3-pro-image", "Imagen 4", "midjourney", "firefly", "ideogram"]
    {
        assert!(matches!(model::find(name), Err(Error::ClosedModel { .. })), "{name}");
    }
    for model in model::every() {
        for name in model.aliases.iter().chain(model.hub_ids).chain(&[model.id, model.label]) {
            assert_eq!(model::closed::find(name), None, "{name}");
        }
    }
}
