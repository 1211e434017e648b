"""Writes tests/data/elementwise_bytes.csv: bytes that element-wise kernels of the real diffusers and transformers classes read and
write in one forward pass over one image, in runs of 16-bit (bfloat16) and of 32-bit numbers; traffic.py counts them. With --custom,
tests/data/elementwise_custom.csv: the same of architectures that nobody published, those of scripts/flop-counts/custom.py.

Versions are those of scripts/diffusion-fixtures/requirements.txt; run.sh installs them and runs this.
"""

import argparse
import csv
import functools
import pathlib
import sys

import torch
import transformers as hub

HERE = pathlib.Path(__file__).resolve()
sys.path.insert(0, str(HERE.parents[1] / "flop-counts"))
from count import BUILDERS, DECODER_OF, DECODERS, META, inputs, meta  # noqa: E402
import custom  # noqa: E402
from traffic import Layers, recorded  # noqa: E402

DATA = HERE.parents[2] / "tests/data"
PRECISIONS = {16: torch.bfloat16, 32: torch.float32}

U_NETS = ("sd1.5", "sd2.1", "sdxl", "lcm-sd1.5", "lcm-sdxl")
SQUARES = [(256, 256), (512, 512), (768, 768), (1024, 1024)]
ODD_SANA = [(384, 640), (160, 224)]
ODD = {"unet": [(520, 328), (136, 1000)], "transformer": [(384, 640), (272, 144)], "sana-1.6b": ODD_SANA,
       "sana1.5-4.8b": ODD_SANA, "sana-sprint-1.6b": ODD_SANA}
# Text tokens at the squares; at the other sizes.
TOKENS = {
    "sd1.5": ([77], [77, 154]), "sd2.1": ([77], [77, 154]), "sdxl": ([77], [77, 154]), "sd3-medium": ([333], [100, 589]),
    "sd3.5-medium": ([333], [100, 589]), "sd3.5-large": ([333], [100, 589]), "qwen-image": ([12, 512], [100, 333]),
    "flux1-schnell": ([256, 512], [100, 333]), "pixart-sigma": ([300], [100, 300]), "hunyuandit-1.2": ([333], [333, 333]),
    "lumina-2": ([256], [100, 299]), "sana-1.6b": ([300], [100, 1]), "sana1.5-4.8b": ([300], [100, 1]),
    "sana-sprint-1.6b": ([300], [100, 1]), "lcm-sd1.5": ([77], [77, 154]), "lcm-sdxl": ([77], [77, 154]),
    "z-image-turbo": ([64, 512], [100, 333]),
}


def clip(width, layers, heads, activation, projected):
    config = hub.CLIPTextConfig(vocab_size=49408, hidden_size=width, intermediate_size=4 * width, num_hidden_layers=layers,
                                num_attention_heads=heads, hidden_act=activation, projection_dim=width, eos_token_id=2)
    return (hub.CLIPTextModelWithProjection if projected else hub.CLIPTextModel)(config)


def t5(width, inner, heads, vocabulary):
    return hub.T5EncoderModel(hub.T5Config(vocab_size=vocabulary, d_model=width, d_kv=64, d_ff=inner, num_layers=24, num_heads=heads,
                                           feed_forward_proj="gated-gelu", tie_word_embeddings=False))


def qwen2_5():
    rope = dict(rope_type="default", rope_theta=1e6, mrope_section=[16, 24, 24])
    from transformers.models.qwen2_5_vl.modeling_qwen2_5_vl import Qwen2_5_VLTextConfig, Qwen2_5_VLTextModel
    return Qwen2_5_VLTextModel(Qwen2_5_VLTextConfig(
        vocab_size=152064, hidden_size=3584, num_hidden_layers=28, num_attention_heads=28, num_key_value_heads=4,
        intermediate_size=18944, rope_parameters=rope))


def qwen3(width, heads, inner):
    return hub.Qwen3Model(hub.Qwen3Config(vocab_size=151936, hidden_size=width, num_hidden_layers=36, num_attention_heads=heads,
                                          num_key_value_heads=8, head_dim=128, intermediate_size=inner))


