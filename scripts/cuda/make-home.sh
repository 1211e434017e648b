#!/usr/bin/env bash
# Assembles a CUDA 13.0 build folder (nvcc, headers, cudart, link-time stubs) on a machine with no GPU,
# from PyPI wheels alone, for building candle-core with the feature "cuda".
#   usage: make-home.sh DEST [CUDARC_SRC]
#     DEST        where CUDA_HOME is to be (e.g. target/cuda-home); re-running is harmless
#     CUDARC_SRC  unpacked cudarc crate whose symbol names the stubs get; default: newest in cargo's registry
#                 (run `cargo fetch` first)
# Then:  export CUDA_HOME=DEST PATH=DEST/bin:$PATH CUDA_COMPUTE_CAP=90
# CUDA must stay at 13.0.x: candle loads PTX, and a driver of CUDA 13.0 (580.*) refuses PTX of a newer toolkit.
set -euo pipefail
dest=$(realpath -m "${1:?usage: make-home.sh DEST [CUDARC_SRC]}")
cudarc=${2:-$(ls -d "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/cudarc-[0-9]* 2>/dev/null | sort -V | tail -1)}
[ -d "$cudarc/src/driver/sys" ] || { echo "no cudarc sources (run cargo fetch first)" >&2; exit 1; }

pins=(
  nvidia-cuda-nvcc==13.0.88      # nvcc, ptxas, cudafe++, fatbinary, nvlink
  nvidia-nvvm==13.0.88           # cicc, libdevice
  nvidia-cuda-crt==13.0.88       # crt/ headers
  nvidia-cuda-runtime==13.0.96   # cuda.h, cuda_runtime.h, fp16/bf16/fp8 headers, libcudart
  nvidia-cuda-cccl==13.0.85      # cub, thrust, cuda/std headers
)
stamp="$dest/.made-from"; want="${pins[*]} $(basename "$cudarc")"
[ -f "$stamp" ] && [ "$(cat "$stamp")" = "$want" ] && { echo "$dest is up to date"; exit 0; }

tmp=$(mktemp -d); trap 'rm -rf "$tmp"' EXIT
python3 -m pip install -q --disable-pip-version-check --root-user-action=ignore --no-deps \
  --only-binary=:all: --no-compile --no-cache-dir --target "$tmp/site" "${pins[@]}"
rm -rf "$dest"; mkdir -p "$(dirname "$dest")"
mv "$tmp/site/nvidia/cu13" "$dest"
[ -e "$dest/lib64" ] || ln -s lib "$dest/lib64"            # cudarc and nvcc.profile look here
ln -sf libcudart.so.13 "$dest/lib/libcudart.so"            # wheels carry only the versioned name

# Link-time stubs: the real libraries' sonames, the symbol names cudarc knows, each returning an error code.
# With $dest/lib/stubs in LD_LIBRARY_PATH they also let the built program START without a GPU (its first CUDA call fails).
stubs="$dest/lib/stubs"; mkdir -p "$stubs"
stub() { # name soname error-code cudarc-module
  { echo "/* generated */"
    grep -ohE 'load::<_F>\("[A-Za-z0-9_]+"' "$cudarc/src/$4/sys/"*.rs | sed -E 's/.*"([A-Za-z0-9_]+)"/\1/' | sort -u \
      | sed "s/.*/int &(void) { return $3; }/"; } > "$tmp/$1.c"
  [ "$(wc -l < "$tmp/$1.c")" -gt 5 ] || { echo "found no symbols for $1 in $cudarc" >&2; exit 1; }
  cc -shared -fPIC -O1 -fno-builtin -w -Wl,-soname,"$2" -o "$stubs/$2" "$tmp/$1.c"
  ln -sf "$2" "$stubs/lib$1.so"
}
stub cuda     libcuda.so.1      34  driver    # CUDA_ERROR_STUB_LIBRARY
stub cublas   libcublas.so.13   1   cublas    # CUBLAS_STATUS_NOT_INITIALIZED
stub cublasLt libcublasLt.so.13 1   cublaslt
stub curand   libcurand.so.10   101 curand    # CURAND_STATUS_NOT_INITIALIZED
stub nvrtc    libnvrtc.so.13    11  nvrtc     # NVRTC_ERROR_INTERNAL_ERROR
stub cudnn    libcudnn.so.9     1001 cudnn    # CUDNN_STATUS_NOT_INITIALIZED; only for candle's feature "cudnn"

"$dest/bin/nvcc" --version | tail -2
echo "$want" > "$stamp"
echo "CUDA_HOME=$dest ($(du -sh "$dest" | cut -f1))"
