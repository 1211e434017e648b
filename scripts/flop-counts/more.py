"""Writes tests/data/flops_more.csv: operations of the real diffusers and transformers classes of further models of images, counted as in
count.py: over one pass at batch 1 on the meta device, one decoding, and one prompt of each text encoder.

Versions are those of scripts/diffusion-fixtures/requirements.txt; run.sh installs them and runs this.
Usage: more.py [MODEL...]
"""

import csv
import functools
import pathlib
import sys

import diffusers
import torch
import torch.fx.experimental._config
import transformers as hub

from count import DECODERS as SHARED, META, counted, meta, row

DATA = pathlib.Path(__file__).resolve().parents[2] / "tests/data/flops_more.csv"


def kl(channels, blocks, latent):
    return lambda: diffusers.AutoencoderKL(
        latent_channels=latent, block_out_channels=channels, layers_per_block=blocks, use_quant_conv=False, use_post_quant_conv=False,
        down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4)


def hunyuan_image(**changed):
    return lambda: diffusers.HunyuanImageTransformer2DModel(text_embed_2_dim=1472, **changed)


# The denoiser, the decoder, the text encoders.
BUILDERS = {
    "ovis-image": (lambda: diffusers.OvisImageTransformer2DModel(), "kl-16ch", ["qwen3-1.7b"]),
    "longcat-image": (lambda: diffusers.LongCatImageTransformer2DModel(num_layers=10, num_single_layers=20), "kl-16ch",
                      ["qwen2.5-vl-7b"]),
    "auraflow": (lambda: diffusers.AuraFlowTransformer2DModel(sample_size=64, pos_embed_max_size=9216), "kl-4ch", ["pile-t5-xl"]),
    "cogview4": (lambda: diffusers.CogView4Transformer2DModel(num_layers=28, attention_head_dim=128, num_attention_heads=32),
                 "cogview4", ["glm-4-9b"]),
    "hidream-i1": (lambda: diffusers.HiDreamImageTransformer2DModel(
        patch_size=2, in_channels=16, out_channels=16, num_layers=16, num_single_layers=32, attention_head_dim=128, num_attention_heads=20,
        caption_channels=[4096, 4096], text_emb_dim=2048, num_routed_experts=4, num_activated_experts=2, axes_dims_rope=(64, 32, 32),
        max_resolution=(128, 128), llama_layers=[*range(32), *[31] * 16]), "kl-16ch",
        ["clip-l-hidream", "openclip-bigg-hidream", "t5-xxl", "llama-3.1-8b"]),
    "hunyuan-image-2.1": (hunyuan_image(), "hunyuan-image", ["qwen2.5-vl-7b", "byt5-small"]),
    "hunyuan-image-2.1-distilled": (hunyuan_image(guidance_embeds=True, use_meanflow=True), "hunyuan-image", []),
    "krea-2-raw": (lambda: diffusers.Krea2Transformer2DModel(), "qwen", ["qwen3-vl-4b"]),
    "flux3-klein-base": (lambda: diffusers.Flux3Transformer2DModel(), "flux2", ["qwen3-vl-4b"]),
    "flux3-klein": (lambda: diffusers.Flux3Transformer2DModel(flow_map=True), "flux2", []),
}
# Pixels and channels of a latent position.
DECODERS = {
    **SHARED,
    "cogview4": (8, 16, kl((128, 512, 1024, 1024), 3, 16)),
    "hunyuan-image": (32, 64, lambda: diffusers.AutoencoderKLHunyuanImage(
        in_channels=3, out_channels=3, latent_channels=64, block_out_channels=(128, 256, 512, 512, 1024, 1024), layers_per_block=2,
        spatial_compression_ratio=32, sample_size=384)),
}


def qwen3(width, layers, heads, inner):
    return lambda: hub.Qwen3Model(hub.Qwen3Config(
        vocab_size=151936, hidden_size=width, num_hidden_layers=layers, num_attention_heads=heads, num_key_value_heads=8, head_dim=128,
        intermediate_size=inner))


def qwen2_5():
    from transformers.models.qwen2_5_vl.modeling_qwen2_5_vl import Qwen2_5_VLTextConfig, Qwen2_5_VLTextModel
    rope = dict(rope_type="default", rope_theta=1e6, mrope_section=[16, 24, 24])
    return Qwen2_5_VLTextModel(Qwen2_5_VLTextConfig(
        vocab_size=152064, hidden_size=3584, num_hidden_layers=28, num_attention_heads=28, num_key_value_heads=4,
        intermediate_size=18944, rope_parameters=rope))


def qwen3_vl_4b():
    from transformers.models.qwen3_vl.modeling_qwen3_vl import Qwen3VLTextConfig, Qwen3VLTextModel
    rope = dict(rope_type="default", rope_theta=5e6, mrope_section=[24, 20, 20])
    return Qwen3VLTextModel(Qwen3VLTextConfig(
        vocab_size=151936, hidden_size=2560, num_hidden_layers=36, num_attention_heads=32, num_key_value_heads=8, head_dim=128,
        intermediate_size=9728, rope_parameters=rope))


