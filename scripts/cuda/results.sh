#!/usr/bin/env bash
# From what session.sh left in a folder to what docs/gpu-notes.md, `fitted/` and the page of findings need: checks, tables, engines
# side by side, fits, validations, what of the paper holds, a report. Needs no GPU. Goes on where a part has no rows yet.
#   usage: scripts/cuda/results.sh [--fake] MEASURE FOLDER
#     --fake  of a rehearsal: fits are named fake-..., and must never be shipped
# Everything is written to FOLDER/results; what is read at once is printed.
set -uo pipefail
fake=()
[ "${1:-}" != --fake ] || { fake=(--fake); shift; }
measure=$(realpath "${1:?usage: results.sh [--fake] MEASURE FOLDER}") folder=$(realpath "${2:?usage: results.sh [--fake] MEASURE FOLDER}")
here=$(realpath "$(dirname "$0")") root=$(realpath "$(dirname "$0")/../..")
# Fits name their files: by paths within the repository, or within the folder.
base=$folder
case "$folder" in "$root"/*) base=$root ;; esac
cd "$base" && folder=$(realpath --relative-to="$base" "$folder") || exit 1
results=$folder/results
mkdir -p "$results"
shopt -s nullglob

part() { # NAME COMMAND...
  local name=$1; shift
  if "$@" > "$results/$name" 2> "$results/$name.log"; then rm -f "$results/$name.log"
  else echo "-- $name: $(tail -n 1 "$results/$name.log")" >&2; fi
}
part tables.md python3 "$here/tables.py" "$folder"
[ ! -e "$folder/stages.jsonl" ] || part compare.md "$measure" compare "$folder/stages.jsonl" --baseline "${BASELINE:-torch}" --format markdown
sweeps=("$folder"/*-pairs.jsonl "$folder"/*-precisions.jsonl)
for budget in "$folder"/*.jsonl; do
  case "$budget" in *-pairs.jsonl | *-precisions.jsonl | */stages.jsonl) ;; *) sweeps+=("$budget") ;; esac
done
if [ ${#sweeps[@]} -gt 0 ]; then
  part check.txt "$measure" check "${sweeps[@]}"
  card=$(python3 "$here/tables.py" --card "${sweeps[0]}" 2> /dev/null) || card=card
  prefix=${fake:+fake-}$card
  for model in flux1-dev sd3.5-large sd2.1 qwen-image; do
    of=("$folder/$model".jsonl "$folder/$model"-pairs.jsonl "$folder/$model"-precisions.jsonl)
    there=(); for file in "${of[@]}"; do [ ! -e "$file" ] || there+=("$file"); done
    [ ${#there[@]} -gt 0 ] || continue
    for law in additive paper; do
      part "fit-$model-$law.txt" "$measure" fit "${there[@]}" "${fake[@]}" --law "$law" --out "$results/$prefix-$model-$law-1.json" \
        --title "$model on the $card, measured by this project, $law law" --notes "Random weights of the true shapes."
    done
  done
  part "fit-all-additive.txt" "$measure" fit "${sweeps[@]}" "${fake[@]}" --out "$results/$prefix-1.json" \
    --title "Four models on the $card, measured by this project, additive law" --notes "Random weights of the true shapes."
  part validate.txt "$measure" validate "${sweeps[@]}" "${fake[@]}"
  stages=(); [ ! -e "$folder/stages.jsonl" ] || stages=(--stages "$folder/stages.jsonl")
  part claims.md "$measure" claims "${sweeps[@]}" "${fake[@]}" "${stages[@]}"
  part report.txt "$measure" report "${sweeps[@]}" "${fake[@]}" --out "$results/report.html" --title "Energy of generated images on the $card"
fi
for shown in tables.md compare.md claims.md; do [ ! -s "$results/$shown" ] || { echo; cat "$results/$shown"; }; done
exit 0
