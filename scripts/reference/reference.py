#!/usr/bin/env python3
"""The four models in PyTorch, with random weights of the same shapes, for comparing engines on one card.

  measure exec --out torch.jsonl -- python3 scripts/reference/reference.py stages --model flux1-dev --size 512,1024
  measure exec --out torch.jsonl -- python3 scripts/reference/reference.py passes --model flux1-dev,sd3.5-large --size 512,1024
  measure run --plan plan.toml -- python3 scripts/reference/reference.py serve
  python3 scripts/reference/reference.py count --model flux1-dev --width 512 --height 512 --steps 20 --guidance off

`stages` meters each stage in windows of its own; `measure compare` puts its rows beside those of `measure stages` and of sweeps with
`stages`. `passes` meters the denoiser of several models and loads nothing else. `serve`
answers the orders of docs/sweeps.md. `count` counts the operations of every stage on torch's meta device, which has shapes and
no memory. Attention is torch's scaled_dot_product_attention. Needs torch, diffusers and transformers; README.md has versions.
"""

import argparse
import json
import math
import os
import socket
import sys
import time

import torch
import transformers
import diffusers

from pipeline import DTYPES, Pipeline

IDLE_S = 5.0
# As in measure/src/command/stages.rs: how long a stage is tried, as a share of its window; how much longer than asked for it is planned.
TRY, MARGIN = 0.1, 1.1


def engine(compiled):
    """Software and versions, without spaces, as rows name it."""
    versions = f"torch-{torch.__version__}+diffusers-{diffusers.__version__}+transformers-{transformers.__version__}"
    return versions + ("+compiled" if compiled else "")


class Marks:
    """Marks for the `measure exec` around this program (docs/exec.md); nothing where there is none."""

    def __init__(self):
        self.link = None
        if path := os.environ.get("WATTPIX_SOCKET"):
            self.link = socket.socket(socket.AF_UNIX)
            self.link.connect(path)
            self.answers = self.link.makefile()

    def __call__(self, text):
        if self.link:
            self.link.sendall((text + "\n").encode())
            if (answer := self.answers.readline().strip()) != "ok":
                sys.exit(f"{text}: {answer or 'measure exec has ended'}")


def timed(pipeline, work, count):
    """Seconds of `count` runs, the device idle before and after."""
    pipeline.synchronize()
    begin = time.perf_counter()
    for _ in range(count):
        work()
    pipeline.synchronize()
    return time.perf_counter() - begin


def fill(pipeline, name, run, window, mark):
    """Runs a stage in a window that is long enough, as `measure stages` does; seconds of one run. How often follows from a try,
    and where that ran slower than the window itself, from the window, which is then taken again."""
    tries, spent = 0, 0.0
    while not tries or spent < TRY * window:
        spent += timed(pipeline, run, 1)
        tries += 1
    once = spent / tries
    for _ in range(3):
        count = max(1, math.ceil(MARGIN * window / max(once, 1e-6)))
        mark(f"begin {name} images={count * pipeline.batch}")
        seconds = timed(pipeline, run, count)
        mark(f"end {name}")
        once = seconds / count
        if seconds >= window:
            break
    return once


def sizes(text):
    for size in text.split(","):
        width, _, height = size.partition("x")
        yield int(width), int(height or width)


def stages(options):
    metered(options, Marks(), Pipeline(options.model, options.precision, options.device, options.tiny, options.compile))


def passes(options):
    mark = Marks()
    for model in options.model.split(","):
        options.model, pipeline = model, None
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
        pipeline = Pipeline(model, options.precision, options.device, options.tiny, options.compile, alone=True)
        metered(options, mark, pipeline)


