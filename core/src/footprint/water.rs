//! Water that a data centre and its electricity consume.
//!
//! ```text
//! litres = kWh × (WUE on site + PUE × water intensity of the grid)
//! ```
//!
//! Li et al., "Making AI Less Thirsty" (arXiv:2304.03271), as EcoLogits' method states it under "Modeling request water consumption footprint for
//! usage phase". Water of making hardware has no source.

use super::range::Range;
use crate::carbon::Zone;
use crate::decimal::decimal;
use crate::source::Source;

/// Litres of water consumed for a kilowatt-hour of a country's grid: a head row, then alpha-3 code and figure; `WORLD` for the world.
const GRIDS: &str = include_str!("../../water_intensities.csv");

/// Source of the grids' water intensities.
pub const GRID_SOURCE: Source = Source {
    title: "EcoLogits, electricity mixes (water by the World Resources Institute's guidance)",
    locator: "ecologits/data/electricity_mixes.csv, column wue; MPL-2.0",
    url: "https://github.com/mlco2/ecologits/blob/5be90dadc86ed92f48dc55316469d888827aec55/ecologits/data/electricity_mixes.csv",
};

/// Returns litres for a kilowatt-hour of a zone's grid; `None` where the source lacks it.
pub fn of_grid(zone: &Zone) -> Option<f64> {
    let rows = GRIDS.lines().filter_map(|line| line.split_once(','));
    rows.into_iter()
        .find(|(code, _)| *code == zone.alpha_3)
        .and_then(|(_, litres)| decimal(litres.trim_end()))
}

/// Water of a generation, in litres.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Water {
    /// Evaporated by the data centre's cooling.
    pub on_site: Range,
    /// Consumed by power plants; `None` where the source lacks the zone and no own figure was given.
    pub grid: Option<Range>,
    /// Litres for a kilowatt-hour of the grid that were taken.
    pub grid_l_per_kwh: Option<f64>,
}

impl Water {
    /// Returns the water for an energy of computers in kWh.
    pub fn new(kwh: Range, wue: f64, pue: f64, grid_l_per_kwh: Option<f64>) -> Self {
        Self {
            on_site: kwh.times(wue),
            grid: grid_l_per_kwh.map(|litres| kwh.times(pue * litres)),
            grid_l_per_kwh,
        }
    }

    /// Returns the sum of what is known.
    pub fn total(&self) -> Range {
        self.grid.map_or(self.on_site, |grid| self.on_site.plus(grid))
    }
}
