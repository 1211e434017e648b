//! Agreement of two meters of one window, and the share of its energy that an error may be.

use crate::flag::Flag;

/// Ratio of two meters' energies beyond which one of them must be wrong. The gain of a sensor is 5 to 8 % off
/// (tests/data/nvml_power_sensor_vs_powermeter.csv); a sensor that looks part of the time can miss more.
pub(super) const CONTRADICTION: [f64; 2] = [0.7, 1.3];

/// Ratio beyond which a reader should know of it.
const DISAGREEMENT: [f64; 2] = [0.9, 1.1];

/// Share of a window's energy beyond which its stated error is worth knowing.
const COARSE: f64 = 0.01;

/// Returns the flag of a ratio of counter to integrated power, or of two power readings; `None` where they agree.
///
/// ```
/// use wattpix_core::flag::Flag;
/// use wattpix_core::observation::two_meters::flag_of_ratio;
///
/// assert_eq!(flag_of_ratio(1.05), None);
/// assert_eq!(flag_of_ratio(0.85), Some(Flag::MetersDisagree));
/// assert_eq!(flag_of_ratio(1.5), Some(Flag::MetersContradict));
/// ```
pub fn flag_of_ratio(ratio: f64) -> Option<Flag> {
    let within = |[low, high]: [f64; 2]| (low..=high).contains(&ratio);
    if within(DISAGREEMENT) {
        None
    } else if within(CONTRADICTION) {
        Some(Flag::MetersDisagree)
    } else {
        Some(Flag::MetersContradict)
    }
}

/// True if an error is a large share of an energy, both in joules.
pub fn is_coarse(error_j: f64, energy_j: f64) -> bool {
    error_j > COARSE * energy_j
}
