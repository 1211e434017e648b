//! Models that nobody published: a model of the catalogue, or the plain description of a family, with dimensions changed.
//!
//! Such a model is written wherever a model id is accepted: `flux1-dev~joint_blocks:10~width:2048`. What can be changed is the table in
//! [`dimension`]; the plain descriptions are in [`template`]. Operations and weights are counted from the architecture as those of any other
//! model are, and are as exact.

pub mod dimension;
mod dimensions;
mod fault;
mod follow;
mod kept;
mod source_denoiser;
pub mod source_file;
pub mod template;
pub mod words;

use std::fmt;

use super::Model;
use crate::error::Error;

pub use fault::Fault;
pub use follow::{MOST_OPERATIONS, MOST_WEIGHTS};
pub use kept::MOST_KEPT;

/// Stands before each change.
pub const MARK: char = '~';

/// Stands between a dimension and its value.
const IS: char = ':';

/// A base with some of its dimensions changed. The same architecture from the same base is written in one way.
#[derive(Debug, Clone)]
pub struct Description {
    base: &'static Model,
    /// As it is written in a model's place.
    id: String,
    /// The base with the changes; its id and label are still those of the base.
    model: Box<Model>,
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

const fn refused(base: &'static Model, fault: Box<Fault>) -> Error {
    Error::Architecture { base, fault }
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
        let mut description = Self { base, id: base.id.to_owned(), model: Box::new(*base) };
        match changes.map(|changes| description.read(changes)) {
            Some(Err(fault)) => Err(refused(base, fault)),
            _ => Ok(description),
        }
    }

    fn read(&mut self, changes: &str) -> Result<(), Box<Fault>> {
        for part in changes.split(MARK) {
            let (key, _) = part.split_once(IS).ok_or_else(|| Fault::no_change(part))?;
            if dimension::ALL.iter().all(|dimension| dimension.key != key) {
                return Err(Fault::unknown(key, self.base));
            }
        }
        // In the order of the table, so that what follows from a change can be changed after it.
        let mut changed = None;
        for dimension in &dimension::ALL {
            let mut values =
                changes.split(MARK).filter_map(|part| part.strip_prefix(dimension.key)?.strip_prefix(IS));
            let Some(value) = values.next() else { continue };
            if values.next().is_some() {
                return Err(Fault::twice(dimension.key));
            }
            let value = dimension.read(value)?;
            let (dimension, value) = dimension.resolved(&self.model, value)?;
            match dimension.value(&self.model) {
                None => return Err(Fault::unknown(dimension.key, &self.model)),
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
    /// None for a model that [`super::find`] gave: its id is its description.
    pub fn of(model: &Model) -> Result<Self, Error> {
        Self::parse(model.id)
    }

    /// The same with a dimension set to a value as typed; an empty one is that of the base again.
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

    /// What it was made from.
    pub const fn base(&self) -> &'static Model {
        self.base
    }

    /// For people: the name of the base, and the changes as they are written.
    fn label(&self) -> String {
        [self.base.label, self.id.get(self.base.id.len()..).unwrap_or_default()].concat()
    }
}

/// As it is written in a model's place.
impl fmt::Display for Description {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.id)
    }
}
