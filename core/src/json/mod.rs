//! Strict reading of JSON (feature `json`): fit files and observation files, on the command line and in the browser alike.
//!
//! [`parse`] makes a tree that borrows from the text; [`field`] takes it apart and says where in the file a value is wrong. Both are small on
//! purpose: the page's module for a person's own files carries them, and a general reader with its derived code is a third of what
//! that module may weigh. Stricter than JSON in three ways: a name stands once in an object, which has at most [`MOST_FIELDS`], and nesting ends at
//! [`MOST_DEPTH`].

pub mod field;
mod parse;
mod quoted;

use std::borrow::Cow;

pub use parse::{Fault, parse};

use crate::words::{Word, Words};

/// Values within values, at most.
pub const MOST_DEPTH: usize = 64;

/// Fields of an object, at most: many times what any file of ours has (39 in a row of observations), and few enough to hold each name against all others.
pub const MOST_FIELDS: usize = 1000;

/// Reads a decimal number that is spelled as [`is_decimal`] says; `None` or infinity where it cannot be held. A function, because the
/// browser brings one of its own and that of the library is a tenth of a module.
pub type Decimal = fn(&str) -> Option<f64>;

/// The library's reader of decimal numbers.
pub fn decimal(text: &str) -> Option<f64> {
    text.parse().ok()
}

/// Settings for reading a file.
#[derive(Debug, Clone, Copy)]
pub struct Reading {
    /// Reader of decimal numbers.
    pub decimal: Decimal,
    /// The language in which it is told what is refused.
    pub words: Words,
}

impl Reading {
    /// By the library, told in English.
    pub const PLAIN: Self = Self { decimal, words: Words::ENGLISH };
}

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub enum Json<'a> {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number as it is written.
    Number(&'a str),
    /// A text.
    Text(Cow<'a, str>),
    /// A list.
    List(Vec<Json<'a>>),
    /// An object: names and values in their order.
    Object(Vec<(Cow<'a, str>, Json<'a>)>),
}

impl Json<'_> {
    /// Returns the kind of value, in words.
    pub const fn kind(&self) -> Word {
        match self {
            Self::Null => Word::READING_NULL,
            Self::Bool(_) => Word::READING_TRUTH,
            Self::Number(_) => Word::READING_NUMBER,
            Self::Text(_) => Word::READING_TEXT,
            Self::List(_) => Word::READING_LIST,
            Self::Object(_) => Word::READING_OBJECT,
        }
    }
}

/// True if a text is a decimal number: digits with at most one point, a sign before and an exponent behind.
pub fn is_decimal(text: &str) -> bool {
    let unsigned = text.strip_prefix(['+', '-']).unwrap_or(text);
    let (mantissa, exponent) = match unsigned.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, exponent.strip_prefix(['+', '-']).unwrap_or(exponent)),
        None => (unsigned, "0"),
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && digits(fraction)
        && whole.len() + fraction.len() > 0
        && digits(exponent)
        && !exponent.is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_told_from_other_words() {
        for text in ["1", "-1.5", "+2.", ".5", "1e5", "1.5E-3"] {
            assert!(is_decimal(text) && decimal(text).is_some(), "{text}");
        }
        for text in ["", ".", "-", "1e", "e5", "nan", "inf", "0x10", "1_000", "1,5", "1 2"] {
            assert!(!is_decimal(text), "{text}");
        }
    }
}
