#!/usr/bin/env python3
"""The tables of docs/gpu-notes.md from a card's folder of session.sh: the card, what was checked, rates model by model, energy by stage.
Usage: tables.py FOLDER              prints Markdown
       tables.py --failed FOLDER     prints what the engine's check found to differ, a line each
       tables.py --attention FOLDER  prints whether fused attention was found to compute what it should: passed, failed or unknown
       tables.py --card FILE         prints the card of an observation file, as names of fits carry it
       tables.py --which FILE        prints the kind of GPU in what `measure doctor --json` printed, and eight digits of the card's id
       tables.py --missing STAGE FOLDER  prints what a stage of session.sh is for and did not give; exit status 1 if there is something
       tables.py --passes MODEL FOLDER   prints the engines of ours whose passes of a model were metered alone on this card
"""

import json
import pathlib
import sys
import tomllib

CAMPAIGN = pathlib.Path(__file__).parent / "campaign"
# Windows of each precision that a campaign has at least, however little its budget was.
LEAST = 2


def number(value, form):
    return "-" if value is None else format(value, form)


def objects(path):
    """JSON objects, one a line; a torn last line is left out."""
    if not path.exists():
        return []
    found = []
    for line in path.read_text().splitlines():
        try:
            found.append(json.loads(line))
        except json.JSONDecodeError:
            pass
    return found


def table(heads, rows):
    print("\n| " + " | ".join(heads) + " |\n|" + "---|" * len(heads))
    for row in rows:
        print("| " + " | ".join(str(cell) for cell in row) + " |")


def checked(folder):
    """What each check of the engine found, whole or as far as it came: dictionaries as `engine-check --json` prints them."""
    found = []
    for name in ("check", "check-unfused"):
        whole = [check for check in objects(folder / name) if "findings" in check]
        if whole:
            found.append(whole[-1])
            continue
        for line in objects(folder / f"{name}.parts"):
            if "engine" in line:
                part = {"engine": line["engine"], "findings": [], "rates": [], "broken": []}
            elif "finding" in line:
                part["findings"].append(line["finding"])
            elif "rate" in line:
                part["rates"].append(line["rate"])
            elif "broken" in line:
                part["broken"].append(line["broken"])
        if (folder / f"{name}.parts").exists() and objects(folder / f"{name}.parts"):
            part["broken"].append({"part": "the check", "error": f"it ended early; see log/{name}"})
            found.append(part)
    return found


def attention(folder):
    """Only a part that came to its end counts: a kernel that fails may end the program."""
    verdict, findings = "unknown", []
    for line in objects(folder / "check.parts"):
        if "engine" in line:
            verdict, findings = "unknown", []
        elif "finding" in line:
            findings.append(line["finding"])
        elif line.get("ended") == "attention":
            verdict = "passed" if findings and all(found["passed"] for found in findings) else "failed"
    return verdict


def rows(folder, name):
    """Valid rows of an observation file, as far as it goes."""
    return [row for row in objects(folder / f"{name}.jsonl")[1:] if row.get("valid")]


def stage_rows(folder):
    """Valid rows of text, denoising and decoding alone, whichever program made them."""
    every = [row for path in sorted(folder.glob("*.jsonl")) for row in rows(folder, path.stem)]
    return [row for row in every if row["stage"] in ("text", "denoise", "decode")]


def passes(model, folder):
    return sorted({row["engine"] for row in stage_rows(folder)
                   if row["model"] == model and row["stage"] == "denoise" and "torch" not in row["engine"]})


def side(size):
    width, _, height = str(size).partition("x")
    return f"{width}x{height or width}"


def wanted(plan):
    """Keys of a star: the first value of each list, and every other value of one alone."""
    lists = plan["precisions"], plan["guidance"], plan["batches"]
    firsts = tuple(values[0] for values in lists)
    settings = [firsts] + [firsts[:place] + (value,) + firsts[place + 1:] for place, values in enumerate(lists) for value in values[1:]]
    return [f"{plan['models'][0]}/{side(size)}/{steps}/{precision}/{guidance}/b{batch}"
            for size in plan["sizes"] for steps in plan["steps"] for precision, guidance, batch in settings]


