#!/usr/bin/env bash
# Makes tests/data/flops_other_sizes.csv, flops_custom.csv and flops_video.csv anew, in about ten minutes.
#   usage: scripts/flop-counts/run.sh
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
for maker in count custom video; do
  "$here/../diffusion-fixtures/python.sh" "$here/$maker.py"
done
