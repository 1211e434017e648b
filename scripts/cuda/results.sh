#!/usr/bin/env bash
# From what session.sh brought home to what docs/gpu-notes.md, `fitted/` and the page of findings need: checks, tables, engines side by
# side, fits, validations, what of the paper holds, a report. Needs no GPU. Goes on where a part has no rows yet.
#   usage: scripts/cuda/results.sh [--fake] MEASURE SESSION [FOLDER]
#     SESSION  session.tar.gz, or a folder of session.sh
#     FOLDER   where session.tar.gz is unpacked and what is there is replaced (default target/session)
#     --fake   of a rehearsal: fits are named fake-..., and must never be shipped
# For each kind of GPU everything is written to FOLDER/GPU/results; what is read at once is printed. Observations are copied to
# FOLDER/GPU/results/ship/fitted/observations/GPU, as they lie in the repository when they ship, and the fits name them so.
set -uo pipefail
fake=()
[ "${1:-}" != --fake ] || { fake=(--fake); shift; }
usage='usage: results.sh [--fake] MEASURE SESSION [FOLDER]'
measure=$(realpath "${1:?$usage}") top=$(realpath "${2:?$usage}") || exit 1
here=$(realpath "$(dirname "$0")")
shopt -s nullglob
[ -x "$measure" ] || { echo "no program $measure; cargo build --release -p wattpix-measure makes it" >&2; exit 1; }
if [ -f "$top" ]; then
  archive=$top top=$(realpath -m "${3:-$here/../../target/session}")
  rm -rf "$top" && mkdir -p "$top" && tar -C "$top" --strip-components=1 -xzf "$archive" || exit 1
fi
kinds=("$top"/*/)
[ ${#kinds[@]} -gt 0 ] || { echo "$top holds no GPU's folder" >&2; exit 1; }

part() { # NAME COMMAND...
  local name=$1; shift
  if "$@" > "$results/$name" 2> "$results/$name.log"; then rm -f "$results/$name.log"
  else echo "-- $name: $(tail -n 1 "$results/$name.log")" >&2; fi
}
tables() { local idle; for idle in "$kind"/*/idle.json; do python3 "$here/tables.py" "$(dirname "$idle")" || return; done; }
# Engines are compared card by card.
compared() {
  local folder card files baseline
  for folder in "$kind"/*/idle.json; do
    card=$(basename "$(dirname "$folder")") files=("$shipped"/*-"$card".jsonl) baseline=()
    [ ${#files[@]} -gt 0 ] || continue
    baseline=(--baseline "${BASELINE:-torch}")
    grep -q "\"engine\":\"[^\"]*${baseline[1]}" "${files[@]}" || baseline=()
    "$measure" compare "${files[@]}" "${baseline[@]}" --format markdown || return
  done
}
of_kind() {
  local card file gpu name model law there
  gpu=$(basename "$kind")
  shipped=fitted/observations/$gpu
  rm -rf "$results/ship" && mkdir -p "$results/ship/$shipped" && cd "$results/ship" || return
  for file in "$kind"/*/*.jsonl; do
    card=$(basename "$(dirname "$file")") name=$(basename "$file" .jsonl)
    # One that was begun and holds nothing yet.
    [ ! -s "$file" ] || cp "$file" "$shipped/$name-$card.jsonl"
  done
  part tables.md tables
  part compare.md compared
  local sweeps=()
  for file in "$shipped"/*.jsonl; do
    case "$(basename "$file")" in stages-* | torch-* | look-*) ;; *) sweeps+=("$file") ;; esac
  done
  if [ ${#sweeps[@]} -gt 0 ]; then
    part check.txt "$measure" check "${sweeps[@]}"
    local prefix=${fake:+fake-}$gpu
    for model in flux1-dev sd3.5-large sd2.1 qwen-image; do
      there=("$shipped/$model"-*.jsonl)
      [ ${#there[@]} -gt 0 ] || continue
      for law in additive paper; do
        part "fit-$model-$law.txt" "$measure" fit "${there[@]}" "${fake[@]}" --law "$law" --out "$results/$prefix-$model-$law-1.json" \
          --title "$model on the $gpu, measured by this project, $law law" --notes "Random weights of the true shapes."
      done
    done
    part "fit-all-additive.txt" "$measure" fit "${sweeps[@]}" "${fake[@]}" --out "$results/$prefix-1.json" \
      --title "Four models on the $gpu, measured by this project, additive law" --notes "Random weights of the true shapes."
    part validate.txt "$measure" validate "${sweeps[@]}" "${fake[@]}"
    local stages=(); for file in "${sweeps[@]}" "$shipped"/{stages,torch}-*.jsonl; do stages+=(--stages "$file"); done
    part claims.md "$measure" claims "${sweeps[@]}" "${fake[@]}" "${stages[@]}"
    part report.txt "$measure" report "${sweeps[@]}" "${fake[@]}" --out "$results/report.html" \
      --title "Energy of generated images on the $gpu"
  fi
  for name in tables.md compare.md claims.md; do [ ! -s "$results/$name" ] || { echo; cat "$results/$name"; }; done
}
for kind in "${kinds[@]}"; do
  kind=${kind%/} results=${kind%/}/results
  mkdir -p "$results"
  (of_kind)
done
exit 0
