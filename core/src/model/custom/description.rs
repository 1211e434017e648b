//! A model described by its base and the changes to it.

use std::fmt;

use super::super::published::published;
use super::super::{Denoiser, Model};
use super::dimension::{Dimension, Place};
use super::{dimensions, follow, template};
use crate::error::{Error, Fault};

/// Stands before each change.
pub const MARK: char = '~';

/// Stands between a dimension and its value.
const IS: char = ':';

/// A base with some of its dimensions changed. The same architecture from the same base is written in one way.
#[derive(Debug, Clone)]
pub struct Description {
    pub(super) base: &'static Model,
    /// The description as text, in the place of a model's id.
    pub(super) id: String,
    /// The base with the changes; its id and label are still those of the base.
    pub(super) model: Box<Model>,
}

/// The base of a description, and its changes where there are any.
pub(super) fn parts(text: &str) -> (&str, Option<&str>) {
    text.split_once(MARK).map_or((text, None), |(name, changes)| (name, Some(changes)))
}

pub(super) const fn refused(base: &'static Model, fault: Box<Fault>) -> Error {
    Error::Architecture { base: base.id, fault }
}

/// The dimension and value by which a change is kept: heads by their width, where the model keeps that.
fn resolved(
    dimension: &'static Dimension,
    model: &Model,
    value: u64,
) -> Result<(&'static Dimension, u64), Box<Fault>> {
    let width = match (&dimension.place, &model.denoiser) {
        (Place::Heads, Denoiser::MmDit(it)) => it.width,
        (Place::Heads, Denoiser::NextDit(it)) => it.block.width,
        (Place::Heads, Denoiser::CrossDit(it)) => it.width,
        _ => return Ok((dimension, value)),
    };
    let head_width = dimensions::ALL.iter().find(|other| other.key == "head_width").unwrap_or(dimension);
    let each = width.checked_div(value).unwrap_or(0);
    if each * value != width {
        return Err(Fault::no_multiple("width", width, value));
    }
    if each < head_width.least || each > head_width.most {
        let limits = [head_width.least, head_width.most];
        return Err(Fault::out_of_range(head_width.key, &each.to_string(), limits));
    }
    Ok((head_width, each))
}

/// The error for a dimension that a model does not have.
fn unknown_dimension(given: &str, model: &Model) -> Box<Fault> {
    Fault::unknown(given, dimensions::of(model).map(|dimension| dimension.key).collect())
}

impl Description {
    /// Reads a description.
    ///
    /// # Errors
    /// Those of [`published`] for the base, [`Error::Architecture`] for what cannot be changed so.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let (name, changes) = parts(text);
        let base = template::find(name).map_or_else(|| published(name), Ok)?;
        let mut description = Self { base, id: base.id.to_owned(), model: Box::new(*base) };
        match changes.map(|changes| description.read(changes)) {
            Some(Err(fault)) => Err(refused(base, fault)),
            _ => Ok(description),
        }
    }

    fn read(&mut self, changes: &str) -> Result<(), Box<Fault>> {
        for part in changes.split(MARK) {
            let (key, _) = part.split_once(IS).ok_or_else(|| Fault::no_change(part, [MARK, IS]))?;
            if dimensions::ALL.iter().all(|dimension| dimension.key != key) {
                return Err(unknown_dimension(key, self.base));
            }
        }
        // In the order of the table, so that what follows from a change can be changed after it.
        let mut changed = None;
        for dimension in &dimensions::ALL {
            let mut values =
                changes.split(MARK).filter_map(|part| part.strip_prefix(dimension.key)?.strip_prefix(IS));
            let Some(value) = values.next() else { continue };
            if values.next().is_some() {
                return Err(Fault::twice(dimension.key));
            }
            let value = dimension.read(value)?;
            let (dimension, value) = resolved(dimension, &self.model, value)?;
            match dimension.value(&self.model) {
                None => return Err(unknown_dimension(dimension.key, &self.model)),
                // What is so already is no change.
                Some(present) if present == value => continue,
                Some(_) => {}
            }
            // Heads are kept as their width, which may be given too.
            if changed.replace(dimension.key) == Some(dimension.key) {
                return Err(Fault::twice(dimension.key));
            }
            dimension.set(&mut self.model, value)?;
            self.id.push(MARK);
            self.id.push_str(dimension.key);
            self.id.push(IS);
            self.id.push_str(&dimension.written(value));
        }
        if changed.is_some() { follow::settle(self.base, &mut self.model) } else { Ok(()) }
    }

    /// The description of a model: of one of the catalogue or a template, without a change.
    ///
    /// # Errors
    /// None for a model that [`super::super::find`] gave: its id is its description.
    pub fn of(model: &Model) -> Result<Self, Error> {
        Self::parse(model.id)
    }

    /// Returns the description with a dimension set to a typed value; an empty value restores that of the base.
    ///
    /// # Errors
    /// As [`Description::parse`].
    pub fn with(&self, key: &str, value: &str) -> Result<Self, Error> {
        // Heads and their width say the same.
        let same = |other: &str| other == key || [other, key] == ["head_width", "heads"];
        let changes = parts(&self.id).1.map(|changes| changes.split(MARK)).into_iter().flatten();
        let kept = changes.filter(|change| change.split_once(IS).is_some_and(|(other, _)| !same(other)));
        let mut text = self.base.id.to_owned();
        for change in kept {
            text.extend([MARK].iter().copied().chain(change.chars()));
        }
        if !value.trim().is_empty() {
            text.push_str(&format!("{MARK}{key}{IS}{}", value.trim()));
        }
        Self::parse(&text)
    }

    /// Returns the catalogue model or template that the description changes.
    pub const fn base(&self) -> &'static Model {
        self.base
    }

    /// Returns the label: the name of the base, and the changes as they are written.
    pub(super) fn label(&self) -> String {
        [self.base.label, self.id.get(self.base.id.len()..).unwrap_or_default()].concat()
    }
}

/// Writes the description as it stands in the place of a model's id.
impl fmt::Display for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id)
    }
}
