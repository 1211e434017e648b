//! Greenhouse gas, cost and comparisons of an energy; each only when it is asked for.

use clap::Args;
use serde::Serialize;
use wattpix_core::carbon::Electricity;
use wattpix_core::equivalence::{self, Equivalence, Unit};
use wattpix_core::estimate::Estimate;
use wattpix_core::present::{EnergyUnit, plain, rounded, scaled, whole};
use wattpix_core::units::Energy;
use wattpix_core::words::Words;

use crate::command::models::Citation;
use crate::grid_options::GridOptions;
use crate::output;

/// The command line's language.
const WORDS: Words = Words::ENGLISH;

/// The electricity of the data centre.
#[derive(Debug, Clone, Default, Args)]
pub struct ElectricityOptions {
    #[command(flatten)]
    grid: GridOptions,
    /// Price of a kilowatt-hour in any currency, for the cost.
    #[arg(long, value_name = "PRICE")]
    price: Option<String>,
    /// A comparison for the energy: led-lamp, phone-charge, cup-of-water, streaming, chatgpt-query, gemini-prompt or
    /// web-search.
    #[arg(long, value_name = "THING")]
    like: Option<String>,
}

impl ElectricityOptions {
    /// Returns the options, checked.
    ///
    /// # Errors
    /// The first value that cannot be used.
    pub fn read(&self) -> anyhow::Result<Asked> {
        let electricity = self.grid.read(self.price.as_deref())?;
        let like = self.like.as_deref().map(equivalence::find).transpose()?;
        let carbon = self.grid.is_asked();
        Ok(Asked { electricity, carbon, like })
    }
}

/// Answers wanted beside the energy.
#[derive(Debug)]
pub struct Asked {
    electricity: Electricity,
    /// True if greenhouse gas is wanted.
    carbon: bool,
    like: Option<&'static Equivalence>,
}

/// Columns of a table for greenhouse gas, cost and comparison, in the order of [`Asked::each_number`].
const CARBON: [&str; 4] = ["g_co2e_per_image", "g_co2e_low", "g_co2e_high", "g_co2e_total"];
const COST: [&str; 2] = ["cost_per_image", "cost_total"];
const LIKE: [&str; 2] = ["like_per_image", "like_total"];

impl Asked {
    /// Returns the electricity; that of the world where none was named.
    pub fn electricity(&self) -> &Electricity {
        &self.electricity
    }

    /// The columns of a table that hold what was asked for.
    pub fn columns(&self) -> impl Iterator<Item = &'static str> {
        let carbon = CARBON.into_iter().filter(|_| self.carbon);
        let cost = COST.into_iter().filter(|_| self.electricity.price.is_some());
        let like = LIKE.into_iter().filter(|_| self.like.is_some());
        carbon.chain(cost).chain(like)
    }

    /// Gives the numbers of [`Self::columns`] for an estimate of so many images.
    pub fn each_number(&self, estimate: &Estimate, images: u64, mut give: impl FnMut(f64)) {
        let (electricity, total) = (&self.electricity, estimate.energy * images as f64);
        if self.carbon {
            for energy in [estimate.energy, estimate.low, estimate.high, total] {
                give(electricity.grams(energy));
            }
        }
        for cost in [estimate.energy, total].into_iter().filter_map(|energy| electricity.cost(energy)) {
            give(cost);
        }
        if let Some(like) = self.like {
            for energy in [estimate.energy, total] {
                give(like.amount(electricity.drawn(energy)));
            }
        }
    }
}

/// The answer, `null` where nothing was asked.
#[derive(Debug, Default, Serialize)]
pub struct Report {
    zone: Option<&'static str>,
    g_per_kwh: Option<f64>,
    g_per_kwh_year: Option<u32>,
    g_per_kwh_source: Option<Citation>,
    pue: Option<f64>,
    g_co2e_per_image: Option<f64>,
    g_co2e_low: Option<f64>,
    g_co2e_high: Option<f64>,
    g_co2e_total: Option<f64>,
    price_per_kwh: Option<f64>,
    cost_per_image: Option<f64>,
    cost_total: Option<f64>,
    like: Option<Likeness>,
}

#[derive(Debug, Serialize)]
struct Likeness {
    id: &'static str,
    unit: &'static str,
    per_image: f64,
    total: f64,
    wh_of_one: f64,
    covers: &'static str,
    source: Citation,
}

impl Report {
    /// Returns the answers for an estimate of so many images.
    pub fn new(asked: &Asked, estimate: &Estimate, images: u64) -> Self {
        let electricity = &asked.electricity;
        let total = estimate.energy * images as f64;
        let mut report = Self::default();
        if asked.carbon {
            let zone = electricity.own.is_none().then_some(&electricity.zone);
            let grams = |energy: Energy| Some(electricity.grams(energy));
            report.zone = zone.map(|zone| zone.alpha_3);
            report.g_per_kwh = Some(electricity.grams_per_kwh());
            report.g_per_kwh_year = zone.map(|zone| zone.year);
            report.g_per_kwh_source = zone.map(|zone| Citation::from(&zone.publisher.source()));
            report.g_co2e_per_image = grams(estimate.energy);
            report.g_co2e_low = grams(estimate.low);
            report.g_co2e_high = grams(estimate.high);
            report.g_co2e_total = grams(total);
        }
        report.price_per_kwh = electricity.price;
        report.cost_per_image = electricity.cost(estimate.energy);
        report.cost_total = electricity.cost(total);
        report.pue = (asked.carbon || electricity.price.is_some()).then_some(electricity.pue);
        report.like = asked.like.map(|like| Likeness {
            id: like.id,
            unit: match like.unit {
                Unit::Count => "count",
                Unit::Hours => "hours",
            },
            per_image: like.amount(electricity.drawn(estimate.energy)),
            total: like.amount(electricity.drawn(total)),
            wh_of_one: like.energy.watt_hours(),
            covers: WORDS.text(like.covers),
            source: Citation::from(&like.source),
        });
        report
    }
}

/// Prints the same for a person.
///
/// # Errors
/// Standard output closed.
pub fn print(asked: &Asked, estimate: &Estimate, images: u64) -> anyhow::Result<()> {
    let electricity = &asked.electricity;
    let total = estimate.energy * images as f64;
    let (images, pue) = (whole(images), plain(electricity.pue));
    if asked.carbon {
        let grams = |energy: Energy| scaled(electricity.grams(energy), "g");
        output::line(&format!(
            "  {} CO₂e per image, likely {} to {}; {} for {images} images",
            grams(estimate.energy),
            grams(estimate.low),
            grams(estimate.high),
            grams(total),
        ))?;
        output::line(&format!("    {}, PUE {pue}", electricity.basis(WORDS)))?;
    }
    if let (Some(price), Some(cost)) = (electricity.price, electricity.cost(total)) {
        output::line(&format!(
            "  {} for the electricity of {images} images, at {} per kWh and a PUE of {pue}",
            rounded(cost),
            plain(price),
        ))?;
    }
    if let Some(like) = asked.like {
        let drawn = electricity.drawn(estimate.energy);
        output::line(&format!(
            "  one image uses as much energy as {} {}, at a PUE of {pue}",
            like.text(WORDS, drawn),
            WORDS.text(like.of)
        ))?;
        let source = &like.source;
        output::line(&format!(
            "    {}: {}; {}, {}, {}",
            EnergyUnit::WattHours.text(like.energy),
            WORDS.text(like.covers),
            source.title,
            source.locator,
            source.url,
        ))?;
    }
    Ok(())
}
