"""Writes tests/data/flops_other_sizes.csv: operations of the real diffusers classes at sizes and text lengths that
flops_ground_truth.csv does not hold (not square, odd latents, padding, the smallest side), counted by torch's
FlopCounterMode over one pass at batch 1 on the meta device, which has shapes and no weights.

Versions are those of scripts/diffusion-fixtures/requirements.txt; run.sh installs them and runs this.
Usage: count.py [MODEL...]
"""

import csv
import pathlib
import sys

import torch
from diffusers import (AutoencoderDC, AutoencoderKL, AutoencoderKLFlux2, AutoencoderKLQwenImage,
                       ChromaTransformer2DModel, Flux2Transformer2DModel, FluxTransformer2DModel, HunyuanDiT2DModel,
                       Lumina2Transformer2DModel, PixArtTransformer2DModel, QwenImageTransformer2DModel,
                       SanaTransformer2DModel, SD3Transformer2DModel, UNet2DConditionModel, ZImageTransformer2DModel)
from torch.utils.flop_counter import FlopCounterMode

DATA = pathlib.Path(__file__).resolve().parents[2] / "tests/data/flops_other_sizes.csv"
META = torch.device("meta")
ATTENTION = {"bmm", "baddbmm"}
LINEAR = {"mm", "addmm"}
CONVOLUTION = {"convolution"}

# Height, width, text tokens. Tokens of transformers here are no multiples of 32, latents of U-Nets are odd.
UNET = [(520, 328, 77), (136, 1000, 154)]
TRANSFORMER = [(384, 640, 100), (272, 144, 333)]
# The decoder attends in full where a map has at most 32 positions, linearly above.
SANA = [(384, 640, 100), (128, 128, 300), (128, 256, 7), (160, 224, 1)]
SIZES = {
    "sd1.5": UNET, "sd2.1": UNET, "sdxl": UNET, "lcm-sd1.5": UNET, "lcm-sdxl": UNET,
    "pixart-sigma": [(384, 640, 100), (272, 144, 300)],
    "hunyuandit-1.2": [(384, 640, 333), (272, 144, 333)],
    "lumina-2": [(384, 640, 100), (272, 144, 299)],
    "sana-1.6b": SANA, "sana1.5-4.8b": SANA[:2], "sana-sprint-1.6b": SANA[:2],
}

FLUX = dict(in_channels=64, num_layers=19, num_single_layers=38, num_attention_heads=24, joint_attention_dim=4096,
            pooled_projection_dim=768)
FLUX2 = dict(in_channels=128, attention_head_dim=128, mlp_ratio=3.0)
SD3 = dict(sample_size=128, patch_size=2, in_channels=16, out_channels=16, joint_attention_dim=4096,
           pooled_projection_dim=2048)
SD = dict(sample_size=64, in_channels=4, out_channels=4, layers_per_block=2)
SD15 = dict(cross_attention_dim=768, attention_head_dim=8, **SD)
SDXL = dict(down_block_types=("DownBlock2D", "CrossAttnDownBlock2D", "CrossAttnDownBlock2D"),
            up_block_types=("CrossAttnUpBlock2D", "CrossAttnUpBlock2D", "UpBlock2D"),
            block_out_channels=(320, 640, 1280), transformer_layers_per_block=(1, 2, 10), cross_attention_dim=2048,
            attention_head_dim=(5, 10, 20), use_linear_projection=True, addition_embed_type="text_time",
            addition_time_embed_dim=256, projection_class_embeddings_input_dim=2816, **SD)
