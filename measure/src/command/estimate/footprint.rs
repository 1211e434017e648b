//! The footprint of an estimate, in JSON and for a person.

use schemars::JsonSchema;
use serde::Serialize;
use wattpix_core::carbon::Electricity;
use wattpix_core::estimate::Estimate;
use wattpix_core::footprint::host::{ECOLOGITS_SERVER, Host};
use wattpix_core::footprint::water::GRID_SOURCE;
use wattpix_core::footprint::{FootprintSettings, FunctionalUnit, LifeCycle, Load, Range};
use wattpix_core::present::{plain, rounded, scaled, significant};
use wattpix_core::report::SourceReport;
use wattpix_core::source::Source;

use crate::output;

/// Percents of a whole.
const PERCENT: f64 = 100.0;

/// A footprint and the settings that it follows from.
#[derive(Debug, Clone, Copy)]
pub struct Footprint {
    /// The settings.
    pub settings: FootprintSettings,
    /// The answer for one functional unit.
    pub one: LifeCycle,
}

impl Footprint {
    /// Returns the footprint of an estimate.
    ///
    /// # Errors
    /// Figures that no source has.
    pub fn new(
        estimate: &Estimate,
        electricity: &Electricity,
        settings: FootprintSettings,
    ) -> anyhow::Result<Self> {
        let one = LifeCycle::new(&Load::of(estimate), electricity, &settings)?;
        Ok(Self { settings, one })
    }
}

/// Footprint of a functional unit; energies in kWh, greenhouse gas in grams, water in litres.
#[derive(Debug, Serialize, JsonSchema)]
pub struct FootprintReport {
    /// Unit of which all figures are, where no other is named.
    per: FunctionalUnit,
    /// Number of such units.
    units: f64,
    /// Runs for each image or clip that is kept.
    runs_per_kept: f64,
    /// Runs in all.
    runs: f64,
    /// Energy of the GPUs in kWh.
    energy_kwh_gpu: Range,
    /// Energy of the host in kWh; null where it is not counted.
    energy_kwh_host: Option<Range>,
    /// Power usage effectiveness.
    pue: f64,
    /// Energy of the data centre in kWh: the E of the SCI.
    energy_kwh: Range,
    /// Carbon intensity in grams of CO2e per kWh: the I of the SCI.
    g_per_kwh: f64,
    /// Grams of CO2e of the energy.
    g_operational: Range,
    /// Grams of CO2e of making GPU and server: the M of the SCI.
    g_embodied: Option<Range>,
    /// GPU's part of them.
    g_embodied_gpu: Option<Range>,
    /// Server's part of them.
    g_embodied_server: Option<Range>,
    /// Share of embodied emissions in all.
    embodied_share: Option<f64>,
    /// Kilograms of CO2e of making one GPU.
    embodied_kg_gpu: Option<Range>,
    /// Kilograms of CO2e of making the server, of one GPU's share.
    embodied_kg_server: Option<Range>,
    /// Years of use.
    lifetime_years: f64,
    /// Share of them in which the GPU works.
    utilisation: f64,
    /// Grams of CO2e, operational and embodied.
    g_co2e: Range,
    /// Grams of CO2e of all units.
    g_co2e_total: Range,
    /// Litres of water of cooling.
    water_l_on_site: Option<Range>,
    /// Litres of water of power plants.
    water_l_grid: Option<Range>,
    /// Litres of water in all.
    water_l: Option<Range>,
    /// Documents behind what was counted.
    sources: Vec<SourceReport>,
}

impl From<&Footprint> for FootprintReport {
    fn from(footprint: &Footprint) -> Self {
        let (one, settings) = (&footprint.one, &footprint.settings);
        let figures = one.embodied.map(|embodied| embodied.figures);
        Self {
            per: one.scenario.unit,
            units: one.scenario.units(),
            runs_per_kept: one.scenario.runs_per_kept(),
            runs: one.scenario.runs(),
            energy_kwh_gpu: one.gpu_kwh,
            energy_kwh_host: one.host_kwh,
            pue: one.pue,
            energy_kwh: one.energy_kwh(),
            g_per_kwh: one.grams_per_kwh,
            g_operational: one.operational_g(),
            g_embodied: one.embodied.map(|embodied| embodied.total()),
            g_embodied_gpu: one.embodied.map(|embodied| embodied.gpu),
            g_embodied_server: one.embodied.and_then(|embodied| embodied.server),
            embodied_share: one.embodied.map(|_| share(one)),
            embodied_kg_gpu: figures.map(|figures| figures.gpu_kg),
            embodied_kg_server: figures.and_then(|figures| figures.server_kg),
            lifetime_years: settings.lifetime_years,
            utilisation: settings.utilisation,
            g_co2e: one.sci_g(),
            g_co2e_total: one.sci_g().times(one.scenario.units()),
            water_l_on_site: one.water.map(|water| water.on_site),
            water_l_grid: one.water.and_then(|water| water.grid),
            water_l: one.water.map(|water| water.total()),
            sources: sources(footprint).iter().map(SourceReport::from).collect(),
        }
    }
}

