"""The four models as classes of diffusers and transformers, with random weights: the shapes that Wattpix counts and runs.

A model is a `Parts`: what builds its text encoders, denoiser and decoder, and what each of them is given. `TINY` holds twins of
a few thousand weights for trying things out on a processor.
"""

import dataclasses
from typing import Callable

import torch
from diffusers import (AutoencoderKL, AutoencoderKLQwenImage, FluxTransformer2DModel, QwenImageTransformer2DModel,
                       SD3Transformer2DModel, UNet2DConditionModel)
from transformers import (CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, T5Config, T5EncoderModel)
from transformers.models.qwen2_5_vl.modeling_qwen2_5_vl import Qwen2_5_VLTextConfig, Qwen2_5_VLTextModel


@dataclasses.dataclass
class Parts:
    """`encoders`: builder and tokens of each, None for those that the denoiser sees beside `extra`. `latent`: channels.
    `batched`: whether the released pipeline runs both passes of guidance as one batch. `scale` of guidance."""
    encoders: list
    denoiser: Callable
    decoder: Callable
    latent: int
    text_width: int
    pooled: int
    text_tokens: int
    steps: int
    batched: bool
    scale: float
    extra: int = 0


def clip(width, layers, heads, inner, activation, projection=None, vocabulary=49408):
    settings = CLIPTextConfig(vocab_size=vocabulary, hidden_size=width, num_hidden_layers=layers, num_attention_heads=heads,
                              intermediate_size=inner, hidden_act=activation, projection_dim=projection or width,
                              max_position_embeddings=77, bos_token_id=1, eos_token_id=2)
    return lambda: (CLIPTextModelWithProjection if projection else CLIPTextModel)(settings)


def t5(width=4096, layers=24, heads=64, inner=10240, head_width=64, vocabulary=32128):
    return lambda: T5EncoderModel(T5Config(vocab_size=vocabulary, d_model=width, d_kv=head_width, d_ff=inner, num_layers=layers,
                                           num_heads=heads, feed_forward_proj="gated-gelu", is_encoder_decoder=False,
                                           use_cache=False))


def qwen(width=3584, layers=28, heads=28, key_heads=4, inner=18944, vocabulary=152064, sections=(16, 24, 24)):
    rope = {"rope_type": "default", "rope_theta": 1000000.0, "mrope_section": list(sections)}
    return lambda: Qwen2_5_VLTextModel(Qwen2_5_VLTextConfig(
        vocab_size=vocabulary, hidden_size=width, num_hidden_layers=layers, num_attention_heads=heads,
        num_key_value_heads=key_heads, intermediate_size=inner, rope_parameters=rope, use_cache=False,
        bos_token_id=1, eos_token_id=2, pad_token_id=0))


def kl(channels, widths=(128, 256, 512, 512), **settings):
    return lambda: AutoencoderKL(latent_channels=channels, block_out_channels=widths, layers_per_block=2,
                                 down_block_types=("DownEncoderBlock2D",) * len(widths),
                                 up_block_types=("UpDecoderBlock2D",) * len(widths), **settings)


KL16 = dict(use_quant_conv=False, use_post_quant_conv=False)
FULL = {
    "flux1-dev": Parts(
        encoders=[(clip(768, 12, 12, 3072, "quick_gelu"), 77), (t5(), None)],
        denoiser=lambda: FluxTransformer2DModel(in_channels=64, num_layers=19, num_single_layers=38, num_attention_heads=24,
                                                joint_attention_dim=4096, pooled_projection_dim=768, guidance_embeds=True),
        decoder=kl(16, **KL16), latent=16, text_width=4096, pooled=768, text_tokens=512, steps=50, batched=False, scale=4.0),
    "sd3.5-large": Parts(
        encoders=[(clip(768, 12, 12, 3072, "quick_gelu", 768), 77), (clip(1280, 32, 20, 5120, "gelu", 1280), 77), (t5(), None)],
        denoiser=lambda: SD3Transformer2DModel(sample_size=128, patch_size=2, in_channels=16, out_channels=16, num_layers=38,
                                               num_attention_heads=38, caption_projection_dim=2432, joint_attention_dim=4096,
                                               pooled_projection_dim=2048, pos_embed_max_size=192, qk_norm="rms_norm"),
        decoder=kl(16, **KL16), latent=16, text_width=4096, pooled=2048, text_tokens=333, extra=-77, steps=28, batched=True,
        scale=3.5),
    "qwen-image": Parts(
        encoders=[(qwen(), None)], denoiser=lambda: QwenImageTransformer2DModel(), decoder=lambda: AutoencoderKLQwenImage(),
        # The template's tokens are encoded and dropped.
        latent=16, text_width=3584, pooled=0, text_tokens=12, extra=34, steps=50, batched=False, scale=4.0),
    "sd2.1": Parts(
        encoders=[(clip(1024, 23, 16, 4096, "gelu"), 77)],
        denoiser=lambda: UNet2DConditionModel(sample_size=96, in_channels=4, out_channels=4, layers_per_block=2,
                                              cross_attention_dim=1024, attention_head_dim=(5, 10, 20, 20),
                                              use_linear_projection=True),
        decoder=kl(4), latent=4, text_width=1024, pooled=0, text_tokens=77, steps=50, batched=True, scale=7.5),
}

