// Whether parameters.h makes the parameters that the crate candle-flash-attn makes of the same tensors. scripts/cuda/attention.sh
// compiles it with `crate_launcher.inc`, the crate's own `run_mha` with its last line replaced by `captured = params`.
#include <cstdio>
#include <cstdlib>

#include <cuda_runtime_api.h>

#include "parameters.h"

static Flash_fwd_params captured;
#include "crate_launcher.inc"

// What the crate's Rust side computes beside the strides (src/lib.rs of candle-flash-attn).
static uint32_t multiple(uint32_t value, uint32_t of) { return (value + of - 1) / of * of; }

int main() {
    srand(1);
    auto any = [](uint32_t most) { return 1 + static_cast<uint32_t>(rand()) % most; };
    for (int round = 0; round < 10000; ++round) {
        WattpixLaunch launch;
        std::memset(&launch, 0, sizeof(launch));
        launch.query = reinterpret_cast<void *>(0x1000ull * any(9999));
        launch.key = reinterpret_cast<void *>(0x1000ull * any(9999));
        launch.value = reinterpret_cast<void *>(0x1000ull * any(9999));
        launch.output = reinterpret_cast<void *>(0x1000ull * any(9999));
        launch.log_sums = reinterpret_cast<void *>(0x1000ull * any(9999));
        for (int tensor = 0; tensor < 4; ++tensor) {
            launch.batch_strides[tensor] = 8 * any(500000000);
            launch.row_strides[tensor] = 8 * any(100000);
            launch.head_strides[tensor] = 8 * any(100000);
        }
        launch.batch = any(8), launch.heads = any(40), launch.queries = any(20000), launch.keys = any(20000);
        launch.width = rand() % 2 ? 64 : 128;
        launch.scale = 1.f / static_cast<float>(any(1000));
        launch.bf16 = static_cast<uint32_t>(rand() % 2);
        std::memset(&captured, 0, sizeof(captured));
        run_mha(const_cast<void *>(launch.query), const_cast<void *>(launch.key), const_cast<void *>(launch.value), launch.output,
                launch.log_sums, nullptr, nullptr, nullptr,
                launch.batch_strides[0], launch.batch_strides[1], launch.batch_strides[2], launch.batch_strides[3], 0,
                launch.row_strides[0], launch.row_strides[1], launch.row_strides[2], launch.row_strides[3],
                launch.head_strides[0], launch.head_strides[1], launch.head_strides[2], launch.head_strides[3],
                launch.batch, launch.heads, launch.heads, launch.width, multiple(launch.width, 32), launch.scale,
                launch.queries, launch.keys, multiple(launch.queries, 128), multiple(launch.keys, 128),
                launch.batch * launch.queries, static_cast<int>(launch.bf16), 0, 0, -1, -1, 0.f, nullptr, 0, -1, nullptr, 0, 0,
                nullptr);
        Flash_fwd_params ours = parameters(launch);
        // Both are made of cleared memory, so that padding is equal too.
        if (std::memcmp(&ours, &captured, sizeof(ours)) != 0) {
            const auto *a = reinterpret_cast<const unsigned char *>(&ours), *b = reinterpret_cast<const unsigned char *>(&captured);
            size_t at = 0;
            while (a[at] == b[at]) ++at;
            std::printf("round %d: the parameters differ from the crate's at byte %zu of %zu\n", round, at, sizeof(ours));
            return 1;
        }
    }
    std::puts("10000 launches have the crate's parameters");
}