/// Returns the share of embodied emissions in all.
fn share(one: &LifeCycle) -> f64 {
    one.embodied_g().value / one.sci_g().value
}

/// Returns the sources of what was counted.
fn sources(footprint: &Footprint) -> Vec<Source> {
    let (one, settings) = (&footprint.one, &footprint.settings);
    let figures = one.embodied.map(|embodied| embodied.figures);
    let own_water = settings.water_intensity.is_some();
    let grid = one.water.and_then(|water| water.grid).filter(|_| !own_water).map(|_| GRID_SOURCE);
    [
        figures.and_then(|figures| figures.gpu_source),
        figures.and_then(|figures| figures.server_source),
        (settings.host == Host::Published).then_some(ECOLOGITS_SERVER),
        grid,
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// Returns a count of runs in words.
fn runs(count: f64) -> String {
    if count == 1.0 { "one run".to_owned() } else { format!("{} runs", significant(count, 3)) }
}

/// Prints the footprint for a person, every term of the formula in its line.
///
/// # Errors
/// Standard output closed.
pub fn print(footprint: &Footprint, is_net: bool) -> anyhow::Result<()> {
    let (one, settings) = (&footprint.one, &footprint.settings);
    let scenario = &one.scenario;
    let unit = match scenario.unit {
        FunctionalUnit::KeptImage => "image or clip that is kept".to_owned(),
        FunctionalUnit::Campaign => format!("campaign of {} kept images", rounded(scenario.kept)),
        FunctionalUnit::ThousandUsersAMonth => {
            format!("1,000 users a month, who keep {} images each", plain(scenario.kept_per_user))
        }
    };
    let likely = |range: Range, unit: &str| {
        let [value, low, high] = [range.value, range.low, range.high].map(|figure| scaled(figure, unit));
        if low == high { value } else { format!("{value}, likely {low} to {high}") }
    };
    let wh = |range: Range| range.times(1000.0);
    output::line(&format!("\nfootprint per {unit}, with {} for each", runs(scenario.runs_per_kept())))?;
    let host = one.host_kwh.map_or_else(
        || "the host is not counted".to_owned(),
        |host| format!("host {}", scaled(wh(host).value, "Wh")),
    );
    output::line(&format!(
        "  E  energy          {} = (GPU {}, {host}) × PUE {}",
        likely(wh(one.energy_kwh()), "Wh"),
        scaled(wh(one.gpu_kwh).value, "Wh"),
        plain(one.pue),
    ))?;
    output::line(&format!("  I  intensity       {} g/kWh", plain(one.grams_per_kwh)))?;
    match &one.embodied {
        None => output::line("  M  embodied        not counted (--embodied on)")?,
        Some(embodied) => {
            output::line(&format!(
                "  M  embodied        {} CO₂e: {} % of the total",
                likely(embodied.total(), "g"),
                rounded(PERCENT * share(one)),
            ))?;
            let server = match (embodied.server, embodied.figures.server_kg) {
                (Some(grams), Some(kg)) => {
                    format!(
                        "its share of the server {} of {} kg",
                        scaled(grams.value, "g"),
                        significant(kg.value, 3)
                    )
                }
                _ if embodied.figures.gpu_source.is_none() => "your figure".to_owned(),
                _ => "the server is not counted, as no source has a figure".to_owned(),
            };
            output::line(&format!(
                "                     GPU {} of {} kg, {server}; {} years at a utilisation of {} %",
                scaled(embodied.gpu.value, "g"),
                significant(embodied.figures.gpu_kg.value, 3),
                plain(settings.lifetime_years),
                rounded(PERCENT * settings.utilisation),
            ))?;
        }
    }
    output::line(&format!("  SCI = ((E × I) + M) per R = {} CO₂e", likely(one.sci_g(), "g")))?;
    let units = scenario.units();
    if units != 1.0 {
        let total = one.sci_g().times(units);
        output::line(&format!(
            "  in all: {} CO₂e for {} runs",
            likely(total, "g"),
            rounded(scenario.runs())
        ))?;
    }
    if let Some(water) = &one.water {
        let grid = water.grid.map_or_else(
            || "that of the grid is not in the source (give --water-intensity)".to_owned(),
            |grid| format!("{} by power plants", scaled(grid.value, "l")),
        );
        output::line(&format!(
            "  water: {}; {} on site, {grid}",
            likely(water.total(), "l"),
            scaled(water.on_site.value, "l")
        ))?;
    }
    if is_net {
        output::line(
            "  Energy is net of idle power; --boundary gross counts all that the GPU draws, as the SCI asks.",
        )?;
    }
    for source in sources(footprint) {
        output::line(&format!("  source: {}; {}, {}", source.title, source.locator, source.url))?;
    }
    Ok(())
}
