#!/usr/bin/env bash
# Builds `measure` for NVIDIA GPUs on a machine that has neither a GPU nor CUDA installed.
#   usage: scripts/cuda/build.sh [--cudnn] [--no-attention]
#     --cudnn          convolutions by cuDNN, which the GPU's machine must have (PyTorch's wheels bring it)
#     --no-attention   without the fused attention, which takes 3 minutes of compiling
#     COMPUTE_CAP=90   generation of the GPU: 80 A100, 86 A10G and RTX 30, 89 L4 and RTX 40, 90 H100 and H200
# Needs: Rust (rustup takes the pinned version), python3 with pip, a C compiler, 1 GB of disk, 6 to 25 minutes.
# Gives: target/cuda/release/measure, and the same gzipped in .gpu/measure.gz (with --cudnn .gpu/measure-cudnn.gz) to carry to the
# GPU's machine.
# docs/engine.md says what to set there.
set -euo pipefail
cd "$(dirname "$0")/../.."
features=cuda attention=fused-attention
for option in "$@"; do
  case "$option" in
    --cudnn) features=cudnn ;;
    --no-attention) attention= ;;
    *) echo "usage: scripts/cuda/build.sh [--cudnn] [--no-attention]" >&2; exit 2 ;;
  esac
done

cargo fetch --locked                       # the stubs take their symbol names from the cudarc crate
bash scripts/cuda/make-home.sh "$PWD/target/cuda-home"
export CUDA_HOME=$PWD/target/cuda-home PATH=$PWD/target/cuda-home/bin:$PATH
export CUDA_COMPUTE_CAP=${COMPUTE_CAP:-90} CUDAFORGE_THREADS=${CUDAFORGE_THREADS:-$(nproc)}
if [ -n "$attention" ]; then
  bash scripts/cuda/attention.sh "$CUDA_HOME" "$PWD/target/cuda-attention"
  export WATTPIX_ATTENTION=$PWD/target/cuda-attention
fi
# A folder of its own: ordinary builds keep theirs. candle-kernels does not notice another CUDA_COMPUTE_CAP.
export CARGO_TARGET_DIR=$PWD/target/cuda CARGO_PROFILE_RELEASE_STRIP=symbols
stamp=$CARGO_TARGET_DIR/.compute-cap
if [ -f "$stamp" ] && [ "$(cat "$stamp")" != "$CUDA_COMPUTE_CAP" ]; then
  cargo clean --release -p candle-kernels
fi
mkdir -p "$CARGO_TARGET_DIR" && echo "$CUDA_COMPUTE_CAP" > "$stamp"

cargo build --locked --release -p wattpix-measure --features "$features${attention:+,$attention}"

binary=$CARGO_TARGET_DIR/release/measure
# Stubs make it start here; they answer every call with an error and must never be shipped.
LD_LIBRARY_PATH=$CUDA_HOME/lib/stubs:$CUDA_HOME/lib "$binary" --version
packed=.gpu/measure.gz
[ "$features" = cuda ] || packed=.gpu/measure-cudnn.gz
mkdir -p .gpu && gzip -c "$binary" > "$packed"
ls -l "$binary" "$packed"
