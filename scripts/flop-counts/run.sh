#!/usr/bin/env bash
# Makes tests/data/flops_other_sizes.csv and tests/data/flops_custom.csv anew, in about two minutes.
#   usage: scripts/flop-counts/run.sh
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
for maker in count custom; do
  "$here/../diffusion-fixtures/python.sh" "$here/$maker.py"
done
