#!/usr/bin/env bash
# Makes tests/data/elementwise_bytes.csv and elementwise_custom.csv anew, in about three minutes; --whole runs every layer, also those that
# are alike, in an hour.
#   usage: scripts/elementwise-bytes/run.sh [--custom] [--whole] [--kernels] [MODEL...]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
"$here/../diffusion-fixtures/python.sh" "$here/count.py" "$@"
if [ $# -eq 0 ]; then
  "$here/../diffusion-fixtures/python.sh" "$here/count.py" --custom
fi
