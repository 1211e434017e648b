//! The columns of a table of configurations, and those that answers add.

use anyhow::bail;
use csv::{ByteRecord, StringRecord};
use wattpix_core::configuration::{Configuration, Typed};
use wattpix_core::error::{Error, Key};
use wattpix_core::fit::Version;
use wattpix_core::gpu::name_in_version;

use crate::configuration::exact;

/// Columns that the answer adds; `fit` and `boundary` take the place of those given.
pub(super) const ANSWERS: [&str; 11] = [
    "seconds_per_image",
    "watts",
    "wh_per_image",
    "wh_low",
    "wh_high",
    "joules_per_image",
    "wh_total",
    "fit",
    "boundary",
    "caveats",
    "error",
];

/// Which column holds which value.
pub(super) struct Columns {
    keys: Vec<Key>,
    /// Columns that are written again, with their names.
    pub(super) kept: Vec<(usize, String)>,
}

impl Columns {
    pub(super) fn of(heads: &StringRecord) -> anyhow::Result<Self> {
        let names = || Key::ALL.map(Key::name).join(", ");
        let mut keys = Vec::new();
        let mut kept = Vec::new();
        for (column, head) in heads.iter().enumerate() {
            let head = head.trim().trim_start_matches('\u{feff}');
            let Some(key) = Key::ALL.into_iter().find(|key| key.name() == head) else {
                bail!("line 1: column '{head}' is not known; the columns are {}", names());
            };
            if keys.contains(&key) {
                bail!("line 1: column '{head}' stands twice; keep one");
            }
            keys.push(key);
            if !ANSWERS.contains(&head) {
                kept.push((column, head.to_owned()));
            }
        }
        for required in [Key::Model, Key::Gpu] {
            if !keys.contains(&required) {
                bail!("line 1: no column '{required}'; model and gpu are needed, of {}", names());
            }
        }
        Ok(Self { keys, kept })
    }

    /// Reads the configuration of a row.
    ///
    /// # Errors
    /// The message of the first value that cannot be used.
    pub(super) fn read(&self, record: &StringRecord, version: &Version) -> Result<Configuration, String> {
        self.check(record.len())?;
        let mut typed = Typed::default();
        for (key, text) in self.keys.iter().zip(record) {
            let text = if *key == Key::Gpu { name_in_version(text.trim(), version.number) } else { text };
            typed.set(*key, text);
        }
        exact(&typed, &[Key::Model, Key::Gpu]).map_err(|error: Error| error.to_string())
    }

    fn check(&self, fields: usize) -> Result<(), String> {
        if fields == self.keys.len() {
            return Ok(());
        }
        Err(format!("{fields} fields where line 1 has {}", self.keys.len()))
    }

    /// The message of a row that is not UTF-8.
    pub(super) fn not_text(&self, record: &ByteRecord) -> String {
        let first = self.keys.iter().zip(record).find(|(_, field)| std::str::from_utf8(field).is_err());
        match (self.check(record.len()), first) {
            (Err(message), _) => message,
            (Ok(()), Some((key, _))) => format!("{key} is not UTF-8 text; save the table as UTF-8"),
            (Ok(()), None) => "not UTF-8 text; save the table as UTF-8".to_owned(),
        }
    }
}
