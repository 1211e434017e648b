#!/usr/bin/env bash
# Makes tests/data/diffusion anew.
#   usage: scripts/diffusion-fixtures/run.sh [MODEL...]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
exec "$here/python.sh" "$here/make.py" "$@"
