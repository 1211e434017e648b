//! Measurements that a file states as energies.

use super::format::Format;
use super::moment::Moment;

/// A setting that a file states: key and value, spelt as rows do.
pub type Setting = (&'static str, String);

/// What a file of whole runs holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Runs {
    /// Its format.
    pub format: Format,
    /// The measurements.
    pub runs: Vec<Run>,
    /// What was left out.
    pub skipped: Vec<Skipped>,
    /// What to know about the file.
    pub notes: Vec<String>,
}

/// Energy of GPUs over a time.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Line of the file, or number of the object in it, from 1.
    pub line: usize,
    /// Version of the program that measured, where it is stated.
    pub version: Option<String>,
    /// The GPUs, each with what was measured of it.
    pub gpus: Vec<GpuEnergy>,
    /// Seconds.
    pub seconds: f64,
    /// Its start, where that is stated.
    pub started: Option<Moment>,
    /// Settings that the file states.
    pub settings: Vec<Setting>,
    /// Returns true where the energy is stated of everything, and not of GPUs alone.
    pub of_whole_machine: bool,
}

impl Run {
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

/// Something that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// Line of the file, or number of the object in it, from 1.
    pub line: usize,
    /// The reason.
    pub reason: String,
}

impl Runs {
    /// Nothing of a format yet.
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

/// Returns a number that is above zero, or what is wrong with it.
pub(super) fn positive(name: &str, number: Option<f64>) -> Result<f64, String> {
    match number {
        None => Err(format!("{name} is missing")),
        Some(number) if number > 0.0 && number.is_finite() => Ok(number),
        Some(number) if number == 0.0 => Err(format!("{name} is 0: nothing was measured")),
        Some(number) => Err(format!("{name} is {number}, which is not above zero")),
    }
}