BUILDERS = {
    "flux1-dev": lambda: FluxTransformer2DModel(guidance_embeds=True, **FLUX),
    "flux1-schnell": lambda: FluxTransformer2DModel(guidance_embeds=False, **FLUX),
    "chroma": lambda: ChromaTransformer2DModel(),
    "flux2-dev": lambda: Flux2Transformer2DModel(num_layers=8, num_single_layers=48, num_attention_heads=48,
                                                 joint_attention_dim=15360, **FLUX2),
    "flux2-klein-4b": lambda: Flux2Transformer2DModel(num_layers=5, num_single_layers=20, num_attention_heads=24,
                                                      joint_attention_dim=7680, guidance_embeds=False, **FLUX2),
    "flux2-klein-9b": lambda: Flux2Transformer2DModel(num_layers=8, num_single_layers=24, num_attention_heads=32,
                                                      joint_attention_dim=12288, guidance_embeds=False, **FLUX2),
    "sd3-medium": lambda: SD3Transformer2DModel(num_layers=24, num_attention_heads=24, caption_projection_dim=1536,
                                                pos_embed_max_size=192, **SD3),
    "sd3.5-medium": lambda: SD3Transformer2DModel(num_layers=24, num_attention_heads=24, caption_projection_dim=1536,
                                                  pos_embed_max_size=384, qk_norm="rms_norm",
                                                  dual_attention_layers=tuple(range(13)), **SD3),
    "sd3.5-large": lambda: SD3Transformer2DModel(num_layers=38, num_attention_heads=38, caption_projection_dim=2432,
                                                 pos_embed_max_size=192, qk_norm="rms_norm", **SD3),
    "qwen-image": lambda: QwenImageTransformer2DModel(),
    "z-image-turbo": lambda: ZImageTransformer2DModel(axes_lens=[1536, 512, 512]),
    "lumina-2": lambda: Lumina2Transformer2DModel(cap_feat_dim=2304),
    "pixart-sigma": lambda: PixArtTransformer2DModel(sample_size=128, caption_channels=4096,
                                                     use_additional_conditions=False),
    "sana-1.6b": lambda: SanaTransformer2DModel(),
    "sana1.5-4.8b": lambda: SanaTransformer2DModel(num_layers=60, qk_norm="rms_norm_across_heads"),
    "sana-sprint-1.6b": lambda: SanaTransformer2DModel(qk_norm="rms_norm_across_heads", guidance_embeds=True),
    "hunyuandit-1.2": lambda: HunyuanDiT2DModel(num_attention_heads=16, attention_head_dim=88, in_channels=4,
                                                patch_size=2, sample_size=128, hidden_size=1408, num_layers=40,
                                                mlp_ratio=4.3637, cross_attention_dim=1024,
                                                cross_attention_dim_t5=2048, pooled_projection_dim=1024,
                                                text_len=77, text_len_t5=256,
                                                use_style_cond_and_image_meta_size=False),
    "sd1.5": lambda: UNet2DConditionModel(**SD15),
    "lcm-sd1.5": lambda: UNet2DConditionModel(time_cond_proj_dim=256, **SD15),
    "sd2.1": lambda: UNet2DConditionModel(cross_attention_dim=1024, attention_head_dim=(5, 10, 20, 20),
                                          use_linear_projection=True, **SD),
    "sdxl": lambda: UNet2DConditionModel(**SDXL),
    "lcm-sdxl": lambda: UNet2DConditionModel(time_cond_proj_dim=256, **SDXL),
}
WIDTHS = {"flux2-dev": 15360, "flux2-klein-4b": 7680, "flux2-klein-9b": 12288, "qwen-image": 3584, "z-image-turbo": 2560,
          "lumina-2": 2304, "sana-1.6b": 2304, "sana1.5-4.8b": 2304, "sana-sprint-1.6b": 2304, "sd1.5": 768,
          "lcm-sd1.5": 768, "sd2.1": 1024, "sdxl": 2048, "lcm-sdxl": 2048}

KL = dict(block_out_channels=(128, 256, 512, 512), layers_per_block=2, down_block_types=("DownEncoderBlock2D",) * 4,
          up_block_types=("UpDecoderBlock2D",) * 4)
STAGES = ("ResBlock",) * 3 + ("EfficientViTBlock",) * 3
DECODERS = {
    "kl-4ch": (8, 4, lambda: AutoencoderKL(latent_channels=4, **KL)),
    "kl-16ch": (8, 16, lambda: AutoencoderKL(latent_channels=16, use_quant_conv=False, use_post_quant_conv=False,
                                             **KL)),
    "flux2": (8, 32, lambda: AutoencoderKLFlux2()),
    "qwen": (8, 16, lambda: AutoencoderKLQwenImage()),
    "dc-ae-f32c32": (32, 32, lambda: AutoencoderDC(encoder_block_types=STAGES, decoder_block_types=STAGES,
                                                   downsample_block_type="conv",
                                                   upsample_block_type="interpolate")),
}
DECODER_OF = {"sd1.5": "kl-4ch", "sd2.1": "kl-4ch", "sdxl": "kl-4ch", "pixart-sigma": "kl-4ch",
              "hunyuandit-1.2": "kl-4ch", "flux2-dev": "flux2", "flux2-klein-4b": "flux2",
              "flux2-klein-9b": "flux2", "qwen-image": "qwen", "sana-1.6b": "dc-ae-f32c32",
              "sana1.5-4.8b": "dc-ae-f32c32", "sana-sprint-1.6b": "dc-ae-f32c32", "lcm-sd1.5": "kl-4ch",
              "lcm-sdxl": "kl-4ch"}


def meta(*shape):
    return torch.empty(shape, device=META)


class AllReal:
    """The attention mask of a prompt without padding, which Lumina-2 reads on the host: all ones."""

    def __init__(self, tokens):
        self.shape = (1, tokens)

    def sum(self, dim):
        return torch.full((1,), self.shape[1])

    def bool(self):
        return torch.empty(self.shape, device=META, dtype=torch.bool)


