//! Denoisers of the MMDiT family: joint (dual-stream) blocks, then single-stream blocks.

use super::size::Pixels;
use crate::flops::atom::{conv, elementwise, linear, vectors};
use crate::flops::block::{TextStream, embedding_mlp, joint, modulation, self_attention, single};
use crate::flops::elementwise::{
    COPY, GATED, JOIN, RmsNorm, Rotary, gate_and_add, layer_norm, scale_and_shift,
};
use crate::flops::{RunBytes, Work};

/// Embedding of latent patches as tokens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PatchEmbedding {
    /// The latent is packed first and embedded by a linear layer (Flux, Qwen-Image).
    Linear,
    /// A convolution whose stride is the patch (Stable Diffusion 3).
    Conv,
}

/// Source of the blocks' shifts, scales and gates.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Modulation {
    /// Each block makes its own from the conditioning.
    PerBlock,
    /// A single layer makes those of all joint blocks of a stream, another those of all single blocks (FLUX.2).
    Shared,
    /// A network of its own makes those of all blocks, one row a vector (Chroma): a layer in, MLPs of one width, a
    /// layer out.
    Approximated {
        /// Features of a row that goes in.
        inputs: u64,
        /// Width of its MLPs.
        width: u64,
        /// Number of MLPs.
        layers: u64,
    },
}

/// The class of diffusers that runs the denoiser: element-wise kernels are those of its code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MmDitClass {
    /// `FluxTransformer2DModel`.
    Flux,
    /// `Flux2Transformer2DModel`.
    Flux2,
    /// `ChromaTransformer2DModel`.
    Chroma,
    /// `SD3Transformer2DModel`.
    StableDiffusion3,
    /// `QwenImageTransformer2DModel`.
    QwenImage,
}

impl MmDitClass {
    const fn rotary(self) -> Rotary {
        match self {
            Self::Flux | Self::Flux2 | Self::Chroma => Rotary::Real,
            Self::StableDiffusion3 => Rotary::None,
            Self::QwenImage => Rotary::Complex,
        }
    }

    /// The norm of queries and keys.
    const fn query_norm(self) -> RmsNorm {
        match self {
            Self::Flux | Self::Flux2 | Self::Chroma => RmsNorm::Torch,
            Self::StableDiffusion3 | Self::QwenImage => RmsNorm::Diffusers,
        }
    }
}

/// Weights that are no matrix, by what they belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Vectors {
    /// True if layers add a bias.
    pub biases: bool,
    /// True if queries and keys pass a norm, one for each stream.
    pub query_norms: bool,
    /// True if text states pass a norm before they are embedded.
    pub text_norm: bool,
}

/// The architecture of a multimodal diffusion transformer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct MmDit {
    /// The class that runs it.
    pub class: MmDitClass,
    /// Width of the residual streams.
    pub width: u64,
    /// Width of an attention head.
    pub head_width: u64,
    /// Blocks in which image and text keep weights of their own.
    pub joint_blocks: u64,
    /// Blocks in which they share them.
    pub single_blocks: u64,
    /// Number of first joint blocks that attend a second time, within the image (Stable Diffusion 3.5 Medium).
    pub dual_attention_blocks: u64,
    /// Inner width of the MLPs over `width`.
    pub mlp_ratio: u64,
    /// True if the MLPs are gated.
    pub gated: bool,
    /// Source of the shifts, scales and gates.
    pub modulation: Modulation,
    /// Work of the text stream in the last joint block.
    pub last_joint_text: TextStream,
    /// Channels of the latent.
    pub latent_channels: u64,
    /// Latent positions along one side of a patch.
    pub patch: u64,
    /// Embedding of latent patches.
    pub patch_embedding: PatchEmbedding,
    /// Width of the text states that the text encoder hands over.
    pub text_width: u64,
    /// Input widths of the MLPs whose sum conditions every block: sinusoidal time step, embedded guidance,
    /// pooled text.
    pub conditioning_inputs: &'static [u64],
    /// Weights besides matrices.
    pub vectors: Vectors,
}

