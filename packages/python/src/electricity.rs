//! Greenhouse gas, cost and comparisons of an energy.

use pyo3::prelude::*;
use pyo3::types::PyDict;
use wattpix_core::carbon::Electricity;
use wattpix_core::equivalence::{self, Equivalence, Unit};
use wattpix_core::units::Energy;
use wattpix_core::words::Words;

use crate::catalogue::{COUNTRIES, Citation};
use crate::refusal::refused;
use crate::settings::text;

/// Reads zone, intensity, PUE and price.
///
/// # Errors
/// The first value that cannot be used.
fn read(given: &Bound<'_, PyDict>) -> PyResult<Electricity> {
    let mut typed: Vec<(String, String)> = Vec::new();
    for (key, value) in given {
        if let Some(text) = text(&value)? {
            typed.push((key.extract()?, text));
        }
    }
    let of = |key: &str| typed.iter().find(|(name, _)| name == key).map(|(_, text)| text.as_str());
    let (electricity, problems) = Electricity::read(of, COUNTRIES);
    problems.into_iter().next().map_or(Ok(electricity), |problem| Err(refused(problem)))
}

/// Greenhouse gas of an energy.
#[derive(Debug, IntoPyObject)]
pub struct Carbon {
    g_co2e: f64,
    g_per_kwh: f64,
    zone: Option<&'static str>,
    year: Option<u32>,
    source: Option<Citation>,
    pue: f64,
    basis: String,
}

/// Returns the greenhouse gas of watt-hours at the GPU.
#[pyfunction]
pub fn carbon(watt_hours: f64, electricity: &Bound<'_, PyDict>) -> PyResult<Carbon> {
    let electricity = read(electricity)?;
    let zone = electricity.own.is_none().then_some(&electricity.zone);
    Ok(Carbon {
        g_co2e: electricity.grams(Energy::from_watt_hours(watt_hours)),
        g_per_kwh: electricity.grams_per_kwh(),
        zone: zone.map(|zone| zone.alpha_3),
        year: zone.map(|zone| zone.year),
        source: zone.map(|zone| Citation::from(&zone.publisher.source())),
        pue: electricity.pue,
        basis: electricity.basis(Words::ENGLISH),
    })
}

/// Returns the cost of watt-hours at the GPU, in the currency of the price.
#[pyfunction]
pub fn cost(watt_hours: f64, electricity: &Bound<'_, PyDict>) -> PyResult<Option<f64>> {
    Ok(read(electricity)?.cost(Energy::from_watt_hours(watt_hours)))
}

/// A comparison of an energy.
#[derive(Debug, IntoPyObject)]
pub struct Comparison {
    id: &'static str,
    label: &'static str,
    unit: &'static str,
    amount: f64,
    text: String,
    wh_of_one: f64,
    covers: &'static str,
    source: Citation,
}

impl Comparison {
    fn new(like: &Equivalence, energy: Energy) -> Self {
        let words = Words::ENGLISH;
        Self {
            id: like.id,
            label: words.text(like.label),
            unit: match like.unit {
                Unit::Count => "count",
                Unit::Hours => "hours",
            },
            amount: like.amount(energy),
            text: [&like.text(words, energy), " ", words.text(like.of)].concat(),
            wh_of_one: like.energy.watt_hours(),
            covers: words.text(like.covers),
            source: Citation::from(&like.source),
        }
    }
}

/// Compares watt-hours at the GPU with everyday uses of energy, at a PUE.
#[pyfunction]
pub fn equivalences(watt_hours: f64, electricity: &Bound<'_, PyDict>) -> PyResult<Vec<Comparison>> {
    let energy = read(electricity)?.drawn(Energy::from_watt_hours(watt_hours));
    Ok(equivalence::ALL.iter().map(|like| Comparison::new(like, energy)).collect())
}