def clip(width, layers, heads, activation, projected):
    config = hub.CLIPTextConfig(vocab_size=49408, hidden_size=width, intermediate_size=4 * width, num_hidden_layers=layers,
                                num_attention_heads=heads, hidden_act=activation, projection_dim=projected, max_position_embeddings=218,
                                eos_token_id=2)
    return lambda: hub.CLIPTextModelWithProjection(config)


def t5(width, inner, heads, layers, vocabulary):
    return lambda: hub.T5EncoderModel(hub.T5Config(
        vocab_size=vocabulary, d_model=width, d_kv=64, d_ff=inner, num_layers=layers, num_heads=heads, feed_forward_proj="gated-gelu",
        tie_word_embeddings=False))


ENCODERS = {
    "qwen3-vl-4b": qwen3_vl_4b,
    "clip-l-hidream": clip(768, 12, 12, "quick_gelu", 768),
    "openclip-bigg-hidream": clip(1280, 32, 20, "gelu", 1280),
    "t5-xxl": t5(4096, 10240, 64, 24, 32128),
    "byt5-small": t5(1472, 3584, 6, 12, 384),
    "llama-3.1-8b": lambda: hub.LlamaModel(hub.LlamaConfig(
        vocab_size=128256, hidden_size=4096, intermediate_size=14336, num_hidden_layers=32, num_attention_heads=32, num_key_value_heads=8)),
    "qwen3-1.7b": qwen3(2048, 28, 16, 6144),
    "qwen2.5-vl-7b": qwen2_5,
    "pile-t5-xl": lambda: hub.UMT5EncoderModel(hub.UMT5Config(
        vocab_size=32128, d_model=2048, d_kv=64, d_ff=5120, num_layers=24, num_heads=32, feed_forward_proj="gated-gelu",
        tie_word_embeddings=False)),
    "glm-4-9b": lambda: hub.GlmModel(hub.GlmConfig(
        vocab_size=151552, hidden_size=4096, intermediate_size=13696, num_hidden_layers=40, num_attention_heads=32,
        num_key_value_heads=2, head_dim=128)),
}
# Tokens of the prompt that are encoded.
LENGTHS = {"clip-l-hidream": [128, 20], "openclip-bigg-hidream": [128, 20], "t5-xxl": [128, 33], "llama-3.1-8b": [128, 33],
           "byt5-small": [128, 50], "qwen3-vl-4b": [546, 80], "qwen3-1.7b": [284, 100], "qwen2.5-vl-7b": [1034, 553, 100], "pile-t5-xl": [256, 100], "glm-4-9b": [16, 224, 1024]}

# Height, width, text tokens: the defaults, sides that nothing divides twice, the least, other lengths of text.
SIZES = [(1024, 1024, None), (512, 512, None), (256, 256, 7), (768, 1344, None), (384, 640, 100), (272, 144, 33), (1280, 720, None),
         (128, 128, 1), (1536, 1024, 77), (144, 1200, 250)]
# Text tokens of the rows that name none, and sizes that differ.
TOKENS = {"ovis-image": 256, "longcat-image": 512, "auraflow": 256, "cogview4": 224, "hidream-i1": 128, "hunyuan-image-2.1": 1128,
          "hunyuan-image-2.1-distilled": 1128, "krea-2-raw": 512, "flux3-klein-base": 80, "flux3-klein": 80}
WIDTHS = {"ovis-image": 2048, "longcat-image": 3584, "auraflow": 2048, "cogview4": 4096, "flux3-klein-base": 20480, "flux3-klein": 20480}
# A latent that is not square has at most as many tokens as fill its table.
SIZES_OF = {
    "hidream-i1": [(1024, 1024, None), (512, 512, None), (256, 256, 7), (768, 1344, None), (384, 640, 100), (272, 144, 33),
                   (1280, 720, None), (128, 128, 1), (1168, 880, 77), (144, 1200, 218)],
    "hunyuan-image": [(2048, 2048, None), (1024, 1024, None), (256, 256, 135), (1536, 2560, None), (384, 640, 228), (288, 160, 161),
                      (1792, 2304, None), (128, 128, 129), (1536, 1024, 333), (160, 1184, 250)],
}
# Tokens of the glyphs' encoder, which are there without any glyph too.
GLYPHS = 128

PATCHIFY = diffusers.HiDreamImageTransformer2DModel.patchify


