//! The documents that the catalogue cites: the maker's, or those of server makers and users where the maker publishes none.
//! PDF files were not opened: their figures were read in the public quotations that `docs/gpu-sources.md` lists, and checked
//! against clock × units × operations where that is possible.

use crate::source::Source;

pub(super) const A100: Source = Source {
    title: "NVIDIA A100 Tensor Core GPU Datasheet",
    locator: "specification table",
    url: "https://www.nvidia.com/content/dam/en-zz/Solutions/Data-Center/a100/pdf/nvidia-a100-datasheet-us-nvidia-1758950-r4-web.pdf",
};

pub(super) const A100_PCIE_40GB: Source = Source {
    title: "NVIDIA A100 40GB PCIe GPU Accelerator, product brief PB-10137-001",
    locator: "tables 1 and 2: 250 W, 40 GB, 1555 GB/s; rates as in the article on the architecture",
    url: "https://www.nvidia.com/content/dam/en-zz/Solutions/Data-Center/a100/pdf/A100-PCIE-Prduct-Brief.pdf",
};

pub(super) const AMPERE_IN_DEPTH: Source = Source {
    title: "NVIDIA Ampere Architecture In-Depth",
    locator: "table comparing P100, V100 and A100",
    url: "https://developer.nvidia.com/blog/nvidia-ampere-architecture-in-depth/",
};

pub(super) const RTX_A4000: Source = Source {
    title: "NVIDIA RTX A4000 Datasheet",
    locator: "specification table; tensor rate halved, because it is given with sparsity; TF32 is 48 SM x 512 x 1.56 GHz",
    url: "https://www.nvidia.com/content/dam/en-zz/Solutions/gtcs21/rtx-a4000/nvidia-rtx-a4000-datasheet.pdf",
};

pub(super) const GA102: Source = Source {
    title: "NVIDIA Ampere GA102 GPU Architecture",
    locator: "table 3 (RTX A6000), appendix A table 9 (RTX 3090)",
    url: "https://www.nvidia.com/content/PDF/nvidia-ampere-ga-102-gpu-architecture-whitepaper-v2.pdf",
};

pub(super) const RTX_6000_ADA: Source = Source {
    title: "NVIDIA RTX 6000 Ada Generation Datasheet",
    locator: "specification table; tensor rates halved or quartered from fp8 with sparsity",
    url: "https://www.nvidia.com/content/dam/en-zz/Solutions/design-visualization/rtx-6000/proviz-print-rtx6000-datasheet-web-2504660.pdf",
};

pub(super) const H100: Source = Source {
    title: "NVIDIA H100 Tensor Core GPU Datasheet",
    locator: "SXM and PCIe columns; tensor rates halved, because they are given with sparsity",
    url: "https://resources.nvidia.com/en-us-tensor-core/nvidia-tensor-core-gpu-datasheet",
};

pub(super) const H200: Source = Source {
    title: "NVIDIA H200 Tensor Core GPU",
    locator: "specification table; tensor rates halved, because they are given with sparsity",
    url: "https://www.nvidia.com/en-us/data-center/h200/",
};

pub(super) const DELL_XE9680: Source = Source {
    title: "Dell PowerEdge XE9680, Installation and Service Manual",
    locator: "GPU specifications: H800 80 GB at 700 W, H20 96 GB at 500 W",
    url: "https://www.dell.com/support/manuals/en-au/poweredge-xe9680/xe9680_ism_pub/gpu-specifications",
};

pub(super) const H800_AND_H20: Source = Source {
    title: "Together with SGLang: Best Practices for Serving DeepSeek-R1 on H20-96G",
    locator: "table of the hardware: dense rates and bandwidth of H20-96G and H800-80G",
    url: "https://www.lmsys.org/blog/2025-09-26-sglang-ant-group/",
};

pub(super) const MIG_GUIDE: Source = Source {
    title: "NVIDIA Multi-Instance GPU User Guide",
    locator: "supported GPUs: H20, GH100, compute capability 9.0, 96 GB",
    url: "https://docs.nvidia.com/datacenter/tesla/mig-user-guide/supported-gpus.html",
};

pub(super) const HGX: Source = Source {
    title: "NVIDIA HGX Platform",
    locator: "HGX B200 column, divided by eight cards and by two for sparsity",
    url: "https://www.nvidia.com/en-us/data-center/hgx/",
};

