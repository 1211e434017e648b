#!/usr/bin/env bash
# Makes the shipped fits of published measurements again. From the repository's root: bash scripts/observations/fit.sh
# A released fit never changes: this shows that it can be made again, and makes the next one.
set -euo pipefail
cd "$(dirname "$0")/../.."
python3 scripts/observations/public_data.py
observations=fitted/observations
energies=("$observations/mlenergy-v2.csv" "$observations/luccioni-2023.csv" "$observations/paper-cells.csv")
sources=(
    --source "ML.ENERGY Leaderboard v2|data/diffusion/text-to-image, five models of known architecture on A100-SXM4-40GB and H100, gross|https://github.com/ml-energy/leaderboard-v2/tree/c3af7f31e231a2a7021c5f8e2a54dd712d02e6e2/data/diffusion/text-to-image"
    --source "Luccioni, Jernite and Strubell 2023, Power Hungry Processing|data/emissions, eight models at fp32 on A100-SXM4-80GB; the share of one GPU of eight is derived|https://github.com/sashavor/co2_inference/tree/9ae9895facde2582cb5a981ab03e7bb5ddccafc9/data/emissions"
    --source "Energy Scaling Laws for Diffusion Models|nine published cells on the A100, net of idle power|https://arxiv.org/abs/2511.17031"
)

cargo run --quiet -p wattpix-measure -- fit "${energies[@]}" fitted/timings/published.csv \
    --law time-and-power --law-rows paper-flux1-dev-a100 --law-rows paper-sd3.5-large-a100 --law-rows paper-qwen-image-a100 \
    --out fitted/public-data-3.json --date 2026-11-30 \
    --engine "PyTorch and diffusers, eager (0.29.2 for ML.ENERGY v2, 0.19.3 for Luccioni et al.; not stated by the paper; 0.11 to 0.36 for the timings)" \
    --dataset "published energies and seconds with the paper's laws" \
    --title "Published measurements: energy of seven models on A100 and H100, seconds of eight on 16 GPUs, law of time and power" \
    "${sources[@]}" \
    --source "Seconds of published benchmarks|70 rows on 16 GPUs; repository and commit of each in tests/data/seconds_by_card.csv|https://github.com/LambdaLabsML/lambda-diffusers/tree/8571d8d492c6a999b8417cfb7752694a18d209a6/benchmarks" \
    --notes "Energies of seven models on three GPUs; of 13 further GPUs only seconds are known, and their power follows from the data sheet. Luccioni et al. metered eight GPUs of which one worked; the energy of one assumes that the others stayed at the power of the loading phase. openjourney-v4 and three others have the architecture of Stable Diffusion 1.5, sdxl-turbo that of SDXL. The paper's laws stand for the cells that it did not print, as one row for each model. Every run was eager PyTorch of 2022 to 2025; compiled graphs and 8-bit engines use less."

cargo run --quiet -p wattpix-measure -- fit "${energies[@]}" \
    --law additive --out target/public-data-1.json --date 2026-11-25 \
    --engine "PyTorch and diffusers (0.29.2 for ML.ENERGY v2, 0.19.3 for Luccioni et al.; not stated by the paper)" \
    --dataset "fitted/observations: mlenergy-v2.csv, luccioni-2023.csv, paper-cells.csv" \
    --title "Published measurements of seven models on A100 and H100, additive law" \
    "${sources[@]}" \
    --notes "Rows net of idle power were made gross with the idle power of the card over the seconds that the law of duration gives. Luccioni et al. metered eight GPUs of which one worked; the energy of one assumes that the others stayed at the power of the loading phase. openjourney-v4 and three others have the architecture of Stable Diffusion 1.5, sdxl-turbo that of SDXL. Every run was made with PyTorch and diffusers of 2023 to 2025. The law cannot know software, clocks or cooling; what that makes between laboratories is in the interval."
