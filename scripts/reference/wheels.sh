#!/usr/bin/env bash
# Fetches the Python packages of scripts/reference that a machine with torch, transformers and accelerate still lacks, as wheels to
# carry there: 6.5 MB, pure Python.
#   usage: scripts/reference/wheels.sh [FOLDER]     (default .gpu/wheels)
# There: python3 -m pip install --no-index --no-deps --target SITE FOLDER/*.whl && export PYTHONPATH=SITE; session.sh does it.
set -euo pipefail
folder=${1:-$(dirname "$0")/../../.gpu/wheels}
mkdir -p "$folder"
python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: --dest "$folder" \
  diffusers==0.42.1 importlib_metadata==10.2.0 zipp==4.1.2
ls -l "$folder"
