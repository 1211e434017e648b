//! What must hold within a row: energies, power and time belong together.

use super::Finding;
use crate::flag::Flag;
use crate::observation::{Header, Observation, Stage};

/// Energies are written to the millijoule, idle power to a ten-thousandth of a watt, durations to the microsecond: rounding
/// may part both sides of an equation by this many joules, and by this many a second of the window.
const ROUNDING_J: f64 = 0.002;
/// See [`ROUNDING_J`].
const ROUNDING_W: f64 = 0.000_2;
/// No single card draws more than this where its limit is unknown, watts (as in [`crate::meter::Identity::plausible_below_w`]).
const MOST_W: f64 = 2000.0;
/// Ratio of counter and integrated power beyond which a row must say so.
const CONTRADICTION: [f64; 2] = [0.7, 1.3];
/// A chip is between these, degrees Celsius.
const TEMPERATURE_C: [u32; 2] = [1, 125];

/// What is wrong within a row.
#[must_use]
pub fn check(line: usize, row: &Observation, header: Option<&Header>) -> Vec<Finding> {
    let mut found = Vec::new();
    let mut error = |message: String| found.push(Finding::error(line, message));
    if row.valid && row.duration_s <= 0.0 {
        error(format!("duration_s {}: a valid window lasts longer than nothing", row.duration_s));
    }
    for (name, joules) in
        [("gross_j", row.gross_j), ("counter_j", row.counter_j), ("edge_error_j", row.edge_error_j)]
    {
        if let Some(joules) = joules.filter(|joules| *joules < 0.0) {
            error(format!("{name} {joules} is below zero"));
        }
    }
    if let Some(gross) = row.gross_j.filter(|_| row.valid && row.duration_s > 0.0) {
        let watts = gross / row.duration_s;
        let limit = limit_w(header);
        if watts >= limit || watts <= 0.0 {
            error(format!(
                "gross_j {gross} over {} s is {watts:.0} W, which is not between 0 and {limit:.0} W",
                row.duration_s
            ));
        }
    }
    if let (Some(gross), Some(net)) = (row.gross_j, row.net_j)
        && net > gross + ROUNDING_J
    {
        error(format!("net_j {net} is above gross_j {gross}"));
    }
    if let (Some(gross), Some(net), Some(idle)) = (row.gross_j, row.net_j, row.idle_w) {
        let expected = gross - idle * row.duration_s;
        if (net - expected).abs() > ROUNDING_J + ROUNDING_W * row.duration_s + 1e-6 * idle {
            error(format!("net_j {net} is not gross_j - idle_w x duration_s, which is {expected:.3}"));
        }
    }
    if row.net_j.is_some() && row.idle_w.is_none() {
        error("net_j without idle_w: less what?".to_owned());
    }
    if let Some(idle) = row.idle_w.filter(|idle| *idle < 0.0) {
        error(format!("idle_w {idle} is below zero"));
    }
    // By whichever integral is nearer, as the window was judged.
    let ratio = row.counter_j.and_then(|counter| {
        let integrals =
            [row.integrated_j, row.integrated_average_j].into_iter().flatten().filter(|j| *j > 0.0);
        integrals.map(|integral| counter / integral).min_by(|a, b| a.ln().abs().total_cmp(&b.ln().abs()))
    });
    let said = row.reasons.contains(&Flag::MetersContradict);
    if let Some(ratio) =
        ratio.filter(|r| row.valid && !said && !(CONTRADICTION[0]..=CONTRADICTION[1]).contains(r))
    {
        error(format!(
            "counter_j over integrated_j is {ratio:.2} and the row does not say meters-contradict"
        ));
    }
    if row.reasons.is_empty() && !row.valid && row.gross_j.is_some() {
        error("valid is false without a reason".to_owned());
    }
    if let Some(celsius) = row.temperature_c
        && celsius.iter().any(|c| !(TEMPERATURE_C[0]..=TEMPERATURE_C[1]).contains(c))
    {
        error(format!("temperature_c {celsius:?}: no chip is that cold or hot"));
    }
    if let (Some(images), Some(batch)) = (row.images, row.batch)
        && (batch == 0 || !images.is_multiple_of(batch))
    {
        error(format!("{images} images are no multiple of the batch of {batch}"));
    }
    found.extend(key(line, row));
    if row.valid && row.stage == Stage::Image && row.net_j.is_some_and(|net| net <= 0.0) {
        found.push(Finding::warning(line, "net_j is not above zero: the work drew no more than idle"));
    }
    found
}

/// Twice the card's power limit, watts.
fn limit_w(header: Option<&Header>) -> f64 {
    let fact = |name| header.and_then(|header| header.gpu.get(name)).and_then(serde_json::Value::as_f64);
    fact("power_limit_w").or(fact("power_limit_default_w")).map_or(MOST_W, |limit| 2.0 * limit)
}

/// A key says what the fields say.
fn key(line: usize, row: &Observation) -> Option<Finding> {
    let model = row.model.as_ref()?;
    let number = |value: Option<u32>| value.map_or_else(|| "-".to_owned(), |value| value.to_string());
    let word = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
    let expected = format!(
        "{model}/{}x{}/{}/{}/{}/b{}",
        number(row.width),
        number(row.height),
        number(row.steps),
        word(&row.precision),
        word(&row.guidance),
        row.batch.unwrap_or(1)
    );
    (row.key != expected).then(|| {
        Finding::error(line, format!("key {:?} does not say what the fields say, {expected:?}", row.key))
    })
}
