//! Observations as a table: plain CSV, one measured configuration a row.
//!
//! Columns in any order: `model`, `gpu` and `energy_j` are needed; `width`, `height`, `steps`, `precision`, `guidance`,
//! `text_tokens`, `batch`, `images` (1), `boundary` (net) are the model's defaults where absent; `duration_s` and `source` may be
//! left out. `energy_j` and `duration_s` are of all images of the row together.

use std::io::Read;

use super::observed::Observed;
use super::records::Records;
use crate::configuration::{Configuration, Typed};
use crate::error::{Key, shortened};
use crate::json::{Reading, is_decimal};
use crate::observation::lines::place;
use crate::units::Energy;
use crate::words::{Word, Words};

/// What a row could not be used for, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// File and line.
    pub place: String,
    /// What is wrong, naming the column.
    pub reason: String,
}

impl std::fmt::Display for Rejected {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.place, self.reason)
    }
}

/// A table read: what can be fitted, and what cannot.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Usable rows.
    pub rows: Vec<Observed>,
    /// Rows left out, each with its reason.
    pub rejected: Vec<Rejected>,
}

const ENERGY: &str = "energy_j";
const DURATION: &str = "duration_s";
const SOURCE: &str = "source";

/// The configuration keys that a table of observations has.
const KEYS: [Key; 11] = [
    Key::Model,
    Key::Gpu,
    Key::Width,
    Key::Height,
    Key::Steps,
    Key::Precision,
    Key::Guidance,
    Key::Images,
    Key::Batch,
    Key::Boundary,
    Key::TextTokens,
];

/// Reads a table. `name` is the file's name, for messages and as the source of rows that name none.
///
/// # Errors
/// A head row that cannot be used: an unknown, doubled or missing column.
pub fn read(name: &str, input: impl Read) -> Result<Table, Rejected> {
    read_by(name, input, Reading::PLAIN, usize::MAX)
}

/// The same in the caller's way, and of so many rows at most.
///
/// # Errors
/// As [`read`], and a table of more rows.
pub fn read_by(name: &str, input: impl Read, reading: Reading, most: usize) -> Result<Table, Rejected> {
    let words = reading.words;
    let mut records = Records::of(input);
    let at = |line: u64| place(name, line as usize, words);
    let refused = |line: u64, reason: String| Rejected { place: at(line), reason };
    let columns = match records.next() {
        None => Columns::of(&[], words),
        Some((_, Ok(heads))) => Columns::of(&heads, words),
        Some((_, Err(unread))) => Err(unread.tell(words)),
    };
    let columns = columns.map_err(|reason| refused(1, reason))?;
    let mut table = Table::default();
    for (line, record) in records {
        if table.rows.len() + table.rejected.len() == most {
            return Err(refused(line, too_many(most, words)));
        }
        let row = record
            .map_err(|unread| unread.tell(words))
            .and_then(|record| columns.row(&record, name, at(line), reading));
        match row {
            Ok(row) => table.rows.push(row),
            Err(reason) => table.rejected.push(refused(line, reason)),
        }
    }
    Ok(table)
}

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Setting(Key),
    Energy,
    Duration,
    Source,
}

struct Columns(Vec<Column>);

impl Columns {
    fn of(heads: &[String], words: Words) -> Result<Self, String> {
        let among = |word: Word, column: &str| {
            let mut known: Vec<&str> = KEYS.iter().map(|key| key.name()).collect();
            known.extend([ENERGY, DURATION, SOURCE]);
            words.filled(word, &[column, &known.join(", ")], String::push_str)
        };
        let mut columns = Vec::new();
        for head in heads {
            let head = head.trim().trim_start_matches('\u{feff}');
            let column = match head {
                ENERGY => Column::Energy,
                DURATION => Column::Duration,
                SOURCE => Column::Source,
                _ => match KEYS.into_iter().find(|key| key.name() == head) {
                    Some(key) => Column::Setting(key),
                    None => return Err(among(Word::TABLE_UNKNOWN_COLUMN, &shortened(head))),
                },
            };
            if columns.contains(&column) {
                return Err(words.say(Word::TABLE_COLUMN_TWICE, &[("column", head)]));
            }
            columns.push(column);
        }
        let needed = [
            (Column::Setting(Key::Model), "model"),
            (Column::Setting(Key::Gpu), "gpu"),
            (Column::Energy, ENERGY),
        ];
        match needed.into_iter().find(|(column, _)| !columns.contains(column)) {
            Some((_, name)) => Err(among(Word::TABLE_NO_COLUMN, name)),
            None => Ok(Self(columns)),
        }
    }

