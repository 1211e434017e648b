//! Fields of the form as data.

use wattpix_core::words::Word;

use crate::view::View;

/// A part of the form.
pub struct Group {
    /// Subject of the group.
    pub legend: Word,
    /// True if it is folded away at first.
    pub folded: bool,
    /// Fields, row by row.
    pub rows: &'static [&'static [Field]],
}

/// A field: a labelled form element whose name is its key in the query.
pub struct Field {
    /// Key in the query.
    pub key: &'static str,
    /// Label.
    pub label: Word,
    /// A line on what it means.
    pub hint: Option<Word>,
    /// Kind of value.
    pub kind: Kind,
    /// Tells when it is shown; `None` for always. The first field of a row tells for all of it.
    pub when: Option<fn(&View) -> bool>,
}

impl Field {
    /// The field, shown only at times.
    pub(super) const fn when(self, when: fn(&View) -> bool) -> Self {
        Self { when: Some(when), ..self }
    }
}

/// Kind of value in a field.
#[derive(Clone, Copy)]
pub enum Kind {
    /// A number.
    Number {
        /// Returns the present value.
        value: fn(&View) -> String,
        /// Returns the limits.
        limits: fn(&View) -> Limits,
    },
    /// A choice among words.
    Choice {
        /// Returns the present value.
        value: fn(&View) -> String,
        /// The words.
        items: fn(&View) -> Vec<Item>,
    },
    /// Links to common values.
    Links(fn(&View) -> Vec<Preset>),
}

/// A link to common values.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preset {
    /// The link.
    pub link: String,
    /// Name for people.
    pub label: String,
    /// Tells whether it is what counts.
    pub chosen: bool,
}

/// The least, the most, and the step between two values, as links write them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Limits(pub String, pub String, pub String);

impl Limits {
    /// Written limits.
    pub fn of([least, most, step]: [&str; 3]) -> Self {
        limits(least, most, step)
    }
}

pub(super) fn limits(least: impl ToString, most: impl ToString, step: impl ToString) -> Limits {
    Limits(least.to_string(), most.to_string(), step.to_string())
}

/// A word to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    /// Value in the query.
    pub value: String,
    /// Name for people.
    pub label: String,
    /// True if it can be chosen at present.
    pub possible: bool,
}

impl Item {
    /// A word that can be chosen.
    pub fn new(value: &str, label: &str) -> Self {
        Self { value: value.to_owned(), label: label.to_owned(), possible: true }
    }
}

pub(super) const fn number(
    key: &'static str,
    label: Word,
    hint: Option<Word>,
    value: fn(&View) -> String,
    limits: fn(&View) -> Limits,
) -> Field {
    Field { key, label, hint, kind: Kind::Number { value, limits }, when: None }
}

pub(super) const fn choice(
    key: &'static str,
    label: Word,
    hint: Option<Word>,
    value: fn(&View) -> String,
    items: fn(&View) -> Vec<Item>,
) -> Field {
    Field { key, label, hint, kind: Kind::Choice { value, items }, when: None }
}

pub(super) const fn links(key: &'static str, label: Word, presets: fn(&View) -> Vec<Preset>) -> Field {
    Field { key, label, hint: None, kind: Kind::Links(presets), when: None }
}
