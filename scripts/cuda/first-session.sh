#!/usr/bin/env bash
# The first session on a GPU: everything that docs/gpu-notes.md lists as untried, in one command. Writes a folder and prints the
# tables that belong there. Goes on where a part fails, and says so; exit status 1 then.
#   usage: scripts/cuda/first-session.sh MEASURE [FOLDER]
#     MEASURE  the program that scripts/cuda/build.sh made; docs/engine.md says which libraries it needs
#     FOLDER   where everything is written (default: first-session)
#   DEVICE=cuda PRECISION=bf16 STEPS=20 SIZES="256 512 1024" MODELS="sd2.1 sd3.5-large flux1-dev qwen-image"
#   METER=       what to meter, as --gpu takes it; empty takes the only GPU
#   IDLE_S=60    seconds of idle power
#   EXTRA=       further options of `measure generate`, for example --tiny
# Needs bash and python3. Sets nothing on the card and needs no root.
set -uo pipefail
measure=$(realpath "${1:?usage: scripts/cuda/first-session.sh MEASURE [FOLDER]}")
folder=${2:-first-session}
device=${DEVICE:-cuda} precision=${PRECISION:-bf16} steps=${STEPS:-20}
read -ra sizes <<< "${SIZES:-256 512 1024}"
read -ra models <<< "${MODELS:-sd2.1 sd3.5-large flux1-dev qwen-image}"
read -ra extra <<< "${EXTRA:-}"
gpu=(); [ -z "${METER:-}" ] || gpu=(--gpu "$METER")
mkdir -p "$folder"
failed=0

part() { # NAME COMMAND...: standard output to FOLDER/NAME, standard error beside it
  local name=$1; shift
  echo "== $name: $*" >&2
  if ! "$@" > "$folder/$name" 2> >(tee "$folder/$name.log" >&2); then
    echo "!! $name failed; see $folder/$name.log" >&2
    failed=1
  fi
}

part doctor.txt "$measure" doctor "${gpu[@]}"
part doctor.json "$measure" doctor --json "${gpu[@]}"
part gpus.json "$measure" gpus --json
part idle.json "$measure" idle --seconds "${IDLE_S:-60}" --json "${gpu[@]}"
for model in "${models[@]}"; do
  for size in "${sizes[@]}"; do
    part "$model-$size.json" "$measure" exec "${gpu[@]}" --no-idle --out "$folder/observations.jsonl" -- \
      "$measure" generate --model "$model" --weights random --device "$device" --precision "$precision" --steps "$steps" \
      --width "$size" --height "$size" --out "$folder/$model-$size.png" --json "${extra[@]}"
  done
done

python3 - "$folder" <<'PYTHON' || failed=1
import json, pathlib, sys
folder = pathlib.Path(sys.argv[1])
read = lambda name: json.loads((folder / name).read_text())
card = read("doctor.json")["devices"][0]
known = [gpu for gpu in read("gpus.json")["gpus"] if card["name"] in gpu["nvml_names"]]
idle = read("idle.json")
counter = card["capabilities"]["counter"] if card["capabilities"] else {}
print("\n| card | driver | counter period, s | ratio idle | idle W | reading, us |\n|---|---|---|---|---|---|")
number = lambda value, form: "-" if value is None else format(value, form)
print(f'| {card["name"]} | {card["driver"]} | {number(counter.get("period_s"), ".3f")} | {number(idle["ratio"], ".3f")} | '
      f'{number(idle["idle_w"], ".1f")} | '
      f'{1e6 * card["capabilities"]["read_s"]:.0f} |')
rows = [json.loads(line) for line in (folder / "observations.jsonl").read_text().splitlines()[1:]]
print("\n| model | px | precision | s a pass | TFLOP/s | of peak | gross W | counter over power | J: text, denoise, decode "
      "| GFLOP: text, denoise, decode |\n|---|---|---|---|---|---|---|---|---|---|")
for path in sorted(folder.glob("*-*.json")):
    if not path.read_text().strip(): continue
    run = json.loads(path.read_text())
    if run["outcome"] != "image":
        print(f'| {run["model"]} | {run["width"]} | {run["precision"]} | {run["outcome"]} | | | | | | |'); continue
    stages = run["stages"]
    passes = run["steps"] * (2 if run["guidance"] == "on" else 1)
    rate = stages["denoise"]["executed_gflops"] / stages["denoise"]["seconds"] / 1e3
    peak = known[0].get(f'{run["precision"].replace("bf16", "fp16")}_tflop_per_s') if known else None
    energy = {row["stage"]: row for row in rows if (row["model"], row["width"]) == (run["model"], run["width"])}
    image = energy.get("image", {})
    watts = image["gross_j"] / image["duration_s"] if image.get("gross_j") else None
    ratio = image["counter_j"] / image["integrated_j"] if image.get("counter_j") and image.get("integrated_j") else None
    parts = ["text", "denoise", "decode"]
    joules = ", ".join(number(energy.get(part, {}).get("gross_j"), ".1f") for part in parts)
    gflops = ", ".join(number(stages[part]["executed_gflops"], ".1f") for part in parts)
    print(f'| {run["model"]} | {run["width"]} | {run["precision"]} | {stages["denoise"]["seconds"] / passes:.4f} | {rate:.2f} | '
          f'{number(rate / peak if peak else None, ".0%")} | {number(watts, ".1f")} | {number(ratio, ".3f")} | {joules} | {gflops} |')
PYTHON
exit "$failed"