ROTARY = dict(axes_dims_rope=(4, 6, 6), num_attention_heads=2, attention_head_dim=16)
TINY = {
    "flux1-dev": dataclasses.replace(
        FULL["flux1-dev"],
        encoders=[(clip(16, 2, 2, 32, "quick_gelu", vocabulary=99), 77), (t5(32, 2, 2, 64, 16, 64), None)],
        denoiser=lambda: FluxTransformer2DModel(in_channels=64, num_layers=2, num_single_layers=2, joint_attention_dim=32,
                                                pooled_projection_dim=16, guidance_embeds=True, **ROTARY),
        decoder=kl(16, (8, 8, 16, 16), norm_num_groups=4, **KL16), text_width=32, pooled=16),
    "sd3.5-large": dataclasses.replace(
        FULL["sd3.5-large"],
        encoders=[(clip(16, 2, 2, 32, "quick_gelu", 16, 99), 77), (clip(24, 2, 2, 48, "gelu", 24, 99), 77),
                  (t5(48, 2, 2, 64, 16, 64), None)],
        denoiser=lambda: SD3Transformer2DModel(sample_size=8, patch_size=2, in_channels=16, out_channels=16, num_layers=2,
                                               num_attention_heads=2, attention_head_dim=16, caption_projection_dim=32,
                                               joint_attention_dim=48, pooled_projection_dim=40, pos_embed_max_size=192,
                                               qk_norm="rms_norm"),
        decoder=kl(16, (8, 8, 16, 16), norm_num_groups=4, **KL16), text_width=48, pooled=40),
    "qwen-image": dataclasses.replace(
        FULL["qwen-image"], encoders=[(qwen(32, 2, 2, 1, 64, 99, (2, 3, 3)), None)],
        denoiser=lambda: QwenImageTransformer2DModel(num_layers=2, joint_attention_dim=32, **ROTARY),
        decoder=lambda: AutoencoderKLQwenImage(base_dim=8), text_width=32),
    "sd2.1": dataclasses.replace(
        FULL["sd2.1"], encoders=[(clip(24, 2, 2, 48, "gelu", vocabulary=99), 77)],
        denoiser=lambda: UNet2DConditionModel(sample_size=8, in_channels=4, out_channels=4, block_out_channels=(8, 8, 16, 16),
                                              layers_per_block=2, cross_attention_dim=24, attention_head_dim=(1, 1, 2, 2),
                                              norm_num_groups=4, use_linear_projection=True),
        decoder=kl(4, (8, 8, 16, 16), norm_num_groups=4), text_width=24),
}


def build(make, dtype, device):
    """A component on its device. What multiplies gets normal numbers with deviation 1/sqrt(inputs), as Wattpix's random weights
    have, so that every layer keeps the scale of its input; a GPU that multiplies zeros draws less power."""
    before = torch.get_default_dtype()
    torch.set_default_dtype(dtype)
    try:
        with torch.device(device):
            module = make().eval().requires_grad_(False)
    finally:
        torch.set_default_dtype(before)
    if torch.device(device).type != "meta":
        for parameter in module.parameters():
            if parameter.dim() > 1:
                parameter.normal_(0.0, parameter[0].numel() ** -0.5)
    return module
