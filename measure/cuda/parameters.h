// What Rust tells the attention kernels, and what becomes of it: FlashAttention-2's parameters. No CUDA is needed to compile it, so
// that scripts/cuda/attention.sh can hold it to the crate's own launcher before anything is built on it.
#pragma once

#include <cmath>
#include <cstdint>
#include <cstring>

#include "flash.h"

// What `Launch` of measure/src/engine/cuda/attention.rs describes; strides are in elements. Both sides state the size.
struct WattpixLaunch {
    const void *query, *key, *value;
    void *output;
    // One value a row: the logarithm of the softmax's denominator, (batch, heads, queries), in 32 bits.
    void *log_sums;
    uint32_t batch_strides[4], row_strides[4], head_strides[4];  // query, key, value, output
    uint32_t batch, heads, queries, keys, width;
    float scale;
    uint32_t bf16;
};
static_assert(sizeof(WattpixLaunch) == 120, "as measure/src/engine/cuda/attention.rs says");

static uint32_t rounded(uint32_t value, uint32_t to) { return (value + to - 1) / to * to; }

// The kernels' parameters.
static Flash_fwd_params parameters(const WattpixLaunch &launch) {
    Flash_fwd_params params;
    std::memset(&params, 0, sizeof(params));
    params.q_ptr = const_cast<void *>(launch.query);
    params.k_ptr = const_cast<void *>(launch.key);
    params.v_ptr = const_cast<void *>(launch.value);
    params.o_ptr = launch.output;
    params.softmax_lse_ptr = launch.log_sums;
    params.q_batch_stride = launch.batch_strides[0];
    params.k_batch_stride = launch.batch_strides[1];
    params.v_batch_stride = launch.batch_strides[2];
    params.o_batch_stride = launch.batch_strides[3];
    params.q_row_stride = launch.row_strides[0];
    params.k_row_stride = launch.row_strides[1];
    params.v_row_stride = launch.row_strides[2];
    params.o_row_stride = launch.row_strides[3];
    params.q_head_stride = launch.head_strides[0];
    params.k_head_stride = launch.head_strides[1];
    params.v_head_stride = launch.head_strides[2];
    params.o_head_stride = launch.head_strides[3];
    params.b = launch.batch;
    params.h = params.h_k = launch.heads;
    params.h_h_k_ratio = 1;
    params.seqlen_q = launch.queries;
    params.seqlen_k = launch.keys;
    params.seqlen_q_rounded = rounded(launch.queries, 128);
    params.seqlen_k_rounded = rounded(launch.keys, 128);
    params.total_q = launch.batch * launch.queries;
    params.d = launch.width;
    params.d_rounded = rounded(launch.width, 32);
    params.scale_softmax = launch.scale;
    params.scale_softmax_log2 = launch.scale * M_LOG2E;
    params.p_dropout = 1.f;  // of keeping
    params.p_dropout_in_uint8_t = 255;
    params.rp_dropout = 1.f;
    params.scale_softmax_rp_dropout = launch.scale;
    params.window_size_left = params.window_size_right = -1;
    params.is_bf16 = launch.bf16 != 0;
    params.is_seqlens_k_cumulative = true;
    params.num_splits = 1;
    params.page_block_size = -1;
    return params;
}
