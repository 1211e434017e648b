//! Documents on GPUs of other makers.

use crate::source::Source;

pub(in crate::gpu) const MI210: Source = Source {
    title: "AMD Instinct MI210",
    locator: "peak rates of vectors (fp32) and matrices (fp16), memory, board power",
    url: "https://www.amd.com/en/products/accelerators/instinct/mi200/mi210.html",
};

pub(in crate::gpu) const MI250X: Source = Source {
    title: "AMD Instinct MI250X",
    locator: "the same, halved: each of its two dies is a GPU of its own to programs",
    url: "https://www.amd.com/en/products/accelerators/instinct/mi200/mi250x.html",
};

pub(in crate::gpu) const MI300X: Source = Source {
    title: "AMD Instinct MI300X",
    locator: "peak rates of vectors (fp32) and matrices, without sparsity, memory, board power",
    url: "https://www.amd.com/en/products/accelerators/instinct/mi300/mi300x.html",
};

pub(in crate::gpu) const MI325X: Source = Source {
    title: "AMD Instinct MI325X",
    locator: "peak rates of vectors (fp32) and matrices, without sparsity, memory, board power",
    url: "https://www.amd.com/en/products/accelerators/instinct/mi300/mi325x.html",
};

pub(in crate::gpu) const MI355X: Source = Source {
    title: "AMD Instinct MI355X",
    locator: "peak rates of vectors (fp32) and matrices, without sparsity, memory, board power; no TF32",
    url: "https://www.amd.com/en/products/accelerators/instinct/mi350/mi355x.html",
};

pub(in crate::gpu) const RX_7900_XTX: Source = Source {
    title: "AMD Radeon RX 7900 XTX",
    locator: "peak rates of fp32 and fp16, memory, typical board power",
    url: "https://www.amd.com/en/products/graphics/desktops/radeon/7000-series/amd-radeon-rx-7900xtx.html",
};

pub(in crate::gpu) const RX_9070_XT: Source = Source {
    title: "AMD Radeon RX 9070 XT",
    locator: "peak rates of fp32 vectors and of fp16 and fp8 matrices without sparsity, memory, typical board power",
    url: "https://www.amd.com/en/products/graphics/desktops/radeon/9000-series/amd-radeon-rx-9070xt.html",
};

pub(in crate::gpu) const MAX_1550: Source = Source {
    title: "Intel Data Center GPU Max 1550, specifications",
    locator: "memory, 600 W; 1,024 vector and matrix engines at 1.6 GHz: 32, 256 (TF32) and 512 (fp16) operations a clock each",
    url: "https://www.intel.com/content/www/us/en/products/sku/232873/intel-data-center-gpu-max-1550/specifications.html",
};

pub(in crate::gpu) const ARC_B580: Source = Source {
    title: "Intel Arc B580, specifications",
    locator: "160 vector engines at 2.67 GHz, 32 operations a clock each; 233 INT8 TOPS, of which fp16 is the half; memory, 190 W",
    url: "https://www.intel.com/content/www/us/en/products/sku/241598/intel-arc-b580-graphics/specifications.html",
};
