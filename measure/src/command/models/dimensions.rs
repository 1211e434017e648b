//! `measure models --dimensions`: what can be changed in a model.

use std::process::ExitCode;

use serde::Serialize;
use wattpix_core::model::Model;
use wattpix_core::model::custom::dimension::Dimension;
use wattpix_core::model::custom::dimensions;
use wattpix_core::words::Words;

use crate::{json, output};

#[derive(Debug, Serialize)]
struct Report {
    model: &'static str,
    family: &'static str,
    dimensions: Vec<Entry>,
}

/// A dimension: a number between two others, or the id of a model of which something is taken over.
#[derive(Debug, Serialize)]
struct Entry {
    key: &'static str,
    value: Option<String>,
    least: Option<u64>,
    most: Option<u64>,
    choices: Vec<&'static str>,
    label: String,
    meaning: &'static str,
}

impl Entry {
    fn of(dimension: &Dimension, model: &Model) -> Self {
        let word = dimension.is_word();
        let (label, meaning) = dimension.words(Words::ENGLISH);
        Self {
            key: dimension.key,
            value: dimension.value(model).map(|value| dimension.written(value)),
            least: (!word).then_some(dimension.least),
            most: (!word).then_some(dimension.most),
            choices: dimension.choices(),
            label,
            meaning,
        }
    }

    /// Returns the allowed values, in words.
    fn allowed(&self) -> String {
        match (self.least, self.most) {
            (Some(least), Some(most)) => format!("{least} to {most}"),
            _ => "a model, see below".to_owned(),
        }
    }
}

/// Prints them.
///
/// # Errors
/// Standard output closed.
pub fn print(model: &'static Model, as_json: bool) -> anyhow::Result<ExitCode> {
    let entries: Vec<Entry> = dimensions::of(model).map(|dimension| Entry::of(dimension, model)).collect();
    let family = model.denoiser.family().label();
    if as_json {
        json::print(&Report { model: model.id, family, dimensions: entries })?;
        return Ok(ExitCode::SUCCESS);
    }
    output::line(&format!(
        "{}, {family}. A changed one is written {}~key:value~key:value.\n",
        model.label, model.id
    ))?;
    let rows: Vec<_> = entries
        .iter()
        .map(|entry| {
            let meaning = match entry.meaning {
                "" => entry.label.clone(),
                meaning => [&entry.label, ": ", meaning].concat(),
            };
            let allowed = entry.allowed();
            [entry.key.to_owned(), entry.value.clone().unwrap_or_default(), allowed, meaning]
        })
        .collect();
    output::table(["key", "value", "allowed", "meaning"], &rows)?;
    for entry in entries.iter().filter(|entry| !entry.choices.is_empty()) {
        output::line(&format!("\n{}: one of {}", entry.key, entry.choices.join(", ")))?;
    }
    Ok(ExitCode::SUCCESS)
}