def missing(stage, folder):
    """What a stage is for and did not give, in words. Rows that are not valid count for nothing."""
    if stage == "look":
        idle = objects(folder / "idle.json")
        load = [row for row in rows(folder, "look") if row["stage"] == "image" and row["gross_j"]]
        return ([] if idle and idle[-1]["valid"] else ["idle power"]) + ([] if load else ["a steady load"])
    if stage.startswith("check"):
        return [] if any("findings" in check for check in objects(folder / stage)) else ["findings to the end"]
    path = CAMPAIGN / f"{stage}.toml"
    if path.exists():
        plan, header, found = tomllib.loads(path.read_text()), objects(folder / f"{stage}.jsonl")[:1], rows(folder, stage)
        skipped = {one["key"] for one in header[0]["plan"]["skipped"]} if header else set()
        # What the memory did not hold is known.
        skipped |= {row["key"] for row in objects(folder / f"{stage}.jsonl")[1:] if "out-of-memory" in row["reasons"]}
        images = [row for row in found if row["stage"] == "image"]
        if plan.get("pattern") == "star":
            there = {key: sum(row["key"] == key for row in images) for key in wanted(plan)}
            return [key for key, count in there.items() if count < plan["rules"]["repeats"] and key not in skipped]
        few = [f"{LEAST} windows in {precision}" for precision in plan["precisions"]
               if sum(row["precision"] == precision for row in images) < LEAST]
        alone = {(row["stage"], f"{row['width']}x{row['height']}") for row in found}
        return few + [f"{name} at {side(size)}" for size in plan["stages"] for name in ("text", "denoise", "decode")
                      if (name, side(size)) not in alone]
    kind, _, model = stage.partition("-")
    made = [row for row in stage_rows(folder) if row["stage"] == "denoise" and model in ("", row["model"])]
    torch = [row for row in made if "torch" in row["engine"]]
    found = {"torch": torch, "compiled": [row for row in torch if "compiled" in row["engine"]],
             "unfused": [row for row in made if "flash" not in row["engine"]],
             "candle": [row for row in made if row not in torch]}[kind]
    return [] if found else ["valid passes"]


def which(doctor):
    gpus = [device for device in doctor["devices"] if device["scope"] == "gpu"]
    if len(gpus) > 1:
        sys.exit("several GPUs here; say which with METER: " + ", ".join(gpu["uuid"] or gpu["name"] for gpu in gpus))
    for gpu in gpus:
        return f"{gpu['gpu']} {(gpu['uuid_sha256'] or 'no-id')[:8]}"
    sys.exit("no GPU here")


def main(folder):
    card = next(device for device in json.loads((folder / "doctor.json").read_text())["devices"] if device["scope"] == "gpu")
    catalogue = json.loads((folder / "gpus.json").read_text())["gpus"]
    known = next((gpu for gpu in catalogue if card["name"] in gpu["nvml_names"]), None)
    idle = json.loads((folder / "idle.json").read_text())
    able = card["capabilities"] or {}
    counter = able.get("counter") or {}
    looked = {row["stage"]: row for row in rows(folder, "look")}
    load, context = looked.get("image", {}), looked.get("idle", {})
    watts = lambda row: row.get("gross_j") and row["gross_j"] / row["duration_s"]
    table(["card", "driver", "counter period, s", "counter over power: idle, load", "idle W: bare, with a context", "load W", "load TFLOP/s",
           "reading, us"],
          [[card["name"], card["driver"], number(counter.get("period_s"), ".3f"),
            f"{number(idle['ratio'], '.3f')}, {number(agreement(load), '.3f')}",
            f"{number(idle['idle_w'], '.1f')}, {number(watts(context), '.1f')}", number(watts(load), ".1f"),
            number(next((said["tflop_per_s"] for said in objects(folder / "look") if "tflop_per_s" in said), None), ".1f"),
            number(1e6 * able["read_s"] if able else None, ".0f")]])
    for check in checked(folder):
        print(f"\nThe engine here is `{check['engine']}`.")
        for broken in check.get("broken", []):
            print(f"\n**Not checked to the end: {broken['part']}: {broken['error']}**")
        table(["checked", "apart", "allowed", ""],
              [[found["what"], number(found["found"], ".1e"), f"{found['allowed'][0]:.0e} to {found['allowed'][1]:.0e}",
                "passed" if found["passed"] else "**FAILED**"] for found in check["findings"]])
        table(["part of a block", "us", "us of the host to issue it", "TFLOP/s", "GB/s"],
              [[rate["what"], f"{1e6 * rate['seconds']:.1f}", f"{1e6 * rate['issue_seconds']:.1f}",
                number(rate.get("tflop_per_s"), ".1f"), number(rate.get("gb_per_s"), ".0f")] for rate in check["rates"]])
    told = energies(folder, known)
    if told:
        table(["model", "px", "settings", "engine", "s a pass", "a lone pass issued, done, s", "TFLOP/s", "of peak", "gross W",
               "counter over power", "J an image: text, denoise, decode"], told)


