//! Best and worst hours for a batch of images in a series of carbon intensity.

use std::path::{Path, PathBuf};
use std::time::{Duration, UNIX_EPOCH};

use anyhow::Context;
use clap::Args;
use schemars::JsonSchema;
use serde::Serialize;
use wattpix_core::carbon::Electricity;
use wattpix_core::estimate::Estimate;
use wattpix_core::footprint::FootprintProblem;
use wattpix_core::footprint::hours::{Hours, Window};
use wattpix_core::footprint::series::IntensitySeries;
use wattpix_core::present::{rounded, scaled};
use wattpix_core::words::Words;

use crate::files::read_lines;
use crate::output;

/// A series of carbon intensity.
#[derive(Debug, Clone, Default, Args)]
pub struct SeriesOptions {
    /// Find the best and worst hours for all --images, one after the other on one GPU, in a CSV file of time and g/kWh, as Electricity Maps and the
    /// UK's Carbon Intensity service export it.
    #[arg(long, value_name = "CSV")]
    pub series: Option<PathBuf>,
}

/// Hours for a batch.
#[derive(Debug)]
pub struct BatchHours {
    series: IntensitySeries,
    hours: Hours,
    duration_s: f64,
    kwh: f64,
}

/// Hours for all images in a series of carbon intensity.
#[derive(Debug, Serialize, JsonSchema)]
pub struct HoursReport {
    /// Column whose figures count.
    column: String,
    /// True if the times are in UTC; else their zone is not stated.
    utc: bool,
    /// Seconds of a step of the series.
    step_s: f64,
    /// Steps that the series lacks.
    missing_steps: usize,
    /// Rows without an intensity.
    blank_rows: usize,
    /// Seconds of all images, one after the other on one GPU.
    batch_s: f64,
    /// Energy of all images in kWh.
    kwh: f64,
    /// Mean intensity in grams of CO2e per kWh.
    mean_g_per_kwh: f64,
    /// First span that is long enough.
    first: WindowReport,
    /// Span of the least intensity.
    best: WindowReport,
    /// Span of the greatest intensity.
    worst: WindowReport,
    /// Grams of CO2e that waiting from the first to the best span saves.
    waiting_saves_g: f64,
    /// Share of the first span's greenhouse gas that it saves.
    waiting_saves_share: f64,
}

/// A span of the series as long as the batch.
#[derive(Debug, Serialize, JsonSchema)]
struct WindowReport {
    /// Time of its beginning, RFC 3339.
    begins: String,
    /// Mean intensity in grams of CO2e per kWh.
    g_per_kwh: f64,
    /// Grams of CO2e of all images.
    g_co2e: f64,
}

impl BatchHours {
    /// Reads a series and finds the hours for so many images.
    ///
    /// # Errors
    /// A file that is no series, or is too short for the batch; a fit without seconds.
    pub fn find(
        path: &Path,
        estimate: &Estimate,
        electricity: &Electricity,
        images: u64,
    ) -> anyhow::Result<Self> {
        let bytes = read_lines(path)?;
        let series = IntensitySeries::read(&String::from_utf8_lossy(&bytes), Words::ENGLISH)
            .map_err(|reason| anyhow::anyhow!("{}: {reason}", path.display()))?;
        let seconds = estimate.seconds.ok_or(FootprintProblem::NoSeconds)?;
        let duration_s = seconds * images as f64;
        let kwh = electricity.drawn(estimate.energy).kilowatt_hours() * images as f64;
        let hours = Hours::find(&series, duration_s).with_context(|| {
            format!(
                "{}: {images} images take about {} h on one GPU, and the series has no span of that length without a gap; give fewer --images or a longer series",
                path.display(),
                rounded(duration_s / 3600.0)
            )
        })?;
        Ok(Self { series, hours, duration_s, kwh })
    }

    fn window(&self, window: Window) -> WindowReport {
        let begins = UNIX_EPOCH + Duration::from_secs_f64(window.begins.max(0.0));
        let text = humantime::format_rfc3339_seconds(begins).to_string();
        WindowReport {
            // A zone that the file does not state is not stated here.
            begins: if self.series.is_utc { text } else { text.trim_end_matches('Z').to_owned() },
            g_per_kwh: window.grams_per_kwh,
            g_co2e: window.grams_per_kwh * self.kwh,
        }
    }

    /// Returns the answer in JSON.
    pub fn report(&self) -> HoursReport {
        let Hours { first, best, worst, mean, .. } = self.hours;
        HoursReport {
            column: self.series.column.clone(),
            utc: self.series.is_utc,
            step_s: self.series.step_s,
            missing_steps: self.series.missing,
            blank_rows: self.series.blank,
            batch_s: self.duration_s,
            kwh: self.kwh,
            mean_g_per_kwh: mean,
            first: self.window(first),
            best: self.window(best),
            worst: self.window(worst),
            waiting_saves_g: self.hours.saves_g(self.kwh),
            waiting_saves_share: saved_share(&self.hours),
        }
    }

    /// Prints the same for a person.
    ///
    /// # Errors
    /// Standard output closed.
    pub fn print(&self, images: u64) -> anyhow::Result<()> {
        let report = self.report();
        output::line(&format!(
            "\nhours for {images} images, about {} h on one GPU (column “{}”, {})",
            rounded(self.duration_s / 3600.0),
            report.column,
            if report.utc { "UTC" } else { "zone not stated" }
        ))?;
        for (name, window) in [("first", &report.first), ("best", &report.best), ("worst", &report.worst)] {
            output::line(&format!(
                "  {name:<6} {}  {:>6} g/kWh  {} CO₂e",
                window.begins,
                rounded(window.g_per_kwh),
                scaled(window.g_co2e, "g")
            ))?;
        }
        output::line(&format!(
            "  waiting from the first to the best saves {} CO₂e ({} %); the mean is {} g/kWh",
            scaled(report.waiting_saves_g, "g"),
            rounded(100.0 * report.waiting_saves_share),
            rounded(report.mean_g_per_kwh)
        ))?;
        if report.missing_steps + report.blank_rows > 0 {
            output::line(&format!(
                "  {} steps are missing and {} rows have no intensity; spans with a gap are left out",
                report.missing_steps, report.blank_rows
            ))?;
        }
        Ok(())
    }
}

/// Returns the share of the first span's greenhouse gas that the best saves.
fn saved_share(hours: &Hours) -> f64 {
    let first = hours.first.grams_per_kwh;
    if first > 0.0 { 1.0 - hours.best.grams_per_kwh / first } else { 0.0 }
}
