//! Documents that several models cite.

use crate::source::Source;

pub(super) const CLIP_L: Source = Source {
    title: "Stable Diffusion XL, published configuration",
    locator: "CLIP-L: 12 layers, widths",
    url: "https://github.com/lllyasviel/stable-diffusion-webui-forge/blob/dfdcbab685e57677014f05a3309b48cc87383167/backend/huggingface/stabilityai/stable-diffusion-xl-base-1.0/text_encoder/config.json",
};

pub(super) const OPENCLIP_BIGG: Source = Source {
    title: "Stable Diffusion XL, published configuration",
    locator: "OpenCLIP bigG: 32 layers, widths",
    url: "https://github.com/lllyasviel/stable-diffusion-webui-forge/blob/dfdcbab685e57677014f05a3309b48cc87383167/backend/huggingface/stabilityai/stable-diffusion-xl-base-1.0/text_encoder_2/config.json",
};

pub(super) const T5_XXL: Source = Source {
    title: "FLUX.1-dev, published configuration",
    locator: "T5 v1.1 XXL: layers, widths, gated MLP",
    url: "https://github.com/lllyasviel/stable-diffusion-webui-forge/blob/dfdcbab685e57677014f05a3309b48cc87383167/backend/huggingface/black-forest-labs/FLUX.1-dev/text_encoder_2/config.json",
};

pub(super) const GEMMA2: Source = Source {
    title: "transformers, Gemma2Config",
    locator: "Gemma 2 2B as the class is by default: layers, widths, 4 key heads of 256",
    url: "https://github.com/huggingface/transformers/blob/19f5346140749359823ef26c4183bd8f1aed3db7/src/transformers/models/gemma2/configuration_gemma2.py",
};

pub(super) const QWEN3: Source = Source {
    title: "Qwen3 4B and 8B, published configurations as embedded in musubi-tuner",
    locator: "layers, widths, 8 key heads of 128",
    url: "https://github.com/kohya-ss/musubi-tuner/blob/30c658c4f4b0bf05038b3346eff9670259b10fc7/src/musubi_tuner/zimage/zimage_utils.py#L34-L100",
};

pub(super) const KL_4: Source = Source {
    title: "Stable Diffusion XL, published configuration",
    locator: "decoder: channels, blocks; the post-quantisation convolution is there by default",
    url: "https://github.com/lllyasviel/stable-diffusion-webui-forge/blob/dfdcbab685e57677014f05a3309b48cc87383167/backend/huggingface/stabilityai/stable-diffusion-xl-base-1.0/vae/config.json",
};

pub(super) const KL_16: Source = Source {
    title: "FLUX.1-dev, published configuration",
    locator: "decoder: channels, blocks, no post-quantisation convolution",
    url: "https://github.com/lllyasviel/stable-diffusion-webui-forge/blob/dfdcbab685e57677014f05a3309b48cc87383167/backend/huggingface/black-forest-labs/FLUX.1-dev/vae/config.json",
};

pub(super) const KL_32: Source = Source {
    title: "diffusers, AutoencoderKLFlux2",
    locator: "decoder: 32 latent channels, post-quantisation convolution",
    url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/autoencoders/autoencoder_kl_flux2.py#L38-L100",
};

pub(super) const UNET: Source = Source {
    title: "diffusers, UNet2DConditionModel",
    locator: "model; blocks are in unet_2d_blocks.py beside it",
    url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/unets/unet_2d_condition.py#L178-L238",
};

pub(super) const SD15_UNET: Source = Source {
    title: "Stable Diffusion 1.5, published configuration",
    locator: "denoiser: channels, blocks, widths; projections are convolutions by default; 64 × 8 px",
    url: "https://github.com/lllyasviel/stable-diffusion-webui-forge/blob/dfdcbab685e57677014f05a3309b48cc87383167/backend/huggingface/runwayml/stable-diffusion-v1-5/unet/config.json",
};

pub(super) const SDXL_UNET: Source = Source {
    title: "Stable Diffusion XL, published configuration",
    locator: "denoiser: channels, transformer layers a level, widths, added conditions; 128 × 8 px",
    url: "https://github.com/lllyasviel/stable-diffusion-webui-forge/blob/dfdcbab685e57677014f05a3309b48cc87383167/backend/huggingface/stabilityai/stable-diffusion-xl-base-1.0/unet/config.json",
};

pub(super) const SD3_BLOCKS: Source = Source {
    title: "diffusers, SD3Transformer2DModel",
    locator: "model; the last block ends the text stream; blocks are JointTransformerBlock of attention.py",
    url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/transformers/transformer_sd3.py#L79-L170",
};

pub(super) const SD3_PIPELINE: Source = Source {
    title: "diffusers, StableDiffusion3Pipeline",
    locator: "28 steps, guidance, 77 + 256 text tokens, at most 77 + 512",
    url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/pipelines/stable_diffusion_3/pipeline_stable_diffusion_3.py#L630-L802",
};

pub(super) const FLUX2_BLOCKS: Source = Source {
    title: "diffusers, Flux2Transformer2DModel",
    locator: "blocks, gated MLPs, one modulation for all blocks",
    url: "https://github.com/huggingface/diffusers/blob/58eb52c0803ea9af3abec60841c2a093bdf1f951/src/diffusers/models/transformers/transformer_flux2.py#L1036-L1200",
};
