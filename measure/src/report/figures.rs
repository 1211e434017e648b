//! The charts of a report.

use std::collections::BTreeMap;

use wattpix_core::charts::{
    AgreementChart, AgreementGroup, Axis, Bar, BarGroup, BarKind, Drawing, Frame, GroupedBars, MeasuredPair,
};
use wattpix_core::error::Choice;
use wattpix_core::fit::{Fit, INTERVAL};
use wattpix_core::observation::Observed;
use wattpix_core::present::{correlation, fixed, whole};
use wattpix_core::regress::cross_validation::{Prediction, Summary, Validation, summary};
use wattpix_core::setting::Boundary;
use wattpix_core::units::Energy;

use super::pair::Pair;

/// Width in CSS pixels for which charts are laid out: a phone shows it nearly as large as it is, a desktop two beside each other.
pub const WIDTH: u32 = 440;

/// Points in one chart; of more, evenly many are drawn.
const MOST_POINTS: usize = 500;

/// Points whose intervals are drawn as bars; of more they would be a band.
const MOST_BARS: usize = 150;

/// A chart with its name and caption.
#[derive(Debug, Clone)]
pub struct Figure {
    /// Name of its file, and id.
    pub id: String,
    /// Caption above it.
    pub caption: String,
    /// The chart.
    pub drawing: Drawing,
}

/// Predicted against measured, one chart for each boundary in the rows: they are not the same quantity.
///
/// # Errors
/// A number that no chart can show.
pub fn agreement(validation: &Validation, rows: &[&Observed]) -> anyhow::Result<Vec<Figure>> {
    let (law, by) = (validation.method.name(), validation.split.by());
    let id = format!("predicted-{law}-by-{}", slug(by));
    let caption = format!("The {law} law, each {by} left out in turn");
    of_predictions(&validation.predictions, rows, &id, &caption)
}

/// Returns the panels of one group that was left out beside the rows that the fit of the rest saw: for each boundary a training and a testing panel.
///
/// # Errors
/// A number that no chart can show.
pub fn panels(validation: &Validation, rows: &[&Observed]) -> anyhow::Result<Vec<Figure>> {
    let (law, by) = (validation.method.name(), validation.split.by());
    let mut figures = Vec::new();
    for (number, (tested, trained)) in validation.panels().into_iter().enumerate() {
        let Some(group) = tested.first().map(|one| one.group.as_str()) else { continue };
        // Numbered, because names of groups can be long.
        let id = |part: &str| format!("{part}-{law}-by-{}-{}", slug(by), number + 1);
        let training = format!("Training: every {by} but {group}");
        let training = of_predictions(trained, rows, &id("training"), &training)?;
        let testing = format!("Testing: {group}, not seen by that fit");
        for tested in of_predictions(tested, rows, &id("testing"), &testing)? {
            let boundary = |figure: &Figure| figure.id.rsplit('-').next().map(str::to_owned);
            let seen = training.iter().position(|trained| boundary(trained) == boundary(&tested));
            figures.extend(seen.map(|at| training[at].clone()));
            figures.push(tested);
        }
    }
    Ok(figures)
}

/// A text as part of an id: small letters, digits and hyphens.
fn slug(text: &str) -> String {
    text.to_lowercase().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
}

fn of_predictions(
    predictions: &[Prediction],
    rows: &[&Observed],
    id: &str,
    caption: &str,
) -> anyhow::Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for (word, boundary) in Boundary::ALL {
        let of_boundary: Vec<&Prediction> =
            predictions.iter().filter(|one| rows[one.row].boundary == *boundary).collect();
        if of_boundary.is_empty() {
            continue;
        }
        let id = format!("{id}-{word}");
        let every = of_boundary.len().div_ceil(MOST_POINTS);
        let thinned = if every > 1 {
            let drawn = of_boundary.len().div_ceil(every);
            format!("; {} of {} points are drawn", whole(drawn as u64), whole(of_boundary.len() as u64))
        } else {
            String::new()
        };
        let caption = format!("{caption}, {word} energy{thinned}");
        let mut chart = AgreementChart::new(Frame::new(&id, &caption, WIDTH), "energy per image", "Wh");
        chart.bars = of_boundary.len().div_ceil(every) <= MOST_BARS;
        chart.interval_label = format!("{:.0} % interval", 100.0 * INTERVAL);
        chart.notes = summary("", &of_boundary).map(|summary| quality(&summary)).unwrap_or_default();
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

/// The figures that arXiv:2511.17031 judges its law by, of ln energies, as lines of a plot.
fn quality(of: &Summary) -> Vec<String> {
    let agreement = &of.agreement;
    let shown =
        |value: Option<f64>| value.map_or_else(|| "undefined".to_owned(), |value| correlation(value, 3));
    vec![
        format!("n = {}", whole(agreement.n as u64)),
        format!("R² {}, MAE {}", shown(agreement.r2), fixed(agreement.mae_ln, 3)),
        format!("Spearman {}, Pearson {}", shown(agreement.spearman), shown(agreement.pearson)),
    ]
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
