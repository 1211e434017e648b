#!/usr/bin/env bash
# Everything that docs/gpu-notes.md lists as untried, and the campaign that fits are made of, in one command for a GPU that is at hand
# for minutes: stages in the order of what they tell, each at most a few minutes, results on the disk as they come. Run the same
# command again to go on where it stopped, on another card too; it says so when everything is done.
#   usage: scripts/cuda/session.sh [--seconds N] [--out OUT] [--from TAR] [--rehearse] MEASURE FOLDER
#     MEASURE      what scripts/cuda/build.sh made, the program or its .gz
#     FOLDER       where everything is written: FOLDER/GPU/CARD for a card, FOLDER/GPU/done for what is done on any card of that kind
#     --seconds N  stop starting stages in time to end after N seconds (default 570)
#     --out OUT    keep OUT/session.tar.gz in step with FOLDER after every stage: one file to take home
#     --from TAR   go on from a session.tar.gz that an earlier run brought home, where FOLDER is empty; no such file is a first run
#     --rehearse   the same stages on the processor, tiny models and a fake card; seconds, no GPU. Nothing of it is a measurement.
#   MODELS="flux1-dev sd3.5-large sd2.1 qwen-image" SIZES=512,1024 PRECISION=bf16 STEPS=10
#   WINDOW=3            seconds of a stage's window
#   CAMPAIGN_MINUTES=2  GPU-minutes of budget mode a model
#   PATIENCE=           seconds after which any stage counts as hung; empty is two and a half times what it is thought to need
#   METER=              what to meter, as --gpu takes it; empty takes the only GPU
#   WHEELS=.gpu/wheels  what scripts/reference/wheels.sh fetched, where diffusers is not installed
# Needs bash, python3, and for the comparison torch and transformers. Sets nothing on the card and needs no root.
set -uo pipefail
seconds=570 out='' from='' rehearse=''
usage() { sed -n 's/^#   usage: /usage: /p' "$0" >&2; exit 2; }
while [ $# -gt 0 ]; do
  case "$1" in
    --seconds) seconds=${2:?}; shift 2 ;;
    --out) out=$(realpath -m "${2:?}"); shift 2 ;;
    --from) from=$(realpath -m "${2:?}"); shift 2 ;;
    --rehearse) rehearse=1; shift ;;
    --*) usage ;;
    *) break ;;
  esac
done
[ $# -eq 2 ] || usage
root=$(realpath "$(dirname "$0")/../..")
mkdir -p "$2" && top=$(realpath "$2") && measure=$(realpath "$1") || exit 1
[ -f "$measure" ] || { echo "no program $measure; scripts/cuda/build.sh makes it" >&2; exit 1; }
read -ra models <<< "${MODELS:-flux1-dev sd3.5-large sd2.1 qwen-image}"
reserve=25 sizes=${SIZES:-512,1024} precision=${PRECISION:-bf16} steps=${STEPS:-10} window=${WINDOW:-3} device=cuda idle=20 between=3
minutes=${CAMPAIGN_MINUTES:-2}
campaign=$(python3 -c 'import sys; print(int(40 + 60 * float(sys.argv[1])))' "$minutes") || { echo "CAMPAIGN_MINUTES=$minutes: give minutes" >&2; exit 2; }
gpu=(); [ -z "${METER:-}" ] || gpu=(--gpu "$METER")
tiny=() bench=() rows=1500 rates=(--rates "$precision")
if [ -n "$rehearse" ]; then
  reserve=0 sizes=64 precision=fp32 steps=2 window=2.6 device=cpu idle=3 rows=140
  gpu=(--gpu "${METER:-fake}") tiny=(--tiny) bench=("--fake=$root/scripts/cuda/campaign/fake-h200.toml") rates=(--rates fp32 --shrink 64)
  export OMP_NUM_THREADS=1
fi
begin=$SECONDS waiting=0
left() { echo $((seconds - (SECONDS - begin))); }
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
case "$measure" in
  *.gz) gunzip -c "$measure" > "$scratch/measure" && chmod +x "$scratch/measure" && measure=$scratch/measure || exit 1 ;;
esac
if [ -z "$rehearse" ]; then
  site=$(python3 -c 'import sysconfig; print(sysconfig.get_paths()["purelib"])')
  cuda=$site/nvidia/cu13/lib:$site/nvidia/cudnn/lib:/usr/local/cuda/lib64:/usr/local/nvidia/lib64:/usr/local/nvidia/lib
  export LD_LIBRARY_PATH=$cuda${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}
  if missing=$(ldd "$measure" | grep 'not found'); then
    echo "the program cannot start here:" >&2; echo "$missing" >&2
    find / \( -name 'libcuda.so.1' -o -name 'libcublas.so.13' -o -name 'libcudnn.so.9' -o -name 'libcurand.so.10' \) 2> /dev/null >&2
    exit 1
  fi
