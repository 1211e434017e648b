//! Prior of the additive law's coefficients: means and spreads before any measurement.
//!
//! A few models on a few GPUs cannot tell seven coefficients apart; what an engine does with a data sheet is known better than
//! nothing. Each expectation is the centre of a normal distribution of the coefficient's logarithm. The spreads are wide:
//! two standard deviations of 0.5 reach from a third of the centre to three times it. Data that say otherwise win.

use crate::fit::schema::{EffectSpreads, Feature};

/// A coefficient's expectation.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Prior {
    /// The median.
    pub centre: f64,
    /// Standard deviation of its logarithm.
    pub ln_sd: f64,
}

/// Standard deviation of the logarithm of a GPU's factor around what its data sheet says: cards of a kind, cooling, clocks and
/// software differ by some tens of per cent.
pub const GPU_LN_SD: f64 = 0.3;

/// Residual spread of a cluster of rows before the data say more: the gain errors of power sensors
/// are 5 to 8 % (tests/data/nvml_power_sensor_vs_powermeter.csv), runs on one card repeat within 3 %, and software differs.
pub const ROW_LN_SD: f64 = 0.1;

/// The law of energy: board power × seconds.
pub const fn of_energy(feature: Feature) -> Prior {
    match feature {
        // Matrix products reach 60 to 90 % of the dense rate, at nearly board power.
        Feature::Matmul => Prior { centre: 1.3, ln_sd: 0.5 },
        // They keep the promise of 32-bit units better, and draw less than board power.
        Feature::Vector => Prior { centre: 0.7, ln_sd: 0.5 },
        shared => of_both(shared, 0.25),
    }
}

/// The law of duration: seconds.
pub const fn of_duration(feature: Feature) -> Prior {
    match feature {
        Feature::Matmul => Prior { centre: 1.3, ln_sd: 0.5 },
        Feature::Vector => Prior { centre: 1.2, ln_sd: 0.5 },
        shared => of_both(shared, 1.0),
    }
}

/// `power`: share of board power drawn between launches.
const fn of_both(feature: Feature, power: f64) -> Prior {
    match feature {
        // Around each layer, norms, activations, residual sums and position encodings read and write the same elements again.
        Feature::LinearTraffic => Prior { centre: 5.0, ln_sd: 0.5 },
        // Convolutions add the normalisation over groups and changes of layout.
        Feature::ConvTraffic => Prior { centre: 10.0, ln_sd: 0.5 },
        // Fused attention keeps scores on the chip, where they still cost an exponential each.
        Feature::Scores => Prior { centre: 2.0, ln_sd: 0.5 },
        // Read once a call: little to be uncertain about.
        Feature::Weights => Prior { centre: 1.0, ln_sd: 0.2 },
        // A layer takes an eager framework about 0.1 ms of a processor's time.
        _ => Prior { centre: 1e-4 * power, ln_sd: 0.5 },
    }
}

/// Prior of a kind of work in the law of time and power.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct KindPrior {
    /// Prior of the coefficient.
    pub coefficient: Prior,
    /// The median of the share of the power range that is drawn meanwhile.
    pub power_share: f64,
}

/// Standard deviation of the logit of every power share: from 0.93, one standard deviation reaches 0.89 and 0.96.
pub const POWER_LOGIT_SD: f64 = 0.5;

/// Residual spread of the time of a cluster of rows in the law of time and power, from the residuals of the published rows, which differ by 0.097.
pub const TIME_LN_SD: f64 = 0.09;

/// Residual spread of the mean power, from the same residuals, which differ by 0.118.
pub const POWER_LN_SD: f64 = 0.12;

/// Correlation of the two, from the same residuals (-0.92): a GPU that waits takes longer and draws less. So they say of the energy within 0.055, which is
/// the gain error of power sensors (5 to 8 %, tests/data/nvml_power_sensor_vs_powermeter.csv).
pub const TIME_POWER_CORRELATION: f64 = -0.9;

/// Variances of the logarithms of seconds and mean power of a cluster of rows, and of their product, the energy.
pub const fn run_variances() -> [f64; 3] {
    let (time, power) = (TIME_LN_SD * TIME_LN_SD, POWER_LN_SD * POWER_LN_SD);
    [time, power, time + power + 2.0 * TIME_POWER_CORRELATION * TIME_LN_SD * POWER_LN_SD]
}

/// Error that all rows of one published law share, those of a model and precision: the root mean square of the paper's three laws on its
/// seven published cells is 0.06, sensors add their gain, and how attention was counted is not said (docs/law.md).
pub const LAW_LN_SD: f64 = 0.10;

/// Standard deviation between sources that publish seconds only: benchmarks of other years and other software.
pub const TIMING_SOURCE_LN_SD: f64 = 0.15;

/// Standard deviation of what sets all of them apart from runs whose energy was metered: warmed up, the best of several. There is one such difference,
/// so that no rows tell its spread; it is twice that of one source, so that the rows decide.
pub const TIMING_LN_SD: f64 = 2.0 * TIMING_SOURCE_LN_SD;

/// Levels that a declared spread counts as where rows tell of it too: four GPUs or laboratories that were seen to differ by it.
pub const SPREAD_LEVELS: f64 = 4.0;

/// Standard deviations of the effects, declared: with these the parameters are found. What a fit charges for an effect that it does not know is
/// moved from here towards what its rows show ([`SPREAD_LEVELS`]); docs/law.md shows how the intervals hold.
pub const EFFECTS: EffectSpreads = EffectSpreads {
    model: 0.05,
    gpu: 0.15,
    architecture: 0.20,
    source: 0.10,
    gpu_power: 0.06,
    precision: 0.20,
    extrapolation: 0.10,
};

/// The GPU beyond whose rates half of a promise is realised: the fastest of the published measurements. A100 to H100 the whole promise is
/// realised once launches and element-wise traffic are counted apart; beyond, utilisation is taken to fall as it did for energy per operation
/// ([`crate::transfer::SPECIFICATION_EXPONENT`]).
pub const SATURATION_GPU: &str = "h100-sxm";

/// Returns the prior of a kind of work.
pub const fn of_kind(feature: Feature) -> KindPrior {
    const fn kind(centre: f64, ln_sd: f64, power_share: f64) -> KindPrior {
        KindPrior { coefficient: Prior { centre, ln_sd }, power_share }
    }
    match feature {
        // Matrix products reach 60 to 90 % of the dense rate, at nearly board power.
        Feature::Matmul => kind(1.3, 0.5, 0.93),
        // 32-bit units keep what they promise, and draw less.
        Feature::Vector => kind(1.0, 0.5, 0.65),
        // Reads and writes of linear layers overlap with their products in part; element-wise kernels do nothing but move bytes.
        Feature::LinearTraffic => kind(1.0, 0.5, 0.93),
        Feature::Elementwise => kind(1.2, 0.5, 0.93),
        // Convolutions add changes of layout.
        Feature::ConvTraffic => kind(3.0, 0.5, 0.93),
        // Fused attention keeps scores on the chip, where they still cost an exponential each.
        Feature::Scores => kind(2.0, 0.5, 0.8),
        // Read once a call: little to be uncertain about.
        Feature::Weights => kind(1.0, 0.2, 0.8),
        // A layer and the kernels around it take an eager framework some 50 µs of a processor's time.
        Feature::Launches => kind(5e-5, 0.7, 0.3),
        // A call prepares latents, time steps and the image for some 0.1 s.
        _ => kind(0.1, 0.7, 0.35),
    }
}