ENCODERS = {
    "clip-l": lambda: clip(768, 12, 12, "quick_gelu", False),
    "clip-l-proj": lambda: clip(768, 12, 12, "quick_gelu", True),
    "openclip-bigg": lambda: clip(1280, 32, 20, "gelu", True),
    "openclip-h": lambda: clip(1024, 23, 16, "gelu", False),
    "t5-xxl": lambda: t5(4096, 10240, 64, 32128),
    "mt5-xl": lambda: t5(2048, 5120, 32, 250112),
    "bert-large-zh": lambda: hub.BertModel(hub.BertConfig(
        vocab_size=47020, hidden_size=1024, num_hidden_layers=24, num_attention_heads=16, intermediate_size=4096)),
    "gemma-2-2b": lambda: hub.Gemma2Model(hub.Gemma2Config(
        vocab_size=256000, hidden_size=2304, num_hidden_layers=26, num_attention_heads=8, num_key_value_heads=4, head_dim=256,
        intermediate_size=9216)),
    "qwen2.5-vl-7b": qwen2_5,
    "qwen3-4b": lambda: qwen3(2560, 32, 9728),
    "qwen3-8b": lambda: qwen3(4096, 32, 12288),
    "mistral-small-24b": lambda: hub.MistralModel(hub.MistralConfig(
        vocab_size=131072, hidden_size=5120, num_hidden_layers=40, num_attention_heads=32, num_key_value_heads=8, head_dim=128,
        intermediate_size=32768, sliding_window=None)),
}
CLIP_AND_T5 = {"clip-l": 77, "t5-xxl": None}
ENCODERS_OF = {
    "flux1-dev": {"clip-l": [77], "t5-xxl": [512, 100]}, "flux1-schnell": {"clip-l": [77], "t5-xxl": [256]}, "chroma": {"t5-xxl": [512]},
    "flux2-dev": {"mistral-small-24b": [512, 100]}, "flux2-klein-4b": {"qwen3-4b": [512]}, "flux2-klein-9b": {"qwen3-8b": [512, 100]},
    "sd3-medium": {"clip-l-proj": [77], "openclip-bigg": [77], "t5-xxl": [256]},
    "sd3.5-medium": {"clip-l-proj": [77], "openclip-bigg": [77], "t5-xxl": [256]},
    "sd3.5-large": {"clip-l-proj": [77], "openclip-bigg": [77], "t5-xxl": [256]}, "qwen-image": {"qwen2.5-vl-7b": [46, 12, 512]},
    "z-image-turbo": {"qwen3-4b": [512, 64]}, "lumina-2": {"gemma-2-2b": [256]}, "pixart-sigma": {"t5-xxl": [300]},
    "sana-1.6b": {"gemma-2-2b": [300, 30]}, "hunyuandit-1.2": {"bert-large-zh": [77], "mt5-xl": [256]},
    "sana1.5-4.8b": {"gemma-2-2b": [300]}, "sana-sprint-1.6b": {"gemma-2-2b": [300]},
    "lcm-sd1.5": {"clip-l": [77]}, "lcm-sdxl": {"clip-l": [77], "openclip-bigg": [77]},
    "sd1.5": {"clip-l": [77]}, "sd2.1": {"openclip-h": [77]}, "sdxl": {"clip-l": [77], "openclip-bigg": [77]},
}


def cast(value, dtype):
    if isinstance(value, torch.Tensor):
        return value.to(dtype) if value.is_floating_point() else value
    if isinstance(value, dict):
        return {key: cast(inner, dtype) for key, inner in value.items()}
    if isinstance(value, list):
        return [cast(inner, dtype) for inner in value]
    # Tables of positions keep their 32 bits.
    return value


@functools.cache
def alike(network):
    return Layers(network)


@functools.cache
def built(build, dtype):
    with META:
        return build().eval().to(dtype)


