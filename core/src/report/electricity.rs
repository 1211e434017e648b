//! Greenhouse gas, cost and comparisons of an energy; each only where it is asked for.

use serde::Serialize;

use super::SourceReport;
use crate::carbon::Electricity;
use crate::equivalence::{Equivalence, Unit};
use crate::estimate::Estimate;
use crate::units::Energy;
use crate::words::Words;

/// Answers wanted beside the energy.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Electricity of the data centre.
    pub electricity: Electricity,
    /// True if greenhouse gas is wanted.
    pub carbon: bool,
    /// Comparison, where one is wanted.
    pub like: Option<&'static Equivalence>,
}

/// Columns of a table for greenhouse gas, cost and comparison, in the order of [`Asked::each_number`].
const CARBON: [&str; 4] = ["g_co2e_per_image", "g_co2e_low", "g_co2e_high", "g_co2e_total"];
const COST: [&str; 2] = ["cost_per_image", "cost_total"];
const LIKE: [&str; 2] = ["like_per_image", "like_total"];

impl Asked {
    /// Returns the columns of a table that hold what was asked for.
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

/// Greenhouse gas, cost and comparison; `null` where nothing was asked.
#[derive(Debug, Clone, Default, Serialize)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
pub struct ElectricityReport {
    /// Country, ISO 3166 alpha-3, or `WORLD`.
    pub zone: Option<&'static str>,
    /// Carbon intensity in grams of CO2e per kWh.
    pub g_per_kwh: Option<f64>,
    /// Year of the intensity.
    pub g_per_kwh_year: Option<u32>,
    /// Source of the intensity.
    pub g_per_kwh_source: Option<SourceReport>,
    /// Power usage effectiveness.
    pub pue: Option<f64>,
    /// Grams of CO2e of an image or clip.
    pub g_co2e_per_image: Option<f64>,
    /// Lower end of the interval in grams.
    pub g_co2e_low: Option<f64>,
    /// Upper end of the interval in grams.
    pub g_co2e_high: Option<f64>,
    /// Grams of CO2e of all images.
    pub g_co2e_total: Option<f64>,
    /// Price of a kilowatt-hour.
    pub price_per_kwh: Option<f64>,
    /// Cost of an image or clip, in the currency of the price.
    pub cost_per_image: Option<f64>,
    /// Cost of all images.
    pub cost_total: Option<f64>,
    /// Everyday comparison.
    pub like: Option<LikenessReport>,
}

/// An everyday comparison.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
pub struct LikenessReport {
    /// Id of the comparison.
    pub id: &'static str,
    /// `count` or `hours`.
    pub unit: &'static str,
    /// Amount for an image or clip.
    pub per_image: f64,
    /// Amount for all images.
    pub total: f64,
    /// Watt-hours of one.
    pub wh_of_one: f64,
    /// Scope of the energy of one.
    pub covers: &'static str,
    /// Source of the energy of one.
    pub source: SourceReport,
}

impl ElectricityReport {
    /// Returns the answers for an estimate of so many images.
    #[must_use]
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
            report.g_per_kwh_source = zone.map(|zone| SourceReport::from(&zone.publisher.source()));
            report.g_co2e_per_image = grams(estimate.energy);
            report.g_co2e_low = grams(estimate.low);
            report.g_co2e_high = grams(estimate.high);
            report.g_co2e_total = grams(total);
        }
        report.price_per_kwh = electricity.price;
        report.cost_per_image = electricity.cost(estimate.energy);
        report.cost_total = electricity.cost(total);
        report.pue = (asked.carbon || electricity.price.is_some()).then_some(electricity.pue);
        report.like = asked.like.map(|like| LikenessReport {
            id: like.id,
            unit: match like.unit {
                Unit::Count => "count",
                Unit::Hours => "hours",
            },
            per_image: like.amount(electricity.drawn(estimate.energy)),
            total: like.amount(electricity.drawn(total)),
            wh_of_one: like.energy.watt_hours(),
            covers: Words::ENGLISH.text(like.covers),
            source: SourceReport::from(&like.source),
        });
        report
    }
}