    fn row(
        &self,
        record: &[String],
        name: &str,
        place: String,
        reading: Reading,
    ) -> Result<Observed, String> {
        let words = reading.words;
        if record.len() != self.0.len() {
            let [given, heads] = [record.len(), self.0.len()].map(|fields| fields.to_string());
            return Err(words.say(Word::TABLE_FIELDS, &[("given", &given), ("heads", &heads)]));
        }
        let mut typed = Typed::default().with(Key::Images, "1");
        let (mut energy, mut duration, mut source) = (None, None, name);
        for (column, text) in self.0.iter().zip(record) {
            match column {
                Column::Setting(Key::Images) if text.trim().is_empty() => {}
                Column::Setting(key) => typed.set(*key, text),
                Column::Energy => energy = Some(positive(ENERGY, text, reading)?),
                Column::Duration if text.trim().is_empty() => {}
                Column::Duration => duration = Some(positive(DURATION, text, reading)?),
                Column::Source if text.trim().is_empty() => {}
                Column::Source => source = text.trim(),
            }
        }
        for key in [Key::Model, Key::Gpu] {
            if typed.get(key).is_none() {
                return Err(words.say(Word::TABLE_EMPTY, &[("column", key.name())]));
            }
        }
        let (configuration, problems) = Configuration::read(&typed);
        if let Some(problem) = problems.first() {
            return Err(in_column(problem.key.name(), &problem.error.tell(words), words));
        }
        let images = configuration.images;
        let no_energy = || words.say(Word::TABLE_NO_ENERGY, &[("column", ENERGY)]);
        let energy = energy.ok_or_else(no_energy)?;
        let question = configuration.question;
        Ok(Observed {
            workload: question.workload,
            gpu: question.gpu,
            boundary: question.boundary,
            energy: Energy::from_joules(energy / images as f64),
            seconds: duration.map(|seconds| seconds / images as f64),
            images,
            source: source.to_owned(),
            place,
        })
    }
}

fn in_column(column: &str, reason: &str, words: Words) -> String {
    words.say(Word::TABLE_COLUMN, &[("column", column), ("reason", reason)])
}

fn positive(column: &str, text: &str, reading: Reading) -> Result<f64, String> {
    let text = text.trim();
    match Some(text).filter(|text| is_decimal(text)).and_then(reading.decimal) {
        Some(number) if number.is_finite() && number > 0.0 => Ok(number),
        _ => {
            let words = reading.words;
            let reason = words.say(Word::TABLE_NOT_POSITIVE, &[("given", &shortened(text))]);
            Err(in_column(column, &reason, words))
        }
    }
}

/// What is said of a file of more rows than a reader takes.
pub fn too_many(most: usize, words: Words) -> String {
    words.say(Word::TABLE_TOO_MANY, &[("most", &most.to_string())])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_is_per_image_and_absent_columns_are_the_models_defaults() {
        let text = "gpu,model,energy_j,images,duration_s,boundary\nh100,sdxl,8000,10,20,gross\n";
        let table = read("t.csv", text.as_bytes()).unwrap();
        let row = &table.rows[0];
        assert_eq!((row.energy.joules(), row.seconds, row.images), (800.0, Some(2.0), 10));
        assert_eq!((row.gpu.id, row.workload.steps(), row.source.as_str()), ("h100-sxm", 50, "t.csv"));
    }

    #[test]
    fn bad_rows_are_counted_with_line_and_column_and_the_rest_is_read() {
        let text = "model,gpu,energy_j,width\n\
                    sdxl,h100,100,1024\n\
                    sdxl,h100,-3,1024\n\
                    sdxl,h100,nan,1024\n\
                    nobody,h100,100,1024\n\
                    sdxl,h100,100\n\
                    sdxl,h100,100,1023\n\
                    sdxl,h100,100,512\n";
        let table = read("t.csv", text.as_bytes()).unwrap();
        assert_eq!(table.rows.len(), 2);
        let reasons: Vec<String> = table.rejected.iter().map(ToString::to_string).collect();
        assert!(reasons[0].starts_with("t.csv, line 3: column 'energy_j': '-3'"), "{reasons:?}");
        assert!(reasons[1].contains("line 4") && reasons[2].contains("column 'model'"), "{reasons:?}");
        assert!(reasons[3].contains("3 fields") && reasons[4].contains("column 'width'"), "{reasons:?}");
    }

    #[test]
    fn heads_are_named_when_unknown_doubled_or_missing() {
        for (text, expected) in [
            ("model,gpu,energy\n", "column 'energy' is not known"),
            ("model,gpu,gpu,energy_j\n", "column 'gpu' stands twice"),
            ("model,gpu\n", "no column 'energy_j'"),
            ("", "no column 'model'"),
        ] {
            let refused = read("t.csv", text.as_bytes()).unwrap_err();
            assert!(refused.reason.starts_with(expected) || refused.reason.contains(expected), "{refused}");
        }
    }
}
