#!/usr/bin/env bash
# From what session.sh left in a folder to what docs/gpu-notes.md, `fitted/` and the page of findings need: checks, tables, engines
# side by side, fits, validations, what of the paper holds, a report. Needs no GPU. Goes on where a part has no rows yet.
#   usage: scripts/cuda/results.sh [--fake] MEASURE FOLDER
#     --fake  of a rehearsal: fits are named fake-..., and must never be shipped
# For each kind of GPU everything is written to FOLDER/GPU/results; what is read at once is printed. Observations are copied to
# FOLDER/GPU/results/ship/fitted/observations/GPU, as they lie in the repository when they ship, and the fits name them so.
set -uo pipefail
fake=()
[ "${1:-}" != --fake ] || { fake=(--fake); shift; }
measure=$(realpath "${1:?usage: results.sh [--fake] MEASURE FOLDER}") top=$(realpath "${2:?usage: results.sh [--fake] MEASURE FOLDER}")
here=$(realpath "$(dirname "$0")")
shopt -s nullglob

part() { # NAME COMMAND...
  local name=$1; shift
  if "$@" > "$results/$name" 2> "$results/$name.log"; then rm -f "$results/$name.log"
  else echo "-- $name: $(tail -n 1 "$results/$name.log")" >&2; fi
}
tables() { local card; for card in "$kind"/*/doctor.json; do python3 "$here/tables.py" "$(dirname "$card")" || return; done; }
# Engines are compared card by card.
compared() {
  local file; for file in "$shipped"/stages-*.jsonl; do
    "$measure" compare "$file" --baseline "${BASELINE:-torch}" --format markdown || return
  done
}
of_kind() {
  local card file gpu name model law there
  gpu=$(basename "$kind")
  shipped=fitted/observations/$gpu
  rm -rf "$results/ship" && mkdir -p "$results/ship/$shipped" && cd "$results/ship" || return
  for file in "$kind"/*/*.jsonl; do
    card=$(basename "$(dirname "$file")") name=$(basename "$file" .jsonl)
    cp "$file" "$shipped/$name-$card.jsonl"
  done
  part tables.md tables
  local staged=("$shipped"/stages-*.jsonl) sweeps=()
  [ ${#staged[@]} -eq 0 ] || part compare.md compared
  for file in "$shipped"/*.jsonl; do
    case "$file" in */stages-*) ;; *) sweeps+=("$file") ;; esac
  done
  if [ ${#sweeps[@]} -gt 0 ]; then
    part check.txt "$measure" check "${sweeps[@]}"
    # A rehearsal's sweeps draw what another card would.
    card=$(python3 "$here/tables.py" --card "${sweeps[0]}" 2> /dev/null) || card=$gpu
    local prefix=${fake:+fake-}$card
    for model in flux1-dev sd3.5-large sd2.1 qwen-image; do
      there=("$shipped/$model"-*.jsonl)
      [ ${#there[@]} -gt 0 ] || continue
      for law in additive paper; do
        part "fit-$model-$law.txt" "$measure" fit "${there[@]}" "${fake[@]}" --law "$law" --out "$results/$prefix-$model-$law-1.json" \
          --title "$model on the $card, measured by this project, $law law" --notes "Random weights of the true shapes."
      done
    done
    part "fit-all-additive.txt" "$measure" fit "${sweeps[@]}" "${fake[@]}" --out "$results/$prefix-1.json" \
      --title "Four models on the $card, measured by this project, additive law" --notes "Random weights of the true shapes."
    part validate.txt "$measure" validate "${sweeps[@]}" "${fake[@]}"
    local stages=(); for file in "${staged[@]}"; do stages+=(--stages "$file"); done
    part claims.md "$measure" claims "${sweeps[@]}" "${fake[@]}" "${stages[@]}"
    part report.txt "$measure" report "${sweeps[@]}" "${fake[@]}" --out "$results/report.html" \
      --title "Energy of generated images on the $card"
  fi
  for name in tables.md compare.md claims.md; do [ ! -s "$results/$name" ] || { echo; cat "$results/$name"; }; done
}
for kind in "$top"/*/; do
  kind=${kind%/} results=${kind%/}/results
  mkdir -p "$results"
  (of_kind)
done
exit 0
