//! `measure zones`: the carbon intensity of electricity, country by country.

use std::process::ExitCode;

use clap::Args;
use serde::Serialize;
use wattpix_core::carbon::zone::TABLE;
use wattpix_core::carbon::zone_names::EUROPEAN_UNION;
use wattpix_core::carbon::{Countries, Zone};
use wattpix_core::report::SourceReport;
use wattpix_core::words::Words;

use crate::{json, output};

/// The table that ships.
pub const COUNTRIES: Countries = Countries::Table(TABLE);

/// List countries with the carbon intensity of their electricity.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  measure zones --json")]
pub struct Zones {
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Catalogue {
    zones: Vec<Entry>,
}

#[derive(Debug, Serialize)]
struct Entry {
    alpha_3: &'static str,
    alpha_2: Option<&'static str>,
    name: &'static str,
    g_per_kwh: f64,
    year: u32,
    source: SourceReport,
}

impl From<Zone> for Entry {
    fn from(zone: Zone) -> Self {
        Self {
            alpha_3: zone.alpha_3,
            alpha_2: (!zone.alpha_2.is_empty()).then_some(zone.alpha_2),
            name: zone.name,
            g_per_kwh: zone.grams_per_kwh,
            year: zone.year,
            source: SourceReport::from(&zone.publisher.source()),
        }
    }
}

/// Every zone: countries, and the one group that has a figure.
fn zones() -> impl Iterator<Item = Zone> {
    COUNTRIES.zones().chain([EUROPEAN_UNION])
}

impl Zones {
    /// Prints the table.
    ///
    /// # Errors
    /// Standard output closed.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        if self.json {
            json::print(&Catalogue { zones: zones().map(Entry::from).collect() })?;
            return Ok(ExitCode::SUCCESS);
        }
        let rows: Vec<_> = zones()
            .map(|zone| {
                [
                    zone.alpha_3.to_owned(),
                    zone.alpha_2.to_owned(),
                    format!("{:.2}", zone.grams_per_kwh),
                    zone.year.to_string(),
                    zone.name.to_owned(),
                    Words::ENGLISH.text(zone.publisher.name()).to_owned(),
                ]
            })
            .collect();
        output::table(["zone", "", "g/kWh", "year", "name", "source"], &rows)?;
        output::line(
            "\ng/kWh: grams of CO₂ equivalent a kilowatt-hour, mean of the year over the life cycle of power plants. The zone is the data centre's.",
        )?;
        Ok(ExitCode::SUCCESS)
    }
}
