#!/usr/bin/env bash
# A GPU that is at hand for a quarter of an hour: everything that docs/gpu-notes.md lists as untried and the campaigns that fits are made
# of, in the order of what they tell, in one command. Rows are on the disk as they come. Run the same command again to go on where it
# stopped, on another card too; it says so when everything is done. results.sh makes results of what it leaves, without a GPU.
#   usage: scripts/cuda/session.sh [--seconds N] [--out OUT] [--from TAR] [--rehearse [--pace N]] MEASURE FOLDER
#          scripts/cuda/session.sh --dry-run [--seconds N] [MEASURE]
#     MEASURE      what scripts/cuda/build.sh made, the program or its .gz
#     FOLDER       where everything is written: FOLDER/GPU/CARD for a card, FOLDER/GPU/done for what is done on any card of that kind
#     --seconds N  end after N seconds (default 570)
#     --out OUT    keep OUT/session.tar.gz in step with FOLDER: one file to take home
#     --from TAR   go on from a session.tar.gz that an earlier run brought home, where FOLDER is empty; no such file is a first run
#     --dry-run    print what each stage costs and why, and whether what has to travel is small enough; run nothing
#     --rehearse   the same stages on the processor, tiny models and a fake card whose time is as fast as the processor; no GPU. Nothing of
#                  it is a measurement.
#     --pace N     let the time of the fake card pass N times as fast as time does; 1 is real time
#   MODELS="flux1-dev sd3.5-large sd2.1 qwen-image" SIZES=512,1024 PRECISION=bf16 STEPS=10   of the engines that are compared
#   WINDOW=3            seconds of a stage's window there
#   PATIENCE=           seconds after which any stage counts as hung; empty is one and a half times what it may take
#   METER=              what to meter, as --gpu takes it; empty takes the only GPU
#   WHEELS=.gpu/wheels  what scripts/reference/wheels.sh fetched, where diffusers is not installed
#   CARRY=.gpu          what travels beside the repository
# Needs bash, python3 (3.11 or later), and for the comparison torch and transformers. Sets nothing on the card and needs no root.
set -uo pipefail
seconds=570 out='' from='' rehearse='' pace='' dry_run=''
usage() { sed -n 's/^#   usage: /usage: /p; s/^#          \(scripts.*--dry-run\)/       \1/p' "$0" >&2; exit 2; }
while [ $# -gt 0 ]; do
  case "$1" in
    --seconds) seconds=${2:?}; shift 2 ;;
    --out) out=$(realpath -m "${2:?}"); shift 2 ;;
    --from) from=$(realpath -m "${2:?}"); shift 2 ;;
    --rehearse) rehearse=1; shift ;;
    --pace) pace=${2:?}; shift 2 ;;
    --dry-run) dry_run=1; shift ;;
    --*) usage ;;
    *) break ;;
  esac
done
root=$(realpath "$(dirname "$0")/../..")
read -ra models <<< "${MODELS:-flux1-dev sd3.5-large sd2.1 qwen-image}"
# A machine that is lent takes at most this much, and gives back files of at most this much, in bytes.
most_out=$((64 << 20)) most_back=${MOST_BACK:-$((16 << 20))}

