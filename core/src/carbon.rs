//! From energy to grams and money.

use crate::units::Energy;

/// Power usage effectiveness: energy of the data centre over energy of its computers; 1 counts the GPU alone.
pub const DEFAULT_PUE: f64 = 1.0;

/// The least a data centre can have, and more than any runs at.
pub const PUE_RANGE: (f64, f64) = (1.0, 5.0);

/// Greenhouse gas of a kilowatt-hour of electricity.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct GridIntensity {
    /// Zone: ISO 3166 alpha-3, or `WORLD`.
    pub zone: &'static str,
    /// Grams of CO₂ equivalent per kilowatt-hour, over the life cycle.
    pub grams_per_kwh: f64,
    /// Year of the figure.
    pub year: u16,
    /// Where it is from.
    pub source: crate::source::Source,
}

/// Mean of the world's electricity.
pub const WORLD: GridIntensity = GridIntensity {
    zone: "WORLD",
    grams_per_kwh: 472.94,
    year: 2024,
    source: crate::source::Source {
        title: "Ember, yearly electricity data, in @tgwf/co2 0.19.0",
        locator: "average-intensities, key WORLD; CC BY 4.0",
        url: "https://www.npmjs.com/package/@tgwf/co2/v/0.19.0",
    },
};

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
