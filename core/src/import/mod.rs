//! Measurements that other programs wrote, read as far as the files state them (feature `import`).
//!
//! - [`format`](mod@format) — the formats that are known; `recognise` — telling them apart by content; [`LogFacts`] — what a person adds.
//! - [`run`] — measurements that a file states as energies. [`power_log`] — readings of power over time; [`integral`] — energy between two moments of them.
//! - [`moment`] — times as these files write them.
//! - `codecarbon`, `zeus`, `nvidia_smi`, `dcgm`, `ml_energy`, `boamps` — a reader each, with the source of its format.
//! - `sheet`, `tree` — tables by the names of their columns, JSON by the names of its fields.
//!
//! A reader takes what a file states and nothing else: energy of GPUs where the file separates it, settings where the file has a field for them.
//! What it leaves out it counts, with a reason. Messages are in English: the page does not carry these readers, and its table of words would.

pub(crate) mod boamps;
mod codecarbon;
mod dcgm;
mod facts;
pub mod format;
pub mod integral;
mod ml_energy;
pub mod moment;
mod nvidia_smi;
pub mod power_log;
mod recognise;
pub mod run;
pub(crate) mod sheet;
mod tree;
mod zeus;

use std::fmt;

use crate::spreadsheet::encoding::utf_8;
pub use facts::LogFacts;
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
    /// The format is not known; the beginning of the file.
    Unknown {
        /// The first line, shortened.
        begins: String,
    },
    /// The format is known, but the content cannot be used.
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
/// use wattpix_core::import::{LogFacts, Content, read};
///
/// // Invented values.
/// let file = br#"{"time": 24.0, "gpu_energy": {"0": 12000.0}, "cpu_energy": null, "dram_energy": null}"#;
/// let Ok(Content::Runs(found)) = read(file, &LogFacts::default()) else { panic!("a file of Zeus") };
/// assert_eq!(found.runs[0].joules(), 12_000.0);
/// ```
///
/// # Errors
/// [`NotImported`] says what was seen, what is known and what to do.
pub fn read(bytes: &[u8], facts: &LogFacts) -> Result<Content, NotImported> {
    let text = utf_8(bytes);
    let text = String::from_utf8_lossy(&text);
    let format = match (Format::of_text(&text), &facts.columns) {
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
        Format::NvidiaSmi => nvidia_smi::read(&text, facts).map(Content::Log),
        Format::Dcgm => dcgm::read(&text, facts).map(Content::Log),
        Format::MlEnergy => ml_energy::read(&text).map(Content::Runs),
        Format::BoAmps => boamps::read(&text).map(Content::Runs),
    };
    read.map_err(|reason| NotImported::Unusable { format, reason })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Beginnings of files of every format, so that what follows is read as such.
    const BEGINNINGS: [&str; 8] = [
        "run_id,duration,emissions,gpu_energy,gpu_count\n",
        "{\"time\": 1, \"gpu_energy\": ",
        "start_time,window_name,elapsed_time,gpu0_energy\n",
        "time,power0\n",
        "timestamp, power.draw [W]\n",
        "#Entity POWER TOTEC\nID W mJ\nGPU 0 ",
        "{\"average_batch_energy\": ",
        "{\"measures\": [], \"task\": {}, \"infrastructure\": ",
    ];

    fn read_every_way(bytes: &[u8]) {
        let columns = Some(vec!["timestamp".to_owned(), "power.draw".to_owned()]);
        for facts in [LogFacts::default(), LogFacts { interval_s: Some(0.1), columns }] {
            match read(bytes, &facts) {
                Ok(Content::Runs(runs)) => {
                    for run in &runs.runs {
                        assert!(run.joules() > 0.0 && run.seconds > 0.0 && run.gpu_count() > 0, "{run:?}");
                    }
                }
                Ok(Content::Log(log)) => {
                    let Some((first, last)) = log.span() else { panic!("{log:?}") };
                    for track in &log.tracks {
                        let _ = integral::Integral::of(track, first, last);
                    }
                }
                Err(refused) => assert!(!refused.to_string().is_empty()),
            }
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
            read_every_way(&bytes);
        }

        #[test]
        fn any_text_after_a_known_beginning_is_read_or_refused(at in 0..BEGINNINGS.len(), rest in "[0-9a-z,.:{}\\[\\]\"/ \n-]{0,200}") {
            read_every_way([BEGINNINGS[at], &rest].concat().as_bytes());
        }

        #[test]
        fn any_rows_after_a_known_head_are_read_or_refused(
            at in 0..BEGINNINGS.len(),
            rows in proptest::collection::vec(("[0-9]{1,10}|2025/03/02 10:11:[0-5][0-9]|1740910[0-9]{3}", -1e3..1e6_f64), 0..30),
        ) {
            let rows: String = rows.iter().map(|(time, number)| format!("{time},{number}\n")).collect();
            read_every_way([BEGINNINGS[at], &rows].concat().as_bytes());
        }
    }
}
