//! Coefficients that answer: a version of the shipped ones, a shipped fit, or a fit given as text.

use pyo3::prelude::*;
use wattpix_core::configuration::Configuration;
use wattpix_core::error::Error;
use wattpix_core::estimate::{Estimate, estimate, estimate_with};
use wattpix_core::fit::{self, Fit, VERSIONS, Version};

use crate::refusal::refused;

/// Coefficients that answer.
#[derive(Debug)]
pub struct Coefficients {
    /// Version of the shipped ones.
    pub version: &'static Version,
    /// Fit that was given whole, for configurations that name none.
    pub own: Option<Fit>,
}

impl Coefficients {
    /// Returns the coefficients of a version, the newest where none is named, and the fit of a file's name and text.
    ///
    /// # Errors
    /// A version that does not exist, a text that is no fit.
    pub fn new(version: Option<u32>, own: Option<(String, String)>) -> PyResult<Self> {
        let version = version.map_or_else(|| Ok(Version::current()), find)?;
        let own = own.map(|(name, text)| fit::read::fit(&name, &text)).transpose().map_err(refused)?;
        Ok(Self { version, own })
    }

    /// Returns the fit that was asked for; `None` where the default answers.
    ///
    /// # Errors
    /// An id that does not ship.
    pub fn chosen(&self, configuration: &Configuration) -> Result<Option<&Fit>, Error> {
        let named = configuration.fit.as_deref().map(|id| fit::find(self.version.fits(), id)).transpose()?;
        Ok(named.or(self.own.as_ref()))
    }

    /// Estimates a configuration.
    ///
    /// # Errors
    /// Those of the law, and an id of a fit that does not ship.
    pub fn answer(&self, configuration: &Configuration) -> Result<Estimate<'_>, Error> {
        let question = &configuration.question;
        let mut answer = match self.chosen(configuration)? {
            None => estimate(self.version.fits(), question),
            Some(fit) => estimate_with(fit, question),
        }?;
        configuration.add_caveats(&mut answer);
        Ok(answer)
    }
}

fn find(number: u32) -> PyResult<&'static Version> {
    Version::find(&number.to_string()).ok_or_else(|| {
        let known: Vec<String> = VERSIONS.iter().map(|version| version.number.to_string()).collect();
        refused(format_args!("no version {number} of the coefficients; choose {}", known.join(", ")))
    })
}
