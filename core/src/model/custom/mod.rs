//! Models that nobody published: a model of the catalogue, or the plain description of a family, with dimensions changed.
//!
//! Such a model is written wherever a model id is accepted: `flux1-dev~joint_blocks:10~width:2048`. What can be changed is the table in
//! [`dimension`]; the plain descriptions are in [`template`]. Operations and weights are counted from the architecture as those of any other
//! model are, and are as exact.

pub mod dimension;
mod fault;
mod follow;
mod kept;
pub mod source_file;
pub mod template;
pub mod words;

use std::fmt;

use super::Model;
use crate::error::Error;
use dimension::Dimension;

pub use fault::Fault;
pub use kept::MOST_KEPT;

/// Stands before each change.
pub const MARK: char = '~';

/// Stands between a dimension and its value.
const IS: char = ':';

/// A base and what differs from it; two descriptions of the same architecture from the same base are equal.
#[derive(Debug, Clone)]
pub struct Description {
    base: &'static Model,
    changes: Vec<Change>,
    /// The base with the changes; its id and label are still those of the base.
    model: Box<Model>,
}

/// A dimension with its value.
#[derive(Debug, Clone, Copy)]
pub struct Change {
    /// Which one.
    pub dimension: &'static Dimension,
    /// Its value.
    pub value: u64,
}

/// The model that a text describes; `None` where it is no description, but the id of a published model or nothing known.
pub fn find(text: &str) -> Option<Result<&'static Model, Error>> {
    let (name, changes) = parts(text);
    let template = template::find(name);
    if template.is_none() && changes.is_none() {
        return None;
    }
    Some(Description::parse(text).and_then(|description| kept::keep(&description)))
}

/// The base of a description, and its changes where there are any.
fn parts(text: &str) -> (&str, Option<&str>) {
    text.split_once(MARK).map_or((text, None), |(name, changes)| (name, Some(changes)))
}

fn refused(base: &'static Model, fault: Fault) -> Error {
    Error::Architecture { base, fault: Box::new(fault) }
}

impl Description {
    /// Reads a description.
    ///
    /// # Errors
    /// [`Error::UnknownModel`] for the base, [`Error::Architecture`] for what cannot be changed so.
    pub fn parse(text: &str) -> Result<Self, Error> {
        let (name, changes) = parts(text);
        let base = template::find(name)
            .or_else(|| super::published(name))
            .ok_or_else(|| Error::UnknownModel { given: crate::error::shortened(name) })?;
        let mut description = Self { base, changes: Vec::new(), model: Box::new(*base) };
        match changes.map(|changes| description.read(changes)) {
            Some(Err(fault)) => Err(refused(base, fault)),
            _ => Ok(description),
        }
    }

    fn read(&mut self, changes: &str) -> Result<(), Fault> {
        let mut asked = [None; dimension::ALL.len()];
        for part in changes.split(MARK) {
            let (key, value) = part.split_once(IS).ok_or_else(|| Fault::no_change(part))?;
            let known = dimension::ALL.iter().zip(&mut asked).find(|(dimension, _)| dimension.key == key);
            let (dimension, place) = known.ok_or_else(|| Fault::unknown(key, self.base))?;
            if place.replace(dimension.read(value)?).is_some() {
                return Err(Fault::Twice { key: dimension.key });
            }
        }
        // In the order of the table, so that what follows from a change can be changed after it.
        for (dimension, value) in dimension::ALL.iter().zip(asked) {
            if let Some(value) = value {
                self.change(dimension, value)?;
            }
        }
        if self.changes.is_empty() { Ok(()) } else { follow::settle(self.base, &mut self.model) }
    }

    /// Sets a dimension; what is so already is no change.
    fn change(&mut self, dimension: &'static Dimension, value: u64) -> Result<(), Fault> {
        let (dimension, value) = dimension.resolved(&self.model, value)?;
        match dimension.value(&self.model) {
            None => return Err(Fault::unknown(dimension.key, &self.model)),
            Some(present) if present == value => return Ok(()),
            Some(_) => {}
        }
        // Heads are kept as their width, which may be given too.
        if self.changes.iter().any(|change| change.dimension.key == dimension.key) {
            return Err(Fault::Twice { key: dimension.key });
        }
        dimension.set(&mut self.model, value)?;
        self.changes.push(Change { dimension, value });
        Ok(())
    }

    /// The description of a model: of one of the catalogue or a template, without a change.
    ///
    /// # Errors
    /// None for a model that [`super::find`] gave: its id is its description.
    pub fn of(model: &Model) -> Result<Self, Error> {
        Self::parse(model.id)
    }

    /// The same with a dimension set to a value as typed; an empty one is that of the base again.
    ///
    /// # Errors
    /// As [`Description::parse`].
    pub fn with(&self, key: &str, value: &str) -> Result<Self, Error> {
        let mut text = self.base.id.to_owned();
        let mut add = |key: &str, value: &str| {
            text.extend([MARK.to_string(), key.to_owned(), IS.to_string(), value.to_owned()])
        };
        // Heads and their width say the same.
        let same = |other: &str| other == key || [other, key] == ["head_width", "heads"];
        for Change { dimension, value } in self.changes.iter().filter(|change| !same(change.dimension.key)) {
            add(dimension.key, &dimension.written(*value));
        }
        if !value.trim().is_empty() {
            add(key, value.trim());
        }
        Self::parse(&text)
    }

    /// What it was made from.
    pub const fn base(&self) -> &'static Model {
        self.base
    }

    /// What differs, in the order of the table.
    pub fn changes(&self) -> &[Change] {
        &self.changes
    }

    /// For people: the base, and the first few changes.
    fn label(&self) -> String {
        const SHOWN: usize = 3;
        let mut label = self.base.label.to_owned();
        for (at, change) in self.changes.iter().enumerate().take(SHOWN) {
            label.push_str(if at == 0 { " with " } else { ", " });
            label.extend(change.dimension.key.chars().map(|sign| if sign == '_' { ' ' } else { sign }));
            label.push(' ');
            label.push_str(&change.dimension.written(change.value));
        }
        if let Some(more) = self.changes.len().checked_sub(SHOWN).filter(|more| *more > 0) {
            label.push_str(&format!(" and {more} more"));
        }
        label
    }
}

/// As it is written in a model's place.
impl fmt::Display for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.base.id)?;
        for Change { dimension, value } in &self.changes {
            write!(f, "{MARK}{}{IS}{}", dimension.key, dimension.written(*value))?;
        }
        Ok(())
    }
}
