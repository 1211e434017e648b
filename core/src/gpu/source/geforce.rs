//! Documents on GeForce GPUs and their architectures.

use crate::source::Source;

pub(in crate::gpu) const GA102: Source = Source {
    title: "NVIDIA Ampere GA102 GPU Architecture",
    locator: "table 3 (RTX A6000), appendix A table 9 (RTX 3090)",
    url: "https://www.nvidia.com/content/PDF/nvidia-ampere-ga-102-gpu-architecture-whitepaper-v2.pdf",
};

pub(in crate::gpu) const ADA: Source = Source {
    title: "NVIDIA Ada GPU Architecture, version 2.1",
    locator: "appendix A, table 2",
    url: "https://images.nvidia.com/aem-dam/Solutions/geforce/ada/nvidia-ada-gpu-architecture.pdf",
};

pub(in crate::gpu) const RTX_BLACKWELL: Source = Source {
    title: "NVIDIA RTX Blackwell GPU Architecture",
    locator: "table 3; TF32 is 170 SM x 256 x 2.407 GHz",
    url: "https://images.nvidia.com/aem-dam/Solutions/geforce/blackwell/nvidia-rtx-blackwell-gpu-architecture.pdf",
};

pub(in crate::gpu) const TURING: Source = Source {
    title: "NVIDIA Turing GPU Architecture, WP-09183-001",
    locator: "table 1 and appendices: operations a clock; fp16 with 32-bit accumulation at half the rate",
    url: "https://images.nvidia.com/aem-dam/en-zz/Solutions/design-visualization/technologies/turing-architecture/NVIDIA-Turing-Architecture-Whitepaper.pdf",
};

pub(in crate::gpu) const GEFORCE_COMPARED: Source = Source {
    title: "NVIDIA GeForce graphics cards, compared",
    locator: "cores, boost clock, memory, interface, power; rates are cores x operations a clock x boost clock",
    url: "https://www.nvidia.com/en-us/geforce/graphics-cards/compare/",
};

pub(in crate::gpu) const LAPTOPS_COMPARED: Source = Source {
    title: "NVIDIA GeForce laptops, compared",
    locator: "cores, highest boost clock and GPU subsystem power, memory; rates are cores x operations a clock x boost clock",
    url: "https://www.nvidia.com/en-us/geforce/laptops/compare/",
};
