//! Columns of configurations, and the columns that their estimates add; those of `measure estimate --from`.

use pyo3::prelude::*;
use wattpix_core::configuration::Configuration;
use wattpix_core::error::{Choice, Key};
use wattpix_core::estimate::Estimate;
use wattpix_core::spreadsheet::head::{Head, likely};
use wattpix_core::spreadsheet::is_blank;
use wattpix_core::words::{Word, Words};

use crate::coefficients::Coefficients;
use crate::refusal::refused;
use crate::settings::{Settings, text};

/// Columns that estimates add, a value a row; `None` where a row has no result.
#[derive(Debug, Default, IntoPyObject)]
pub struct Answers {
    seconds_per_image: Vec<Option<f64>>,
    watts: Vec<Option<f64>>,
    wh_per_image: Vec<Option<f64>>,
    wh_low: Vec<Option<f64>>,
    wh_high: Vec<Option<f64>>,
    joules_per_image: Vec<Option<f64>>,
    wh_total: Vec<Option<f64>>,
    fit: Vec<Option<String>>,
    boundary: Vec<Option<&'static str>>,
    caveats: Vec<Option<String>>,
    error: Vec<Option<String>>,
}

impl Answers {
    fn push(&mut self, answer: Result<(Configuration, Estimate), String>) {
        let (answer, error) = match &answer {
            Ok(answer) => (Some(answer), None),
            Err(message) => (None, Some(message.clone())),
        };
        let estimate = answer.map(|(_, estimate)| estimate);
        let codes =
            |estimate: &Estimate| estimate.caveats.iter().map(|caveat| caveat.code()).collect::<Vec<_>>();
        self.seconds_per_image.push(estimate.and_then(|estimate| estimate.seconds));
        self.watts.push(estimate.and_then(|estimate| estimate.power).map(|power| power.watts()));
        self.wh_per_image.push(estimate.map(|estimate| estimate.energy.watt_hours()));
        self.wh_low.push(estimate.map(|estimate| estimate.low.watt_hours()));
        self.wh_high.push(estimate.map(|estimate| estimate.high.watt_hours()));
        self.joules_per_image.push(estimate.map(|estimate| estimate.energy.joules()));
        self.wh_total.push(
            answer.map(|(configuration, estimate)| {
                (estimate.energy * configuration.images as f64).watt_hours()
            }),
        );
        self.fit.push(estimate.map(|estimate| estimate.fit.id().to_owned()));
        self.boundary.push(estimate.map(|estimate| estimate.question.boundary.name()));
        self.caveats.push(estimate.map(|estimate| codes(estimate).join(";")));
        self.error.push(error);
    }
}

/// Finds the setting of each column; `None` for a column of the caller's own.
fn keys(heads: &[String]) -> PyResult<Vec<Option<Key>>> {
    let known = Key::ALL.map(Key::name);
    let mut keys: Vec<Option<Key>> = Vec::new();
    for head in heads {
        let key = match Head::of(head, &known) {
            Head::Known(name) => Key::ALL.into_iter().find(|key| key.name() == name),
            Head::Index | Head::Own => None,
        };
        if key.is_some() && keys.contains(&key) {
            return Err(refused(format_args!("column '{head}' appears twice; keep one")));
        }
        keys.push(key);
    }
    let absent: Vec<&str> =
        Key::ALL.into_iter().filter(|key| !keys.contains(&Some(*key))).map(Key::name).collect();
    for (head, _) in heads.iter().zip(&keys).filter(|(_, key)| key.is_none()) {
        if let Some(likely) = likely(head, &absent) {
            let values = [("column", head.trim()), ("likely", likely)];
            return Err(refused(Words::ENGLISH.say(Word::TABLE_NEAR_COLUMN, &values)));
        }
    }
    match [Key::Model, Key::Gpu].into_iter().find(|required| !keys.contains(&Some(*required))) {
        None => Ok(keys),
        Some(required) => Err(refused(format_args!(
            "no column '{required}'; model and gpu are needed, of {}",
            known.join(", ")
        ))),
    }
}

/// Estimates every row of named columns. A row that cannot be estimated gets its message in `error`, and the rest goes on.
#[pyfunction]
#[pyo3(signature = (columns, coefficients=None, fit=None))]
pub fn estimate_columns(
    columns: Vec<(String, Vec<Bound<'_, PyAny>>)>,
    coefficients: Option<u32>,
    fit: Option<(String, String)>,
) -> PyResult<Answers> {
    let coefficients = Coefficients::new(coefficients, fit)?;
    let (heads, values): (Vec<String>, Vec<_>) = columns.into_iter().unzip();
    let keys = keys(&heads)?;
    let rows = values.first().map_or(0, Vec::len);
    let mut answers = Answers::default();
    for row in 0..rows {
        let mut settings = Settings::default();
        for (key, column) in keys.iter().zip(&values) {
            let (Some(key), Some(value)) = (*key, column.get(row)) else { continue };
            if let Some(text) = text(value)?.filter(|text| key == Key::Guidance || !is_blank(text)) {
                settings.put(key, text, coefficients.version);
            }
        }
        let answer = settings.read(&[Key::Model, Key::Gpu]).and_then(|configuration| {
            let estimate = coefficients.answer(&configuration)?;
            Ok((configuration, estimate))
        });
        answers.push(answer.map_err(|error| error.to_string()));
    }
    Ok(answers)
}
