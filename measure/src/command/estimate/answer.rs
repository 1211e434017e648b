//! The answer to one configuration.

use wattpix_core::configuration::Configuration;
use wattpix_core::error::Error;
use wattpix_core::estimate::{Estimate, estimate, estimate_with};
use wattpix_core::fit::{self, Version};

/// The estimate of a configuration from the shipped fits of a version of the coefficients.
pub(super) fn answer(version: &Version, configuration: &Configuration) -> Result<Estimate<'static>, Error> {
    let question = &configuration.question;
    let mut answer = match &configuration.fit {
        None => estimate(version.fits(), question),
        Some(id) => estimate_with(fit::find(version.fits(), id)?, question),
    }?;
    configuration.add_caveats(&mut answer);
    Ok(answer)
}

/// Watt-hours of all images.
pub(super) fn total(configuration: &Configuration, estimate: &Estimate) -> f64 {
    (estimate.energy * configuration.images as f64).watt_hours()
}