# NAME|SECONDS|LEAST|WHAT|WHY: seconds that a stage may take, the fewest with which it is begun, what it does, why so long. In the order of
# what they tell.
plan() {
  local model campaign rank=0 second=$((${#models[@]} < 2 ? ${#models[@]} : 2)) first=${models[0]}
  local alone='text, denoising and decoding alone at 512 and 1024 px; budget mode in bf16 and fp16 over 256 to 1024 px'
  local why='start 5 s; each format made and looked at 5 s, idle 3 s; six windows of stages 25 s; six that show energy to be linear in the steps 25 s; then windows of 3 s, a warm-up each'
  echo "look|60|40|doctor, idle power, one steady load|doctor 4 s, idle 5 s, \`nvidia-smi\` 2 s, start and first compiling 10 s, idle with a context 5 s, load 10 s"
  echo "check|60|30|\`engine-check\`: the engine beside the processor, rates of what models are made of|the driver compiles candle's kernels once, 15 s; some 250 comparisons; 20 rates of 0.2 s and their shapes"
  for model in "${models[@]}"; do
    case "$model" in sd2.1) campaign=90 ;; *) campaign=150 ;; esac
    rank=$((rank + 1))
    if [ "$rank" -eq 1 ]; then echo "$model|$campaign|45|$alone|$why"; else echo "$model|$campaign|45|the same|as for \`$first\`"; fi
    [ "$rank" -ne "$second" ] || echo "torch|60|40|the same passes of these models in PyTorch, eager, where it can be imported within 20 s|import 10 s; weights of each denoiser 5 s; idle 3 s; at two sizes a warm-up and a window of 3 s"
  done
  for model in "${models[@]}"; do
    if [ "$model" = "$first" ]; then
      echo "$model-settings|120|45|every precision, guidance and batch changed alone at 512 and 1024 px|12 configurations, each a warm-up and two windows of 3 s; three formats made and looked at"
    else echo "$model-settings|120|45|the same|as for \`$first\`"; fi
  done
  for model in "${models[@]}"; do echo "torch-$model|80|50|text and decoding in PyTorch too|weights of all components, three stages at two sizes"; done
  for model in "${models[@]}"; do
    echo "unfused-$model|60|45|what fused attention saves|weights of all components, three stages at two sizes"
    echo "compiled-$model|200|120|PyTorch, compiled|compiling a minute a size"
  done
}
if [ -n "$dry_run" ]; then
  [ $# -le 1 ] || usage
  total=0
  echo "| stage | seconds | in all | what | why so long |"; echo "|---|---|---|---|---|"
  while IFS='|' read -r name most _ what why; do
    total=$((total + most)); echo "| \`$name\` | $most | $total | $what | $why |"
  done < <(plan)
  bytes() { xargs -r0 stat -c %s 2> /dev/null | awk '{ sum += $1 } END { print sum + 0 }'; }
  carry=${CARRY:-$root/.gpu}
  repository=$(git -C "$root" ls-files -coz --exclude-standard | (cd "$root" && bytes)) || exit 1
  carried=$(find "$carry" -type f -print0 2> /dev/null | bytes)
  # What is given by name travels too, wherever it is.
  if [ $# -eq 1 ] && [[ "$(realpath -m "$1")" != "$(realpath -m "$carry")"/* ]]; then carried=$((carried + $(stat -c %s "$1"))) || exit 1; fi
  all=$((repository + carried))
  awk -v r="$repository" -v c="$carried" -v a="$all" -v m="$most_out" 'BEGIN { k = 2 ^ 20
    printf "travels: repository %.1f MiB, carried %.1f MiB, together %.1f of %d MiB\n", r / k, c / k, a / k, m / k }' >&2
  if [ "$all" -gt "$most_out" ]; then echo "too much travels: leave something out of $carry" >&2; exit 1; fi
  exit 0
fi
[ $# -eq 2 ] || usage
mkdir -p "$2" && top=$(realpath "$2") && measure=$(realpath "$1") || exit 1
[ -f "$measure" ] || { echo "no program $measure; scripts/cuda/build.sh makes it" >&2; exit 1; }
reserve=5 sizes=${SIZES:-512,1024} precision=${PRECISION:-bf16} steps=${STEPS:-10} window=${WINDOW:-3} device=cuda
idle=5 between=3 load=10 factors=8192 machine=$root/scripts/cuda/campaign/fake-h200.toml
gpu=(); [ -z "${METER:-}" ] || gpu=(--gpu "$METER")
tiny=() bench=() rows=1500 rates=(--rates "$precision")
begin=$SECONDS waiting=0
left() { echo $((seconds - (SECONDS - begin))); }
scratch=$(mktemp -d)
keeper='' probing=''
# Whatever is still running in the background is of this session only.
trap 'for job in $keeper $probing; do kill "$job" 2> /dev/null; done; rm -rf "$scratch"' EXIT
if [ -n "$rehearse" ]; then
  reserve=0 sizes=64 precision=fp32 steps=2 window=2.6 device=cpu idle=3 between=2.6 load=2.6 factors=256 rows=140
  cp "$machine" "$scratch/machine.toml" && machine=$scratch/machine.toml
  [ -z "$pace" ] || awk "BEGIN { printf \"pace = %f\\n\", $pace }" >> "$machine"
  [ "$pace" != 1 ] || reserve=5 idle=5 between=3 load=10
  gpu=(--gpu "${METER:-fake:$root/scripts/cuda/campaign/fake-card.json}") tiny=(--tiny) bench=("--fake=$machine")
  rates=(--rates fp32 --shrink 64)
  export OMP_NUM_THREADS=1
fi
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
# Whether torch can be had is found out beside the first stages.
wheels=${WHEELS:-$root/.gpu/wheels}
export PYTHONPATH=$scratch/site${PYTHONPATH:+:$PYTHONPATH}
(
  if ! python3 -c 'import importlib.util, sys; sys.exit(importlib.util.find_spec("diffusers") is None)' && ls "$wheels"/*.whl > /dev/null 2>&1; then
    python3 -m pip install -q --no-index --no-deps --no-compile --disable-pip-version-check --root-user-action=ignore --target "$scratch/site" "$wheels"/*.whl
  fi
  timeout 20 python3 -c 'import torch, diffusers, transformers' && touch "$scratch/torch"
) > "$scratch/torch.log" 2>&1 &
probing=$!

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
echo "== card $card, $kind, $((SECONDS - begin)) s" >&2
folder=$top/$kind/$card kind=$top/$kind
mkdir -p "$folder/log" "$folder/done" "$folder/tried" "$kind/done" "$kind/tried"
# A file is whole or not there, whenever the machine is taken away.
put() { echo "$2" > "$1.part" && mv "$1.part" "$1"; }
whole() { # FILE COMMAND...
  local file=$1 part=$1.$$.part status; shift
  # A name of its own: what a killed session started may still write to the file that it was given.
  rm -f "$file".*.part
  "$@" > "$part"; status=$?
  [ "$status" -ne 0 ] || mv "$part" "$file"
  return "$status"
}
# What is appended to must end with a whole line.
mend() { [ ! -s "$1" ] || [ -z "$(tail -c 1 "$1")" ] || echo >> "$1"; }
whole "$folder/doctor.json" cat "$scratch/doctor.json"
pack() { # TAR_OPTION...: status 1 says that a file grew meanwhile; half a line at its end is read as none
  tar -C "$(dirname "$top")" "$@" --exclude='*.part' --exclude=results -czf "$out/.part" "$(basename "$top")" 2> /dev/null
  [ $? -le 1 ]
}
keep() {
  [ -n "$out" ] || return 0
  mkdir -p "$out" && pack || return
  if [ "$(stat -c %s "$out/.part")" -gt "$most_back" ]; then
    echo "!! more than $most_back bytes to take home: logs are left out" >&2
    pack --exclude=log || return
    if [ "$(stat -c %s "$out/.part")" -gt "$most_back" ]; then
      echo "!! still more: $out/session.tar.gz stays as it was" >&2; rm -f "$out/.part"; return 1
    fi
  fi
  mv "$out/.part" "$out/session.tar.gz"
}
# Rows come home also when the machine is taken in the middle of a stage.
if [ -n "$out" ]; then
  keep
  (trap - EXIT; while sleep 5; do
    kill -0 $$ 2> /dev/null || exit
    [ -z "$(find "$top" -newer "$out/session.tar.gz" -type f -print -quit)" ] || keep
  done) &
  keeper=$!
fi

# NAME COMMAND...: runs a stage of the plan unless it was done, failed three times, or less is left than it needs. Standard output goes to
# FOLDER/GPU/CARD/NAME, standard error to log/NAME beside it. `marks` is where it is noted as done: the card's folder or its kind's. It is
# done when its command succeeded and what it is for is there.
marks=$folder
stage() {
  local name=$1 most least tries limit patience status began missing; shift
  read -r most least < <(plan | awk -F '|' -v name="$name" '$1 == name { print $2, $3 }')
  [ -n "${most:-}" ] || { most=60 least=40; }
  patience=${PATIENCE:-$((most * 3 / 2))}
  # On the processor what is compiled and compared takes its own time.
  [ -z "$rehearse" ] || { [ "$pace" = 1 ] || least=5; patience=${PATIENCE:-300}; }
  [ -e "$marks/done/$name" ] && return
  tries=$(cat "$marks/tried/$name" 2> /dev/null || echo 0)
  if [ "$tries" -ge 3 ]; then echo "!! $name failed $tries times: left out; see $folder/log/$name" >&2; return; fi
  limit=$(($(left) - reserve))
  if [ "$limit" -lt "$least" ]; then
    echo "-- $name waits: it needs $least s, and $limit are left" >&2; waiting=1; return
  fi
  [ "$limit" -le "$patience" ] || limit=$patience
  echo "== $name, $(left) s left, $limit at most" >&2
  began=$SECONDS
  mend "$folder/$name"; mend "$folder/$name.parts"
  timeout --signal=INT --kill-after=10 "$limit" "$@" >> "$folder/$name" 2>> "$folder/log/$name" < /dev/null
  status=$?
  missing=$(python3 "$root/scripts/cuda/tables.py" --missing "$name" "$folder") || missing=${missing:-unknown}
  echo "   $name took $((SECONDS - began)) s, status $status${missing:+, without $missing}" >&2
  case "$status${missing:+ without}" in
    0) put "$marks/done/$name" "$card" ;;
    # 124: ended by the interrupt; 137: only by the kill that follows; 130: on its own after an interrupt.
    124* | 130* | 137*)
      waiting=1
      if [ "$limit" -lt "$patience" ]; then echo "-- $name was stopped by the time that is left; it goes on next time" >&2
      else put "$marks/tried/$name" $((tries + 1)); echo "!! $name was stopped: it hung for $limit s" >&2; fi ;;
    *) put "$marks/tried/$name" $((tries + 1)); waiting=1
       echo "!! $name failed with status $status${missing:+, without $missing}: $(tail -n 1 "$folder/log/$name")" >&2 ;;
  esac
}

metered() { # FILE COMMAND...
  local file=$1; shift
  "$measure" exec "${gpu[@]}" --no-idle --no-traces --out "$folder/$file.jsonl" -- "$@"
}
look() {
  whole "$folder/gpus.json" "$measure" gpus --json || return
  [ -e "$folder/idle.json" ] || whole "$folder/idle.json" "$measure" idle --seconds "$idle" --json "${gpu[@]}" || return
  [ -n "$rehearse" ] || whole "$folder/nvidia-smi.txt" nvidia-smi -q -d CLOCK,ECC,MEMORY,PERFORMANCE,POWER,TEMPERATURE
  metered look "$measure" steady-load --device "$device" --precision "$precision" --rows "$factors" --seconds "$load" --idle "$idle"
}
# Findings that do not pass are a result, a check that ended without its one JSON object is a failure: a kernel's own error handling
# ends the program with status 1 too. What was found before is in FOLDER/GPU/CARD/check.parts.
checked() { # COMMAND...
  "$@"
  [ $? -le 1 ]
}
candle() { # MODEL [OPTION...]
  local model=$1; shift
  metered stages "$measure" stages --model "$model" "${tiny[@]}" --size "$sizes" --steps "$steps" --precision "$precision" \
    --guidance off --device "$device" --window "$window" --idle "$between" "$@"
}
torch() { # ORDER MODELS [OPTION...]
  local order=$1 wanted=$2; shift 2
  metered torch python3 "$root/scripts/reference/reference.py" "$order" --model "$wanted" "${tiny[@]}" --size "$sizes" \
    --steps "$steps" --precision "$precision" --guidance off --device "$device" --window "$window" --idle "$between" "$@"
}
sweep() { # PLAN [OPTION...]
  local plan=$1 meter=(); shift
  # A fake machine has a card of its own.
  [ -n "$rehearse" ] || meter=("${gpu[@]}")
  "$measure" run --plan "$root/scripts/cuda/campaign/$plan.toml" "${meter[@]}" "${bench[@]}" --no-traces --out "$folder/$plan.jsonl" "$@"
}
# `timeout` runs programs, not functions.
export measure folder root sizes steps precision device window between rehearse idle load factors
{ declare -p gpu tiny bench; declare -f metered look checked candle torch sweep whole; echo '"$@"'; } > "$scratch/stage.sh"
run=(bash "$scratch/stage.sh")

stage look "${run[@]}" look
check=("$measure" engine-check --device "$device" --rows "$rows" --checkpoints "$root/tests/data/diffusion" "${rates[@]}" --json)
[ -e "$folder/done/check-unfused" ] || stage check "${run[@]}" checked "${check[@]}" --parts "$folder/check.parts"
# What is wrong is not measured: without the attention kernels where they compute something else, or were never seen to compute what
# they should.
unfused=() ready=1
if [ ! -e "$folder/done/check" ] && [ ! -e "$folder/tried/check" ]; then ready=''
else
  case "$(python3 "$root/scripts/cuda/tables.py" --attention "$folder")" in
    passed) ;;
    failed) unfused=(--unfused); echo "!! fused attention computes something else here: unfused from here on; see tables.md" >&2 ;;
    *) unfused=(--unfused); echo "!! fused attention was not seen to work here: unfused from here on; see $folder/log/check" >&2
       stage check-unfused "${run[@]}" checked "${check[@]}" --unfused --parts "$folder/check-unfused.parts" ;;
  esac
  others=$(python3 "$root/scripts/cuda/tables.py" --failed "$folder" | grep -v '^attention')
  [ -z "$others" ] || echo "!! the engine computes something else here; see tables.md. Rows are of no use where they rest on: $others" >&2
fi

marks=$kind
# Passes of the engine on this very card, which those of PyTorch stand beside.
passes() { # MODEL...
  local model
  for model in "$@"; do
    [ -n "$(python3 "$root/scripts/cuda/tables.py" --passes "$model" "$folder")" ] || stage "candle-$model" "${run[@]}" candle "$model" "${unfused[@]}"
  done
}
first=("${models[@]:0:2}")
if [ -n "$ready" ]; then
  while IFS='|' read -r -u 3 name most _; do
    case "$name" in
      look | check) ;;
      torch* | compiled-*)
        wait "$probing" 2> /dev/null
        if [ ! -e "$scratch/torch" ]; then
          [ "$name" != torch ] || echo "-- no torch with diffusers here within 20 s: engines are not compared; $(tail -n 1 "$scratch/torch.log")" >&2
          continue
        fi
        [ ! -e "$kind/done/$name" ] || continue
        case "$name" in
          torch) passes "${first[@]}"; stage torch "${run[@]}" torch passes "$(IFS=,; echo "${first[*]}")" ;;
          torch-*) passes "${name#torch-}"; stage "$name" "${run[@]}" torch stages "${name#torch-}" ;;
          compiled-*) [ -n "$rehearse" ] || stage "$name" "${run[@]}" torch stages "${name#compiled-}" --compile ;;
        esac ;;
      unfused-*) [ -n "$rehearse" ] || [ ${#unfused[@]} -gt 0 ] || stage "$name" "${run[@]}" candle "${name#unfused-}" --unfused ;;
      *-settings) stage "$name" "${run[@]}" sweep "$name" "${unfused[@]}" ;;
      # The start of the program is no part of its budget.
      *) stage "$name" "${run[@]}" sweep "$name" --budget-minutes "$(awk "BEGIN { print ($most - 6) / 60 }")" "${unfused[@]}" ;;
    esac
  done 3< <(plan)
fi

[ -z "$keeper" ] || { kill "$keeper" 2> /dev/null; wait "$keeper" 2> /dev/null; }
[ -n "$rehearse" ] || whole "$folder/packages.txt" timeout 10 python3 -m pip list --disable-pip-version-check 2> /dev/null
keep
[ ! -e "$folder/idle.json" ] || python3 "$root/scripts/cuda/tables.py" "$folder"
if [ "$waiting" -eq 0 ] && [ -n "$ready" ]; then echo "== complete" >&2; exit 0; fi
echo "== not complete: run the same command again" >&2
exit 3
