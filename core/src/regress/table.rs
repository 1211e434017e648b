//! Observations as a table: plain CSV, one measured configuration a row.
//!
//! Columns in any order: `model`, `gpu` and `energy_j` are needed; `width`, `height`, `steps`, `precision`, `guidance`,
//! `text_tokens`, `batch`, `images` (1), `boundary` (net) are the model's defaults where absent; `duration_s` and `source` may be
//! left out. `energy_j` and `duration_s` are of all images of the row together.

use std::io::Read;

use super::observed::Observed;
use crate::configuration::{Configuration, Typed};
use crate::error::{Key, shortened};
use crate::json::{Decimal, decimal, is_decimal};
use crate::units::Energy;

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
    read_by(name, input, decimal, usize::MAX)
}

/// The same with the caller's way to read decimal numbers, and of so many rows at most.
///
/// # Errors
/// As [`read`], and a table of more rows.
pub fn read_by(name: &str, input: impl Read, decimal: Decimal, most: usize) -> Result<Table, Rejected> {
    let mut records = Records::of(input);
    let at = |line: u64| [name, ", line ", &line.to_string()].concat();
    let refused = |line: u64, reason: String| Rejected { place: at(line), reason };
    let columns = match records.next() {
        None => Columns::of(&[]),
        Some((_, Ok(heads))) => Columns::of(&heads),
        Some((_, Err(reason))) => Err(reason.to_owned()),
    };
    let columns = columns.map_err(|reason| refused(1, reason))?;
    let mut table = Table::default();
    for (line, record) in records {
        if table.rows.len() + table.rejected.len() == most {
            return Err(refused(line, too_many(most)));
        }
        let row =
            record.map_err(str::to_owned).and_then(|record| columns.row(&record, name, at(line), decimal));
        match row {
            Ok(row) => table.rows.push(row),
            Err(reason) => table.rejected.push(refused(line, reason)),
        }
    }
    Ok(table)
}

/// Bytes of a record at most: one that is longer is no table's.
const MOST_RECORD: usize = 1 << 20;

/// The records of a table with the lines on which they begin, blank lines left out.
struct Records<R> {
    input: R,
    reader: csv_core::Reader,
    slice: Vec<u8>,
    /// What of the slice is to be read yet.
    rest: (usize, usize),
    over: bool,
}

impl<R: Read> Records<R> {
    fn of(input: R) -> Self {
        Self { input, reader: csv_core::Reader::new(), slice: vec![0; 1 << 16], rest: (0, 0), over: false }
    }
}

