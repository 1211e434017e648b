//! Documents on NVIDIA's workstation GPUs.

use crate::source::Source;

pub(in crate::gpu) const RTX_A4000: Source = Source {
    title: "NVIDIA RTX A4000 Datasheet",
    locator: "specification table; tensor rate halved, because it is given with sparsity; TF32 is 48 SM x 512 x 1.56 GHz",
    url: "https://www.nvidia.com/content/dam/en-zz/Solutions/gtcs21/rtx-a4000/nvidia-rtx-a4000-datasheet.pdf",
};

pub(in crate::gpu) const RTX_6000_ADA: Source = Source {
    title: "NVIDIA RTX 6000 Ada Generation Datasheet",
    locator: "specification table; tensor rates halved or quartered from fp8 with sparsity",
    url: "https://www.nvidia.com/content/dam/en-zz/Solutions/design-visualization/rtx-6000/proviz-print-rtx6000-datasheet-web-2504660.pdf",
};

pub(in crate::gpu) const RTX_5000_ADA: Source = Source {
    title: "NVIDIA RTX 5000 Ada Generation Datasheet",
    locator: "65.3 TFLOP/s, 1044.4 in fp8 with sparsity, memory, power; read in a copy of its text; TF32, fp16 and fp8 are an eighth, a quarter and a half",
    url: "https://github.com/atineoSE/coding-model-seeks-gpu/blob/ff052946489e8bb55dce164802bdb7c01251fde6/pipeline/pipeline/sources/rtx5000ada_specs.md",
};

pub(in crate::gpu) const RTX_PRO_BLACKWELL: Source = Source {
    title: "NVIDIA RTX Blackwell PRO GPU Architecture, version 1.0",
    locator: "table 4: RTX PRO 6000 Blackwell Workstation and Max-Q, RTX 6000 Ada, RTX A6000; read in a copy of its text",
    url: "https://github.com/bojieli/ai-infra-book/blob/ccbd47009ab28a1f059eec895a9b8d4ab9a2f12c/references/text/nvidia-rtx-blackwell-pro.txt",
};
