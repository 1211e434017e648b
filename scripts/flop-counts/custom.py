"""Writes tests/data/flops_custom.csv: operations and weights of architectures that nobody published, each the real diffusers class with
other dimensions, beside the description under which this program counts the same. Counted as in count.py, which this imports.

Versions are those of scripts/diffusion-fixtures/requirements.txt (torch 2.15.0, diffusers 0.42.1); run.sh installs them.
Usage: custom.py
"""

import csv
import pathlib
import sys

from diffusers import (AutoencoderDC, AutoencoderKL, AutoencoderKLQwenImage, ChromaTransformer2DModel,
                       Flux2Transformer2DModel, FluxTransformer2DModel, HunyuanDiT2DModel, Lumina2Transformer2DModel,
                       PixArtTransformer2DModel, QwenImageTransformer2DModel, SanaTransformer2DModel,
                       SD3Transformer2DModel, UNet2DConditionModel, ZImageTransformer2DModel)

from count import FLUX, FLUX2, KL, META, SD, SD3, STAGES, AllReal, counted, meta

DATA = pathlib.Path(__file__).resolve().parents[2] / "tests/data/flops_custom.csv"
UP, DOWN = "CrossAttnUpBlock2D", "CrossAttnDownBlock2D"


def flux(**changed):
    return FluxTransformer2DModel(**(FLUX | changed))


def sd3(**changed):
    given = SD3 | dict(caption_projection_dim=changed["num_attention_heads"] * 64, pos_embed_max_size=384) | changed
    return SD3Transformer2DModel(**given)


def packed(tokens_wide, text_wide, ids, pooled=None, guided=False, masked=False):
    """Inputs of the classes that take a packed latent: patches of 16 x 16 pixels in rows of so many numbers."""
    def inputs(height, width, tokens):
        rows, columns = height // 16, width // 16
        given = dict(hidden_states=meta(1, rows * columns, tokens_wide), encoder_hidden_states=meta(1, tokens, text_wide),
                     timestep=meta(1))
        if masked:
            mask = meta(1, tokens).bool()
            return given | dict(img_shapes=[[(1, rows, columns)]], encoder_hidden_states_mask=mask)
        given |= dict(img_ids=meta(rows * columns, ids), txt_ids=meta(tokens, ids))
        if pooled:
            given["pooled_projections"] = meta(1, pooled)
        return given | (dict(guidance=meta(1)) if guided else {})
    return inputs


