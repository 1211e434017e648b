//! The answer to one configuration.

use std::path::Path;

use wattpix_core::configuration::Configuration;
use wattpix_core::error::Error;
use wattpix_core::estimate::{Estimate, estimate, estimate_with};
use wattpix_core::fit::{self, Fit, Version};

use crate::files::read_description;

/// Coefficients that answer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Coefficients {
    /// The version of the shipped ones.
    pub version: &'static Version,
    /// The fit for configurations that name none; `None` takes the default of the version.
    pub chosen: Option<&'static Fit>,
}

impl Coefficients {
    /// Those of a version, or of the fit with an id or in a file.
    ///
    /// # Errors
    /// An id that does not ship, a file that is no fit.
    pub fn of(version: &'static Version, fit: Option<&str>) -> anyhow::Result<Self> {
        let chosen = fit.map(|fit| chosen(version, fit)).transpose()?;
        Ok(Self { version, chosen })
    }

    /// The estimate of a configuration.
    ///
    /// # Errors
    /// Those of the law.
    pub fn answer(&self, configuration: &Configuration) -> Result<Estimate<'static>, Error> {
        let question = &configuration.question;
        let named = configuration.fit.as_deref().map(|id| fit::find(self.version.fits(), id)).transpose()?;
        let mut answer = match named.or(self.chosen) {
            None => estimate(self.version.fits(), question),
            Some(fit) => estimate_with(fit, question),
        }?;
        configuration.add_caveats(&mut answer);
        Ok(answer)
    }
}

/// A shipped fit by its id, or the one in a file: what ends in `.json` or has a folder before it.
fn chosen(version: &Version, fit: &str) -> anyhow::Result<&'static Fit> {
    let path = Path::new(fit);
    let in_file = path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    if !in_file && path.components().count() < 2 {
        return Ok(fit::find(version.fits(), fit)?);
    }
    let text = read_description(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // One a command, and for as long as it runs: estimates keep to their fit.
    Ok(Box::leak(Box::new(fit::read::fit(&name, &text)?)))
}

/// Watt-hours of all images.
pub(super) fn total(configuration: &Configuration, estimate: &Estimate) -> f64 {
    (estimate.energy * configuration.images as f64).watt_hours()
}