def runs(model, dtype):
    """Component, width, height, text tokens and what runs it."""
    squares, others = TOKENS.get(model, ([512], [100, 333]))
    odd = ODD.get(model, ODD["unet" if model in U_NETS else "transformer"])
    sizes = [(side, tokens) for tokens in squares for side in SQUARES] + list(zip(odd, others))

    def denoise(height, width, tokens):
        network, given = built(BUILDERS[model], dtype), cast(inputs(model, height, width, tokens), dtype)
        return network, lambda: network(**given)

    def encode(name, tokens):
        network, ids = built(ENCODERS[name], dtype), torch.empty(1, tokens, dtype=torch.int64, device=META)
        return network, lambda: network(input_ids=ids)

    def decode(name, height, width):
        scale, channels, build = DECODERS[name]
        network = built(build, dtype)
        latent = meta(1, channels, height // scale, width // scale).to(dtype)
        latent = latent.unsqueeze(2) if name == "qwen" else latent
        return network, lambda: network.decode(latent)

    for (height, width), tokens in sizes:
        yield "denoiser", width, height, tokens, *denoise(height, width, tokens)
    for name, lengths in ENCODERS_OF[model].items():
        for tokens in lengths:
            yield f"text_encoder:{name}", 0, 0, tokens, *encode(name, tokens)
    name = DECODER_OF.get(model, "kl-16ch")
    for height, width in SQUARES + odd:
        yield f"vae_decoder:{name}", width, height, 0, *decode(name, height, width)


def row(run, network, convolutional, listing, whole):
    """All bytes, those of either kind of block, all of them with fused RMS norms, kernels; and what was run."""
    with recorded(convolutional, None if whole or listing else alike(network), listing) as traffic:
        run()
    parts = [traffic.bytes["transformer"], traffic.bytes["conv_block"]]
    kernels = traffic.kernels["transformer"] + traffic.kernels["conv_block"]
    fused = sum(parts) - traffic.bytes["norms"] + traffic.bytes["norms_fused"]
    return [sum(parts), *parts, fused, kernels], traffic.calls


def described(whole):
    """The same of architectures that nobody published."""
    for description, build, given, sizes in custom.DENOISERS:
        for bits, dtype in PRECISIONS.items():
            network = built(build, dtype)
            convolutional = type(network).__name__.startswith("UNet")
            for height, width, tokens in sizes:
                arguments = cast(given(height, width, tokens), dtype)
                numbers, _ = row(lambda: network(**arguments), network, convolutional, False, whole)
                yield [description, "denoiser", width, height, tokens, bits, *numbers]
    for description, scale, channels, video, build in custom.DECODERS:
        for bits, dtype in PRECISIONS.items():
            network = built(build, dtype)
            for height, width in [(512, 768), (1024, 1024)]:
                latent = meta(1, channels, height // scale, width // scale).to(dtype)
                latent = latent.unsqueeze(2) if video else latent
                numbers, _ = row(lambda: network.decode(latent), network, True, False, whole)
                yield [description, "vae_decoder", width, height, 0, bits, *numbers]


def counted(models, listing, whole):
    """A row for each model, precision, component and size."""
    shared = {}
    for model in models:
        for bits, dtype in PRECISIONS.items():
            given = runs(model, dtype)
            if listing:
                # The last size of each component: its numbers of tokens are those of nothing else.
                given = list({component: (component, *rest) for component, *rest in given}.values())
            for component, *size, network, run in given:
                key = (component, *size, bits)
                if component == "denoiser" or key not in shared:
                    convolutional = component.startswith("vae") or component == "denoiser" and model in U_NETS
                    shared[key], calls = row(run, network, convolutional, listing, whole)
                    if listing:
                        print(model, *key, *shared[key], flush=True)
                        for (kind, where, name, shapes, amount), times in calls.items():
                            if kind != "product":
                                print(f"    {times} x {amount} {kind} {where} {name} {shapes}")
                yield [model, *key, *shared[key]]


def write(path, first, rows):
    with path.open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([first, *"component width height text_tokens precision_bits bytes bytes_transformer bytes_conv_block "
                                "bytes_norms_fused kernels".split()])
        for one in rows:
            writer.writerow(one)
            file.flush()


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--custom", action="store_true", help="architectures that nobody published, into a file of their own")
    options.add_argument("--kernels", action="store_true", help="list the kernels on standard output and write no file")
    options.add_argument("--whole", action="store_true", help="run every layer, also those that are alike: hours instead of minutes")
    options.add_argument("--to", type=pathlib.Path, help="the file to write")
    options.add_argument("models", nargs="*", metavar="MODEL", help="all of them unless some are named")
    given = options.parse_args()
    if given.custom:
        write(given.to or DATA / "elementwise_custom.csv", "description", described(given.whole))
    elif given.kernels:
        list(counted(given.models or BUILDERS, True, given.whole))
    else:
        write(given.to or DATA / "elementwise_bytes.csv", "model", counted(given.models or BUILDERS, False, given.whole))
