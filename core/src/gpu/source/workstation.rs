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

pub(in crate::gpu) const RTX_A2000: Source = Source {
    title: "NVIDIA RTX A2000",
    locator: "specification table; tensor rate halved, because it is given with sparsity; TF32 is the half of it",
    url: "https://www.nvidia.com/en-us/design-visualization/rtx-a2000/",
};

pub(in crate::gpu) const RTX_A4500: Source = Source {
    title: "NVIDIA RTX A4500",
    locator: "specification table; tensor rate halved, because it is given with sparsity; TF32 is the half of it",
    url: "https://www.nvidia.com/en-us/design-visualization/rtx-a4500/",
};

pub(in crate::gpu) const RTX_A5000: Source = Source {
    title: "NVIDIA RTX A5000",
    locator: "specification table; tensor rate halved, because it is given with sparsity; TF32 is the half of it",
    url: "https://www.nvidia.com/en-us/design-visualization/rtx-a5000/",
};

pub(in crate::gpu) const RTX_A5500: Source = Source {
    title: "NVIDIA RTX A5500",
    locator: "specification table; tensor rate halved, because it is given with sparsity; TF32 is the half of it",
    url: "https://www.nvidia.com/en-us/design-visualization/rtx-a5500/",
};

pub(in crate::gpu) const RTX_2000_ADA: Source = Source {
    title: "NVIDIA RTX 2000 Ada Generation",
    locator: "specification table; tensor rates halved or quartered from fp8 with sparsity",
    url: "https://www.nvidia.com/en-us/design-visualization/rtx-2000/",
};

pub(in crate::gpu) const RTX_4000_ADA: Source = Source {
    title: "NVIDIA RTX 4000 Ada Generation",
    locator: "specification table; tensor rates halved or quartered from fp8 with sparsity",
    url: "https://www.nvidia.com/en-us/design-visualization/rtx-4000/",
};

pub(in crate::gpu) const RTX_4500_ADA: Source = Source {
    title: "NVIDIA RTX 4500 Ada Generation",
    locator: "specification table; tensor rates halved or quartered from fp8 with sparsity",
    url: "https://www.nvidia.com/en-us/design-visualization/rtx-4500/",
};

pub(in crate::gpu) const RTX_5000_ADA: Source = Source {
    title: "NVIDIA RTX 5000 Ada Generation",
    locator: "specification table; tensor rates halved or quartered from fp8 with sparsity",
    url: "https://www.nvidia.com/en-us/design-visualization/rtx-5000/",
};

pub(in crate::gpu) const RTX_PRO_BLACKWELL: Source = Source {
    title: "NVIDIA RTX Blackwell PRO GPU Architecture",
    locator: "table of the RTX PRO 6000 Blackwell; 188 SM at 2.617 GHz",
    url: "https://www.nvidia.com/content/dam/en-zz/Solutions/design-visualization/quadro-product-literature/NVIDIA-RTX-Blackwell-PRO-GPU-Architecture-v1.0.pdf",
};
