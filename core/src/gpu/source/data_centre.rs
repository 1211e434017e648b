//! Documents on NVIDIA's data centre GPUs, and its table of device names.

use crate::source::Source;

pub(in crate::gpu) const A100: Source = Source {
    title: "NVIDIA A100 Tensor Core GPU Datasheet",
    locator: "specification table",
    url: "https://www.nvidia.com/content/dam/en-zz/Solutions/Data-Center/a100/pdf/nvidia-a100-datasheet-us-nvidia-1758950-r4-web.pdf",
};

pub(in crate::gpu) const A100_PCIE_40GB: Source = Source {
    title: "NVIDIA A100 40GB PCIe GPU Accelerator, product brief PB-10137-001",
    locator: "tables 1 and 2: 250 W, 40 GB, 1555 GB/s; rates as in the article on the architecture",
    url: "https://www.nvidia.com/content/dam/en-zz/Solutions/Data-Center/a100/pdf/A100-PCIE-Prduct-Brief.pdf",
};

pub(in crate::gpu) const AMPERE_IN_DEPTH: Source = Source {
    title: "NVIDIA Ampere Architecture In-Depth",
    locator: "table comparing P100, V100 and A100",
    url: "https://developer.nvidia.com/blog/nvidia-ampere-architecture-in-depth/",
};

pub(in crate::gpu) const H100: Source = Source {
    title: "NVIDIA H100 Tensor Core GPU Datasheet",
    locator: "SXM and PCIe columns; tensor rates halved, because they are given with sparsity",
    url: "https://resources.nvidia.com/en-us-tensor-core/nvidia-tensor-core-gpu-datasheet",
};

pub(in crate::gpu) const H200: Source = Source {
    title: "NVIDIA H200 Tensor Core GPU",
    locator: "specification table; tensor rates halved, because they are given with sparsity",
    url: "https://www.nvidia.com/en-us/data-center/h200/",
};

pub(in crate::gpu) const DELL_XE9680: Source = Source {
    title: "Dell PowerEdge XE9680, Installation and Service Manual",
    locator: "GPU specifications: H800 80 GB at 700 W, H20 96 GB at 500 W",
    url: "https://www.dell.com/support/manuals/en-au/poweredge-xe9680/xe9680_ism_pub/gpu-specifications",
};

pub(in crate::gpu) const H800_AND_H20: Source = Source {
    title: "Together with SGLang: Best Practices for Serving DeepSeek-R1 on H20-96G",
    locator: "table of the hardware: dense rates and bandwidth of H20-96G and H800-80G",
    url: "https://www.lmsys.org/blog/2025-09-26-sglang-ant-group/",
};

pub(in crate::gpu) const MIG_GUIDE: Source = Source {
    title: "NVIDIA Multi-Instance GPU User Guide",
    locator: "supported GPUs: H20, GH100, compute capability 9.0, 96 GB",
    url: "https://docs.nvidia.com/datacenter/tesla/mig-user-guide/supported-gpus.html",
};

pub(in crate::gpu) const HGX: Source = Source {
    title: "NVIDIA HGX Platform",
    locator: "HGX B200 column, divided by eight cards and by two for sparsity",
    url: "https://www.nvidia.com/en-us/data-center/hgx/",
};

pub(in crate::gpu) const EXEMPLAR: Source = Source {
    title: "NVIDIA Exemplar Performance",
    locator: "README, peak theoretical throughput and reference architectures",
    url: "https://github.com/NVIDIA/exemplar-performance/blob/97b1fd4bf95a9ae85dec0b243d9f97ac038deffb/README.md",
};

pub(in crate::gpu) const L40S: Source = Source {
    title: "NVIDIA L40S",
    locator: "specification table, dense column",
    url: "https://www.nvidia.com/en-us/data-center/l40s/",
};

