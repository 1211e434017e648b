// Attention whose scores never leave the chip, for heads of 64 and 128, in fp16 and bf16, without masks.
//
// The kernels are FlashAttention-2's forward kernels (https://github.com/Dao-AILab/flash-attention, BSD-3-Clause) as the crate
// candle-flash-attn 0.11.1 ships them; scripts/cuda/attention.sh fetches crate and CUTLASS and compiles this file alone, with
// everything switched off that the models do not use. The crate's own entry, flash_api.cu, would compile all its head sizes.
#include <cuda_runtime.h>

// The crate's header swallows every error. Its macro is taken over so that the first error of a launch is kept.
#include "error.h"
namespace {
thread_local cudaError_t first_error = cudaSuccess;
void keep(cudaError_t error) {
    if (first_error == cudaSuccess) first_error = error;
}
}  // namespace
#undef C10_CUDA_CHECK
#define C10_CUDA_CHECK(expression) keep(expression)

#include "flash_fwd_launch_template.h"
#include "parameters.h"

// Starts the kernel on a stream. Returns CUDA's error code, 0 for none, or -1 for a width that was not compiled.
extern "C" int wattpix_attention(const WattpixLaunch *launch, void *stream_pointer) {
    Flash_fwd_params params = parameters(*launch);
    cudaStream_t stream = static_cast<cudaStream_t>(stream_pointer);
    first_error = cudaSuccess;
    if (params.d == 64) {
        if (params.is_bf16) run_mha_fwd_hdim64<cutlass::bfloat16_t, false>(params, stream);
        else run_mha_fwd_hdim64<cutlass::half_t, false>(params, stream);
    } else if (params.d == 128) {
        if (params.is_bf16) run_mha_fwd_hdim128<cutlass::bfloat16_t, false>(params, stream);
        else run_mha_fwd_hdim128<cutlass::half_t, false>(params, stream);
    } else {
        return -1;
    }
    return static_cast<int>(first_error);
}
