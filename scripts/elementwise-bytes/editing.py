"""Writes tests/data/elementwise_editing.csv: what count.py writes of images, of the networks with reference images that
scripts/flop-counts/editing.py runs.

Usage: editing.py [--kernels] [--to FILE] [MODEL...]
"""

import argparse
import csv
import functools
import importlib.util
import pathlib
import sys

HERE = pathlib.Path(__file__).resolve()
# Both folders have a count.py and an editing.py: those of the other are found first, then count.py of this one by its path.
sys.path.insert(0, str(HERE.parents[1] / "flop-counts"))
from editing import DENOISERS, ENCODERS, META, SIZES, encode, family, inputs, look, tower  # noqa: E402

SPEC = importlib.util.spec_from_file_location("bytes_count", HERE.parent / "count.py")
bytes_count = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(bytes_count)
PRECISIONS, cast, row = bytes_count.PRECISIONS, bytes_count.cast, bytes_count.row

DATA = HERE.parents[2] / "tests/data/elementwise_editing.csv"


@functools.cache
def built(build, dtype):
    with META:
        return build().eval().to(dtype)


def runs(model, dtype):
    """Component, width, height, text tokens, references with their width and height, and what runs it."""
    for width, height, tokens, *reference in SIZES[model]:
        network, given = built(DENOISERS[model], dtype), cast(inputs(model, width, height, tokens, *reference), dtype)
        yield "denoiser", width, height, tokens, *reference, network, functools.partial(network, **given)
    name, build = ENCODERS[family(model)]
    for *_, references, width, height in SIZES[model]:
        if references:
            vae, pixels = built(build, dtype), encode(model, width, height, dtype)
            yield f"vae_encoder:{name}", 0, 0, 0, 1, width, height, vae, functools.partial(vae.encode, pixels)
            if model.startswith("qwen"):
                network = tower(dtype)
                yield "vision_tower:qwen2.5-vl-7b", 0, 0, 0, 1, width, height, network, look(network, width, height, dtype)


def counted(models, listing):
    shared = {}
    for model in models:
        for bits, dtype in PRECISIONS.items():
            given = runs(model, dtype)
            if listing:
                given = list({one[0]: one for one in given}.values())
            for component, *size, network, run in given:
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
    options.add_argument("--to", type=pathlib.Path, default=DATA, help="the file to write")
    options.add_argument("models", nargs="*", metavar="MODEL", help="all of them unless some are named")
    given = options.parse_args()
    if given.kernels:
        list(counted(given.models or DENOISERS, True))
    else:
        with given.to.open("w", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow("model component width height text_tokens references reference_width reference_height precision_bits bytes "
                            "bytes_transformer bytes_conv_block bytes_norms_fused kernels".split())
            for one in counted(given.models or DENOISERS, False):
                writer.writerow(one)
                file.flush()