pub(in crate::gpu) const L4: Source = Source {
    title: "NVIDIA L4",
    locator: "specification table; tensor rates halved, because they are given with sparsity",
    url: "https://www.nvidia.com/en-us/data-center/l4/",
};

pub(in crate::gpu) const HPE_ACCELERATORS: Source = Source {
    title: "NVIDIA Accelerators for HPE, QuickSpecs c04123180",
    locator: "L20: 48 GB, 864 GB/s, 350 W, 59.8 TFLOP/s in fp32 and 239 in fp8",
    url: "https://www.hpe.com/psnow/doc/c04123180",
};

pub(in crate::gpu) const T4: Source = Source {
    title: "NVIDIA T4 Tensor Core GPU Datasheet",
    locator: "specification table",
    url: "https://www.nvidia.com/content/dam/en-zz/Solutions/Data-Center/tesla-t4/t4-tensor-core-datasheet-951643.pdf",
};

pub(in crate::gpu) const V100: Source = Source {
    title: "NVIDIA V100 Tensor Core GPU Datasheet",
    locator: "SXM2 column",
    url: "https://images.nvidia.com/content/technologies/volta/pdf/volta-v100-datasheet-update-us-1165301-r5.pdf",
};

pub(in crate::gpu) const A10: Source = Source {
    title: "NVIDIA A10 Tensor Core GPU Datasheet",
    locator: "specification table, dense column",
    url: "https://www.nvidia.com/content/dam/en-zz/Solutions/Data-Center/a10/pdf/a10-datasheet.pdf",
};

pub(in crate::gpu) const A10G: Source = Source {
    title: "NVIDIA A10G Datasheet for AWS",
    locator: "specification table; 300 W is the limit that its driver reports",
    url: "https://d1.awsstatic.com/product-marketing/ec2/NVIDIA_AWS_A10G_DataSheet_FINAL_02_17_2022.pdf",
};

/// Driver names, by NVIDIA's own table.
pub(in crate::gpu) const DEVICE_NAMES: Source = Source {
    title: "NVIDIA open GPU kernel modules",
    locator: "g_nv_name_released.h: the names that the driver reports",
    url: "https://github.com/NVIDIA/open-gpu-kernel-modules/blob/df1c9a3de2be4b130f4fc7680f7198193d8ac6ad/src/nvidia/generated/g_nv_name_released.h",
};

/// Driver names of generations that the newer table leaves out.
pub(in crate::gpu) const DEVICE_NAMES_BEFORE: Source = Source {
    title: "NVIDIA open GPU kernel modules, an earlier version",
    locator: "g_nv_name_released.h: the names that the driver reports for Pascal and Volta",
    url: "https://github.com/NVIDIA/open-gpu-kernel-modules/blob/0447c5d7314a42fcd149437f371bbfd21174a99a/src/nvidia/generated/g_nv_name_released.h",
};

pub(in crate::gpu) const BLACKWELL: Source = Source {
    title: "NVIDIA Blackwell Datasheet",
    locator: "GB200 a GPU; tensor rates halved, because they are given with sparsity; read in a copy of its text",
    url: "https://github.com/atineoSE/coding-model-seeks-gpu/blob/e527ad937f71557ee8169ad342ad54a2509133d9/pipeline/pipeline/sources/gb200_specs.md",
};

pub(in crate::gpu) const BLACKWELL_ULTRA: Source = Source {
    title: "NVIDIA Blackwell Ultra Datasheet, October 2025",
    locator: "second-hand, in public quotations: page 5, HGX B300 and GB300 a GPU; tensor rates halved, because they are given with sparsity; TF32 is the half of fp16",
    url: "https://resources.nvidia.com/en-us-blackwell-architecture/blackwell-ultra-datasheet",
};

pub(in crate::gpu) const COMPUTE_CAPABILITY: Source = Source {
    title: "NVIDIA Transformer Engine, support matrix",
    locator: "B300: compute capability 10.3",
    url: "https://nvidia.github.io/TransformerEngine/support_matrix.html",
};
