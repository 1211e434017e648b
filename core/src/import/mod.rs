//! Measurements that other programs wrote, read as far as the files state them (feature `import`).
//!
//! - [`format`](mod@format) — the formats that are known; `recognise` — telling them apart by content; [`Asked`] — what a person adds.
//! - [`run`] — measurements that a file states as energies. [`power_log`] — readings of power over time; [`integral`] — energy between two moments of them.
//! - [`moment`] — times as these files write them.
//! - `codecarbon`, `zeus`, `nvidia_smi`, `dcgm`, `ml_energy`, `boamps` — a reader each, with the source of its format.
//! - `sheet`, `tree` — tables by the names of their columns, JSON by the names of its fields.
//!
//! A reader takes what a file states and nothing else: energy of GPUs where the file separates it, settings where the file has a field for them.
//! What it leaves out it counts, with a reason. Messages are in English: the page does not carry these readers, and its table of words would.

mod asked;
mod boamps;
mod codecarbon;
mod dcgm;
pub mod format;
pub mod integral;
mod ml_energy;
pub mod moment;
mod nvidia_smi;
pub mod power_log;
mod recognise;
pub mod run;
mod sheet;
mod tree;
mod zeus;

use std::fmt;

use crate::spreadsheet::encoding::utf_8;
pub use asked::Asked;
use format::Format;
use power_log::PowerLog;
use run::Runs;

/// Content of a file.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Energies of whole runs.
    Runs(Runs),
    /// Readings of power, of which a part is to be chosen.
    Log(PowerLog),
}

/// A file that cannot be imported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum NotImported {
    /// Its format is not known; what it begins with.
    Unknown {
        /// The first line, shortened.
        begins: String,
    },
    /// Its format is known and its content cannot be used.
    Unusable {
        /// The format.
        format: Format,
        /// The reason, and what to do.
        reason: String,
    },
}

impl fmt::Display for NotImported {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unknown { begins } => {
                let known: Vec<&str> = Format::ALL.iter().map(|format| format.files()).collect();
                write!(
                    f,
                    "not a file of a known program; it begins with '{begins}'. Known are: {}. Write other measurements as a table \
                     (docs/fitting.md)",
                    known.join("; ")
                )
            }
            Self::Unusable { format, reason } => write!(f, "{}, and {reason}", format.is_one()),
        }
    }
}

impl std::error::Error for NotImported {}

/// Reads a file of any known format, told by its content.
///
/// ```
/// use wattpix_core::import::{Asked, Content, read};
///
/// // Invented values.
/// let file = br#"{"time": 24.0, "gpu_energy": {"0": 12000.0}, "cpu_energy": null, "dram_energy": null}"#;
/// let Ok(Content::Runs(found)) = read(file, &Asked::default()) else { panic!("a file of Zeus") };
/// assert_eq!(found.runs[0].joules(), 12_000.0);
/// ```
///
/// # Errors
/// [`NotImported`] says what was seen, what is known and what to do.
pub fn read(bytes: &[u8], asked: &Asked) -> Result<Content, NotImported> {
    let text = utf_8(bytes);
    let text = String::from_utf8_lossy(&text);
    let format = match (Format::of_text(&text), &asked.columns) {
        (Some(format), _) => format,
        // Somebody says what the columns are.
        (None, Some(_)) => Format::NvidiaSmi,
        (None, None) => return Err(NotImported::Unknown { begins: recognise::beginning(&text) }),
    };
    let read = match format {
        Format::CodeCarbon => codecarbon::read(&text).map(Content::Runs),
        Format::ZeusJson => zeus::measurements(&text).map(Content::Runs),
        Format::ZeusWindows => zeus::windows(&text).map(Content::Runs),
        Format::ZeusPower => zeus::power(&text).map(Content::Log),
        Format::NvidiaSmi => nvidia_smi::read(&text, asked).map(Content::Log),
        Format::Dcgm => dcgm::read(&text, asked).map(Content::Log),
        Format::MlEnergy => ml_energy::read(&text).map(Content::Runs),
        Format::BoAmps => boamps::read(&text).map(Content::Runs),
    };
    read.map_err(|reason| NotImported::Unusable { format, reason })
}
