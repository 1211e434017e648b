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

pub(in crate::gpu) const TURING_IN_DEPTH: Source = Source {
    title: "NVIDIA Turing Architecture In-Depth",
    locator: "table of the RTX 2080 Ti: 13.4 TFLOP/s in fp32, 53.8 in fp16 with 32-bit accumulation, so 4 x fp32",
    url: "https://developer.nvidia.com/blog/nvidia-turing-architecture-in-depth/",
};

pub(in crate::gpu) const LAPTOPS_COMPARED: Source = Source {
    title: "NVIDIA GeForce laptops, compared",
    locator: "cores, highest boost clock and GPU subsystem power, memory; rates are cores x 2 x boost clock and multiples of it",
    url: "https://www.nvidia.com/de-de/geforce/gaming-laptops/compare",
};
