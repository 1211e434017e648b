"""Writes tests/data/flops_video.csv: operations of the real diffusers and transformers classes of video models, counted as in count.py:
over one pass at batch 1 on the meta device. Of a denoiser one pass over a clip, of a decoder `decode` over its latent as the pipeline
leaves it (no tiles; frame by frame, in chunks or at once, as each class does by default).

Versions are those of scripts/diffusion-fixtures/requirements.txt; run.sh installs them and runs this.
Usage: video.py [MODEL...]
"""

import contextlib
import csv
import functools
import pathlib
import sys

import diffusers
import torch
import transformers as hub

from count import META, counted, meta

DATA = pathlib.Path(__file__).resolve().parents[2] / "tests/data/flops_video.csv"


def wan(heads, inner, layers, channels):
    return lambda: diffusers.WanTransformer3DModel(num_attention_heads=heads, ffn_dim=inner, num_layers=layers, in_channels=channels,
                                                   out_channels=channels)


def cogvideox(heads, layers, rotary, **changed):
    return lambda: diffusers.CogVideoXTransformer3DModel(num_attention_heads=heads, num_layers=layers,
                                                         use_rotary_positional_embeddings=rotary, **changed)


def wan22_decoder():
    # Of the published file, https://huggingface.co/Wan-AI/Wan2.2-TI2V-5B-Diffusers/blob/main/vae/config.json.
    return diffusers.AutoencoderKLWan(base_dim=160, decoder_base_dim=256, z_dim=48, in_channels=12, out_channels=12, patch_size=2,
                                      is_residual=True, scale_factor_spatial=16, latents_mean=[0.0] * 48, latents_std=[1.0] * 48)


WAN_14B = wan(40, 13824, 40, 16)
# The denoiser, the decoder with pixels and frames of a latent position and its channels, the text encoders.
BUILDERS = {
    "wan2.1-t2v-1.3b": (wan(12, 8960, 30, 16), "wan2.1", ["umt5-xxl"]),
    "wan2.1-t2v-14b": (WAN_14B, "wan2.1", ["umt5-xxl"]),
    "wan2.2-ti2v-5b": (wan(24, 14336, 30, 48), "wan2.2", ["umt5-xxl"]),
    "wan2.2-t2v-a14b": (WAN_14B, "wan2.1", ["umt5-xxl"]),
    "cogvideox-2b": (cogvideox(30, 30, False), "cogvideox", ["t5-xxl"]),
    "cogvideox-5b": (cogvideox(48, 42, True), "cogvideox", ["t5-xxl"]),
    "cogvideox1.5-5b": (cogvideox(48, 42, True, patch_size_t=2, sample_width=170, sample_height=96, sample_frames=81, patch_bias=False),
                        "cogvideox", ["t5-xxl"]),
    "hunyuan-video": (lambda: diffusers.HunyuanVideoTransformer3DModel(), "hunyuan-video", ["llama-3-8b", "clip-l"]),
    "ltx-video": (lambda: diffusers.LTXVideoTransformer3DModel(), "ltx-video", ["t5-xxl"]),
    "mochi-1": (lambda: diffusers.MochiTransformer3DModel(), "mochi-1", ["t5-xxl"]),
}
DECODERS = {
    "wan2.1": (8, 4, 16, lambda: diffusers.AutoencoderKLWan()),
    "wan2.2": (16, 4, 48, wan22_decoder),
    "cogvideox": (8, 4, 16, lambda: diffusers.AutoencoderKLCogVideoX()),
    "hunyuan-video": (8, 4, 16, lambda: diffusers.AutoencoderKLHunyuanVideo()),
    "ltx-video": (32, 8, 128, lambda: diffusers.AutoencoderKLLTXVideo()),
    "mochi-1": (8, 6, 12, lambda: diffusers.AutoencoderKLMochi()),
}


def t5(kind, config, vocabulary):
    return kind(config(vocab_size=vocabulary, d_model=4096, d_kv=64, d_ff=10240, num_layers=24, num_heads=64,
                       feed_forward_proj="gated-gelu", tie_word_embeddings=False))


def llama():
    # The text half of llava-llama-3-8b, whose table has 64 rows more than Llama 3's.
    return hub.LlamaModel(hub.LlamaConfig(vocab_size=128320, hidden_size=4096, intermediate_size=14336, num_hidden_layers=32,
                                          num_attention_heads=32, num_key_value_heads=8))


def clip():
    return hub.CLIPTextModel(hub.CLIPTextConfig(vocab_size=49408, hidden_size=768, intermediate_size=3072, num_hidden_layers=12,
                                                num_attention_heads=12, hidden_act="quick_gelu", eos_token_id=2))


ENCODERS = {
    "umt5-xxl": lambda: t5(hub.UMT5EncoderModel, hub.UMT5Config, 256384),
    "t5-xxl": lambda: t5(hub.T5EncoderModel, hub.T5Config, 32128),
    "llama-3-8b": llama,
    "clip-l": clip,
}

# Width, height, frames, text tokens. Not only the defaults: sides and frames that nothing divides twice, one frame, other lengths of text.
WAN = [(832, 480, 81, 512), (1280, 720, 81, 512), (480, 832, 33, 512), (624, 400, 5, 512), (272, 144, 1, 100), (560, 304, 49, 333),
       (720, 1280, 121, 512), (144, 656, 9, 7), (1104, 832, 65, 256), (400, 240, 13, 512)]