impl MmDit {
    /// Image tokens at `size`, where one latent position covers `latent_scale` pixels.
    pub const fn image_tokens(&self, size: Pixels, latent_scale: u64) -> u64 {
        size.squares(latent_scale * self.patch)
    }

    /// Returns the work of a pass over one image and its prompt.
    pub fn pass(&self, size: Pixels, latent_scale: u64, text_tokens: u64) -> Work {
        self.pass_of_tokens(self.image_tokens(size, latent_scale), text_tokens)
    }

    /// Returns the work of a pass over so many image tokens, those of reference images among them, and the prompt's.
    pub(super) fn pass_of_tokens(&self, image_tokens: u64, text_tokens: u64) -> Work {
        let patch_area = self.patch * self.patch;
        let patch_width = patch_area * self.latent_channels;
        let inner = self.mlp_ratio * self.width;

        let embed_image = match self.patch_embedding {
            PatchEmbedding::Linear => linear(image_tokens, patch_width, self.width),
            PatchEmbedding::Conv => conv(image_tokens, patch_area, self.latent_channels, self.width),
        };
        let embed_text = linear(text_tokens, self.text_width, self.width);
        let conditioning: Work =
            self.conditioning_inputs.iter().map(|&inputs| embedding_mlp(inputs, self.width)).sum();

        let joint_block =
            |text| joint(image_tokens, text_tokens, self.width, self.head_width, inner, self.gated, text);
        let joint_blocks = match self.joint_blocks.checked_sub(1) {
            None => Work::ZERO,
            Some(before_last) => {
                joint_block(TextStream::Continues) * before_last + joint_block(self.last_joint_text)
            }
        };
        let within_image =
            self_attention(image_tokens, self.width, self.head_width) * self.dual_attention_blocks;
        let single_blocks =
            single(image_tokens + text_tokens, self.width, self.head_width, inner, self.gated)
                * self.single_blocks;
        let unembed = linear(image_tokens, self.width, patch_width);

        embed_image
            + embed_text
            + conditioning
            + self.modulate()
            + joint_blocks
            + within_image
            + single_blocks
            + unembed
            + vectors(self.vectors(patch_width, inner))
            + elementwise(self.elementwise(image_tokens, text_tokens))
    }

