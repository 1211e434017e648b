//! Estimates, operation counts and catalogue entries as JSON objects: the same in `measure --json`, in `measure mcp`, in the JavaScript package and
//! in the files beside the page. `docs/schemas/` describes them (feature `schemas`).

mod catalogue;
mod closed;
mod data;
mod electricity;
mod estimate;
mod explanation;
mod flops;
mod gflops;
mod refusal;
mod request;
mod set_up;

pub use catalogue::{DefaultsReport, FitReport, FramesReport, GpuReport, ModelReport, SidesReport, task};
pub use closed::refuse_closed;
pub use data::{CatalogueData, EstimateRow, EstimatesData};
pub use electricity::{Asked, ElectricityReport, LikenessReport};
pub use estimate::{CaveatReport, EffectReport, EstimateReport, IntervalPartReport, PaperReport};
pub use explanation::{ExplanationReport, TermReport};
pub use flops::{FlopsReport, PassReport};
pub use gflops::{ExactGflops, NearestGflops};
pub use refusal::RequestError;
pub use request::{Answered, COUNTED, Request};
use serde::Serialize;
pub use set_up::SetUpReport;

use crate::source::Source;

/// A source with its place and address.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
pub struct SourceReport {
    /// Title of the document.
    pub title: &'static str,
    /// Place within the document.
    pub locator: &'static str,
    /// Address of the document.
    pub url: &'static str,
}

impl From<&Source> for SourceReport {
    fn from(source: &Source) -> Self {
        Self { title: source.title, locator: source.locator, url: source.url }
    }
}
