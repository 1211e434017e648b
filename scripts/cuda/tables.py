#!/usr/bin/env python3
"""The tables of docs/gpu-notes.md from a card's folder of session.sh: the card, what was checked, rates model by model, energy by stage.
Usage: tables.py FOLDER              prints Markdown
       tables.py --failed FOLDER     prints what the engine's check found to differ, a line each
       tables.py --attention FOLDER  prints whether fused attention was found to compute what it should: passed, failed or unknown
       tables.py --card FILE         prints the card of an observation file, as names of fits carry it
       tables.py --which FILE        prints the kind of GPU in what `measure doctor --json` printed, and eight digits of the card's id
"""

import json
import pathlib
import sys


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
    table(["card", "driver", "counter period, s", "ratio idle", "idle W", "reading, us"],
          [[card["name"], card["driver"], number(counter.get("period_s"), ".3f"), number(idle["ratio"], ".3f"),
            number(idle["idle_w"], ".1f"), number(1e6 * able["read_s"] if able else None, ".0f")]])
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
        table(["model", "px", "precision", "guidance", "s a pass", "a lone pass issued, done, s", "TFLOP/s", "of peak", "gross W",
               "counter over power", "J an image: text, denoise, decode"], told)


def energies(folder, known):
    """Rows of the last table: what `measure stages` said of a run, and the last valid row of each of its stages."""
    rows = [row for row in objects(folder / "stages.jsonl")[1:] if row["valid"]]
    same = ("model", "width", "height", "engine", "precision", "guidance", "batch", "steps")
    runs = {}
    for path in sorted(folder.glob("candle-*")):
        for run in objects(path):
            if run["stage"] == "denoise":
                # A stage that was begun again says it again.
                runs[tuple(run[key] for key in same)] = run
    told = []
    for key, run in runs.items():
        rate = run["executed_gflops_per_image"] / run["seconds_per_image"] / 1e3
        # The catalogue has no rate of its own for bf16: it is fp16's on every card.
        peak = known and known.get(f"{run['precision'].replace('bf16', 'fp16')}_tflop_per_s")
        of = {row["stage"]: row for row in rows if tuple(row[name] for name in same) == key}
        denoise = of.get("denoise")
        watts = denoise and denoise.get("gross_j") and denoise["gross_j"] / denoise["duration_s"]
        ratio = denoise and denoise.get("counter_j") and denoise.get("integrated_j") and denoise["counter_j"] / denoise["integrated_j"]
        joules = [number(of.get(name) and of[name].get("gross_j") and of[name]["gross_j"] / of[name]["images"], ".2f")
                  for name in ("text", "denoise", "decode")]
        told.append([run["model"], f"{run['width']}x{run['height']}", run["precision"], run["guidance"],
                     f"{run['seconds_per_image'] / run['passes']:.4f}", f"{run['pass_issued_s']:.4f}, {run['pass_s']:.4f}",
                     f"{rate:.2f}", number(rate / peak if peak else None, ".0%"), number(watts, ".1f"), number(ratio, ".3f"),
                     ", ".join(joules)])
    return told


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
    elif len(arguments) == 1:
        main(pathlib.Path(arguments[0]))
    else:
        sys.exit(__doc__)
