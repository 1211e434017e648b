//! Carbon intensity of electricity by country: one row a zone, each with its year and source.
//!
//! The table is `core/intensities.csv`, made by `scripts/carbon/make.py` from published packages. Native programs carry it (feature
//! `zones`); the page fetches its figures when a country is chosen, and takes the countries' names from the browser.

use std::str::Split;

use crate::decimal::decimal;
use crate::source::Source;
use crate::words::Word;

/// The whole table: a head row, the world, then countries by alpha-3 code.
#[cfg(feature = "zones")]
pub const TABLE: &str = include_str!("../../intensities.csv");

/// Publisher of a zone's carbon intensity.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Publisher {
    /// Ember and the Energy Institute, put together by Our World in Data: countries.
    OurWorldInData,
    /// Ember: the world.
    Ember,
}

impl Publisher {
    /// Returns the name that stands beside a figure.
    pub const fn name(self) -> Word {
        match self {
            Self::OurWorldInData => Word::ELECTRICITY_OUR_WORLD_IN_DATA,
            Self::Ember => Word::ELECTRICITY_EMBER,
        }
    }

    /// The document, and the package that its figures were taken from.
    pub const fn source(self) -> Source {
        match self {
            Self::OurWorldInData => Source {
                title: "Our World in Data, Carbon intensity of electricity generation (Ember; Energy Institute)",
                locator: "carbontracker 2.4.7, carbontracker/data/carbon-intensities.csv; CC BY 4.0",
                url: "https://pypi.org/project/carbontracker/2.4.7/",
            },
            Self::Ember => Source {
                title: "Ember, yearly electricity data",
                locator: "@tgwf/co2 0.19.0, average-intensities, key WORLD; CC BY 4.0",
                url: "https://www.npmjs.com/package/@tgwf/co2/v/0.19.0",
            },
        }
    }
}

/// The electricity of a country, or of the world.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Zone {
    /// ISO 3166 alpha-3, or `WORLD`.
    pub alpha_3: &'static str,
    /// ISO 3166 alpha-2; empty for the world.
    pub alpha_2: &'static str,
    /// Grams of CO₂ equivalent per kilowatt-hour, over the life cycle, mean of a year.
    pub grams_per_kwh: f64,
    /// That year.
    pub year: u32,
    /// Publisher of the figure.
    pub publisher: Publisher,
    /// Name of the zone.
    pub name: &'static str,
}

/// Mean of the world's electricity: counts where no country is named.
pub const WORLD: Zone = Zone {
    alpha_3: "WORLD",
    alpha_2: "",
    grams_per_kwh: 472.94,
    year: 2024,
    publisher: Publisher::Ember,
    name: "World",
};

impl Zone {
    /// True if it is the world.
    pub fn is_world(&self) -> bool {
        self.alpha_3 == WORLD.alpha_3
    }
}

/// The table of countries, as far as it is known: a page may not have it yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Countries {
    /// Rows of alpha-3, alpha-2, g/kWh, year, source and name, commas between them; the head row is no row.
    Table(&'static str),
    /// It was not asked for, or has not arrived.
    Awaited,
    /// It did not arrive.
    Lost,
}

impl Countries {
    /// Every zone: the world, then countries in the order of the table, where there is one.
    pub fn zones(self) -> Zones {
        let table = match self {
            Self::Table(table) => table,
            Self::Awaited | Self::Lost => "",
        };
        Zones { world: Some(WORLD), lines: table.split('\n') }
    }

    /// The zone with an alpha-3 or alpha-2 code, in capitals or not.
    pub fn find(self, code: &str) -> Option<Zone> {
        let is = |known: &str| !known.is_empty() && known.eq_ignore_ascii_case(code);
        self.zones().find(|zone| is(zone.alpha_3) || is(zone.alpha_2))
    }
}

/// The zones of a table, read one by one.
#[derive(Debug, Clone)]
pub struct Zones {
    /// The world, until it was given.
    world: Option<Zone>,
    lines: Split<'static, char>,
}

impl Iterator for Zones {
    type Item = Zone;

    fn next(&mut self) -> Option<Zone> {
        if self.world.is_some() {
            return self.world.take();
        }
        loop {
            // Of the table, the head row is no zone and the world has been given.
            if let Some(zone) = read(self.lines.next()?).filter(|zone| !zone.is_world()) {
                return Some(zone);
            }
        }
    }
}

/// A row of the table; `None` for what is none. No field holds a comma.
fn read(line: &'static str) -> Option<Zone> {
    let mut fields = line.trim_end().split(',');
    let mut next = || fields.next();
    Some(Zone {
        alpha_3: next()?,
        alpha_2: next()?,
        grams_per_kwh: decimal(next()?)?,
        year: decimal(next()?)? as u32,
        publisher: if next()? == "ember" { Publisher::Ember } else { Publisher::OurWorldInData },
        name: next()?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO: Countries = Countries::Table(
        "alpha_3,alpha_2,g_per_kwh,year,source,name\nWORLD,,1,1999,ember,World\nFRA,FR,44.18,2024,owid,France\nCOD,CD,27.04,2023,owid,Congo\n",
    );

    #[test]
    fn zones_are_found_by_either_code() {
        for code in ["FRA", "FR", "fra", "fr"] {
            assert_eq!(TWO.find(code).map(|zone| zone.grams_per_kwh), Some(44.18), "{code}");
        }
        assert_eq!(TWO.find("CD").map(|zone| zone.name), Some("Congo"));
        for code in ["XXX", "FRAN", "Frances", "alpha_3", "44.18", ""] {
            assert_eq!(TWO.find(code), None, "{code}");
        }
    }

    #[test]
    fn the_world_is_there_without_a_table_and_once_with_it() {
        for countries in [TWO, Countries::Awaited, Countries::Lost] {
            assert_eq!(countries.find("WORLD"), Some(WORLD));
            assert_eq!(countries.zones().filter(Zone::is_world).count(), 1);
        }
        assert_eq!(Countries::Awaited.find("FRA"), None);
    }

    #[test]
    fn broken_rows_are_no_rows() {
        let broken =
            Countries::Table("FRA,FR\nDEU,DE,many,2024,owid,Germany\nITA,IT,1,then,owid,Italy\n\n,,,,,");
        assert_eq!(broken.zones().count(), 1);
    }

    #[cfg(feature = "zones")]
    #[test]
    fn the_worlds_row_is_the_constant() {
        let line = TABLE.split('\n').nth(1).unwrap();
        assert_eq!(read(line), Some(WORLD));
    }
}