    /// Returns the bytes that element-wise kernels of a pass read and write.
    fn elementwise(&self, image: u64, text: u64) -> RunBytes {
        let Self { class, width, head_width, .. } = *self;
        let inner = self.mlp_ratio * width;
        let tokens = image + text;
        let query_norms = |rows| {
            let norm = class.query_norm().over_heads(rows, width, head_width);
            if self.vectors.query_norms { norm * 2 } else { RunBytes::ZERO }
        };
        // Of queries and keys.
        let rotary = class.rotary().over(tokens, width, head_width) * 2;
        let activation = |rows| if self.gated { GATED } else { COPY } * (rows * inner);
        let modulated = |rows| layer_norm(rows, width) + scale_and_shift(rows, width);
        let conditioning = match self.modulation {
            // Each layer activates the conditioning for itself.
            Modulation::PerBlock => COPY * width,
            Modulation::Shared | Modulation::Approximated { .. } => RunBytes::ZERO,
        };

        let stream = |rows| {
            (modulated(rows) + gate_and_add(rows, width)) * 2
                + query_norms(rows)
                + activation(rows)
                + conditioning
        };
        // Queries, keys and values of both streams are joined.
        let attend = COPY * (3 * tokens * width) + rotary;
        let (whole, ended) = match self.last_joint_text {
            TextStream::Continues => (self.joint_blocks, 0),
            TextStream::Ends => (self.joint_blocks.saturating_sub(1), self.joint_blocks.min(1)),
        };
        let mut bytes = (stream(image) + attend) * self.joint_blocks
            + stream(text) * whole
            + (modulated(text) + query_norms(text) + conditioning) * ended;
        // A second scale and shift of the same norm, attention within the image.
        let dual = scale_and_shift(image, width) + query_norms(image) + gate_and_add(image, width);
        bytes += dual * self.dual_attention_blocks;

        let join = COPY * (tokens * width);
        let single = modulated(tokens)
            + query_norms(tokens)
            + rotary
            + activation(tokens)
            // The results of attention and MLP are joined.
            + COPY * (tokens * (width + inner))
            + gate_and_add(tokens, width)
            + conditioning;
        bytes += single * self.single_blocks;
        // Image and text become one sequence: in each single block, or once before them.
        bytes +=
            join * if class == MmDitClass::Flux { self.single_blocks } else { self.single_blocks.min(1) };

        if self.vectors.text_norm {
            bytes += RmsNorm::Diffusers.over(text, self.text_width);
        }
        if let Modulation::Approximated { width, layers, .. } = self.modulation {
            let rows = self.modulation_vectors();
            bytes += (RmsNorm::Torch.over(rows, width) + (COPY + JOIN) * (rows * width)) * layers;
        }
        if self.patch_embedding == PatchEmbedding::Conv {
            // Laid out as tokens; positions cut from their table, and added.
            bytes += (COPY + COPY + JOIN) * (image * width);
        }
        let patch_width = self.patch * self.patch * self.latent_channels;
        bytes
            + modulated(image)
            + if class == MmDitClass::StableDiffusion3 {
                COPY * (image * patch_width)
            } else {
                RunBytes::ZERO
            }
    }

    /// Biases and norms, but for those that modulate.
    fn vectors(&self, patch_width: u64, inner: u64) -> u64 {
        let Vectors { biases, query_norms, text_norm } = self.vectors;
        let (joint, single, dual) = (self.joint_blocks, self.single_blocks, self.dual_attention_blocks);
        let mut count = if text_norm { self.text_width } else { 0 };
        if query_norms {
            count += self.head_width * (4 * joint + 2 * dual + 2 * single);
        }
        if biases {
            // Four projections of attention and the MLP of a stream.
            let up = if self.gated { 2 * inner } else { inner };
            let stream = 5 * self.width + up;
            let unread = match self.last_joint_text {
                TextStream::Ends if joint > 0 => stream - 3 * self.width,
                _ => 0,
            };
            let embeddings = 2 + 2 * self.conditioning_inputs.len() as u64;
            count += stream * 2 * joint - unread + (4 * self.width + up) * single;
            count += (4 * dual + embeddings) * self.width + patch_width;
        }
        count
    }

    /// Vectors that shift, scale or gate: six a stream of a joint block, three a single block, and the last shift and scale before the
    /// output.
    const fn modulation_vectors(&self) -> u64 {
        12 * self.joint_blocks + 3 * self.single_blocks + 2
    }

    /// All vectors that shift, scale or gate something in a pass.
    fn modulate(&self) -> Work {
        let all = self.modulation_vectors();
        match self.modulation {
            Modulation::PerBlock => {
                let unread = match self.last_joint_text {
                    // Its text stream is only shifted and scaled, once.
                    TextStream::Ends if self.joint_blocks > 0 => 4,
                    _ => 0,
                };
                let made = all - unread + 3 * self.dual_attention_blocks;
                let biases = if self.vectors.biases { made * self.width } else { 0 };
                modulation(self.width, made, 2 * self.joint_blocks + self.single_blocks + 1) + vectors(biases)
            }
            Modulation::Shared => modulation(self.width, 12 + 3 + 2, 2 + 1 + 1),
            Modulation::Approximated { inputs, width, layers } => {
                linear(all, inputs, width)
                    + linear(all, width, width) * (2 * layers)
                    + linear(all, width, self.width)
                    // Biases, and a norm before each MLP.
                    + vectors(width + 3 * layers * width + self.width)
            }
        }
    }
}
