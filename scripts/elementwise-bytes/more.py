"""Writes tests/data/elementwise_more.csv: what count.py writes of images, of the classes of further models that scripts/flop-counts/more.py
runs. Modules that a pipeline keeps in 32 bits (`_keep_in_fp32_modules`) keep them here.

Usage: more.py [--kernels] [--only COMPONENT] [--to FILE] [MODEL...]
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


def loaded(name, path):
    """Both folders have a count.py and a more.py."""
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


sys.path.insert(0, str(HERE.parents[1] / "flop-counts"))
flop_counts = loaded("flops_more", HERE.parents[1] / "flop-counts/more.py")
bytes_count = loaded("bytes_count", HERE.parent / "count.py")
BUILDERS, DECODERS, ENCODERS, LENGTHS, META = (
    getattr(flop_counts, name) for name in ("BUILDERS", "DECODERS", "ENCODERS", "LENGTHS", "META"))
PRECISIONS, cast, row = bytes_count.PRECISIONS, bytes_count.cast, bytes_count.row

DATA = HERE.parents[2] / "tests/data/elementwise_more.csv"
# More than these repeat what they show.
SIZES = slice(None, None, 2)


@functools.cache
def built(build, dtype):
    with META:
        network = build().eval().to(dtype)
    kept = set(getattr(network, "_keep_in_fp32_modules", None) or []) if isinstance(network, ModelMixin) else set()
    for name, tensor in [*network.named_parameters(), *network.named_buffers()]:
        if kept & set(name.split(".")):
            tensor.data = tensor.data.float()
    return network


def runs(model, dtype):
    """Component, width, height, text tokens and what runs it."""
    build, decoder, encoders = BUILDERS[model]
    sizes = flop_counts.sizes(model)[SIZES]
    for height, width, tokens in sizes:
        network, given = built(build, dtype), cast(flop_counts.inputs(model, height, width, tokens), dtype)
        yield "denoiser", width, height, tokens, network, functools.partial(network, **given)
    for height, width, _ in sizes:
        vae, given = built(DECODERS[decoder][2], dtype), flop_counts.latent(decoder, height, width).to(dtype)
        yield f"vae_decoder:{decoder}", width, height, 0, vae, functools.partial(vae.decode, given)
    for name in encoders:
        for tokens in LENGTHS[name]:
            encoder, ids = built(ENCODERS[name], dtype), torch.empty(1, tokens, dtype=torch.int64, device=META)
            yield f"text_encoder:{name}", 0, 0, tokens, encoder, functools.partial(encoder, input_ids=ids)


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
                    shared[key], calls = row(run, network, component.startswith("vae"), listing, False)
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
        bytes_count.write(given.to, "model", counted(given.models or BUILDERS, False, given.only))