def energies(folder, known):
    """Rows of the last table: the last valid row of each stage that was metered alone."""
    same = ("model", "width", "height", "engine", "precision", "guidance", "batch", "steps")
    runs = {}
    for row in stage_rows(folder):
        runs.setdefault(tuple(row[name] for name in same), {})[row["stage"]] = row
    told = []
    for of in runs.values():
        denoise = of.get("denoise")
        if not denoise or not denoise["images"]:
            continue
        each_s, config = denoise["duration_s"] / denoise["images"], denoise.get("config", {})
        passes = denoise["steps"] * (2 if denoise["guidance"] == "on" else 1)
        rate = config["denoiser_gflops"] / each_s / 1e3 if "denoiser_gflops" in config else None
        lone = f"{config['pass_issued_s']:.4f}, {config['pass_s']:.4f}" if "pass_s" in config else "-"
        # The catalogue has no rate of its own for bf16: it is fp16's on every card.
        peak = known and known.get(f"{denoise['precision'].replace('bf16', 'fp16')}_tflop_per_s")
        watts = denoise.get("gross_j") and denoise["gross_j"] / denoise["duration_s"]
        joules = [number(of.get(name) and of[name].get("gross_j") and of[name]["gross_j"] / of[name]["images"], ".2f")
                  for name in ("text", "denoise", "decode")]
        settings = denoise["precision"] + (", guided" if denoise["guidance"] == "on" else "") + f", batch {denoise['batch']}"
        told.append([denoise["model"], side(f"{denoise['width']}x{denoise['height']}"), settings, denoise["engine"],
                     f"{each_s / passes:.4f}", lone, number(rate, ".2f"), number(rate / peak if rate and peak else None, ".0%"),
                     number(watts, ".1f"), number(agreement(denoise), ".3f"), ", ".join(joules)])
    return told


def agreement(row):
    return row["counter_j"] / row["integrated_j"] if row.get("counter_j") and row.get("integrated_j") else None


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if len(arguments) == 2 and arguments[0] == "--card":
        print(objects(pathlib.Path(arguments[1]))[1]["gpu"])
    elif len(arguments) == 2 and arguments[0] == "--which":
        print(which(json.loads(pathlib.Path(arguments[1]).read_text())))
    elif len(arguments) == 2 and arguments[0] == "--attention":
        print(attention(pathlib.Path(arguments[1])))
    elif len(arguments) == 2 and arguments[0] == "--failed":
        for check in checked(pathlib.Path(arguments[1])):
            print("\n".join(found["what"] for found in check["findings"] if not found["passed"]))
    elif len(arguments) == 3 and arguments[0] == "--missing":
        if lacking := missing(arguments[1], pathlib.Path(arguments[2])):
            print(", ".join(lacking))
            sys.exit(1)
    elif len(arguments) == 3 and arguments[0] == "--passes":
        print("\n".join(passes(arguments[1], pathlib.Path(arguments[2]))))
    elif len(arguments) == 1:
        main(pathlib.Path(arguments[0]))
    else:
        sys.exit(__doc__)
