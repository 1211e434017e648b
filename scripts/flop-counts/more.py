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
import transformers as hub

from count import DECODERS as SHARED, META, counted, meta, row

DATA = pathlib.Path(__file__).resolve().parents[2] / "tests/data/flops_more.csv"


def kl(channels, blocks, latent):
    return lambda: diffusers.AutoencoderKL(
        latent_channels=latent, block_out_channels=channels, layers_per_block=blocks, use_quant_conv=False, use_post_quant_conv=False,
        down_block_types=("DownEncoderBlock2D",) * 4, up_block_types=("UpDecoderBlock2D",) * 4)


# The denoiser, the decoder, the text encoders.
BUILDERS = {
    "ovis-image": (lambda: diffusers.OvisImageTransformer2DModel(), "kl-16ch", ["qwen3-1.7b"]),
    "longcat-image": (lambda: diffusers.LongCatImageTransformer2DModel(num_layers=10, num_single_layers=20), "kl-16ch",
                      ["qwen2.5-vl-7b"]),
    "auraflow": (lambda: diffusers.AuraFlowTransformer2DModel(sample_size=64, pos_embed_max_size=9216), "kl-4ch", ["pile-t5-xl"]),
    "cogview4": (lambda: diffusers.CogView4Transformer2DModel(num_layers=28, attention_head_dim=128, num_attention_heads=32),
                 "cogview4", ["glm-4-9b"]),
}
# Pixels and channels of a latent position.
DECODERS = {
    **SHARED,
    "cogview4": (8, 16, kl((128, 512, 1024, 1024), 3, 16)),
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


ENCODERS = {
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
LENGTHS = {"qwen3-1.7b": [284, 100], "qwen2.5-vl-7b": [553, 100], "pile-t5-xl": [256, 100], "glm-4-9b": [16, 224, 1024]}

# Height, width, text tokens: the defaults, sides that nothing divides twice, the least, other lengths of text.
SIZES = [(1024, 1024, None), (512, 512, None), (256, 256, 7), (768, 1344, None), (384, 640, 100), (272, 144, 33), (1280, 720, None),
         (128, 128, 1), (1536, 1024, 77), (144, 1200, 250)]
# Text tokens of the rows that name none, and sizes that differ.
TOKENS = {"ovis-image": 256, "longcat-image": 512, "auraflow": 256, "cogview4": 224}
WIDTHS = {"ovis-image": 2048, "longcat-image": 3584, "auraflow": 2048, "cogview4": 4096}


def sizes(model):
    return [(height, width, tokens or TOKENS[model]) for height, width, tokens in SIZES]


def inputs(model, height, width, tokens):
    """What the pipeline hands to one pass, by shape."""
    scale, channels, _ = DECODERS[BUILDERS[model][1]]
    time, text = meta(1), meta(1, tokens, WIDTHS[model])
    latent = meta(1, channels, height // scale, width // scale)
    rows, columns = height // scale // 2, width // scale // 2
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
