#!/usr/bin/env bash
# Makes tests/data/elementwise_bytes.csv, elementwise_custom.csv, elementwise_video.csv, elementwise_more.csv and elementwise_editing.csv anew, in about half an hour; --whole runs every layer, also those that
# are alike, in an hour.
#   usage: scripts/elementwise-bytes/run.sh [--custom] [--whole] [--kernels] [MODEL...]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
"$here/../diffusion-fixtures/python.sh" "$here/count.py" "$@"
if [ $# -eq 0 ]; then
  "$here/../diffusion-fixtures/python.sh" "$here/count.py" --custom
  "$here/../diffusion-fixtures/python.sh" "$here/video.py"
  "$here/../diffusion-fixtures/python.sh" "$here/more.py"
  "$here/../diffusion-fixtures/python.sh" "$here/editing.py"
fi
