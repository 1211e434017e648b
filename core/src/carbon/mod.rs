//! From energy to grams of CO₂ equivalent and money.
//!
//! - [`zone`] — the carbon intensity of electricity by country, with year and source.
//! - [`electricity`] — what a person says of their electricity: zone or own intensity, PUE, price.
//!
//! Intensities are yearly means over the life cycle of power plants. They are not marginal, not hourly, and those of the data centre's grid,
//! not of the person who asks. Embodied emissions of hardware and cooling water are not counted. docs/carbon.md says more.

pub mod electricity;
pub mod zone;
pub mod zone_names;

pub use electricity::Electricity;
pub use zone::{Countries, Publisher, WORLD, Zone};

use crate::units::Energy;

/// Power usage effectiveness: energy of the data centre over energy of its computers; 1 counts the GPU alone.
pub const DEFAULT_PUE: f64 = 1.0;

/// Accepted PUE: from the least that a data centre can have to where a slip of the keyboard is likelier.
pub const PUE_RANGE: (f64, f64) = (1.0, 5.0);

/// Grams of CO₂ equivalent: energy × PUE × intensity.
pub fn grams(energy: Energy, pue: f64, grams_per_kwh: f64) -> f64 {
    energy.kilowatt_hours() * pue * grams_per_kwh
}

/// Money, in the currency of the price: energy × PUE × price.
pub fn cost(energy: Energy, pue: f64, price_per_kwh: f64) -> f64 {
    energy.kilowatt_hours() * pue * price_per_kwh
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kilowatt_hour_emits_the_intensity() {
        assert_eq!(grams(Energy::from_kilowatt_hours(1.0), 1.0, 44.18), 44.18);
        assert_eq!(grams(Energy::from_kilowatt_hours(2.0), 1.5, 100.0), 300.0);
        assert_eq!(cost(Energy::from_kilowatt_hours(10.0), 1.2, 0.25), 3.0);
    }
}