impl<R: Read> Iterator for Records<R> {
    type Item = (u64, Result<Vec<String>, &'static str>);

    fn next(&mut self) -> Option<Self::Item> {
        let (mut bytes, mut ends) = (vec![0; 1 << 10], vec![0; 1 << 5]);
        let (mut filled, mut fields) = (0, 0);
        let mut line = self.reader.line();
        while !self.over {
            if self.rest.0 == self.rest.1 {
                match self.input.read(&mut self.slice) {
                    Ok(read) => self.rest = (0, read),
                    Err(_) => {
                        self.over = true;
                        return Some((line, Err("the file could not be read further")));
                    }
                }
            }
            if fields == 0 && filled == 0 {
                // Blank lines before the record.
                let blank =
                    self.slice[self.rest.0..self.rest.1].iter().take_while(|b| matches!(b, b'\n' | b'\r'));
                line = self.reader.line() + blank.filter(|byte| **byte == b'\n').count() as u64;
            }
            let slice = &self.slice[self.rest.0..self.rest.1];
            let (result, read, written, ended) =
                self.reader.read_record(slice, &mut bytes[filled..], &mut ends[fields..]);
            self.rest.0 += read;
            (filled, fields) = (filled + written, fields + ended);
            match result {
                csv_core::ReadRecordResult::InputEmpty => {}
                csv_core::ReadRecordResult::OutputFull => bytes.resize(2 * bytes.len(), 0),
                csv_core::ReadRecordResult::OutputEndsFull => ends.resize(2 * ends.len(), 0),
                csv_core::ReadRecordResult::Record => return Some((line, record(&bytes, &ends[..fields]))),
                csv_core::ReadRecordResult::End => self.over = true,
            }
            if filled > MOST_RECORD || fields > MOST_RECORD {
                self.over = true;
                return Some((line, Err("a row of more than 1,000,000 bytes; a quote may not be closed")));
            }
        }
        None
    }
}

fn record(bytes: &[u8], ends: &[usize]) -> Result<Vec<String>, &'static str> {
    let mut start = 0;
    let mut field = |end: &usize| {
        let field = bytes.get(start..*end).and_then(|field| std::str::from_utf8(field).ok());
        start = *end;
        field.map(str::to_owned).ok_or("not UTF-8 text")
    };
    ends.iter().map(&mut field).collect()
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
    fn of(heads: &[String]) -> Result<Self, String> {
        let known = || {
            let keys: Vec<&str> = KEYS.iter().map(|key| key.name()).collect();
            format!("{}, {ENERGY}, {DURATION}, {SOURCE}", keys.join(", "))
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
                    None => {
                        let head = shortened(head);
                        return Err(format!("column '{head}' is not known; the columns are {}", known()));
                    }
                },
            };
            if columns.contains(&column) {
                return Err(format!("column '{head}' stands twice; keep one"));
            }
            columns.push(column);
        }
        let needed = [
            (Column::Setting(Key::Model), "model"),
            (Column::Setting(Key::Gpu), "gpu"),
            (Column::Energy, ENERGY),
        ];
        match needed.into_iter().find(|(column, _)| !columns.contains(column)) {
            Some((_, name)) => Err(format!("no column '{name}'; the columns are {}", known())),
            None => Ok(Self(columns)),
        }
    }

    fn row(
        &self,
        record: &[String],
        name: &str,
        place: String,
        decimal: Decimal,
    ) -> Result<Observed, String> {
        if record.len() != self.0.len() {
            return Err(format!("{} fields where line 1 has {}", record.len(), self.0.len()));
        }
        let mut typed = Typed::default().with(Key::Images, "1");
        let (mut energy, mut duration, mut source) = (None, None, name);
        for (column, text) in self.0.iter().zip(record) {
            match column {
                Column::Setting(Key::Images) if text.trim().is_empty() => {}
                Column::Setting(key) => typed.set(*key, text),
                Column::Energy => energy = Some(positive(ENERGY, text, decimal)?),
                Column::Duration if text.trim().is_empty() => {}
                Column::Duration => duration = Some(positive(DURATION, text, decimal)?),
                Column::Source if text.trim().is_empty() => {}
                Column::Source => source = text.trim(),
            }
        }
        for key in [Key::Model, Key::Gpu] {
            if typed.get(key).is_none() {
                return Err(format!("column '{key}' is empty; name one"));
            }
        }
        let (configuration, problems) = Configuration::read(&typed);
        if let Some(problem) = problems.first() {
            return Err(format!("column '{}': {}", problem.key, problem.error));
        }
        let images = configuration.images;
        let energy = energy.ok_or_else(|| format!("column '{ENERGY}' is empty; give joules"))?;
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

fn positive(column: &str, text: &str, decimal: Decimal) -> Result<f64, String> {
    let text = text.trim();
    match Some(text).filter(|text| is_decimal(text)).and_then(decimal) {
        Some(number) if number.is_finite() && number > 0.0 => Ok(number),
        _ => Err(format!("column '{column}': '{}' is no number above zero", shortened(text))),
    }
}

/// What is said of a file of more rows than a reader takes.
pub fn too_many(most: usize) -> String {
    format!("more than {most} rows; give a part of the file, or fit all of it with `measure fit`")
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
