//! Public measurements of idle power.

use crate::source::Source;

/// Idle power of cards in a node whose eighth card works.
pub(in crate::gpu) const IDLE_LUCCIONI: Source = Source {
    title: "co2_inference, raw emissions of Luccioni et al. 2023",
    locator: "data/emissions: 498 W for eight cards while models load, 344 load phases",
    url: "https://github.com/sashavor/co2_inference/tree/9ae9895facde2582cb5a981ab03e7bb5ddccafc9/data/emissions",
};

/// Idle power without a process on the card, sampled for 20 minutes.
pub(in crate::gpu) const IDLE_PARKING: Source = Source {
    title: "Vadari, The Model Parking Tax",
    locator: "table 2, no context",
    url: "https://arxiv.org/abs/2605.23918",
};

/// Idle power without a process on the card, as printed by nvidia-smi.
pub(in crate::gpu) const IDLE_CAPTURES: Source = Source {
    title: "nvidia-smi captures",
    locator: "gls/*_smi.py: median over the cards of a kind",
    url: "https://github.com/thamada/nvidia-smi/tree/c4c8a463a61e4ac67e3d7956da104b302760a498/gls",
};
