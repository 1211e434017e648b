//! The columns of a table of configurations, and those that answers add.

use anyhow::bail;
use csv::{ByteRecord, StringRecord};
use wattpix_core::configuration::{Configuration, Typed};
use wattpix_core::error::{Error, Key};
use wattpix_core::fit::Version;
use wattpix_core::gpu::name_in_version;
use wattpix_core::spreadsheet::head::{Head, likely};
use wattpix_core::spreadsheet::is_blank;
use wattpix_core::spreadsheet::number::{Numbers, Unclear};
use wattpix_core::words::{Word, Words};

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

/// Columns of the values.
pub(super) struct Columns {
    /// Value of each column; `None` for a column of the writer's own.
    keys: Vec<Option<Key>>,
    separator: u8,
    /// Columns that are written again, with their names.
    pub(super) kept: Vec<(usize, String)>,
}

impl Columns {
    pub(super) fn of(heads: &StringRecord, separator: u8) -> anyhow::Result<Self> {
        let known = Key::ALL.map(Key::name);
        let mut keys = Vec::new();
        let mut kept = Vec::new();
        for (column, head) in heads.iter().enumerate() {
            let key = match Head::of(head, &known) {
                Head::Known(name) => Key::ALL.into_iter().find(|key| key.name() == name),
                Head::Index | Head::Own => None,
            };
            if key.is_some() && keys.contains(&key) {
                bail!("line 1: column '{}' appears twice; keep one", head.trim());
            }
            keys.push(key);
            let name = key.map_or_else(|| head.trim(), |key| key.name());
            if !ANSWERS.contains(&name) {
                kept.push((column, name.to_owned()));
            }
        }
        let absent: Vec<&str> =
            Key::ALL.into_iter().filter(|key| !keys.contains(&Some(*key))).map(Key::name).collect();
        for (head, _) in heads.iter().zip(&keys).filter(|(_, key)| key.is_none()) {
            if let Some(likely) = likely(head, &absent) {
                let values = [("column", head.trim()), ("likely", likely)];
                bail!("line 1: {}", Words::ENGLISH.say(Word::TABLE_NEAR_COLUMN, &values));
            }
        }
        for required in [Key::Model, Key::Gpu] {
            if !keys.contains(&Some(required)) {
                bail!("line 1: no column '{required}'; model and gpu are needed, of {}", known.join(", "));
            }
        }
        Ok(Self { keys, separator, kept })
    }

    /// Returns the reader of a thread's numbers.
    pub(super) fn numbers(&self) -> Numbers {
        Numbers::of(self.separator)
    }

    /// Reads the configuration of a row.
    ///
    /// # Errors
    /// The message of the first value that cannot be used.
    pub(super) fn read(
        &self,
        record: &StringRecord,
        numbers: &mut Numbers,
        version: &Version,
    ) -> Result<Configuration, String> {
        self.check(record.len())?;
        // Whole numbers as other programs write them; most are plain and stay where they are.
        let mut rewritten: Vec<(Key, String)> = Vec::new();
        let mut typed = Typed::default();
        for (key, text) in self.keys.iter().zip(record) {
            let Some(key) = *key else { continue };
            if key == Key::Gpu {
                typed.set(key, name_in_version(text.trim(), version.number));
            } else if text.bytes().all(|byte| byte.is_ascii_digit()) || !key.is_whole() {
                typed.set(key, if key != Key::Guidance && is_blank(text) { "" } else { text });
            } else if !is_blank(text) {
                let whole = numbers.whole(text).map_err(|Unclear { grouped, fraction }| {
                    let values = [("given", text), ("grouped", &grouped), ("fraction", &fraction)];
                    format!("{key}: {}", Words::ENGLISH.say(Word::TABLE_TWO_NUMBERS, &values))
                })?;
                rewritten.push((key, whole.into_owned()));
            }
        }
        rewritten.iter().for_each(|(key, text)| typed.set(*key, text));
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
            (Ok(()), Some((Some(key), _))) => format!("{key} is not UTF-8 text; save the table as UTF-8"),
            (Ok(()), _) => "not UTF-8 text; save the table as UTF-8".to_owned(),
        }
    }
}