pub(super) const EXEMPLAR: Source = Source {
    title: "NVIDIA Exemplar Performance",
    locator: "README, peak theoretical throughput and reference architectures",
    url: "https://github.com/NVIDIA/exemplar-performance/blob/97b1fd4bf95a9ae85dec0b243d9f97ac038deffb/README.md",
};

pub(super) const L40S: Source = Source {
    title: "NVIDIA L40S",
    locator: "specification table, dense column",
    url: "https://www.nvidia.com/en-us/data-center/l40s/",
};

pub(super) const L4: Source = Source {
    title: "NVIDIA L4",
    locator: "specification table; tensor rates halved, because they are given with sparsity",
    url: "https://www.nvidia.com/en-us/data-center/l4/",
};

pub(super) const HPE_ACCELERATORS: Source = Source {
    title: "NVIDIA Accelerators for HPE, QuickSpecs c04123180",
    locator: "L20: 48 GB, 864 GB/s, 350 W, 59.8 TFLOP/s in fp32 and 239 in fp8",
    url: "https://www.hpe.com/psnow/doc/c04123180",
};

pub(super) const T4: Source = Source {
    title: "NVIDIA T4 Tensor Core GPU Datasheet",
    locator: "specification table",
    url: "https://www.nvidia.com/content/dam/en-zz/Solutions/Data-Center/tesla-t4/t4-tensor-core-datasheet-951643.pdf",
};

pub(super) const V100: Source = Source {
    title: "NVIDIA V100 Tensor Core GPU Datasheet",
    locator: "SXM2 column",
    url: "https://images.nvidia.com/content/technologies/volta/pdf/volta-v100-datasheet-update-us-1165301-r5.pdf",
};

pub(super) const A10: Source = Source {
    title: "NVIDIA A10 Tensor Core GPU Datasheet",
    locator: "specification table, dense column",
    url: "https://www.nvidia.com/content/dam/en-zz/Solutions/Data-Center/a10/pdf/a10-datasheet.pdf",
};

pub(super) const A10G: Source = Source {
    title: "NVIDIA A10G Datasheet for AWS",
    locator: "specification table; 300 W is the limit that its driver reports",
    url: "https://d1.awsstatic.com/product-marketing/ec2/NVIDIA_AWS_A10G_DataSheet_FINAL_02_17_2022.pdf",
};

pub(super) const ADA: Source = Source {
    title: "NVIDIA Ada GPU Architecture, version 2.1",
    locator: "appendix A, table 2",
    url: "https://images.nvidia.com/aem-dam/Solutions/geforce/ada/nvidia-ada-gpu-architecture.pdf",
};

pub(super) const RTX_BLACKWELL: Source = Source {
    title: "NVIDIA RTX Blackwell GPU Architecture",
    locator: "table 3; TF32 is 170 SM x 256 x 2.407 GHz",
    url: "https://images.nvidia.com/aem-dam/Solutions/geforce/blackwell/nvidia-rtx-blackwell-gpu-architecture.pdf",
};

/// Driver names, by NVIDIA's own table.
pub(super) const DEVICE_NAMES: Source = Source {
    title: "NVIDIA open GPU kernel modules",
    locator: "g_nv_name_released.h: the names that the driver reports",
    url: "https://github.com/NVIDIA/open-gpu-kernel-modules/blob/df1c9a3de2be4b130f4fc7680f7198193d8ac6ad/src/nvidia/generated/g_nv_name_released.h",
};

/// Idle power of cards in a node whose eighth card works.
pub(super) const IDLE_LUCCIONI: Source = Source {
    title: "co2_inference, raw emissions of Luccioni et al. 2023",
    locator: "data/emissions: 498 W for eight cards while models load, 344 load phases",
    url: "https://github.com/sashavor/co2_inference/tree/9ae9895facde2582cb5a981ab03e7bb5ddccafc9/data/emissions",
};

/// Idle power without a process on the card, sampled for 20 minutes.
pub(super) const IDLE_PARKING: Source = Source {
    title: "Vadari, The Model Parking Tax",
    locator: "table 2, no context",
    url: "https://arxiv.org/abs/2605.23918",
};

/// Idle power without a process on the card, as printed by nvidia-smi.
pub(super) const IDLE_CAPTURES: Source = Source {
    title: "nvidia-smi captures",
    locator: "gls/*_smi.py: median over the cards of a kind",
    url: "https://github.com/thamada/nvidia-smi/tree/c4c8a463a61e4ac67e3d7956da104b302760a498/gls",
};
