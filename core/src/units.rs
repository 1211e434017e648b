//! Energy and power, each in one base unit inside, converted exactly and in this file only.

use std::ops::{Add, Mul, Sub};

/// Joules in a watt-hour: 1 W for 3,600 s, exactly.
const JOULES_PER_WATT_HOUR: f64 = 3600.0;

/// Joules in a kilowatt-hour, exactly.
const JOULES_PER_KILOWATT_HOUR: f64 = 3.6e6;

/// An amount of energy; joules inside.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Energy(f64);

impl Energy {
    /// From joules.
    pub const fn from_joules(joules: f64) -> Self {
        Self(joules)
    }

    /// From watt-hours.
    pub const fn from_watt_hours(watt_hours: f64) -> Self {
        Self(watt_hours * JOULES_PER_WATT_HOUR)
    }

    /// From kilowatt-hours.
    pub const fn from_kilowatt_hours(kilowatt_hours: f64) -> Self {
        Self(kilowatt_hours * JOULES_PER_KILOWATT_HOUR)
    }

    /// In joules.
    pub const fn joules(self) -> f64 {
        self.0
    }

    /// In watt-hours.
    pub const fn watt_hours(self) -> f64 {
        self.0 / JOULES_PER_WATT_HOUR
    }

    /// In kilowatt-hours.
    pub const fn kilowatt_hours(self) -> f64 {
        self.0 / JOULES_PER_KILOWATT_HOUR
    }
}

impl Add for Energy {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Energy {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Mul<f64> for Energy {
    type Output = Self;
    fn mul(self, factor: f64) -> Self {
        Self(self.0 * factor)
    }
}

/// A power; watts inside.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Power(f64);

impl Power {
    /// From watts.
    pub const fn from_watts(watts: f64) -> Self {
        Self(watts)
    }

    /// In watts.
    pub const fn watts(self) -> f64 {
        self.0
    }

    /// The energy that this power delivers in `seconds`.
    pub const fn over_seconds(self, seconds: f64) -> Energy {
        Energy::from_joules(self.0 * seconds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kilowatt_hour_is_3_6_megajoules() {
        // X-Val: 1 kWh = 3.6 MJ exactly - BIPM, The International System of Units, 9th edition, table 8.
        assert_eq!(Energy::from_kilowatt_hours(1.0).joules(), 3.6e6);
        assert_eq!(Energy::from_watt_hours(1000.0), Energy::from_kilowatt_hours(1.0));
        assert_eq!(Power::from_watts(1.0).over_seconds(3600.0).watt_hours(), 1.0);
    }
}
