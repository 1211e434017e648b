//! Documents on GPUs of other makers.

use crate::source::Source;

pub(in crate::gpu) const CDNA_2: Source = Source {
    title: "AMD ROCm documentation, MI250 microarchitecture",
    locator: "1024 (fp16 matrices) and 128 (fp32 vectors) operations a clock and compute unit; each die is a GPU of its own with 1.6 TB/s",
    url: "https://github.com/ROCm/ROCm/blob/e396b4898f459db094bfd60b876f419f77eb9f09/docs/conceptual/gpu-arch/mi250.md",
};

pub(in crate::gpu) const MI300X: Source = Source {
    title: "AMD Instinct MI300X",
    locator: "peak rates of vectors (fp32) and matrices, without sparsity, memory, board power; read in a copy of its text",
    url: "https://github.com/bojieli/ai-infra-book/blob/8653dd660d1e3f2de17ba0015731ad8677a83567/references/text/amd-mi300x.txt",
};

pub(in crate::gpu) const CDNA_4: Source = Source {
    title: "AMD CDNA 4 Architecture, white paper",
    locator: "table 2: MI355X, memory of the MI325X; read in a copy of its text; 256 compute units x 4096 (fp16) and 8192 (fp8) x 2.4 GHz",
    url: "https://github.com/bojieli/ai-infra-book/blob/8653dd660d1e3f2de17ba0015731ad8677a83567/references/text/amd-cdna4.txt",
};

pub(in crate::gpu) const IREE: Source = Source {
    title: "IREE, table of AMD targets",
    locator: "second-hand: fp32, fp16 and fp8 rates and bandwidth of MI210, MI250X, MI325X and RX 9070 XT, from AMD's pages",
    url: "https://github.com/iree-org/iree/blob/009c008dc39208c9aba98051bb6ab7b2d7d88e20/compiler/src/iree/compiler/Codegen/Dialect/GPU/TargetUtils/KnownTargets.cpp",
};

pub(in crate::gpu) const PONTE_VECCHIO: Source = Source {
    title: "Intel Data Center GPU Max, notes of Glenn K. Lockwood",
    locator: "second-hand, from Intel's specifications: 1,024 vector and matrix engines at 1.6 GHz, 32, 256 (TF32) and 512 (fp16) operations a clock each; memory, 600 W",
    url: "https://glennklockwood.com/garden/processors/pvc",
};

pub(in crate::gpu) const ARC_B580: Source = Source {
    title: "Intel Arc B580, specifications",
    locator: "second-hand, in public quotations: 233 INT8 TOPS, of which fp16 is the half",
    url: "https://www.intel.com/content/www/us/en/products/sku/241598/intel-arc-b580-graphics/specifications.html",
};

pub(in crate::gpu) const RX_7900_XTX: Source = Source {
    title: "AMD Radeon RX 7900 XTX",
    locator: "second-hand, in public quotations: 123 TFLOP/s in fp16, 355 W of typical board power",
    url: "https://www.amd.com/en/products/graphics/desktops/radeon/7000-series/amd-radeon-rx-7900xtx.html",
};

pub(in crate::gpu) const MI250X: Source = Source {
    title: "AMD Instinct MI250X",
    locator: "second-hand, in public quotations: 47.9 TFLOP/s in fp32 and 383 in fp16, peak board power 560 W, halved for one of its two dies",
    url: "https://www.amd.com/en/products/accelerators/instinct/mi200/mi250x.html",
};
