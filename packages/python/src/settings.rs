//! Settings as Python values, read by core's one parser.

use pyo3::prelude::*;
use pyo3::types::{PyBool, PyDict, PyFloat, PyString};
use wattpix_core::configuration::{Configuration, Typed};
use wattpix_core::error::{Error, Key};
use wattpix_core::fit::Version;
use wattpix_core::gpu::name_in_version;

use crate::refusal::refused;

/// Settings as texts, by key.
#[derive(Debug, Default)]
pub struct Settings(Vec<(Key, String)>);

impl Settings {
    /// Takes the values of a dictionary; `None` counts as not given.
    ///
    /// # Errors
    /// A name that is no key, or a value that has no text.
    pub fn from_dict(given: &Bound<'_, PyDict>, version: &Version) -> PyResult<Self> {
        let mut settings = Self::default();
        for (name, value) in given {
            let name: String = name.extract()?;
            if let Some(text) = text(&value)? {
                settings.put(key(&name)?, text, version);
            }
        }
        Ok(settings)
    }

    /// Puts the text of a setting, with names of GPUs as the version of the coefficients means them.
    pub fn put(&mut self, key: Key, text: String, version: &Version) {
        let text = match key {
            Key::Gpu => name_in_version(text.trim(), version.number).to_owned(),
            _ => text,
        };
        self.0.push((key, text));
    }

    /// Reads the configuration, in which nothing may be guessed.
    ///
    /// # Errors
    /// The first required key that is missing, else the first value that cannot be used.
    pub fn read(&self, required: &[Key]) -> Result<Configuration, Error> {
        let mut typed = Typed::default();
        self.0.iter().for_each(|(key, text)| typed.set(*key, text));
        if let Some(&key) = required.iter().find(|key| typed.get(**key).is_none()) {
            return Err(Error::Missing { key });
        }
        let (configuration, problems) = Configuration::read(&typed);
        problems.into_iter().next().map_or(Ok(configuration), |problem| Err(problem.error))
    }
}

/// Returns the key with a name.
///
/// # Errors
/// A name that is no key, with the keys there are.
fn key(name: &str) -> PyResult<Key> {
    Key::ALL.into_iter().find(|key| key.name() == name).ok_or_else(|| {
        let known = Key::ALL.map(Key::name).join(", ");
        refused(format_args!("unknown setting '{name}'; choose {known}"))
    })
}

/// Returns the text that a person would type for a value: whole numbers without a fraction, `on` and `off` for truth values. `None` for
/// what says nothing: `None` and NaN.
///
/// # Errors
/// A value that has no text.
pub fn text(value: &Bound<'_, PyAny>) -> PyResult<Option<String>> {
    if value.is_none() {
        return Ok(None);
    }
    if let Ok(text) = value.cast::<PyString>() {
        return Ok(Some(text.to_cow()?.into_owned()));
    }
    if let Ok(truth) = value.cast::<PyBool>() {
        return Ok(Some(if truth.is_true() { "on" } else { "off" }.to_owned()));
    }
    if value.cast::<PyFloat>().is_ok() {
        let number: f64 = value.extract()?;
        if number.is_nan() {
            return Ok(None);
        }
        // Display writes whole numbers without a fraction.
        return Ok(Some(number.to_string()));
    }
    Ok(Some(value.str()?.to_cow()?.into_owned()))
}
