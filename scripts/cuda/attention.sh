#!/usr/bin/env bash
# Compiles the fused attention of measure/cuda/attention.cu: FlashAttention-2's forward kernels for heads of 64 and 128, fp16 and
# bf16, without masks, as machine code for compute capabilities 8.0 (runs on 8.x) and 9.0.
#   usage: scripts/cuda/attention.sh CUDA_HOME FOLDER
#     CUDA_HOME  what make-home.sh made
#     FOLDER     gets libwattpix_attention.a; doing it again is harmless
# The kernels' sources are in the crate candle-flash-attn (MIT or Apache-2.0; FlashAttention itself is BSD-3-Clause), CUTLASS is in
# NVIDIA's Python wheel (BSD-3-Clause). Both are fetched from their registries by pinned checksum; NOTICE names them. The crate is not
# a dependency because its build clones CUTLASS and compiles 53 files.
set -euo pipefail
home=$(realpath "${1:?usage: attention.sh CUDA_HOME FOLDER}") folder=$(realpath -m "${2:?usage: attention.sh CUDA_HOME FOLDER}")
cd "$(dirname "$0")/../.."

crate=candle-flash-attn version=0.11.1
crate_sha256=e8f233a5d78ac84fac2b097330faae4a26eae4c4009c54fdb0ec8b7b3c23a15b
cutlass=nvidia-cutlass==4.2.0.0
cutlass_sha256=f9599ada45c7bcb6bf53f7d3f0a7d154183e53451c01bfa59eecd37dd4a693f6
source=measure/cuda/attention.cu
options=(-std=c++17 -O3 --use_fast_math --expt-relaxed-constexpr --expt-extended-lambda
  -U__CUDA_NO_HALF_OPERATORS__ -U__CUDA_NO_HALF_CONVERSIONS__ -U__CUDA_NO_HALF2_OPERATORS__ -U__CUDA_NO_BFLOAT16_CONVERSIONS__
  # What the models do not use; each halves what is compiled.
  -DFLASHATTENTION_DISABLE_DROPOUT -DFLASHATTENTION_DISABLE_ALIBI -DFLASHATTENTION_DISABLE_UNEVEN_K
  -DFLASHATTENTION_DISABLE_SOFTCAP -DFLASHATTENTION_DISABLE_LOCAL
  -gencode arch=compute_80,code=sm_80 -gencode arch=compute_90,code=sm_90 -Xcompiler -fPIC)

library=$folder/libwattpix_attention.a stamp=$folder/.made-from
want="$crate_sha256 $cutlass_sha256 $("$home/bin/nvcc" --version | tail -1) ${options[*]} $(cat "$source" measure/cuda/parameters.h | sha256sum)"
if [ -f "$library" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$want" ]; then
  echo "$library is up to date"
  exit 0
fi
rm -rf "$folder"
mkdir -p "$folder/fetch/src"

# Cargo fetches the crate and checks it against the index; the index is checked against the pin above.
printf '[package]\nname = "fetch"\nversion = "0.0.0"\nedition = "2024"\n[dependencies]\n%s = "=%s"\n[workspace]\n' \
  "$crate" "$version" > "$folder/fetch/Cargo.toml"
touch "$folder/fetch/src/lib.rs"
cargo fetch --quiet --manifest-path "$folder/fetch/Cargo.toml"
found=$(grep -A 4 "^name = \"$crate\"" "$folder/fetch/Cargo.lock" | sed -n 's/^checksum = "\(.*\)"/\1/p')
[ "$found" = "$crate_sha256" ] || { echo "$crate $version has the checksum $found, expected $crate_sha256" >&2; exit 1; }
archive=$(ls "${CARGO_HOME:-$HOME/.cargo}"/registry/cache/*/"$crate-$version.crate" | head -1)
echo "$crate_sha256  $archive" | sha256sum --check --quiet
tar -xzf "$archive" -C "$folder"

python3 -m pip download --quiet --disable-pip-version-check --no-deps --only-binary=:all: -d "$folder/wheel" "$cutlass"
echo "$cutlass_sha256  $(ls "$folder"/wheel/*.whl)" | sha256sum --check --quiet
python3 -m zipfile -e "$folder"/wheel/*.whl "$folder/cutlass"

# The parameters first: in seconds, and without a GPU.
kernels=$folder/$crate-$version/kernels
sed -n '/^extern "C" void run_mha(/,$p' "$kernels/flash_api.cu" | sed 's/run_mha_fwd(params, stream);/captured = params;/' \
  > "$folder/crate_launcher.inc"
grep -q 'captured = params;' "$folder/crate_launcher.inc"
c++ -std=c++17 -O1 -I "$folder" -I "$kernels" -I measure/cuda -I "$home/include" measure/cuda/parameters_test.cpp \
  -o "$folder/parameters_test"
"$folder/parameters_test"

PATH=$home/bin:$PATH nvcc "${options[@]}" -I "$kernels" -I measure/cuda \
  -I "$folder/cutlass/cutlass_library/source/include" -c "$source" -o "$folder/attention.o"
ar rcs "$library" "$folder/attention.o"
rm -rf "$folder"/{fetch,wheel,cutlass,"$crate-$version",attention.o,crate_launcher.inc,parameters_test}
echo "$want" > "$stamp"
ls -l "$library"
