"""Writes tests/data/elementwise_video.csv: what count.py writes of images, of the classes of video models that scripts/flop-counts/video.py
runs. Modules that a pipeline keeps in 32 bits (`_keep_in_fp32_modules`) keep them here.

Usage: video.py [--kernels] [--to FILE] [MODEL...]
"""

import argparse
import csv
import functools
import importlib.util
import pathlib
import sys

import torch
from diffusers import ModelMixin

HERE = pathlib.Path(__file__).resolve()
# Both folders have a count.py and a video.py: those of the other are found first, then count.py of this one by its path.
sys.path.insert(0, str(HERE.parents[1] / "flop-counts"))
from video import BUILDERS, DECODERS, ENCODERS, LENGTHS, META, SIZES, inputs, latent  # noqa: E402

SPEC = importlib.util.spec_from_file_location("bytes_count", HERE.parent / "count.py")
bytes_count = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(bytes_count)
PRECISIONS, cast, row = bytes_count.PRECISIONS, bytes_count.cast, bytes_count.row

DATA = HERE.parents[2] / "tests/data/elementwise_video.csv"
# Clips of more frames repeat what fewer show, and take minutes each.
MOST_FRAMES = 33


@functools.cache
def built(build, dtype):
    with META:
        network = build().eval().to(dtype)
    # Transformers keeps modules in 32 bits in runs of float16 alone.
    kept = set(getattr(network, "_keep_in_fp32_modules", None) or []) if isinstance(network, ModelMixin) else set()
    for name, tensor in [*network.named_parameters(), *network.named_buffers()]:
        if kept & set(name.split(".")):
            tensor.data = tensor.data.float()
    return network


def counted_sizes(model):
    return [size for size in SIZES[model] if size[2] <= MOST_FRAMES]


def runs(model, dtype):
    """Component, width, height, frames, text tokens and what runs it."""
    build, decoder, encoders = BUILDERS[model]
    for size in counted_sizes(model):
        network, given = built(build, dtype), cast(inputs(model, *size), dtype)
        yield "denoiser", *size, network, functools.partial(network, **given)
    for width, height, frames, _ in counted_sizes(model):
        vae, given = built(DECODERS[decoder][3], dtype), latent(decoder, width, height, frames).to(dtype)
        yield f"vae_decoder:{decoder}", width, height, frames, 0, vae, functools.partial(vae.decode, given)
    for name in encoders:
        for tokens in LENGTHS[name]:
            encoder, ids = built(ENCODERS[name], dtype), torch.empty(1, tokens, dtype=torch.int64, device=META)
            yield f"text_encoder:{name}", 0, 0, 0, tokens, encoder, functools.partial(encoder, input_ids=ids)


def counted(models, listing, only):
    shared = {}
    for model in models:
        for bits, dtype in PRECISIONS.items():
            given = runs(model, dtype)
            if listing:
                given = list({one[0]: one for one in given}.values())
            for component, *size, network, run in given:
                if only and only not in component:
                    continue
                key = (component, *size, bits)
                if component == "denoiser" or key not in shared:
                    # Layers that hand features on are never alike: each is run.
                    shared[key], calls = row(run, network, component.startswith("vae"), listing, True)
                    if listing:
                        print(model, *key, *shared[key], flush=True)
                        for (kind, where, name, shapes, amount), times in calls.items():
                            if kind != "product":
                                print(f"    {times} x {amount} {kind} {where} {name} {shapes}")
                yield [model, *key, *shared[key]]


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--kernels", action="store_true", help="list the kernels on standard output and write no file")
    options.add_argument("--only", help="components whose name has this in it")
    options.add_argument("--to", type=pathlib.Path, default=DATA, help="the file to write")
    options.add_argument("models", nargs="*", metavar="MODEL", help="all of them unless some are named")
    given = options.parse_args()
    if given.kernels:
        list(counted(given.models or BUILDERS, True, given.only))
    else:
        with given.to.open("w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow("model component width height frames text_tokens precision_bits bytes bytes_transformer bytes_conv_block "
                            "bytes_norms_fused kernels".split())
            for one in counted(given.models or BUILDERS, False, given.only):
                writer.writerow(one)
                file.flush()