def patchify(network, latent):
    """HiDream's own, with the size of the latent on the host, where it is read afterwards."""
    states, masks, _, ids = PATCHIFY(network, latent)
    return states, masks, [(latent.shape[2] // 2, latent.shape[3] // 2)], ids


diffusers.HiDreamImageTransformer2DModel.patchify = patchify
# HunyuanImage puts what is padding behind what is not; here no token is padding.
torch.fx.experimental._config.meta_nonzero_assume_all_nonzero = True
INVERT = torch.Tensor.__invert__
torch.Tensor.__invert__ = lambda mask: torch.empty(0, dtype=torch.int64, device=META) if mask.dim() == 1 else INVERT(mask)
# Each expert gets as many tokens as another; the router's choice changes their shares and not their sum.
torch.Tensor.bincount = lambda self: torch.full((4,), self.numel() // 4) + (torch.arange(4) < self.numel() % 4)


def sizes(model):
    given = SIZES_OF["hunyuan-image"] if model.startswith("hunyuan") else SIZES_OF.get(model, SIZES)
    return [(height, width, tokens or TOKENS[model]) for height, width, tokens in given]


def inputs(model, height, width, tokens):
    """What the pipeline hands to one pass, by shape."""
    scale, channels, _ = DECODERS[BUILDERS[model][1]]
    time, text = meta(1), meta(1, tokens, WIDTHS.get(model, 4096))
    latent = meta(1, channels, height // scale, width // scale)
    rows, columns = height // scale // 2, width // scale // 2
    if model == "hidream-i1":
        return dict(hidden_states=latent, timesteps=time, encoder_hidden_states_t5=text, pooled_embeds=meta(1, 2048),
                    encoder_hidden_states_llama3=meta(32, 1, tokens, 4096))
    if model.startswith("hunyuan-image"):
        words = tokens - GLYPHS
        given = dict(hidden_states=latent, timestep=time, encoder_hidden_states=meta(1, words, 3584),
                     encoder_attention_mask=meta(1, words).bool(), encoder_hidden_states_2=meta(1, GLYPHS, 1472),
                     encoder_attention_mask_2=meta(1, GLYPHS).bool())
        return given | (dict(timestep_r=time, guidance=time) if model.endswith("distilled") else {})
    if model == "krea-2-raw":
        return dict(hidden_states=meta(1, rows * columns, 4 * channels), encoder_hidden_states=meta(1, tokens, 12, 2560), timestep=time,
                    position_ids=meta(tokens + rows * columns, 3))
    if model.startswith("flux3"):
        given = dict(hidden_states=meta(1, rows * columns, 4 * channels), encoder_hidden_states=text, timestep=time,
                     img_ids=meta(rows * columns, 4), txt_ids=meta(tokens, 4))
        return given | (dict(target_timestep=time) if model == "flux3-klein" else {})
    if model in ("ovis-image", "longcat-image"):
        return dict(hidden_states=meta(1, rows * columns, 4 * channels), encoder_hidden_states=text, timestep=time,
                    img_ids=meta(rows * columns, 3), txt_ids=meta(tokens, 3))
    if model == "cogview4":
        sizes = {name: meta(1, 2) for name in ("original_size", "target_size", "crop_coords")}
        return dict(hidden_states=latent, encoder_hidden_states=text, timestep=time, **sizes)
    return dict(hidden_states=latent, encoder_hidden_states=text, timestep=time)


def latent(decoder, height, width):
    """What is left for the decoder."""
    scale, channels, _ = DECODERS[decoder]
    given = meta(1, channels, height // scale, width // scale)
    return given.unsqueeze(2) if decoder == "qwen" else given


@functools.cache
def built(build):
    with META:
        return build().eval()


def parameters(*parts):
    return sum(tensor.numel() for part in parts if part is not None for tensor in part.parameters())


def rows():
    for model in sys.argv[1:] or BUILDERS:
        build, decoder, encoders = BUILDERS[model]
        network, vae = built(build), built(DECODERS[decoder][2])
        for height, width, tokens in sizes(model):
            given = inputs(model, height, width, tokens)
            yield row(model, "denoiser", height, width, tokens, parameters(network), counted(lambda: network(**given)))
        weights = parameters(vae.decoder, getattr(vae, "post_quant_conv", None))
        for height, width, _ in sizes(model):
            kinds = counted(lambda: vae.decode(latent(decoder, height, width)))
            yield row(model, f"vae_decoder:{decoder}", height, width, 0, weights, kinds)
        for name in encoders:
            encoder = built(ENCODERS[name])
            for tokens in LENGTHS[name]:
                kinds = counted(lambda: encoder(input_ids=torch.empty(1, tokens, dtype=torch.int64, device=META)))
                yield row(model, f"text_encoder:{name}", 0, 0, tokens, parameters(encoder), kinds)


def main():
    with DATA.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow("model component height width text_tokens params gflops attention_gflops conv_gflops linear_gflops".split())
        for one in rows():
            writer.writerow(one)
            file.flush()
            print(",".join(map(str, one)), file=sys.stderr)


if __name__ == "__main__":
    main()
