"""Writes tests/data/pipeline_sizes.csv: the sizes that diffusers' pipelines run in the place of those asked for.

    python3 scripts/pipeline-sizes/make.py DIFFUSERS > tests/data/pipeline_sizes.csv

DIFFUSERS is the package's folder (`pip download diffusers==0.42.1 --no-deps`, unpacked). Nothing of it is imported: tables and
functions are taken out of its source and run as they are, so neither torch nor a model is needed, only numpy.
"""

import ast
import random
import sys
from pathlib import Path

import numpy as np

DIFFUSERS = Path(sys.argv[1])


def taken(file, names):
    """Runs the named assignments and functions of a file, in its order, and returns what they define."""
    found = {"np": np}
    for node in ast.walk(ast.parse((DIFFUSERS / file).read_text())):
        target = node.targets[0] if isinstance(node, ast.Assign) else node
        if getattr(target, "id", getattr(target, "name", None)) not in names:
            continue
        if isinstance(node, ast.FunctionDef):
            node.decorator_list = []
        elif not isinstance(node, ast.Assign):
            continue
        exec(compile(ast.Module([node], []), file, "exec"), found)
    return found


pixart = taken("pipelines/pixart_alpha/pipeline_pixart_alpha.py", {"ASPECT_RATIO_1024_BIN"})
processor = taken("image_processor.py", {"classify_height_width_bin"})
hunyuan = taken(
    "pipelines/hunyuandit/pipeline_hunyuandit.py",
    {"STANDARD_RATIO", "STANDARD_SHAPE", "STANDARD_AREA", "SUPPORTED_SHAPE", "map_to_standard_shapes"},
)


def binned(width, height):
    """PixArtSigmaPipeline, SanaPipeline and SanaSprintPipeline of models that were trained at 1024 px."""
    height, width = processor["classify_height_width_bin"](height, width, pixart["ASPECT_RATIO_1024_BIN"])
    return width, height


def standard(width, height):
    """HunyuanDiTPipeline.__call__."""
    height, width = height // 16 * 16, width // 16 * 16
    if (height, width) not in hunyuan["SUPPORTED_SHAPE"]:
        width, height = hunyuan["map_to_standard_shapes"](width, height)
    return int(width), int(height)


def rounded(width, height):
    """prepare_latents of FluxPipeline and those made after it, in pixels."""
    scale = 8
    return tuple(scale * (2 * (int(side) // (scale * 2))) for side in (width, height))


PIPELINES = {
    **dict.fromkeys(["flux1-dev", "flux1-schnell", "flux2-dev", "flux2-klein-4b", "flux2-klein-9b", "chroma", "qwen-image"], rounded),
    **dict.fromkeys(["pixart-sigma", "sana-1.6b"], binned),
    "hunyuandit-1.2": standard,
    **dict.fromkeys(["flux1-krea-dev", "flux2-klein-base-4b", "flux2-klein-base-9b", "qwen-image-2512", "qwen-image-lightning"], rounded),
    **dict.fromkeys(["sana1.5-4.8b", "sana-sprint-1.6b"], binned),
}

chance = random.Random(0)
sides = lambda: chance.randint(128, 4096)
SIZES = [(1024, 1024), (800, 608), (1152, 896), (1920, 1080), (1000, 1000), (1280, 720), (768, 1280), (512, 512), (4096, 128)]
print("model,width,height,runs_width,runs_height")
for model, pipeline in PIPELINES.items():
    some = SIZES + [(sides(), sides()) for _ in range(60)] + [(sides() // 32 * 32 or 128, sides() // 32 * 32) for _ in range(60)]
    for width, height in some:
        print(model, width, height, *pipeline(width, height), sep=",")
