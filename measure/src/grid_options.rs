//! Options of the electricity of a data centre, shared by the commands that have them.

use clap::Args;
use wattpix_core::carbon::Electricity;
use wattpix_core::carbon::electricity::{INTENSITY, PRICE, PUE, ZONE};

use crate::command::zones::COUNTRIES;

/// The electricity of the data centre.
#[derive(Debug, Clone, Default, Args)]
pub struct GridOptions {
    /// Country of the data centre, ISO 3166 alpha-3 or alpha-2, or WORLD, for grams of CO2e; `measure zones` lists them.
    #[arg(long, value_name = "ZONE")]
    zone: Option<String>,
    /// Own carbon intensity in grams of CO2e per kWh, instead of a zone's.
    #[arg(long, value_name = "G/KWH")]
    intensity: Option<String>,
    /// Energy of the data centre over that of its computers, for CO2e and cost [default: 1, the GPU alone].
    #[arg(long, value_name = "PUE")]
    pue: Option<String>,
}

impl GridOptions {
    /// Returns true if one of them was given.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        [&self.zone, &self.intensity, &self.pue].into_iter().any(Option::is_some)
    }

    /// Returns the electricity, with the price of a kilowatt-hour where there is one.
    ///
    /// # Errors
    /// The first value that cannot be used.
    pub fn read(&self, price: Option<&str>) -> anyhow::Result<Electricity> {
        let typed = |key: &str| match key {
            ZONE => self.zone.as_deref(),
            INTENSITY => self.intensity.as_deref(),
            PUE => self.pue.as_deref(),
            PRICE => price,
            _ => None,
        };
        let (electricity, problems) = Electricity::read(typed, COUNTRIES);
        problems.into_iter().next().map_or(Ok(electricity), |problem| Err(problem.into()))
    }
}
