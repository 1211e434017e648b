#!/usr/bin/env python3
"""The tables of docs/gpu-notes.md from a folder of session.sh: the card, what was checked, rates model by model, energy by stage.
Usage: tables.py FOLDER           prints Markdown
       tables.py --failed FOLDER  prints what the engine's check found to differ, a line each
       tables.py --card FILE      prints the card of an observation file, as names of fits carry it
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


def main(folder):
    card = json.loads((folder / "doctor.json").read_text())["devices"][0]
    catalogue = json.loads((folder / "gpus.json").read_text())["gpus"]
    known = next((gpu for gpu in catalogue if card["name"] in gpu["nvml_names"]), None)
    idle = json.loads((folder / "idle.json").read_text())
    able = card["capabilities"] or {}
    counter = able.get("counter") or {}
    table(["card", "driver", "counter period, s", "ratio idle", "idle W", "reading, us"],
          [[card["name"], card["driver"], number(counter.get("period_s"), ".3f"), number(idle["ratio"], ".3f"),
            number(idle["idle_w"], ".1f"), number(1e6 * able["read_s"] if able else None, ".0f")]])
    for check in objects(folder / "check"):
        print(f"\nThe engine here is `{check['engine']}`.")
        table(["checked", "apart", "allowed", ""],
              [[found["what"], f"{found['found']:.1e}", f"{found['allowed'][0]:.0e} to {found['allowed'][1]:.0e}",
                "passed" if found["passed"] else "**FAILED**"] for found in check["findings"]])
        table(["part of a block", "us", "TFLOP/s", "GB/s"],
              [[rate["what"], f"{1e6 * rate['seconds']:.1f}", number(rate.get("tflop_per_s"), ".1f"),
                number(rate.get("gb_per_s"), ".0f")] for rate in check["rates"]])
    rows = objects(folder / "stages.jsonl")[1:]
    told = []
    for path in sorted(folder.glob("candle-*")):
        for run in objects(path):
            if run["stage"] != "denoise":
                continue
            rate = run["executed_gflops_per_image"] / run["seconds_per_image"] / 1e3
            # The catalogue has no rate of its own for bf16: it is fp16's on every card.
            peak = known and known.get(f"{run['precision'].replace('bf16', 'fp16')}_tflop_per_s")
            mine = [row for row in rows if all(row[key] == run[key] for key in ("model", "width", "height", "engine", "precision"))]
            of = {row["stage"]: row for row in mine}
            watts = lambda row: row and row.get("gross_j") and row["gross_j"] / row["duration_s"]
            ratio = lambda row: row and row.get("counter_j") and row.get("integrated_j") and row["counter_j"] / row["integrated_j"]
            joules = [number(of.get(name) and of[name].get("gross_j") and of[name]["gross_j"] / of[name]["images"], ".2f")
                      for name in ("text", "denoise", "decode")]
            told.append([run["model"], f"{run['width']}x{run['height']}", run["precision"],
                         f"{run['seconds_per_image'] / run['passes']:.4f}", f"{rate:.2f}", number(rate / peak if peak else None, ".0%"),
                         number(watts(of.get("denoise")), ".1f"), number(ratio(of.get("denoise")), ".3f"), ", ".join(joules)])
    if told:
        table(["model", "px", "precision", "s a pass", "TFLOP/s", "of peak", "gross W", "counter over power",
               "J an image: text, denoise, decode"], told)


if __name__ == "__main__":
    arguments = sys.argv[1:]
    if len(arguments) == 2 and arguments[0] == "--card":
        print(objects(pathlib.Path(arguments[1]))[1]["gpu"])
    elif len(arguments) == 2 and arguments[0] == "--failed":
        for check in objects(pathlib.Path(arguments[1]) / "check")[-1:]:
            print("\n".join(found["what"] for found in check["findings"] if not found["passed"]))
    elif len(arguments) == 1:
        main(pathlib.Path(arguments[0]))
    else:
        sys.exit(__doc__)