def metered(options, mark, pipeline):
    """The stages that the pipeline holds, size by size."""
    first = True
    for width, height in sizes(options.size):
        guidance = pipeline.parts.batched or options.model == "qwen-image" if options.guidance is None else options.guidance == "on"
        pipeline.set(width, height, options.steps, guidance, options.batch)
        mark(f"config model={options.model} width={width} height={height} steps={options.steps} precision={options.precision} "
             f"guidance={'on' if guidance else 'off'} batch={options.batch} text_tokens={pipeline.text_tokens} seed=0 "
             f"weights=random engine={engine(options.compile)}")
        told = {}
        work = pipeline.stages()
        # Warm up: what is compiled or chosen at first use is over afterwards.
        for name in work.keys() - {"denoise"}:
            work[name]()
        if not bool(pipeline.denoise(1).isfinite().all()):
            sys.exit(f"{options.model}: values are not finite; try another precision")
        if first:
            mark("begin idle")
            time.sleep(options.idle)
            mark("end idle")
            first = False
        for name, run in work.items():
            told[name] = fill(pipeline, name, run, options.window, mark) / options.batch
        print(json.dumps({"model": options.model, "width": width, "height": height, "steps": options.steps,
                          "precision": options.precision, "engine": engine(options.compile), "passes": pipeline.passes,
                          "seconds_per_image": told}), flush=True)


def serve(options):
    pipeline = job = None
    for line in sys.stdin:
        order, *pairs = line.split()
        given = dict(pair.split("=", 1) for pair in pairs)
        try:
            if order == "prepare":
                job = given
                if (getattr(pipeline, "model", None), getattr(pipeline, "precision", None)) != (job["model"], job["precision"]):
                    pipeline = None
                    if torch.cuda.is_available():
                        torch.cuda.empty_cache()
                    pipeline = Pipeline(job["model"], job["precision"], options.device, options.tiny, options.compile)
                pipeline.set(int(job["width"]), int(job["height"]), int(job["steps"]), job["guidance"] == "on",
                             int(job["batch"]), int(job["text_tokens"]))
                answer = f"ready engine={engine(options.compile)} weights=random"
            elif order == "generate":
                torch.manual_seed(int(given["seed"]))
                for _ in range(int(given["images"]) // pipeline.batch):
                    for run in pipeline.stages().values():
                        run()
                pipeline.synchronize()
                answer = (f"done width={pipeline.width} height={pipeline.height} steps={pipeline.steps} precision={pipeline.precision} "
                          f"guidance={'on' if pipeline.guidance else 'off'} batch={pipeline.batch} images={given['images']}")
            else:
                break
        except torch.OutOfMemoryError as error:
            answer = f"out-of-memory {str(error).splitlines()[0]}"
        except Exception as error:
            answer = f"error {type(error).__name__}: {(str(error).splitlines() or [''])[0]}"
        print("wattpix:", answer, flush=True)


def count(options):
    from torch.utils.flop_counter import FlopCounterMode
    pipeline = Pipeline(options.model, "fp32", "meta", options.tiny)
    pipeline.set(options.width, options.height, options.steps, options.guidance == "on", options.batch, options.text_tokens)
    told = {}
    for name, run in pipeline.stages().items():
        with FlopCounterMode(display=False) as counter:
            run()
        told[name] = counter.get_total_flops()
    print(json.dumps({"model": options.model, "operations": told}))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    orders = parser.add_subparsers(dest="order", required=True)
    for name, run in (("stages", stages), ("passes", passes), ("serve", serve), ("count", count)):
        order = orders.add_parser(name)
        order.set_defaults(run=run)
        order.add_argument("--tiny", action="store_true", help="twins of a few thousand weights")
        if name != "count":
            order.add_argument("--device", default="cuda")
            order.add_argument("--compile", action="store_true", help="the denoiser through torch.compile")
        if name != "serve":
            order.add_argument("--model", required=True)
            order.add_argument("--steps", type=int, default=20)
            order.add_argument("--guidance", choices=["on", "off"])
            order.add_argument("--batch", type=int, default=1)
    counted = orders.choices["count"]
    for stage in orders.choices["stages"], orders.choices["passes"]:
        stage.add_argument("--size", default="1024", help="512,1024 or 512x768")
        stage.add_argument("--precision", choices=list(DTYPES), default="bf16")
        stage.add_argument("--window", type=float, default=5.0, help="seconds of each stage at least")
        stage.add_argument("--idle", type=float, default=IDLE_S, help="seconds of idle power")
    counted.add_argument("--width", type=int, default=1024)
    counted.add_argument("--height", type=int, default=1024)
    counted.add_argument("--text-tokens", type=int)
    options = parser.parse_args()
    options.run(options)


if __name__ == "__main__":
    main()
