//! The charts of a report.

use std::collections::BTreeMap;

use wattpix_core::charts::{
    AgreementChart, AgreementGroup, Axis, Bar, BarGroup, BarKind, Drawing, Frame, GroupedBars, MeasuredPair,
};
use wattpix_core::error::Choice;
use wattpix_core::fit::{Fit, INTERVAL};
use wattpix_core::observation::Observed;
use wattpix_core::present::whole;
use wattpix_core::regress::cross_validation::{Prediction, Validation};
use wattpix_core::setting::Boundary;
use wattpix_core::units::Energy;

use super::pair::Pair;

/// Width in CSS pixels for which charts are laid out: a phone shows it nearly as large as it is, a desktop two beside each other.
const WIDTH: u32 = 440;

/// Points in one chart; of more, evenly many are drawn.
const MOST_POINTS: usize = 500;

/// Points whose intervals are drawn as bars; of more they would be a band.
const MOST_BARS: usize = 150;

/// A chart with its name and caption.
#[derive(Debug)]
pub struct Figure {
    /// Name of its file, and id.
    pub id: String,
    /// What stands above it.
    pub caption: String,
    /// The chart.
    pub drawing: Drawing,
}

/// Predicted against measured, one chart for each boundary in the rows: they are not the same quantity.
///
/// # Errors
/// A number that no chart can show.
pub fn agreement(validation: &Validation, rows: &[&Observed]) -> anyhow::Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for (word, boundary) in Boundary::ALL {
        let of_boundary: Vec<&Prediction> =
            validation.predictions.iter().filter(|one| rows[one.row].boundary == *boundary).collect();
        if of_boundary.is_empty() {
            continue;
        }
        let by = validation.split.by();
        let id = format!(
            "predicted-{}-by-{}-{word}",
            validation.method.name(),
            by.replace(' ', "-").to_lowercase()
        );
        let every = of_boundary.len().div_ceil(MOST_POINTS);
        let thinned = if every > 1 {
            let drawn = of_boundary.len().div_ceil(every);
            format!("; {} of {} points are drawn", whole(drawn as u64), whole(of_boundary.len() as u64))
        } else {
            String::new()
        };
        let caption = format!(
            "The {} law, each {by} left out in turn, {word} energy{thinned}",
            validation.method.name()
        );
        let mut chart = AgreementChart::new(Frame::new(&id, &caption, WIDTH), "energy per image", "Wh");
        chart.bars = of_boundary.len().div_ceil(every) <= MOST_BARS;
        chart.interval_label = format!("{:.0} % interval", 100.0 * INTERVAL);
        // A model looks the same in every chart.
        let mut groups: BTreeMap<&str, Vec<MeasuredPair>> =
            rows.iter().map(|row| (row.workload.model().label, Vec::new())).collect();
        for prediction in of_boundary.iter().step_by(every) {
            let row = rows[prediction.row];
            groups.entry(row.workload.model().label).or_default().push(pair(prediction, row));
        }
        let group =
            |(label, pairs): (&str, Vec<MeasuredPair>)| AgreementGroup { label: label.to_owned(), pairs };
        chart.groups = groups.into_iter().map(group).collect();
        figures.push(Figure { id, caption, drawing: chart.draw()? });
    }
    Ok(figures)
}

fn pair(prediction: &Prediction, row: &Observed) -> MeasuredPair {
    let watt_hours = |joules: f64| Energy::from_joules(joules).watt_hours();
    let [low, high] = prediction.interval.map(watt_hours);
    MeasuredPair {
        measured: watt_hours(prediction.measured),
        predicted: watt_hours(prediction.predicted),
        interval: (low, high),
        label: format!("{row}, {}", row.source),
    }
}

/// Each setting varied alone from the cheapest configuration of a pair's tables, as factors of it.
///
/// # Errors
/// A number that no chart can show.
pub fn contributions(pair: &Pair, fit: &Fit) -> anyhow::Result<Option<Figure>> {
    let Some((cheapest, effects)) = pair.effects(fit) else { return Ok(None) };
    let id = format!("settings-{}", pair.slug());
    let caption = format!("What each setting does: {}", pair.about());
    let axis = Axis::linear("Times the energy of the cheapest configuration", "");
    let mut chart = GroupedBars::new(Frame::new(&id, &caption, WIDTH), axis);
    for effect in &effects {
        let bar = Bar {
            value: effect.estimate.energy.joules() / cheapest.energy.joules(),
            interval: None,
            kind: if effect.estimate.is_extrapolated() { BarKind::Outside } else { BarKind::Predicted },
        };
        chart.groups.push(BarGroup { label: effect.level(), bars: vec![Some(bar)] });
    }
    Ok(Some(Figure { id, caption, drawing: chart.draw()? }))
}
