#!/usr/bin/env bash
# Makes tests/data/flops_other_sizes.csv, flops_custom.csv, flops_video.csv, flops_more.csv and flops_editing.csv anew, in about a quarter of an hour.
#   usage: scripts/flop-counts/run.sh
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
for maker in count custom video more editing; do
  "$here/../diffusion-fixtures/python.sh" "$here/$maker.py"
done
