//! Settings that are one of a few words, whatever the model and the GPU.

use crate::error::Choice;
use crate::words::Word;

/// Classifier-free guidance: whether each step runs the denoiser with and without the prompt.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Guidance {
    /// A single denoiser pass a step. A guidance scale that is an input of the network (FLUX.1-dev) is this one.
    Off,
    /// Two denoiser passes a step.
    On,
}

impl Guidance {
    /// Denoiser passes a step.
    pub const fn passes_per_step(self) -> u32 {
        match self {
            Self::Off => 1,
            Self::On => 2,
        }
    }

    /// In a sentence.
    pub const fn words(self) -> Word {
        match self {
            Self::Off => Word::GUIDANCE_OFF,
            Self::On => Word::GUIDANCE_ON,
        }
    }
}

/// The number format of weights and activations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Precision {
    /// 32-bit floats, multiplied as such.
    Fp32,
    /// 32-bit floats in memory, multiplied by tensor cores with 10 bits of mantissa.
    Tf32,
    /// 16-bit floats with the exponent of 32-bit ones.
    Bf16,
    /// 16-bit floats: the baseline of every fit.
    Fp16,
    /// 8-bit floats.
    Fp8,
}

impl Precision {
    /// Bytes a weight takes in the card's memory.
    pub const fn bytes_per_weight(self) -> u64 {
        match self {
            Self::Fp32 | Self::Tf32 => 4,
            Self::Bf16 | Self::Fp16 => 2,
            Self::Fp8 => 1,
        }
    }

    /// Bytes of a number between layers. With 8-bit floats only what is multiplied is narrowed; what is kept has 16 bits.
    pub const fn bytes_per_activation(self) -> u64 {
        match self {
            Self::Fp32 | Self::Tf32 => 4,
            Self::Bf16 | Self::Fp16 | Self::Fp8 => 2,
        }
    }
}

/// Launching of a network's kernels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Execution {
    /// Kernel by kernel, as PyTorch does by default and as every fitted run was made.
    Eager,
    /// In a compiled graph (`torch.compile`), whose kernels between products are fused.
    Compiled,
}

/// Part of the GPU's energy that is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Boundary {
    /// The GPU's energy less its idle power over the duration: what the image adds.
    Net,
    /// All that the GPU draws while it works.
    Gross,
}

impl Boundary {
    /// In a sentence: what kind of energy.
    pub const fn words(self) -> Word {
        match self {
            Self::Net => Word::BOUNDARY_NET,
            Self::Gross => Word::BOUNDARY_GROSS,
        }
    }

    /// In a sentence: of what it is net or gross.
    pub const fn of_idle(self) -> Word {
        match self {
            Self::Net => Word::BOUNDARY_NET_OF_IDLE,
            Self::Gross => Word::BOUNDARY_GROSS_OF_IDLE,
        }
    }
}

impl Choice for Guidance {
    const ALL: &'static [(&'static str, Self)] = &[("on", Self::On), ("off", Self::Off)];
}

impl Choice for Precision {
    const ALL: &'static [(&'static str, Self)] = &[
        ("fp16", Self::Fp16),
        ("bf16", Self::Bf16),
        ("tf32", Self::Tf32),
        ("fp32", Self::Fp32),
        ("fp8", Self::Fp8),
    ];

    // As PyTorch, NumPy and checkpoints name them.
    #[cfg(feature = "names")]
    const SPELLINGS: &'static [(&'static str, Self)] = &[
        ("float16", Self::Fp16),
        ("half", Self::Fp16),
        ("torchfloat16", Self::Fp16),
        ("torchhalf", Self::Fp16),
        ("bfloat16", Self::Bf16),
        ("torchbfloat16", Self::Bf16),
        ("tfloat32", Self::Tf32),
        ("float32", Self::Fp32),
        ("torchfloat32", Self::Fp32),
        ("float8", Self::Fp8),
        ("float8e4m3fn", Self::Fp8),
        ("float8e5m2", Self::Fp8),
        ("torchfloat8e4m3fn", Self::Fp8),
        ("torchfloat8e5m2", Self::Fp8),
        ("fp8e4m3fn", Self::Fp8),
        ("fp8e5m2", Self::Fp8),
    ];
}

impl Choice for Execution {
    const ALL: &'static [(&'static str, Self)] = &[("eager", Self::Eager), ("compiled", Self::Compiled)];
}

impl Choice for Boundary {
    const ALL: &'static [(&'static str, Self)] = &[("net", Self::Net), ("gross", Self::Gross)];
}
