//! The answer in JSON.

use schemars::JsonSchema;
use serde::Serialize;
use wattpix_core::configuration::Configuration;
use wattpix_core::estimate::Estimate;
use wattpix_core::fit::Version;
use wattpix_core::report::{Answered, Asked, EstimateReport};

use super::beside::{Beside, BesideReport};

/// Energy of one image or clip, with the answers beside it that the command line has.
#[derive(Debug, Serialize, JsonSchema)]
pub struct Report<'a> {
    #[serde(flatten)]
    estimate: EstimateReport<'a>,
    #[serde(flatten)]
    beside: BesideReport,
}

impl<'a> Report<'a> {
    /// Returns the answer to a question.
    pub(super) fn new(
        version: &Version,
        configuration: &Configuration,
        estimate: &'a Estimate,
        asked: &Asked,
        beside: &Beside,
    ) -> Self {
        Self {
            estimate: EstimateReport::new(version, configuration, estimate, asked),
            beside: beside.report(estimate),
        }
    }
}

impl<'a> From<&'a Answered> for Report<'a> {
    fn from(answered: &'a Answered) -> Self {
        let beside = Beside::default().report(&answered.estimate);
        Self { estimate: answered.report(), beside }
    }
}
