"""Writes fitted/observations/*.csv and fitted/timings/*.csv: published measurements of images as tables that `measure fit` reads.

Only the standard library is used. From the repository's root: python3 scripts/observations/public_data.py

Kept are rows whose architecture is in the catalogue; which model id stands for which is below, with the reason. Settings come
from tests/data/config_facts.csv, which says for each where it was read.
"""

import csv
import pathlib

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "tests" / "data"
OUT = ROOT / "fitted" / "observations"
TIMINGS = ROOT / "fitted" / "timings"
COLUMNS = ["model", "gpu", "width", "height", "steps", "precision", "guidance", "images", "batch", "energy_j",
           "boundary", "duration_s", "source"]

TIMING_COLUMNS = ["model", "gpu", "width", "height", "steps", "precision", "guidance", "images", "batch", "duration_s",
                  "stage", "source"]

# Published name -> architecture of the catalogue. Fine-tuned models have the architecture that they were tuned from.
# Left out, because their architecture is not in the catalogue: kandinsky-2-2-decoder, kandinsky-3, SSD-1B, bk-sdm-tiny, tiny-sd.
MODELS = {
    "stabilityai/stable-diffusion-2-1": "sd2.1",
    "stabilityai/stable-diffusion-2-1-base": "sd2.1",
    "prompthero/openjourney-v4": "sd1.5",
    "stabilityai/stable-diffusion-xl-base-1.0": "sdxl",
    "stabilityai/sdxl-turbo": "sdxl",
    "stabilityai/stable-diffusion-3-medium-diffusers": "sd3-medium",
    "runwayml/stable-diffusion-v1-5": "sd1.5",
    "CompVis/stable-diffusion-v1-4": "sd1.5",
    "SG161222/Realistic_Vision_V1.4": "sd1.5",
    "prompthero/openjourney": "sd1.5",
    "dreamlike-art/dreamlike-photoreal-2.0": "sd1.5",
}
GPUS = {"NVIDIA A100-SXM4-40GB": "a100-sxm4-40gb", "NVIDIA H100 80GB HBM3": "h100-sxm"}
PRECISIONS = {"float16": "fp16", "float32": "fp32"}
# ML.ENERGY v2 averages over this many batches (benchmark/diffusion/text-to-image at c3af7f31).
BATCHES = 10
JOULES_PER_WH = 3600.0


def read(name):
    with open(DATA / name, newline="") as file:
        return list(csv.DictReader(file))


def number(value):
    """Shortest text that reads back as the same number."""
    return repr(value).removesuffix(".0")


def write(folder, name, columns, rows):
    folder.mkdir(exist_ok=True)
    with open(folder / name, "w", newline="") as file:
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    print(f"{(folder / name).relative_to(ROOT)}: {len(rows)} rows")


def facts(dataset):
    return {row["model_id"]: row for row in read("config_facts.csv") if row["dataset"] == dataset}


def settings(fact):
    side = fact["resolution"].split()[0].split("x")[0]
    return {
        "width": side, "height": side,
        "steps": fact["steps"].split()[0],
        "precision": PRECISIONS[fact["dtype"].split()[0]],
        "guidance": "on" if fact["cfg_doubles_denoising"] == "yes" else "off",
    }


def mlenergy():
    known = facts("mlenergy_v2")
    for row in read("mlenergy_v2_text_to_image.csv"):
        if row["model_id"] not in MODELS:
            continue
        chosen = settings(known[row["model_id"]])
        assert chosen["width"] == row["image_width"] and chosen["steps"] == row["denoising_steps"]
        batch = int(row["batch_size"])
        images = batch * BATCHES
        yield {
            **chosen, "model": MODELS[row["model_id"]], "gpu": GPUS[row["gpu_model"]], "images": images,
            "batch": batch, "energy_j": number(float(row["energy_per_image_J"]) * images), "boundary": "gross",
            "duration_s": number(float(row["batch_latency_s"]) * BATCHES), "source": "ML.ENERGY v2",
        }


def luccioni():
    known = facts("luccioni2023")
    for row in read("luccioni2023_tti_summary.csv"):
        if row["model_id"] not in MODELS:
            continue
        images = int(row["images_per_run"])
        joules = float(row["DERIVED_single_gpu_Wh_per_image"]) * JOULES_PER_WH
        yield {
            **settings(known[row["model_id"]]), "model": MODELS[row["model_id"]], "gpu": "a100-sxm4-80gb",
            "images": images, "batch": 1, "energy_j": number(joules * images), "boundary": "gross",
            "duration_s": number(float(row["s_per_image_mean"]) * images), "source": "Luccioni et al. 2023",
        }


def paper():
    for row in read("paper_cells.csv"):
        low, high = float(row["energy_j_low"]), float(row["energy_j_high"])
        yield {
            "model": {"sd2": "sd2.1"}.get(row["model"], row["model"]), "gpu": {"A100": "a100-sxm4-80gb"}[row["gpu"]],
            "width": row["width"], "height": row["height"], "steps": row["steps"], "precision": row["precision"],
            "guidance": "on" if row["guidance"] == "classifier-free" else "off", "images": row["prompts"], "batch": 1,
            "energy_j": number((low + high) / 2), "boundary": "net", "duration_s": "",
            "source": "arXiv:2511.17031",
        }


def timings():
    """Seconds of published benchmarks: of an image, or of one denoiser pass where the benchmark timed the denoiser alone."""
    for row in read("seconds_by_card.csv"):
        one_pass = row["steps"] == "1 pass"
        seconds = float(row["seconds_per_image"])
        # The repository without its commit and what stands behind it: rows of one laboratory share one effect.
        source = row["source"].split()[0].split("@")[0]
        yield {
            "model": row["arch"], "gpu": row["gpu"], "width": row["width"], "height": row["height"],
            "steps": 1 if one_pass else row["steps"], "precision": row["precision"],
            "guidance": "on" if row["passes_per_step"] == "2" else "off", "images": 1, "batch": row["batch"],
            "duration_s": number(seconds), "stage": "step" if one_pass else "image", "source": source,
        }


write(OUT, "mlenergy-v2.csv", COLUMNS, list(mlenergy()))
write(OUT, "luccioni-2023.csv", COLUMNS, list(luccioni()))
write(OUT, "paper-cells.csv", COLUMNS, list(paper()))
write(TIMINGS, "published.csv", TIMING_COLUMNS, list(timings()))
