//! Answers beside the energy that follow from it: the footprint, hours, a published figure, and reports in other formats.

use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;
use wattpix_core::estimate::Estimate;
use wattpix_core::footprint::claim::{self, Place, place};
use wattpix_core::present::{EnergyUnit, significant};
use wattpix_core::report::Asked;
use wattpix_core::setting::Boundary;
use wattpix_core::units::Energy;

use super::facts::facts;
use super::footprint::{self, Footprint, FootprintReport};
use super::hours::{BatchHours, HoursReport, SeriesOptions};
use crate::disclosure::ReportOptions;
use crate::footprint_options::FootprintOptions;
use crate::output;

/// Options of the answers beside the energy.
#[derive(Debug, Clone, Default, Args)]
pub(super) struct BesideOptions {
    #[command(flatten)]
    footprint: FootprintOptions,
    #[command(flatten)]
    series: SeriesOptions,
    /// A published figure in Wh of an image or clip, to set beside the estimate.
    #[arg(long, value_name = "WH", help_heading = "Footprint")]
    claim: Option<String>,
    #[command(flatten)]
    reports: ReportOptions,
}

/// Answers beside the energy.
#[derive(Debug, Default)]
pub(super) struct Beside {
    footprint: Option<Footprint>,
    hours: Option<BatchHours>,
    claim: Option<Energy>,
}

/// Footprint, hours and a published figure; `null` where nothing was asked.
#[derive(Debug, Serialize, JsonSchema)]
pub struct BesideReport {
    /// Footprint beyond the energy of GPUs.
    footprint: Option<FootprintReport>,
    /// Best and worst hours for all images.
    hours: Option<HoursReport>,
    /// Published figure beside the estimate.
    claim: Option<ClaimReport>,
}

/// A published figure beside the estimate.
#[derive(Debug, Serialize, JsonSchema)]
struct ClaimReport {
    /// Watt-hours that are published for an image or clip.
    wh: f64,
    /// The published figure over the estimate.
    ratio: f64,
    /// True if it lies within the interval.
    within_interval: bool,
}

impl BesideOptions {
    /// Returns the answers that were asked for.
    ///
    /// # Errors
    /// Values that cannot be used, and figures that no source has.
    pub(super) fn answer(&self, estimate: &Estimate, asked: &Asked, images: u64) -> anyhow::Result<Beside> {
        let electricity = &asked.electricity;
        let wanted = self.footprint.is_asked() || !self.reports.targets.is_empty();
        let settings = self.footprint.read(images)?;
        let footprint = wanted.then(|| Footprint::new(estimate, electricity, settings)).transpose()?;
        let series = self.series.series.as_deref();
        let hours = series.map(|path| BatchHours::find(path, estimate, electricity, images)).transpose()?;
        let claim = self.claim.as_deref().map(claim::read).transpose()?;
        Ok(Beside { footprint, hours, claim })
    }

    /// Writes the reports that were asked for. True if one of them took standard output.
    ///
    /// # Errors
    /// Files that cannot be written.
    pub(super) fn write_reports(
        &self,
        estimate: &Estimate,
        beside: &Beside,
        asked: &Asked,
        images: u64,
    ) -> anyhow::Result<bool> {
        let took_output = self.reports.to_standard_output()?;
        if let Some(footprint) = beside.footprint.as_ref().filter(|_| !self.reports.targets.is_empty()) {
            let facts = facts(estimate, footprint, asked.electricity, images, self.reports.words());
            self.reports.write(&facts)?;
        }
        Ok(took_output)
    }
}

impl Beside {
    /// Returns the answers in JSON.
    pub(super) fn report(&self, estimate: &Estimate) -> BesideReport {
        BesideReport {
            footprint: self.footprint.as_ref().map(FootprintReport::from),
            hours: self.hours.as_ref().map(BatchHours::report),
            claim: self.claim.map(|claim| ClaimReport {
                wh: claim.watt_hours(),
                ratio: claim.joules() / estimate.energy.joules(),
                within_interval: place(claim, [estimate.low, estimate.high]) == Place::Within,
            }),
        }
    }

    /// Prints the same for a person.
    ///
    /// # Errors
    /// Standard output closed.
    pub(super) fn print(&self, estimate: &Estimate, images: u64) -> anyhow::Result<()> {
        if let Some(claim) = self.claim {
            let ratio = significant(claim.joules() / estimate.energy.joules(), 3);
            let interval = match place(claim, [estimate.low, estimate.high]) {
                Place::Below => "below the interval",
                Place::Within => "within the interval",
                Place::Above => "above the interval",
            };
            output::line(&format!(
                "\nthe published {} is {ratio} times the estimate, {interval}; docs/why-we-differ.md says what parts such figures",
                EnergyUnit::WattHours.text(claim)
            ))?;
        }
        if let Some(footprint) = &self.footprint {
            footprint::print(footprint, estimate.question.boundary == Boundary::Net)?;
        }
        if let Some(hours) = &self.hours {
            hours.print(images)?;
        }
        Ok(())
    }
}
