#!/usr/bin/env bash
# Everything that docs/gpu-notes.md lists as untried, and the campaign that fits are made of, in one command for a GPU that is at hand
# for minutes: stages in the order of what they tell, each at most a few minutes, results on the disk as they come. Run the same
# command again to go on where it stopped; it says so when everything is done.
#   usage: scripts/cuda/session.sh [--seconds N] [--out FOLDER] [--rehearse] MEASURE FOLDER
#     MEASURE      what scripts/cuda/build.sh made, the program or its .gz
#     FOLDER       where everything is written, and where an earlier run is gone on with
#     --seconds N  stop starting stages in time to end after N seconds (default 570)
#     --out OUT    keep OUT/session.tar.gz in step with FOLDER after every stage: one file to take home
#     --rehearse   the same stages on the processor, tiny models and a fake card; seconds, no GPU. Nothing of it is a measurement.
#   MODELS="flux1-dev sd3.5-large sd2.1 qwen-image" SIZES=512,1024 PRECISION=bf16 STEPS=10
#   WINDOW=3            seconds of a stage's window
#   CAMPAIGN_MINUTES=2  GPU-minutes of budget mode a model
#   METER=              what to meter, as --gpu takes it; empty takes the only GPU
#   WHEELS=.gpu/wheels  what scripts/reference/wheels.sh fetched, where diffusers is not installed
# Needs bash, python3, and for the comparison torch and transformers. Sets nothing on the card and needs no root.
set -uo pipefail
seconds=570 out='' rehearse=''
usage() { sed -n 's/^#   usage: /usage: /p' "$0" >&2; exit 2; }
while [ $# -gt 0 ]; do
  case "$1" in
    --seconds) seconds=${2:?}; shift 2 ;;
    --out) out=$(realpath -m "${2:?}"); shift 2 ;;
    --rehearse) rehearse=1; shift ;;
    --*) usage ;;
    *) break ;;
  esac