fi
wheels=${WHEELS:-$root/.gpu/wheels}
if ! python3 -c 'import diffusers' 2> /dev/null && ls "$wheels"/*.whl > /dev/null 2>&1; then
  python3 -m pip install -q --no-index --no-deps --no-compile --disable-pip-version-check --root-user-action=ignore --target "$scratch/site" "$wheels"/*.whl \
    && export PYTHONPATH=$scratch/site${PYTHONPATH:+:$PYTHONPATH}
fi

if [ -n "$from" ]; then
  if [ -n "$(ls -A "$top")" ]; then echo "-- $top is gone on with, not $from" >&2
  elif [ -e "$from" ]; then tar -C "$top" --strip-components=1 -xzf "$from" || exit 1; echo "-- gone on with from $from" >&2
  else echo "-- no $from: a first run" >&2; fi
fi
# Observation files hold one card's rows, so every card has a folder, and is looked at and checked. What is done on one card need not be
# done again on another of the same kind.
"$measure" doctor --json "${gpu[@]}" > "$scratch/doctor.json"
if ! read -r kind card < <(python3 "$root/scripts/cuda/tables.py" --which "$scratch/doctor.json"); then
  echo "no GPU that can be metered:" >&2; "$measure" doctor "${gpu[@]}" >&2; exit 1
fi
echo "== card $card, $kind" >&2
folder=$top/$kind/$card kind=$top/$kind
mkdir -p "$folder/log" "$folder/done" "$folder/tried" "$kind/done" "$kind/tried"
cp "$scratch/doctor.json" "$folder/doctor.json"
keep() {
  [ -n "$out" ] || return 0
  mkdir -p "$out" && tar -C "$(dirname "$top")" -czf "$out/.session.tar.gz" "$(basename "$top")" \
    && mv "$out/.session.tar.gz" "$out/session.tar.gz"
}

# NAME NEED COMMAND...: runs a stage unless it was done, failed three times, or needs more seconds than are left. Standard output goes
# to FOLDER/GPU/CARD/NAME, standard error to log/NAME beside it. `marks` is where it is noted as done: the card's folder or its kind's.
marks=$folder
stage() {
  local name=$1 need=$2 tries limit patience status; shift 2
  patience=${PATIENCE:-$((need * 5 / 2))}
  [ -z "$rehearse" ] || { need=5; patience=${PATIENCE:-300}; }
  [ -e "$marks/done/$name" ] && return
  tries=$(cat "$marks/tried/$name" 2> /dev/null || echo 0)
  if [ "$tries" -ge 3 ]; then echo "!! $name failed $tries times: left out; see $folder/log/$name" >&2; return; fi
  if [ "$(left)" -lt "$need" ]; then
    echo "-- $name waits: it needs $need s, and $(left) are left" >&2; waiting=1; return
  fi
  # What is left after it is for the results.
  limit=$(($(left) - reserve)); [ "$limit" -ge 5 ] || limit=5
  [ "$limit" -le "$patience" ] || limit=$patience
  echo "== $name, $(left) s left, $limit at most" >&2
  timeout --signal=INT --kill-after=10 "$limit" "$@" > "$scratch/output" 2>> "$folder/log/$name"
  status=$?
  # What an interrupted stage printed before is worth keeping.
  cat "$scratch/output" >> "$folder/$name"
  case "$status" in
    0) echo "$card" > "$marks/done/$name" ;;
    # 124: ended by the interrupt; 137: only by the kill that follows; 130: on its own after an interrupt.
    124 | 130 | 137)
      waiting=1
      if [ "$limit" -lt "$patience" ]; then echo "-- $name was stopped by the time that is left; it goes on next time" >&2
      else echo $((tries + 1)) > "$marks/tried/$name"; echo "!! $name was stopped: it hung for $limit s" >&2; fi ;;
    *) echo $((tries + 1)) > "$marks/tried/$name"; waiting=1
       echo "!! $name failed with status $status: $(tail -n 1 "$folder/log/$name")" >&2 ;;
  esac
  keep
}

metered() { # FILE COMMAND...
  local file=$1; shift
  "$measure" exec "${gpu[@]}" --no-idle --out "$folder/$file.jsonl" -- "$@"
}
look() {
  "$measure" doctor "${gpu[@]}" > "$folder/doctor.txt" && "$measure" gpus --json > "$folder/gpus.json" \
    && "$measure" idle --seconds "$idle" --json "${gpu[@]}" > "$folder/idle.json"
  local status=$?
  [ -n "$rehearse" ] || { nvidia-smi -q -d CLOCK,ECC,MEMORY,PERFORMANCE,POWER,TEMPERATURE; python3 -m pip list; ldd "$measure"; }
  return "$status"
}
# Findings that do not pass are a result, a check that ended without its one JSON object is a failure: a kernel's own error handling
# ends the program with status 1 too. What was found before is in FOLDER/GPU/CARD/check.parts.
checked() { # COMMAND...
  local status
  "$@" > "$folder/check.last"
  status=$?
  cat "$folder/check.last"
  [ "$status" -le 1 ] || return "$status"
  python3 -m json.tool "$folder/check.last" > /dev/null 2>&1
}
candle() { # MODEL [OPTION...]
  local model=$1; shift
  metered stages "$measure" stages --model "$model" "${tiny[@]}" --size "$sizes" --steps "$steps" --precision "$precision" \
    --device "$device" --window "$window" --idle "$between" "$@"
}
torch() { # MODEL [OPTION...]
  local model=$1; shift
  metered stages python3 "$root/scripts/reference/reference.py" stages --model "$model" "${tiny[@]}" --size "$sizes" \
    --steps "$steps" --precision "$precision" --device "$device" --window "$window" --idle "$between" "$@"
}
sweep() { # PLAN [OPTION...]
  local plan=$1 meter=(); shift
  # A fake machine has a card of its own.
  [ -n "$rehearse" ] || meter=("${gpu[@]}")
  "$measure" run --plan "$root/scripts/cuda/campaign/$plan.toml" "${meter[@]}" "${bench[@]}" --no-traces --out "$folder/$plan.jsonl" "$@"
}
# `timeout` runs programs, not functions.
export measure folder root sizes steps precision device window between rehearse idle
{ declare -p gpu tiny bench; declare -f metered look checked candle torch sweep; echo '"$@"'; } > "$scratch/stage.sh"
run=(bash "$scratch/stage.sh")

stage look 50 "${run[@]}" look
check=("$measure" engine-check --device "$device" --rows "$rows" --checkpoints "$root/tests/data/diffusion" "${rates[@]}" --json)
[ -e "$folder/done/check-unfused" ] || stage check 90 "${run[@]}" checked "${check[@]}" --parts "$folder/check.parts"
# What is wrong is not measured: without the attention kernels where they compute something else, or were never seen to compute what
# they should.
unfused=() ready=1
if [ ! -e "$folder/done/check" ] && [ ! -e "$folder/tried/check" ]; then ready=''
else
  case "$(python3 "$root/scripts/cuda/tables.py" --attention "$folder")" in
    passed) ;;
    failed) unfused=(--unfused); echo "!! fused attention computes something else here: unfused from here on; see tables.md" >&2 ;;
    *) unfused=(--unfused); echo "!! fused attention was not seen to work here: unfused from here on; see $folder/log/check" >&2
       stage check-unfused 90 "${run[@]}" checked "${check[@]}" --unfused --parts "$folder/check-unfused.parts" ;;
  esac
  others=$(python3 "$root/scripts/cuda/tables.py" --failed "$folder" | grep -v '^attention')
  [ -z "$others" ] || echo "!! the engine computes something else here; see tables.md. Rows are of no use where they rest on: $others" >&2
fi

marks=$kind
with_torch=''
python3 -c 'import torch, diffusers, transformers' 2> /dev/null && with_torch=1
[ -n "$with_torch" ] || echo "-- no torch with diffusers here: engines are not compared" >&2
# Model by model, so that the first have everything that a fit and the comparison need before the time is over.
[ -n "$ready" ] && for model in "${models[@]}"; do
  # Engines are compared on one card.
  if [ -n "$with_torch" ] && [ ! -e "$kind/done/torch-$model" ] && [ "$(cat "$kind/done/candle-$model" 2> /dev/null)" != "$card" ]; then
    rm -f "$kind/done/candle-$model"
  fi
  stage "candle-$model" 60 "${run[@]}" candle "$model" "${unfused[@]}"
  [ -z "$with_torch" ] || stage "torch-$model" 80 "${run[@]}" torch "$model"
  stage "$model" "$campaign" "${run[@]}" sweep "$model" --budget-minutes "$minutes" "${unfused[@]}"
done
[ -n "$ready" ] && for kind_of in pairs precisions; do
  for model in "${models[@]}"; do stage "$model-$kind_of" 60 "${run[@]}" sweep "$model-$kind_of" "${unfused[@]}"; done
done
[ -n "$ready" ] && [ -z "$rehearse" ] && for model in "${models[@]}"; do
  [ ${#unfused[@]} -gt 0 ] || stage "unfused-$model" 50 "${run[@]}" candle "$model" --unfused
  [ -z "$with_torch" ] || stage "compiled-$model" 200 "${run[@]}" torch "$model" --compile
done

bash "$root/scripts/cuda/results.sh" ${rehearse:+--fake} "$measure" "$top"
keep
if [ "$waiting" -eq 0 ]; then echo "== complete" >&2; exit 0; fi
echo "== not complete: run the same command again" >&2
exit 3
