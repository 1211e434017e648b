#!/usr/bin/env bash
# Makes the shipped fit of published measurements again. From the repository's root: bash scripts/observations/fit.sh
set -euo pipefail
cd "$(dirname "$0")/../.."
rm -f fitted/public-data-1.json
python3 scripts/observations/public_data.py
observations=fitted/observations
cargo run --quiet -p wattpix-measure -- fit \
    "$observations/mlenergy-v2.csv" "$observations/luccioni-2023.csv" "$observations/paper-cells.csv" \
    --law additive --out fitted/public-data-1.json --date 2026-11-25 \
    --engine "PyTorch and diffusers (0.29.2 for ML.ENERGY v2, 0.19.3 for Luccioni et al.; not stated by the paper)" \
    --dataset "fitted/observations: mlenergy-v2.csv, luccioni-2023.csv, paper-cells.csv" \
    --title "Published measurements of seven models on A100 and H100, additive law" \
    --source "ML.ENERGY Leaderboard v2|data/diffusion/text-to-image, five models of known architecture on A100-SXM4-40GB and H100, gross|https://github.com/ml-energy/leaderboard-v2/tree/c3af7f31e231a2a7021c5f8e2a54dd712d02e6e2/data/diffusion/text-to-image" \
    --source "Luccioni, Jernite and Strubell 2023, Power Hungry Processing|data/emissions, eight models at fp32 on A100-SXM4-80GB; the share of one GPU of eight is derived|https://github.com/sashavor/co2_inference/tree/9ae9895facde2582cb5a981ab03e7bb5ddccafc9/data/emissions" \
    --source "Energy Scaling Laws for Diffusion Models|nine published cells on the A100, net of idle power|https://arxiv.org/abs/2511.17031" \
    --notes "Rows net of idle power were made gross with the idle power of the card over the seconds that the law of duration gives. Luccioni et al. metered eight GPUs of which one worked; the energy of one assumes that the others stayed at the power of the loading phase. openjourney-v4 and three others have the architecture of Stable Diffusion 1.5, sdxl-turbo that of SDXL. Every run was made with PyTorch and diffusers of 2023 to 2025. The law cannot know software, clocks or cooling; what that makes between laboratories is in the interval."
