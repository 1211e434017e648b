//! Assumptions where no fit has been, each with its spread in ln units.
//!
//! These are assumptions, declared as such on every estimate that uses one, and to be replaced by fits as data come in.
//! Spreads that can be derived from published figures are re-derived by `tests/tests/transfer_spreads.rs`.

use crate::gpu::Gpu;
use crate::law::combined_sd;
use crate::setting::Precision;
use crate::units::Power;

/// Exponent of the ratio of energy per operation that two cards' data sheets promise (board power over dense rate):
/// half of the promised gain is realised. From the pairs A100/H100 of ML.ENERGY Leaderboard v2
/// (ml-energy/leaderboard-v2 at c3af7f31, data/diffusion/text-to-image): the data sheets promise −0.59, measured are
/// −0.33 to +0.02 by model and batch.
pub const SPECIFICATION_EXPONENT: f64 = 0.5;

/// Spread of that exponent: root mean square over the 38 pairs of A100 and H100 at the same model and batch. A card whose data sheet promises much more
/// or less than the one measured is a longer way off.
pub const SPECIFICATION_EXPONENT_SD: f64 = 0.27;

/// Spread of the transfer to another GPU, however near its data sheet.
pub const GPU_LN_SD: f64 = 0.30;

/// Spread of what another maker's GPU keeps of its data sheet, beside what NVIDIA's keep. Declared: the one published series of runs is of another engine
/// and of 4-bit weights (Chroma on the RX 7900 XTX, 6.2 s a step where the data sheet promises 2.3), which this takes in at 90 %.
pub const OTHER_MAKER_LN_SD: f64 = 0.55;

/// Spread of the transfer to another precision, from the four published fp32 to fp16 pairs against what the exponent says for
/// an A100 (ln 4.0): the paper's b_fp32 of 2.04 and 1.90 (arXiv:2511.17031, figure 1d) and the ratios 3.06 and 4.43 of
/// Luccioni et al. 2023 over ML.ENERGY v2 for Stable Diffusion 2.1 and SDXL.
pub const PRECISION_LN_SD: f64 = 0.45;

/// Spread of a law on a model that it did not see, of the same family: root mean square error of the paper's three A100
/// fits on each other's published cells.
pub const MODEL_LN_SD: f64 = 0.26;

/// Spread across families: the paper's three A100 fits on its Stable Diffusion 2 cells.
pub const FAMILY_LN_SD: f64 = 0.47;

/// Spread between laboratories that run the same kind of work on the same kind of card with other software: standard deviation
/// of the factors by which three groups of published runs (ML.ENERGY v2 on A100 and H100; Luccioni et al. 2023 and the
/// paper on A100) differ from data sheets, as the shipped additive fit finds them.
pub const SOURCE_LN_SD: f64 = 0.10;

/// Spread of a law that cannot tell a compiled run from an eager one: root mean square of the logarithms by which compiling shortened published runs,
/// FLUX.1-dev on the H100 (6.7 s to 4.5 s; "torch.compile and Diffusers",
/// <https://docs.pytorch.org/devlogs/inductor/2026-05-11-torch-compile-and-diffusers/>) and CogVideoX-5b at bf16 on A100 and H100 (243.3 s to 212.0 s, 112.4 s to
/// 87.5 s; sayakpaul/diffusers-torchao at 0803ee2b, README.md).
pub const COMPILED_LN_SD: f64 = 0.28;

/// Spread of what compiling saves where a law counts it, as a share of that (in ln). It takes in that nothing is saved, at two standard
/// deviations.
pub const COMPILED_SHARE_SD: f64 = 0.5;

/// Spread from a batch size that a fit did not see: the median over the 16 model–GPU pairs of ML.ENERGY v2 of
/// ln(energy at batch 1 / energy at the best batch).
pub const BATCH_LN_SD: f64 = 0.27;

/// Share of its board power that a GPU draws while it generates images one at a time: median over the A100 rows of
/// ML.ENERGY v2 at batch 1.
pub const LOAD_SHARE: f64 = 0.83;

/// Spread of that share (absolute): the quartiles of the same rows.
pub const LOAD_SHARE_SD: f64 = 0.20;

/// Share of its board power that an idle GPU draws, where no measurement is citable: median over the measured cards of the
/// catalogue.
pub const IDLE_SHARE: f64 = 0.10;

/// Spread of that share (absolute).
pub const IDLE_SHARE_SD: f64 = 0.05;

/// ln of the energy on `gpu` at `precision` over that on `reference` at `reference_precision`, by data sheets. `None` where
/// either card lacks the precision.
pub fn specification_ln_ratio(
    (gpu, precision): (&Gpu, Precision),
    (reference, reference_precision): (&Gpu, Precision),
) -> Option<f64> {
    let per_operation =
        |gpu: &Gpu, precision| gpu.tflop_per_s(precision).map(|rate| gpu.board_power_w / rate);
    let promised = per_operation(gpu, precision)? / per_operation(reference, reference_precision)?;
    Some(SPECIFICATION_EXPONENT * promised.ln())
}

/// Returns what the maker of a GPU adds to the spread: nothing for NVIDIA, whose GPUs were fitted, nor where the maker is not known.
pub const fn other_maker_ln_sd(gpu: &Gpu) -> f64 {
    if gpu.maker.is_other() { OTHER_MAKER_LN_SD } else { 0.0 }
}

/// Power under load and at idle, from which energy less idle converts to energy in all and back.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LoadPower {
    /// While it generates images.
    pub load: Power,
    /// While it does nothing.
    pub idle: Power,
    /// True if the idle power is a measurement rather than a share of board power.
    pub idle_measured: bool,
}

impl LoadPower {
    /// Returns the assumptions about a GPU.
    pub fn of(gpu: &Gpu) -> Self {
        let board = gpu.board_power_w;
        Self {
            load: Power::from_watts(LOAD_SHARE * board),
            idle: Power::from_watts(gpu.idle_w.unwrap_or(IDLE_SHARE * board)),
            idle_measured: gpu.idle_w.is_some(),
        }
    }

    /// Relative spread of the idle power: nothing where it is measured.
    pub fn idle_ln_sd(&self) -> f64 {
        if self.idle_measured { 0.0 } else { IDLE_SHARE_SD / IDLE_SHARE }
    }

    /// Gross energy over net energy.
    pub fn gross_per_net(&self) -> f64 {
        self.load.watts() / (self.load.watts() - self.idle.watts())
    }

    /// Spread of ln [`Self::gross_per_net`], from the spreads of both shares.
    pub fn ln_sd(&self) -> f64 {
        // d ln(load/(load − idle)) by load and by idle.
        let added = self.load.watts() - self.idle.watts();
        let by_load = self.idle.watts() / added * (LOAD_SHARE_SD / LOAD_SHARE);
        let board = self.load.watts() / LOAD_SHARE;
        let by_idle = if self.idle_measured { 0.0 } else { IDLE_SHARE_SD * board / added };
        combined_sd(by_load, by_idle)
    }
}
