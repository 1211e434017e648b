//! Links of a GPU: to the host, and to other GPUs of its server.
//!
//! Rates are those of one direction, half of what makers give for both.

use crate::gpu::{Gpu, Maker};

/// Kind of a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// NVLink, through switches between all GPUs of a server.
    NvLink,
    /// PCI Express.
    Pcie,
}

/// A link.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Link {
    /// Kind of the link.
    pub kind: LinkKind,
    /// GB/s in one direction.
    pub gb_per_s: f64,
}

/// GPUs on boards that join all of a server by NVLink, with GB/s in both directions:
/// [NVLink and NVLink Switch](https://www.nvidia.com/en-us/data-center/nvlink/), table of generations (300, 600, 900 and 1,800 GB/s a GPU of
/// Volta, Ampere, Hopper and Blackwell). The H800 and the H20 are left out, as it does not name them. Bridges between pairs of
/// cards are not counted.
const NVLINK: [(&str, f64); 8] = [
    ("v100-sxm2", 300.0),
    ("v100-sxm2-16gb", 300.0),
    ("a100-sxm4-80gb", 600.0),
    ("a100-sxm4-40gb", 600.0),
    ("h100-sxm", 900.0),
    ("h200-sxm", 900.0),
    ("b200", 1800.0),
    ("gb200", 1800.0),
];

/// GB/s in both directions of 16 lanes of PCI Express by NVIDIA's architecture: 32 of generation 3
/// ([V100](https://images.nvidia.com/content/technologies/volta/pdf/volta-v100-datasheet-update-us-1165301-r5.pdf)), 64 of generation 4
/// ([A100](https://www.nvidia.com/content/dam/en-zz/Solutions/Data-Center/a100/pdf/nvidia-a100-datasheet-us-nvidia-1758950-r4-web.pdf),
/// [L40S](https://www.nvidia.com/en-us/data-center/l40s/)), 128 of generation 5
/// ([H200](https://www.nvidia.com/en-us/data-center/h200/)).
const PCIE: [(&str, f64); 7] = [
    ("Pascal", 32.0),
    ("Volta", 32.0),
    ("Turing", 32.0),
    ("Ampere", 64.0),
    ("Ada", 64.0),
    ("Hopper", 128.0),
    ("Blackwell", 128.0),
];

/// GPUs with eight lanes of their generation:
/// [RTX 5060 Ti PCI-Express x8 Scaling](https://www.techpowerup.com/review/nvidia-geforce-rtx-5060-ti-pci-express-x8-scaling/31.html), which
/// names them.
const EIGHT_LANES: [&str; 5] =
    ["rtx-4060", "rtx-4060-ti", "rtx-4060-ti-16gb", "rtx-5060-ti", "rtx-5060-ti-16gb"];

/// GPUs whose lanes no source that was read tells, beside those of laptops.
const UNKNOWN_LANES: [&str; 6] = ["rtx-3050", "rtx-5060", "a2", "a16", "rtx-2000-ada", "gb200"];

/// End of the id of a GPU of laptops.
const LAPTOP: &str = "-laptop";

/// Returns the link of a GPU to its host; `None` where no figure of it is known.
pub fn to_host(gpu: &Gpu) -> Option<Link> {
    if gpu.id.ends_with(LAPTOP) || UNKNOWN_LANES.contains(&gpu.id) {
        return None;
    }
    let (_, both) = PCIE
        .iter()
        .find(|(architecture, _)| gpu.maker == Maker::Nvidia && *architecture == gpu.architecture)?;
    let lanes = if EIGHT_LANES.contains(&gpu.id) { 0.5 } else { 1.0 };
    Some(Link { kind: LinkKind::Pcie, gb_per_s: both / 2.0 * lanes })
}

/// Returns the link of a GPU to the others of its server; `None` where no figure of it is known.
pub fn between_gpus(gpu: &Gpu) -> Option<Link> {
    let nvlink = NVLINK.iter().find(|(id, _)| *id == gpu.id);
    nvlink
        .map_or_else(|| to_host(gpu), |(_, both)| Some(Link { kind: LinkKind::NvLink, gb_per_s: both / 2.0 }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gpu;

    #[test]
    fn ids_are_those_of_the_catalogue() {
        let ids = NVLINK.iter().map(|(id, _)| *id).chain(EIGHT_LANES).chain(UNKNOWN_LANES);
        for id in ids {
            assert_eq!(gpu::find(id).unwrap().id, id);
        }
        for (architecture, _) in PCIE {
            assert!(gpu::ALL.iter().any(|gpu| gpu.architecture == architecture), "{architecture}");
        }
    }

    #[test]
    fn links_between_gpus_are_no_slower_than_those_to_the_host() {
        for gpu in gpu::ALL {
            if let (Some(host), Some(gpus)) = (to_host(gpu), between_gpus(gpu)) {
                assert!(host.gb_per_s <= gpus.gb_per_s, "{}", gpu.id);
            }
        }
        // NVIDIA on NVLink: 600 GB/s of an A100 are ten times as much as PCIe generation 4.
        let a100 = gpu::find("a100").unwrap();
        assert!(between_gpus(a100).unwrap().gb_per_s / to_host(a100).unwrap().gb_per_s > 9.0);
        assert_eq!(to_host(gpu::find("mi300x").unwrap()), None);
    }
}