COGVIDEOX = [(720, 480, 49, 226), (480, 720, 9, 226), (272, 144, 13, 226), (656, 400, 1, 226), (560, 304, 33, 226)]
SIZES = {
    "wan2.1-t2v-1.3b": WAN,
    "wan2.1-t2v-14b": WAN,
    "wan2.2-t2v-a14b": [(1280, 720, 81, 512), (832, 480, 33, 333), (272, 144, 5, 512), (560, 304, 121, 100)],
    "wan2.2-ti2v-5b": [(1280, 704, 121, 512), (704, 1280, 33, 512), (288, 160, 5, 100), (544, 416, 1, 333), (832, 480, 49, 512)],
    "cogvideox-2b": COGVIDEOX,
    "cogvideox-5b": COGVIDEOX + [(720, 480, 25, 100)],
    "cogvideox1.5-5b": [(1360, 768, 81, 226), (768, 1360, 161, 226), (272, 144, 5, 226), (656, 400, 9, 100), (560, 304, 33, 226)],
    "hunyuan-video": [(1280, 720, 129, 256), (960, 544, 61, 256), (272, 144, 5, 256), (560, 304, 1, 100), (720, 1280, 17, 256),
                      (400, 240, 25, 77)],
    "ltx-video": [(704, 480, 161, 128), (704, 512, 121, 128), (288, 160, 9, 100), (544, 416, 1, 128), (1216, 704, 41, 256)],
    "mochi-1": [(848, 480, 163, 256), (848, 480, 19, 256), (272, 144, 7, 100), (656, 400, 1, 256), (480, 848, 85, 77)],
}
LENGTHS = {"umt5-xxl": [512, 100], "t5-xxl": [128, 226, 256], "llama-3-8b": [351, 195], "clip-l": [77]}

# Positions of what is not padding are read on the host; here no token is padding.
torch.nonzero = lambda mask, as_tuple=False: torch.empty(mask.numel(), 1, dtype=torch.int64, device=META)
# Nothing is cast on a device without numbers; Mochi's angles have 32 bits in any run.
torch.autocast = lambda *_, **__: contextlib.nullcontext()


def latent_frames(model, frames):
    every = DECODERS[BUILDERS[model][1]][1]
    return (frames - 1) // every + 1


def inputs(model, width, height, frames, tokens):
    """What the pipeline hands to one pass, by shape."""
    scale, _, channels, _ = DECODERS[BUILDERS[model][1]]
    rows, columns, depth = height // scale, width // scale, latent_frames(model, frames)
    text, time = meta(1, tokens, 4096), meta(1)
    latent = meta(1, channels, depth, rows, columns)
    if model.startswith("wan"):
        if model == "wan2.2-ti2v-5b":
            time = meta(1, depth * (rows // 2) * (columns // 2))
        return dict(hidden_states=latent, timestep=time, encoder_hidden_states=text)
    if model.startswith("cogvideox"):
        patch = 2 if model == "cogvideox1.5-5b" else 1
        depth += -depth % patch
        given = dict(hidden_states=meta(1, depth, channels, rows, columns), encoder_hidden_states=text, timestep=time)
        if model != "cogvideox-2b":
            positions = depth // patch * (rows // 2) * (columns // 2)
            given["image_rotary_emb"] = tuple(meta(positions, 64) for _ in range(2))
        return given
    if model == "hunyuan-video":
        return dict(hidden_states=latent, timestep=time, encoder_hidden_states=text, encoder_attention_mask=meta(1, tokens).bool(),
                    pooled_projections=meta(1, 768), guidance=time)
    if model == "ltx-video":
        return dict(hidden_states=meta(1, depth * rows * columns, channels), encoder_hidden_states=text, timestep=time,
                    encoder_attention_mask=meta(1, tokens), num_frames=depth, height=rows, width=columns,
                    rope_interpolation_scale=(8 / 25, 32, 32))
    return dict(hidden_states=latent, encoder_hidden_states=text, timestep=time, encoder_attention_mask=meta(1, tokens).bool())


def latent(decoder, width, height, frames):
    """What is left for the decoder."""
    scale, every, channels, _ = DECODERS[decoder]
    return meta(1, channels, (frames - 1) // every + 1, height // scale, width // scale)


@functools.cache
def built(build):
    with META:
        return build().eval()


def parameters(*parts):
    return sum(tensor.numel() for part in parts if part is not None for tensor in part.parameters())


def row(model, component, size, weights, kinds):
    whole = lambda operations: f"{operations // 10**9}.{operations % 10**9:09}"
    return [model, component, *size, weights, whole(sum(kinds.values())), whole(kinds["attention"]), whole(kinds["conv"]),
            whole(kinds["linear"])]


def rows():
    for model in sys.argv[1:] or BUILDERS:
        build, decoder, encoders = BUILDERS[model]
        network, vae = built(build), built(DECODERS[decoder][3])
        for width, height, frames, tokens in SIZES[model]:
            given = inputs(model, width, height, frames, tokens)
            kinds = counted(lambda: network(**given))
            yield row(model, "denoiser", (width, height, frames, tokens), parameters(network), kinds)
        weights = parameters(vae.decoder, getattr(vae, "post_quant_conv", None))
        for width, height, frames, _ in SIZES[model]:
            kinds = counted(lambda: vae.decode(latent(decoder, width, height, frames)))
            yield row(model, f"vae_decoder:{decoder}", (width, height, frames, 0), weights, kinds)
        for name in encoders:
            encoder = built(ENCODERS[name])
            for tokens in LENGTHS[name]:
                kinds = counted(lambda: encoder(input_ids=torch.empty(1, tokens, dtype=torch.int64, device=META)))
                yield row(model, f"text_encoder:{name}", (0, 0, 0, tokens), parameters(encoder), kinds)


def main():
    with DATA.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow("model component width height frames text_tokens params gflops attention_gflops conv_gflops "
                        "linear_gflops".split())
        for one in rows():
            writer.writerow(one)
            file.flush()
            print(",".join(map(str, one)), file=sys.stderr)


if __name__ == "__main__":
    main()
