//! Measurements that a file states as energies.

use super::format::Format;
use super::moment::Moment;
use crate::observation::physics::MOST_W;

/// A setting that a file states: key and value, spelt as rows do.
pub type Setting = (&'static str, String);

/// Content of a file of whole runs.
#[derive(Debug, Clone, PartialEq)]
pub struct Runs {
    /// Format.
    pub format: Format,
    /// The measurements.
    pub runs: Vec<RunEnergy>,
    /// Parts left out.
    pub skipped: Vec<Skipped>,
    /// Remarks about the file.
    pub notes: Vec<String>,
}

/// Energy of GPUs over a time.
#[derive(Debug, Clone, PartialEq)]
pub struct RunEnergy {
    /// Line of the file, or number of the object in it, from 1.
    pub line: usize,
    /// Version of the program that measured, where it is stated.
    pub version: Option<String>,
    /// The GPUs, each with what was measured of it.
    pub gpus: Vec<GpuEnergy>,
    /// Seconds.
    pub seconds: f64,
    /// Start, where it is stated.
    pub started: Option<Moment>,
    /// Settings that the file states.
    pub settings: Vec<Setting>,
    /// True where the energy may have more in it than that of GPUs.
    pub of_whole_machine: bool,
}

impl RunEnergy {
    /// Joules of all GPUs together.
    pub fn joules(&self) -> f64 {
        self.gpus.iter().map(|gpu| gpu.joules).sum()
    }

    /// Number of GPUs.
    pub fn gpu_count(&self) -> u32 {
        self.gpus.iter().map(|gpu| gpu.count).sum()
    }
}

/// Energy of a GPU, or of several that the file does not tell apart.
#[derive(Debug, Clone, PartialEq)]
pub struct GpuEnergy {
    /// Index in the file, or empty for GPUs that are not told apart.
    pub id: String,
    /// GPUs that the energy is of.
    pub count: u32,
    /// Joules.
    pub joules: f64,
}

/// A part left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Line of the file, or number of the object in it, from 1.
    pub line: usize,
    /// The reason.
    pub reason: String,
}

impl Runs {
    /// Returns runs of a format, empty so far.
    pub(super) const fn new(format: Format) -> Self {
        Self { format, runs: Vec::new(), skipped: Vec::new(), notes: Vec::new() }
    }

    /// Leaves something out.
    pub(super) fn skip(&mut self, line: usize, reason: impl Into<String>) {
        self.skipped.push(Skipped { line, reason: reason.into() });
    }

    /// Notes something once.
    pub(super) fn note(&mut self, note: String) {
        if !self.notes.contains(&note) {
            self.notes.push(note);
        }
    }
}

const JOULES_PER_KWH: f64 = 3.6e6;
const JOULES_PER_WH: f64 = 3600.0;
/// No GPU draws less over a whole run, watts.
const LEAST_W: f64 = 1.0;

/// Returns joules of kilowatt-hours.
///
/// # Errors
/// An energy that so many GPUs cannot have used in that time, with the unit in which it could be.
pub(super) fn joules(name: &str, kilowatt_hours: f64, seconds: f64, gpus: u32) -> Result<f64, String> {
    let joules = kilowatt_hours * JOULES_PER_KWH;
    let fits = |joules: f64| (LEAST_W..=MOST_W).contains(&(joules / seconds / f64::from(gpus.max(1))));
    if fits(joules) {
        return Ok(joules);
    }
    let units = [("Wh", JOULES_PER_WH), ("J", 1.0)];
    let unit = units.into_iter().find(|(_, joules)| fits(kilowatt_hours * joules));
    let hint = match unit {
        Some((unit, _)) => format!("; it could be in {unit}"),
        None => String::new(),
    };
    Err(format!(
        "{name} is {kilowatt_hours} over {seconds} s, which in kWh is {:.3e} W{hint}",
        joules / seconds
    ))
}

/// Returns a number that is above zero, or what is wrong with it.
pub(super) fn positive(name: &str, number: Option<f64>) -> Result<f64, String> {
    match number {
        None => Err(format!("{name} is missing")),
        Some(number) if number > 0.0 && number.is_finite() => Ok(number),
        Some(0.0) => Err(format!("{name} is 0: nothing was measured")),
        Some(number) => Err(format!("{name} is {number}, which is not above zero")),
    }
}
