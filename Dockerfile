# `measure` in a container.
#   docker build --target cpu  --tag measure .          estimates, fits, reports, `measure mcp`
#   docker build --target cuda --tag measure:cuda .     the engine and metering on NVIDIA GPUs: docker run --gpus all
# COMPUTE_CAP is the generation of the GPU: 80 A100, 86 A10G and RTX 30, 89 L4 and RTX 40, 90 H100 and H200.

FROM rust:1.95-slim-bookworm AS source
WORKDIR /wattpix
COPY . .
# The image's toolchain is the pinned one.
ENV RUSTUP_TOOLCHAIN=1.95.0 CARGO_INCREMENTAL=0

FROM source AS build-cpu
RUN cargo build --locked --release --package wattpix-measure

FROM source AS build-cuda
ARG COMPUTE_CAP=90
RUN apt-get update && apt-get install --yes --no-install-recommends g++ git python3 python3-pip python3-venv && rm -rf /var/lib/apt/lists/*
RUN COMPUTE_CAP=$COMPUTE_CAP scripts/cuda/build.sh

FROM debian:bookworm-slim AS cpu
COPY LICENSE-APACHE LICENSE-MIT NOTICE CITATION.cff /usr/share/doc/measure/
COPY --from=build-cpu /wattpix/target/release/measure /usr/local/bin/measure
WORKDIR /data
USER nobody
ENTRYPOINT ["measure"]

# The container toolkit brings the driver and NVML; cuBLAS and the run-time compiler are the image's.
FROM nvidia/cuda:13.0.1-runtime-ubuntu24.04 AS cuda
COPY LICENSE-APACHE LICENSE-MIT NOTICE CITATION.cff /usr/share/doc/measure/
COPY --from=build-cuda /wattpix/target/cuda/release/measure /usr/local/bin/measure
ENV NVIDIA_DRIVER_CAPABILITIES=compute,utility
WORKDIR /data
ENTRYPOINT ["measure"]
