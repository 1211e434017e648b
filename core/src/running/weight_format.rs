//! Formats in which weights are stored, whatever the arithmetic.

use crate::error::Choice;

/// Format of stored weights.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum WeightFormat {
    /// 16-bit floats.
    Fp16,
    /// 8-bit floats, one scale a tensor
    /// ([torchao, `Float8WeightOnlyConfig`](https://docs.pytorch.org/ao/stable/)).
    Fp8,
    /// 8-bit whole numbers, one scale a row
    /// ([bitsandbytes, LLM.int8()](https://huggingface.co/docs/bitsandbytes/main/en/reference/nn/linear8bit)).
    Int8,
    /// 4-bit NormalFloat, one 32-bit scale for 64 weights (QLoRA, arXiv:2305.14314, section 3: 0.5 bits a weight without double quantisation,
    /// which [diffusers' `BitsAndBytesConfig`](https://huggingface.co/docs/diffusers/main/en/quantization/bitsandbytes) leaves off).
    Nf4,
    /// GGML's `Q8_0`: 32 weights of 8 bits and a 16-bit scale
    /// ([`GGML_QUANT_SIZES`](https://github.com/ggml-org/llama.cpp/blob/master/gguf-py/gguf/constants.py)).
    Q8,
    /// GGML's `Q6_K`: 6.5625 bits a weight ([k-quants](https://github.com/ggml-org/llama.cpp/pull/1684)).
    Q6,
    /// GGML's `Q5_K`: 5.5 bits a weight (likewise).
    Q5,
    /// GGML's `Q4_K`: 4.5 bits a weight (likewise).
    Q4,
    /// NVIDIA's 4-bit floats, an 8-bit scale for 16 weights
    /// ([NeMo AutoModel, `nvfp4`](https://docs.nvidia.com/nemo/automodel/nemo-automodel/nemo_automodel/components/quantization/nvfp4): 0.5625
    /// bytes a parameter).
    Nvfp4,
}

impl WeightFormat {
    /// Bits of a weight, scales included. Scales of a whole row or tensor are less than 0.01 bits.
    pub const fn bits(self) -> f64 {
        match self {
            Self::Fp16 => 16.0,
            Self::Fp8 | Self::Int8 => 8.0,
            Self::Q8 => 8.5,
            Self::Q6 => 6.5625,
            Self::Q5 => 5.5,
            Self::Nf4 | Self::Q4 | Self::Nvfp4 => 4.5,
        }
    }

    /// Bytes of a weight.
    pub const fn bytes(self) -> f64 {
        self.bits() / 8.0
    }
}

impl Choice for WeightFormat {
    const ALL: &'static [(&'static str, Self)] = &[
        ("fp16", Self::Fp16),
        ("fp8", Self::Fp8),
        ("int8", Self::Int8),
        ("nf4", Self::Nf4),
        ("q8", Self::Q8),
        ("q6", Self::Q6),
        ("q5", Self::Q5),
        ("q4", Self::Q4),
        ("nvfp4", Self::Nvfp4),
    ];

    // As checkpoints and programs name them.
    #[cfg(feature = "names")]
    const SPELLINGS: &'static [(&'static str, Self)] = &[
        ("bf16", Self::Fp16),
        ("bfloat16", Self::Fp16),
        ("float16", Self::Fp16),
        ("float8", Self::Fp8),
        ("fp8e4m3fn", Self::Fp8),
        ("float8e4m3fn", Self::Fp8),
        ("bnbint8", Self::Int8),
        ("bnbnf4", Self::Nf4),
        ("bitsandbytesnf4", Self::Nf4),
        ("q80", Self::Q8),
        ("q6k", Self::Q6),
        ("q5k", Self::Q5),
        ("q4k", Self::Q4),
    ];
}
