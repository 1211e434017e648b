//! What is expected of the additive law's coefficients before any measurement, and how firmly.
//!
//! A few models on a few GPUs cannot tell seven coefficients apart; what an engine does with a data sheet is known better than
//! nothing. Each expectation is the centre of a normal distribution of the coefficient's logarithm. The spreads are wide:
//! two standard deviations of 0.5 reach from a third of the centre to three times it. Data that say otherwise win.

use crate::fit::schema::Feature;

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

/// What the law leaves unexplained of one cluster of rows before the data say more: the gain errors of power sensors
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