def latent(channels, text_wide, scale=8, key="hidden_states", **more):
    def inputs(height, width, tokens):
        shapes = {name: meta(*shape) for name, shape in more.items() if isinstance(shape, tuple)}
        given = {key: meta(1, channels, height // scale, width // scale), "timestep": meta(1),
                 "encoder_hidden_states": meta(1, tokens, text_wide)}
        return given | shapes | {name: value for name, value in more.items() if not isinstance(value, tuple)}
    return inputs


def z_image(height, width, tokens):
    return dict(x=[meta(16, 1, height // 8, width // 8)], t=meta(1), cap_feats=[meta(tokens, 2560)])


def lumina(channels, text_wide, scale=8):
    def inputs(height, width, tokens):
        return dict(hidden_states=meta(1, channels, height // scale, width // scale), timestep=meta(1),
                    encoder_hidden_states=meta(1, tokens, text_wide), encoder_attention_mask=AllReal(tokens))
    return inputs


def hunyuan(head_width):
    def inputs(height, width, tokens):
        patches = height * width // 256
        return dict(hidden_states=meta(1, 4, height // 8, width // 8), timestep=meta(1),
                    encoder_hidden_states=meta(1, 77, 1024), text_embedding_mask=meta(1, 77),
                    encoder_hidden_states_t5=meta(1, tokens - 77, 2048), text_embedding_mask_t5=meta(1, tokens - 77),
                    image_rotary_emb=tuple(meta(patches, head_width) for _ in range(2)))
    return inputs


def hunyuan_dit(**changed):
    given = dict(attention_head_dim=64, in_channels=4, patch_size=2, sample_size=128, mlp_ratio=4.3637,
                 cross_attention_dim=1024, cross_attention_dim_t5=2048, pooled_projection_dim=1024, text_len=77,
                 text_len_t5=256, use_style_cond_and_image_meta_size=False)
    return HunyuanDiT2DModel(**(given | changed))


# The description; how the class is built; its inputs; height, width and text tokens of the runs.
SIZES = [(512, 768, 100), (1024, 1024, 256)]
DENOISERS = [
    ("flux1-dev~joint_blocks:10~width:2048", lambda: flux(num_layers=10, num_attention_heads=16, guidance_embeds=True),
     packed(64, 4096, 3, pooled=768, guided=True), SIZES),
    ("flux1-schnell~single_blocks:0~head_width:64", lambda: flux(num_single_layers=0, num_attention_heads=48,
                                                               attention_head_dim=64, axes_dims_rope=(16, 24, 24)),
     packed(64, 4096, 3, pooled=768), SIZES),
    ("flux1-dev~joint_blocks:2~single_blocks:3~latent_channels:8", lambda: flux(in_channels=32, num_layers=2,
                                                                               num_single_layers=3,
                                                                               guidance_embeds=True),
     packed(32, 4096, 3, pooled=768, guided=True), SIZES),
    ("chroma~joint_blocks:6~single_blocks:11~width:1536", lambda: ChromaTransformer2DModel(
        num_layers=6, num_single_layers=11, num_attention_heads=12), packed(64, 4096, 3), SIZES),
    ("flux2-klein-4b~joint_blocks:3~single_blocks:9~width:2048~mlp_ratio:4", lambda: Flux2Transformer2DModel(
        **(FLUX2 | dict(mlp_ratio=4.0)), num_layers=3, num_single_layers=9, num_attention_heads=16,
        joint_attention_dim=7680, guidance_embeds=False), packed(128, 7680, 4), SIZES),
    ("sd3-medium~joint_blocks:12~width:1024~patch:4~decoder:flux2-dev", lambda: sd3(
        num_layers=12, num_attention_heads=16, patch_size=4, in_channels=32, out_channels=32),
     latent(32, 4096, pooled_projections=(1, 2048)), SIZES),
    ("sd3.5-medium~joint_blocks:16~dual_attention_blocks:5~patch:1", lambda: sd3(
        num_layers=16, num_attention_heads=24, patch_size=1, qk_norm="rms_norm",
        dual_attention_layers=tuple(range(5))), latent(16, 4096, pooled_projections=(1, 2048)), SIZES),
    ("qwen-image~encoders:z-image~joint_blocks:12~width:1536~heads:8", lambda: QwenImageTransformer2DModel(
        num_layers=12, num_attention_heads=8, attention_head_dim=192, axes_dims_rope=(64, 64, 64),
        joint_attention_dim=2560), packed(64, 2560, 0, masked=True), SIZES),
    ("mmdit~joint_blocks:9~width:1152", lambda: QwenImageTransformer2DModel(
        num_layers=9, num_attention_heads=18, attention_head_dim=64, axes_dims_rope=(16, 24, 24),
        joint_attention_dim=4096), packed(64, 4096, 0, masked=True), SIZES),
    ("z-image~blocks:7~refiners:1~width:2560", lambda: ZImageTransformer2DModel(
        dim=2560, n_layers=7, n_refiner_layers=1, n_heads=20, n_kv_heads=20, axes_lens=[1536, 512, 512]), z_image, SIZES),
    ("lumina-2~blocks:9~refiners:3~width:1152", lambda: Lumina2Transformer2DModel(
        hidden_size=1152, num_layers=9, num_refiner_layers=3, num_attention_heads=12, num_kv_heads=4,
        cap_feat_dim=2304), lumina(16, 2304), SIZES),
    ("single-stream-dit~blocks:6~decoder:sd1.5", lambda: Lumina2Transformer2DModel(
        in_channels=4, hidden_size=2304, num_layers=6, num_attention_heads=24, num_kv_heads=24,
        ffn_dim_multiplier=2 / 3, cap_feat_dim=2304), lumina(4, 2304), SIZES),
    ("pixart-sigma~blocks:14~width:768~head_width:64~patch:4", lambda: PixArtTransformer2DModel(
        num_attention_heads=12, attention_head_dim=64, num_layers=14, cross_attention_dim=768, patch_size=4,
        sample_size=128, caption_channels=4096, use_additional_conditions=False),
     latent(4, 4096, added_cond_kwargs={"resolution": None, "aspect_ratio": None}), SIZES),
    ("dit~decoder:flux1-dev~encoders:sana-1.6b~blocks:10", lambda: PixArtTransformer2DModel(
        in_channels=16, out_channels=16, num_layers=10, sample_size=128, caption_channels=2304,
        use_additional_conditions=False),
     latent(16, 2304, added_cond_kwargs={"resolution": None, "aspect_ratio": None}), SIZES),
    ("sana-1.6b~blocks:10~width:1152~head_width:72~latent_channels:16~patch:2", lambda: SanaTransformer2DModel(
        in_channels=16, out_channels=16, num_attention_heads=36, attention_head_dim=32, num_layers=10,
        num_cross_attention_heads=16, cross_attention_head_dim=72, cross_attention_dim=1152, patch_size=2),
     latent(16, 2304, scale=32), SIZES),
    ("hunyuandit-1.2~blocks:20~width:1024~head_width:64", lambda: hunyuan_dit(
        num_attention_heads=16, hidden_size=1024, num_layers=20), hunyuan(64), [(512, 768, 333)]),
    ("hunyuandit-1.2~tokens:205~blocks:8~head_width:64", lambda: hunyuan_dit(
        num_attention_heads=22, hidden_size=1408, num_layers=8, text_len_t5=128), hunyuan(64), [(512, 768, 205)]),
    ("sd1.5~levels:3~blocks_per_level:3~heads:4", lambda: UNet2DConditionModel(
        **(SD | dict(layers_per_block=3)), block_out_channels=(320, 640, 1280), down_block_types=(DOWN,) * 3,
        up_block_types=(UP,) * 3, cross_attention_dim=768, attention_head_dim=4),
     latent(4, 768, key="sample"), [(520, 328, 77), (512, 768, 100)]),
    ("sd2.1~channels_1:256~channels_2:512~channels_3:1024~channels_4:1024~layers_2:3~decoder:flux1-dev",
     lambda: UNet2DConditionModel(
         **(SD | dict(in_channels=16, out_channels=16)), block_out_channels=(256, 512, 1024, 1024),
         transformer_layers_per_block=(1, 3, 1, 1), cross_attention_dim=1024, attention_head_dim=(4, 8, 16, 16),
         use_linear_projection=True), latent(16, 1024, key="sample"), [(520, 328, 77), (512, 768, 100)]),
    ("unet~levels:5~channels_1:192~channels_2:384~channels_3:576~channels_4:960~channels_5:960~layers_4:2",
     lambda: UNet2DConditionModel(
         **SD, block_out_channels=(192, 384, 576, 960, 960), transformer_layers_per_block=(1, 1, 1, 2, 1),
         down_block_types=(DOWN,) * 4 + ("DownBlock2D",), up_block_types=("UpBlock2D",) + (UP,) * 4,
         cross_attention_dim=768, attention_head_dim=(3, 6, 9, 15, 15), use_linear_projection=True),
     latent(4, 768, key="sample"), [(520, 328, 77), (512, 768, 100)]),
]
# The same for decoders: pixels of a latent position, channels, whether the latent has a time axis.
DECODERS = [
    ("sd3-medium~latent_channels:32", 8, 32, False, lambda: AutoencoderKL(
        latent_channels=32, use_quant_conv=False, use_post_quant_conv=False, **KL)),
    ("sd1.5~latent_channels:9", 8, 9, False, lambda: AutoencoderKL(latent_channels=9, **KL)),
    ("qwen-image~latent_channels:8", 8, 8, True, lambda: AutoencoderKLQwenImage(
        z_dim=8, latents_mean=[0.0] * 8, latents_std=[1.0] * 8)),
    ("sana-1.6b~latent_channels:16", 32, 16, False, lambda: AutoencoderDC(
        latent_channels=16, encoder_block_types=STAGES, decoder_block_types=STAGES, downsample_block_type="conv",
        upsample_block_type="interpolate")),
]


def row(description, component, size, parameters, kinds):
    whole = lambda operations: f"{operations // 10**9}.{operations % 10**9:09}"
    return [description, component, *size, parameters, whole(sum(kinds.values())), whole(kinds["attention"]),
            whole(kinds["conv"]), whole(kinds["linear"])]


def rows():
    for description, build, inputs, sizes in DENOISERS:
        with META:
            denoiser = build().eval()
        parameters = sum(tensor.numel() for tensor in denoiser.parameters())
        for size in sizes:
            given = inputs(*size)
            yield row(description, "denoiser", size, parameters, counted(lambda: denoiser(**given)))
    for description, scale, channels, video, build in DECODERS:
        with META:
            decoder = build().eval()
        parts = [decoder.decoder, getattr(decoder, "post_quant_conv", None)]
        parameters = sum(tensor.numel() for part in parts if part is not None for tensor in part.parameters())
        for height, width in [(512, 768), (1024, 1024)]:
            latents = meta(1, channels, height // scale, width // scale)
            latents = latents.unsqueeze(2) if video else latents
            kinds = counted(lambda: decoder.decode(latents))
            yield row(description, "vae_decoder", (height, width, 0), parameters, kinds)


def main():
    table = list(rows())
    with DATA.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow("description component height width text_tokens params gflops attention_gflops conv_gflops "
                        "linear_gflops".split())
        writer.writerows(table)
    print(f"{len(table)} rows", file=sys.stderr)


if __name__ == "__main__":
    main()