done
[ $# -eq 2 ] || usage
root=$(realpath "$(dirname "$0")/../..")
mkdir -p "$2" && folder=$(realpath "$2") && measure=$(realpath "$1") || exit 1
read -ra models <<< "${MODELS:-flux1-dev sd3.5-large sd2.1 qwen-image}"
reserve=25 sizes=${SIZES:-512,1024} precision=${PRECISION:-bf16} steps=${STEPS:-10} window=${WINDOW:-3} device=cuda idle=20 between=3
gpu=(); [ -z "${METER:-}" ] || gpu=(--gpu "$METER")
tiny=() bench=() rows=1500 rates=(--rates "$precision")
if [ -n "$rehearse" ]; then
  reserve=0 sizes=64 precision=fp32 steps=2 window=2.6 device=cpu idle=3 rows=140
  gpu=(--gpu fake) tiny=(--tiny) bench=("--fake=$root/scripts/cuda/campaign/fake-h200.toml") rates=(--rates fp32 --shrink 64)
  export OMP_NUM_THREADS=1
fi
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
  python3 -m pip install -q --no-index --no-deps --no-compile --disable-pip-version-check --target "$scratch/site" "$wheels"/*.whl \
    && export PYTHONPATH=$scratch/site${PYTHONPATH:+:$PYTHONPATH}
fi

mkdir -p "$folder/done" "$folder/tried" "$folder/log"
begin=$SECONDS waiting=0
left() { echo $((seconds - (SECONDS - begin))); }
keep() {
  [ -n "$out" ] || return 0
  mkdir -p "$out" && tar -C "$(dirname "$folder")" -czf "$out/.session.tar.gz" "$(basename "$folder")" \
    && mv "$out/.session.tar.gz" "$out/session.tar.gz"
}

# NAME NEED COMMAND...: runs a stage unless it was done, failed three times, or needs more seconds than are left. Standard output goes
# to FOLDER/NAME, standard error to FOLDER/log/NAME.
stage() {
  local name=$1 need=$2 tries limit status; shift 2
  [ -z "$rehearse" ] || need=5
  [ -e "$folder/done/$name" ] && return
  tries=$(cat "$folder/tried/$name" 2> /dev/null || echo 0)
  if [ "$tries" -ge 3 ]; then echo "!! $name failed $tries times: left out; see $folder/log/$name" >&2; return; fi
  if [ "$(left)" -lt "$need" ]; then
    echo "-- $name waits: it needs $need s, and $(left) are left" >&2; waiting=1; return
  fi
  # What is left after it is for the results.
  limit=$(($(left) - reserve)); [ "$limit" -ge 5 ] || limit=5
  echo "== $name, $(left) s left" >&2
  timeout --signal=INT --kill-after=10 "$limit" "$@" > "$scratch/output" 2>> "$folder/log/$name"
  status=$?
  # What an interrupted stage printed before is worth keeping.
  cat "$scratch/output" >> "$folder/$name"
  case "$status" in
    0) touch "$folder/done/$name" ;;
    124 | 130) echo "-- $name was stopped by the time that is left; it goes on next time" >&2; waiting=1 ;;
    *) echo $((tries + 1)) > "$folder/tried/$name"; waiting=1
       echo "!! $name failed with status $status: $(tail -n 1 "$folder/log/$name")" >&2 ;;
  esac
  keep
}

metered() { # FILE COMMAND...
  local file=$1; shift
  "$measure" exec "${gpu[@]}" --no-idle --out "$folder/$file.jsonl" -- "$@"
}
look() {
  "$measure" doctor "${gpu[@]}" > "$folder/doctor.txt" && "$measure" doctor --json "${gpu[@]}" > "$folder/doctor.json" \
    && "$measure" gpus --json > "$folder/gpus.json" && "$measure" idle --seconds "$idle" --json "${gpu[@]}" > "$folder/idle.json"
  local status=$?
  [ -n "$rehearse" ] || { nvidia-smi -q -d CLOCK,ECC,MEMORY,PERFORMANCE,POWER,TEMPERATURE; python3 -m pip list; ldd "$measure"; }
  return "$status"
}
checked() { # COMMAND...: findings that do not pass are a result, a check that cannot run is a failure
  "$@"
  local status=$?
  [ "$status" -le 1 ]
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
  local plan=$1; shift
  "$measure" run --plan "$root/scripts/cuda/campaign/$plan.toml" "${bench[@]}" --no-traces --out "$folder/$plan.jsonl" "$@"
}
# `timeout` runs programs, not functions.
export measure folder root sizes steps precision device window between rehearse idle
{ declare -p gpu tiny bench; declare -f metered look checked candle torch sweep; echo '"$@"'; } > "$scratch/stage.sh"
run=(bash "$scratch/stage.sh")

stage look 60 "${run[@]}" look
check=("$measure" engine-check --device "$device" --rows "$rows" --checkpoints "$root/tests/data/diffusion" "${rates[@]}" --json)
stage check 90 "${run[@]}" checked "${check[@]}"
# What is wrong is not measured: without the attention kernels where they compute something else.
unfused=()
case "$(python3 "$root/scripts/cuda/tables.py" --failed "$folder" 2> /dev/null)" in
  *attention*) unfused=(--unfused); echo "!! fused attention computes something else here: unfused from here on; see tables.md" >&2 ;;
  ?*) echo "!! the engine computes something else here; see tables.md. Rows are of no use where they rest on it" >&2 ;;
esac
with_torch=''
python3 -c 'import torch, diffusers, transformers' 2> /dev/null && with_torch=1
[ -n "$with_torch" ] || echo "-- no torch with diffusers here: engines are not compared" >&2
for model in "${models[@]}"; do
  stage "candle-$model" 60 "${run[@]}" candle "$model" "${unfused[@]}"
  [ -z "$with_torch" ] || stage "torch-$model" 80 "${run[@]}" torch "$model"
done
for kind in pairs precisions; do
  for model in "${models[@]}"; do stage "$model-$kind" 60 "${run[@]}" sweep "$model-$kind" "${unfused[@]}"; done
done
for model in "${models[@]}"; do
  stage "$model" 60 "${run[@]}" sweep "$model" --budget-minutes "${CAMPAIGN_MINUTES:-2}" "${unfused[@]}"
done
if [ -z "$rehearse" ]; then
  for model in "${models[@]}"; do
    stage "unfused-$model" 50 "${run[@]}" candle "$model" --unfused
    [ -z "$with_torch" ] || stage "compiled-$model" 200 "${run[@]}" torch "$model" --compile
  done
fi

bash "$root/scripts/cuda/results.sh" ${rehearse:+--fake} "$measure" "$folder"
keep
if [ "$waiting" -eq 0 ]; then echo "== complete" >&2; exit 0; fi
echo "== not complete: run the same command again" >&2
exit 3
