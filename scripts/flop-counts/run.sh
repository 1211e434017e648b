#!/usr/bin/env bash
# Makes tests/data/flops_other_sizes.csv anew, in about a minute.
#   usage: scripts/flop-counts/run.sh [MODEL...]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
exec "$here/../diffusion-fixtures/python.sh" "$here/count.py" "$@"
