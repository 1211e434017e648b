//! Readings of power over time, as logs hold them.

use super::format::Format;
use super::moment::TimeScale;
use super::run::Skipped;

/// Kind of power reading in a log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PowerKind {
    /// That of the moment.
    Instant,
    /// That of the last second or so.
    Average,
    /// Average or instant, by GPU and driver.
    Either,
}

/// Seconds that a reading other than that of the moment may be averaged over (docs/metering.md).
const AVERAGED_S: f64 = 1.0;

impl PowerKind {
    /// Seconds over which a reading may be averaged.
    pub const fn averaged_s(self) -> f64 {
        match self {
            Self::Instant => 0.0,
            Self::Average | Self::Either => AVERAGED_S,
        }
    }
}

/// A reading of one GPU.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PowerSample {
    /// Seconds, on the log's scale.
    pub t_s: f64,
    /// Watts, where they were read.
    pub watts: Option<f64>,
    /// Joules by an energy counter, where one was read.
    pub counter_j: Option<f64>,
}

/// The readings of one GPU.
#[derive(Debug, Clone, PartialEq)]
pub struct Track {
    /// Index, bus address or UUID, as the log has it; empty where it has none.
    pub id: String,
    /// Name of the GPU, where the log has it.
    pub name: Option<String>,
    /// Kind of the power readings.
    pub field: PowerKind,
    /// The readings, in order of time.
    pub readings: Vec<PowerSample>,
}

impl Track {
    /// Adds a reading.
    pub(super) fn push(&mut self, reading: PowerSample) {
        self.readings.push(reading);
    }
}

/// A log.
#[derive(Debug, Clone, PartialEq)]
pub struct PowerLog {
    /// Format.
    pub format: Format,
    /// Origin of its times.
    pub scale: TimeScale,
    /// The GPUs, in the order in which they come.
    pub tracks: Vec<Track>,
    /// Parts left out.
    pub skipped: Vec<Skipped>,
}

/// Share of the readings that must follow each other closely for them to be of several GPUs.
const IN_GROUPS: f64 = 0.2;
/// Readings follow closely within this share of the usual distance.
const CLOSELY: f64 = 0.2;

impl PowerLog {
    /// A log without readings.
    pub(super) const fn new(format: Format, scale: TimeScale) -> Self {
        Self { format, scale, tracks: Vec::new(), skipped: Vec::new() }
    }

    /// The readings of a GPU, which may be new.
    pub(super) fn track(&mut self, id: &str, name: Option<&str>, field: PowerKind) -> &mut Track {
        let known = self.tracks.iter().position(|track| track.id == id && track.name.as_deref() == name);
        let at = known.unwrap_or_else(|| {
            let name = name.map(str::to_owned);
            self.tracks.push(Track { id: id.to_owned(), name, field, readings: Vec::new() });
            self.tracks.len() - 1
        });
        &mut self.tracks[at]
    }

    /// Leaves a reading out.
    pub(super) fn skip(&mut self, line: usize, reason: impl Into<String>) {
        self.skipped.push(Skipped { line, reason: reason.into() });
    }

    /// Returns the log once every reading is in it.
    ///
    /// # Errors
    /// No reading, a clock that went backwards, or readings of several GPUs that cannot be told apart.
    pub(super) fn finish(self) -> Result<Self, String> {
        if self.tracks.iter().all(|track| track.readings.is_empty()) {
            let why =
                self.skipped.first().map(|skipped| format!("; line {}: {}", skipped.line, skipped.reason));
            return Err(format!("it has no usable reading of power{}", why.unwrap_or_default()));
        }
        for track in &self.tracks {
            let backwards = track.readings.array_windows().any(|[before, after]| after.t_s < before.t_s);
            let twice = track.readings.array_windows().any(|[before, after]| after.t_s == before.t_s);
            if track.id.is_empty() && (twice || in_groups(&track.readings)) {
                return Err(
                    "it has readings of several GPUs without a column that tells them apart; log with --query-gpu=timestamp,index,name,power.draw"
                        .to_owned(),
                );
            }
            if backwards {
                return Err(
                    "its time goes backwards: two logs in one file, or a clock that was set; import the parts as files of their own".to_owned()
                );
            }
        }
        Ok(self)
    }

    /// First and last time of the readings.
    pub fn span(&self) -> Option<(f64, f64)> {
        let times = || self.tracks.iter().flat_map(|track| &track.readings).map(|reading| reading.t_s);
        Some((times().min_by(f64::total_cmp)?, times().max_by(f64::total_cmp)?))
    }
}

/// Returns true for readings that come in groups, as those of several GPUs do.
fn in_groups(readings: &[PowerSample]) -> bool {
    let mut distances: Vec<f64> =
        readings.array_windows().map(|[before, after]| after.t_s - before.t_s).collect();
    distances.sort_by(f64::total_cmp);
    let Some(usual) = distances.get(distances.len() * 9 / 10) else { return false };
    let close = distances.iter().filter(|distance| **distance < CLOSELY * usual).count();
    distances.len() > 2 && close as f64 > IN_GROUPS * distances.len() as f64
}