def inputs(model, height, width, tokens):
    """What the pipeline hands to one pass, by shape."""
    time, rows, columns = meta(1), height // 16, width // 16
    latent = lambda channels, scale=8: meta(1, channels, height // scale, width // scale)
    text = meta(1, tokens, WIDTHS.get(model, 4096))
    packed = lambda channels: meta(1, rows * columns, channels)
    if model.startswith("flux2"):
        guidance = meta(1) if model == "flux2-dev" else None
        return dict(hidden_states=packed(128), encoder_hidden_states=text, timestep=time, guidance=guidance,
                    img_ids=meta(rows * columns, 4), txt_ids=meta(tokens, 4))
    if model in ("flux1-dev", "flux1-schnell", "chroma"):
        given = dict(hidden_states=packed(64), encoder_hidden_states=text, timestep=time,
                     img_ids=meta(rows * columns, 3), txt_ids=meta(tokens, 3))
        if model != "chroma":
            given["pooled_projections"] = meta(1, 768)
        if model == "flux1-dev":
            given["guidance"] = meta(1)
        return given
    if model.startswith("sd3"):
        return dict(hidden_states=latent(16), encoder_hidden_states=text, pooled_projections=meta(1, 2048),
                    timestep=time)
    if model == "qwen-image":
        return dict(hidden_states=packed(64), encoder_hidden_states=text, timestep=time,
                    img_shapes=[[(1, rows, columns)]],
                    encoder_hidden_states_mask=torch.ones(1, tokens, dtype=torch.bool, device=META))
    if model == "z-image-turbo":
        return dict(x=[latent(16)[0].unsqueeze(1)], t=time, cap_feats=[text[0]])
    if model == "lumina-2":
        return dict(hidden_states=latent(16), timestep=time, encoder_hidden_states=text,
                    encoder_attention_mask=AllReal(tokens))
    if model == "pixart-sigma":
        return dict(hidden_states=latent(4), encoder_hidden_states=text, timestep=time,
                    added_cond_kwargs={"resolution": None, "aspect_ratio": None})
    if model.startswith("sana"):
        given = dict(hidden_states=latent(32, 32), encoder_hidden_states=text, timestep=time)
        if model == "sana-sprint-1.6b":
            given["guidance"] = meta(1)
        return given
    if model == "hunyuandit-1.2":
        rotary = tuple(meta(rows * columns, 88) for _ in range(2))
        return dict(hidden_states=latent(4), timestep=time, encoder_hidden_states=meta(1, 77, 1024),
                    text_embedding_mask=meta(1, 77), encoder_hidden_states_t5=meta(1, tokens - 77, 2048),
                    text_embedding_mask_t5=meta(1, tokens - 77), image_rotary_emb=rotary)
    given = dict(sample=latent(4), timestep=time, encoder_hidden_states=text)
    if model.startswith("lcm"):
        given["timestep_cond"] = meta(1, 256)
    if model.endswith("sdxl"):
        given["added_cond_kwargs"] = {"text_embeds": meta(1, 1280), "time_ids": meta(1, 6)}
    return given


def counted(call):
    """Operations by kind: attention products, convolutions, linear layers."""
    with FlopCounterMode(display=False) as counter, torch.no_grad():
        call()
    kinds = dict.fromkeys(["attention", "conv", "linear"], 0)
    for operator, operations in counter.get_flop_counts()["Global"].items():
        name = str(operator).removeprefix("aten.")
        kind = ("linear" if name in LINEAR else "conv" if name in CONVOLUTION else
                "attention" if name in ATTENTION else None)
        if kind is None:
            sys.exit(f"what kind of layer is {name}?")
        kinds[kind] += operations
    return kinds


def row(model, component, height, width, tokens, parameters, kinds):
    whole = lambda operations: f"{operations // 10**9}.{operations % 10**9:09}"
    return [model, component, height, width, tokens, parameters, whole(sum(kinds.values())), whole(kinds["attention"]),
            whole(kinds["conv"]), whole(kinds["linear"])]


def rows_of(model):
    with META:
        denoiser = BUILDERS[model]().eval()
    parameters = sum(tensor.numel() for tensor in denoiser.parameters())
    sizes = SIZES.get(model, TRANSFORMER)
    for height, width, tokens in sizes:
        given = inputs(model, height, width, tokens)
        yield row(model, "denoiser", height, width, tokens, parameters, counted(lambda: denoiser(**given)))
    name = DECODER_OF.get(model, "kl-16ch")
    scale, channels, build = DECODERS[name]
    with META:
        decoder = build().eval()
    parts = [decoder.decoder, getattr(decoder, "post_quant_conv", None)]
    parameters = sum(tensor.numel() for part in parts if part is not None for tensor in part.parameters())
    for height, width, _ in sizes:
        latent = meta(1, channels, height // scale, width // scale)
        if name == "qwen":
            latent = latent.unsqueeze(2)
        yield row(model, f"vae_decoder:{name}", height, width, 0, parameters, counted(lambda: decoder.decode(latent)))


def main(models):
    table = [line for model in models for line in rows_of(model)]
    with DATA.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow("model component height width text_tokens params gflops attention_gflops conv_gflops "
                        "linear_gflops".split())
        writer.writerows(table)
    print(f"{len(table)} rows", file=sys.stderr)


if __name__ == "__main__":
    main(sys.argv[1:] or list(BUILDERS))
