#!/usr/bin/env bash
# Python with diffusers and transformers, on the CPU. Needs python3.11, a C compiler, binutils and 2 GB of disk; installs
# everything below target/diffusion-fixtures.
#   usage: scripts/diffusion-fixtures/python.sh SCRIPT [ARGUMENT...]
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
home=$here/../../target/diffusion-fixtures
if [ ! -x "$home/venv/bin/python" ]; then
  python3 -m venv "$home/venv"
fi
"$home/venv/bin/python" -m pip install -q --no-deps -r "$here/requirements.txt"
site=$("$home/venv/bin/python" -c 'import site; print(site.getsitepackages()[0])')
python3 "$here/torch_without_cuda.py" "$site" "$home/stubs"
export LD_LIBRARY_PATH=$home/stubs:$site/nvidia/cu13/lib
export PYTHONDONTWRITEBYTECODE=1 HF_HUB_OFFLINE=1
exec "$home/venv/bin/python" "$@"
