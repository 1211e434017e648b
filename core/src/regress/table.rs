//! Observations as a table: plain CSV, one measured configuration a row.
//!
//! Columns in any order: `model`, `gpu` and `energy_j` or `duration_s` are needed; `width`, `height`, `steps`, `precision`, `guidance`,
//! `text_tokens`, `batch`, `images` (1), `boundary` (net) are the model's defaults where absent; `duration_s` and `source` may be
//! left out; columns of other names are passed over. `energy_j` and `duration_s` are of all images of the row together. A row with a duration and no energy is a [`Timing`]; its `stage`
//! says whether the whole image (`image`, the default) or one denoising step (`step`) was timed.

use std::borrow::Cow;
use std::io::Read;

use super::timing::{Timed, Timing};
use crate::configuration::{Configuration, Typed};
use crate::error::Key;
use crate::estimate::Question;
use crate::excerpt::shortened;
use crate::json::{Reading, is_decimal};
use crate::observation::Observed;
use crate::observation::lines::place;
use crate::spreadsheet::head::{Head, likely};
use crate::spreadsheet::is_blank;
use crate::spreadsheet::number::{Numbers, Unclear};
use crate::spreadsheet::records::Records;
use crate::units::Energy;
use crate::words::{Word, Words};

/// A row that could not be used, and the reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// Line of the file, from 1.
    pub line: usize,
    /// File and line.
    pub place: String,
    /// The reason, naming the column.
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
    /// Usable rows with an energy.
    pub rows: Vec<Observed>,
    /// Usable rows with a duration and no energy.
    pub timings: Vec<Timing>,
    /// Rows left out, each with its reason.
    pub rejected: Vec<Rejected>,
    /// Columns that nothing is read of.
    pub own_columns: Vec<String>,
}

const ENERGY: &str = "energy_j";
const DURATION: &str = "duration_s";
const SOURCE: &str = "source";
const STAGE: &str = "stage";

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

/// Reads a table in the caller's way, up to `most` rows.
///
/// # Errors
/// As [`read`], and a table of more rows.
pub fn read_by(name: &str, input: impl Read, reading: Reading, most: usize) -> Result<Table, Rejected> {
    let words = reading.words;
    let mut records = Records::of(input);
    let at = |line: u64| place(name, line as usize, words);
    let refused = |line: u64, reason: String| Rejected { line: line as usize, place: at(line), reason };
    let heads = match records.next() {
        None => Ok(Vec::new()),
        Some((_, heads)) => heads.map_err(|unread| unread.tell(words)),
    };
    let heads = heads.map_err(|reason| refused(1, reason))?;
    let columns = Columns::of(&heads, words).map_err(|reason| refused(1, reason))?;
    let mut table = Table { own_columns: columns.own(&heads), ..Table::default() };
    let mut numbers = Numbers::of(records.separator());
    for (line, record) in records {
        if table.rows.len() + table.timings.len() + table.rejected.len() == most {
            return Err(refused(line, too_many(most, words)));
        }
        let row = record.map_err(|unread| unread.tell(words)).and_then(|record| match record == heads {
            true => Err(words.text(Word::TABLE_HEAD_AGAIN).to_owned()),
            false => columns.row(&record, name, at(line), &mut numbers, reading),
        });
        match row {
            Ok(Row::Observed(row)) => table.rows.push(row),
            Ok(Row::Timing(timing)) => table.timings.push(timing),
            Err(reason) => table.rejected.push(refused(line, reason)),
        }
    }
    Ok(table)
}

/// Content of a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Setting(Key),
    Energy,
    Duration,
    Source,
    Stage,
    /// The numbers of rows, or a column of the writer's own.
    Own,
}

/// Kind of a row.
enum Row {
    Observed(Observed),
    Timing(Timing),
}

struct Columns(Vec<Column>);

impl Columns {
    fn of(heads: &[String], words: Words) -> Result<Self, String> {
        let mut known: Vec<&str> = KEYS.iter().map(|key| key.name()).collect();
        known.extend([ENERGY, DURATION, SOURCE, STAGE]);
        let mut columns = Vec::new();
        for head in heads {
            let column = match Head::of(head, &known) {
                Head::Known(ENERGY) => Column::Energy,
                Head::Known(DURATION) => Column::Duration,
                Head::Known(SOURCE) => Column::Source,
                Head::Known(STAGE) => Column::Stage,
                Head::Known(name) => {
                    KEYS.into_iter().find(|key| key.name() == name).map_or(Column::Own, Column::Setting)
                }
                Head::Index | Head::Own => Column::Own,
            };
            if column != Column::Own && columns.contains(&column) {
                return Err(words.say(Word::TABLE_COLUMN_TWICE, &[("column", head.trim())]));
            }
            columns.push(column);
        }
        let given: Vec<Head> = heads.iter().map(|head| Head::of(head, &known)).collect();
        let absent: Vec<&str> =
            known.iter().copied().filter(|name| !given.contains(&Head::Known(name))).collect();
        for (head, _) in heads.iter().zip(&given).filter(|(_, given)| **given == Head::Own) {
            if let Some(likely) = likely(head, &absent) {
                let values = [("column", &*shortened(head.trim())), ("likely", likely)];
                return Err(words.say(Word::TABLE_NEAR_COLUMN, &values));
            }
        }
        let needed = [(Column::Setting(Key::Model), "model"), (Column::Setting(Key::Gpu), "gpu")];
        if let Some((_, name)) = needed.into_iter().find(|(column, _)| !columns.contains(column)) {
            return Err(words.say(Word::TABLE_NO_COLUMN, &[("column", name), ("known", &known.join(", "))]));
        }
        if ![Column::Energy, Column::Duration].iter().any(|column| columns.contains(column)) {
            return Err(words.say(Word::TABLE_NO_MEASURE, &[("known", &known.join(", "))]));
        }
        Ok(Self(columns))
    }

    /// The names of columns of the writer's own.
    fn own(&self, heads: &[String]) -> Vec<String> {
        let own = self.0.iter().zip(heads).filter(|(column, _)| **column == Column::Own);
        own.map(|(_, head)| head.trim().to_owned()).filter(|head| !head.is_empty()).collect()
    }

    fn row(
        &self,
        record: &[String],
        name: &str,
        place: String,
        numbers: &mut Numbers,
        reading: Reading,
    ) -> Result<Row, String> {
        let words = reading.words;
        if record.len() != self.0.len() {
            let [given, heads] = [record.len(), self.0.len()].map(|fields| fields.to_string());
            return Err(words.say(Word::TABLE_FIELDS, &[("given", &given), ("heads", &heads)]));
        }
        // Whole numbers may be written as floats, and floats as the table's language does.
        let mut cells = Vec::with_capacity(record.len());
        for (column, text) in self.0.iter().zip(record) {
            cells.push(match column {
                Column::Setting(key) if key.is_whole() => {
                    numbers.whole(text).map_err(|unclear| two_numbers(key.name(), text, &unclear, words))?
                }
                _ => Cow::Borrowed(text.trim()),
            });
        }
        let mut typed = Typed::default().with(Key::Images, "1");
        let (mut energy, mut duration, mut source, mut timed) = (None, None, name, Timed::Image);
        for (column, text) in self.0.iter().zip(&cells) {
            match column {
                Column::Own => {}
                // "None" is an answer where guidance is asked for.
                Column::Setting(Key::Guidance) => typed.set(Key::Guidance, text),
                _ if is_blank(text) => {}
                Column::Setting(key) => typed.set(*key, text),
                Column::Energy => energy = Some(positive(ENERGY, text, numbers, reading)?),
                Column::Duration => duration = Some(positive(DURATION, text, numbers, reading)?),
                Column::Source => source = text,
                Column::Stage => timed = stage(text, words)?,
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
        let Question { workload, gpu, boundary } = configuration.question;
        let duration = duration.map(|seconds| seconds / images as f64);
        let source = source.to_owned();
        match (energy, duration) {
            (Some(energy), seconds) => {
                let energy = Energy::from_joules(energy / images as f64);
                let row = Observed { workload, gpu, boundary, energy, seconds, images, source, place };
                #[cfg(feature = "judgement")]
                row.check_plausible(None).map_err(|wrong| in_column(ENERGY, &wrong.text(words), words))?;
                Ok(Row::Observed(row))
            }
            (None, Some(seconds)) => {
                let timing = Timing { workload, gpu, timed, seconds, source, place };
                #[cfg(feature = "judgement")]
                timing
                    .check_plausible(images)
                    .map_err(|wrong| in_column(DURATION, &wrong.text(words), words))?;
                Ok(Row::Timing(timing))
            }
            (None, None) => Err(words.say(Word::TABLE_NO_ENERGY, &[("column", ENERGY)])),
        }
    }
}

fn stage(text: &str, words: Words) -> Result<Timed, String> {
    match text {
        "" | "image" => Ok(Timed::Image),
        "step" => Ok(Timed::Step),
        _ => {
            let reason = words.say(Word::TABLE_STAGE, &[("given", &shortened(text))]);
            Err(in_column(STAGE, &reason, words))
        }
    }
}

fn two_numbers(column: &str, text: &str, Unclear { grouped, fraction }: &Unclear, words: Words) -> String {
    let values = [("given", &*shortened(text)), ("grouped", grouped), ("fraction", fraction)];
    in_column(column, &words.say(Word::TABLE_TWO_NUMBERS, &values), words)
}

fn in_column(column: &str, reason: &str, words: Words) -> String {
    words.say(Word::TABLE_COLUMN, &[("column", column), ("reason", reason)])
}

fn positive(column: &str, text: &str, numbers: &mut Numbers, reading: Reading) -> Result<f64, String> {
    let words = reading.words;
    let plain = numbers.plain(text).map_err(|unclear| two_numbers(column, text, &unclear, words))?;
    match Some(&*plain).filter(|text| is_decimal(text)).and_then(reading.decimal) {
        Some(number) if number.is_finite() && number > 0.0 => Ok(number),
        _ => {
            let reason = words.say(Word::TABLE_NOT_POSITIVE, &[("given", &shortened(text))]);
            Err(in_column(column, &reason, words))
        }
    }
}

/// Returns the message about a file with more rows than a reader takes.
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
    fn a_row_with_seconds_and_no_energy_is_a_timing() {
        let text = "model,gpu,energy_j,duration_s,images,stage\n\
                    sdxl,h100,,20,10,\n\
                    sdxl,h100,,0.3,1,step\n\
                    sdxl,h100,,,1,\n\
                    sdxl,h100,,1,1,pass\n";
        let table = read("t.csv", text.as_bytes()).unwrap();
        let timings: Vec<_> = table.timings.iter().map(|timing| (timing.seconds, timing.timed)).collect();
        assert_eq!((table.rows.len(), timings), (0, vec![(2.0, Timed::Image), (0.3, Timed::Step)]));
        let reasons: Vec<String> = table.rejected.iter().map(ToString::to_string).collect();
        assert!(
            reasons[0].contains("line 4") && reasons[0].contains("give joules, or seconds"),
            "{reasons:?}"
        );
        assert!(reasons[1].contains("line 5") && reasons[1].contains("write image or step"), "{reasons:?}");
    }

    #[test]
    fn bad_rows_are_counted_with_line_and_column_and_the_rest_is_read() {
        let text = "model,gpu,energy_j,width\n\
                    sdxl,h100,2000,1024\n\
                    sdxl,h100,-3,1024\n\
                    sdxl,h100,nan,1024\n\
                    nobody,h100,100,1024\n\
                    sdxl,h100,100\n\
                    sdxl,h100,100,1023\n\
                    sdxl,h100,700,512\n";
        let table = read("t.csv", text.as_bytes()).unwrap();
        assert_eq!(table.rows.len(), 2);
        let reasons: Vec<String> = table.rejected.iter().map(ToString::to_string).collect();
        assert!(reasons[0].starts_with("t.csv, line 3: column 'energy_j': '-3'"), "{reasons:?}");
        assert!(reasons[1].contains("line 4") && reasons[2].contains("column 'model'"), "{reasons:?}");
        assert!(reasons[3].contains("3 fields") && reasons[4].contains("column 'width'"), "{reasons:?}");
    }

    #[test]
    fn tables_of_spreadsheets_and_pandas_are_read() {
        let text = "\u{feff};Modell-Nr;Model;GPU;Steps;Energy_J;duration s;text_tokens\r\n\
                    0;7;SDXL;RTX 4090;25,0;12150,5;45,5;\r\n1;8;sdxl;Tesla T4;25;1.050,25;;n/a\r\n";
        let encoded: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for bytes in [text.as_bytes(), &encoded] {
            let table = read("t.csv", bytes).unwrap();
            assert_eq!(table.rejected, []);
            let rows: Vec<_> =
                table.rows.iter().map(|row| (row.gpu.id, row.energy.joules(), row.seconds)).collect();
            assert_eq!(rows, [("rtx-4090", 12150.5, Some(45.5)), ("t4", 1050.25, None)]);
            assert_eq!(
                (table.rows[0].workload.steps(), table.own_columns),
                (25, vec!["Modell-Nr".to_owned()])
            );
        }
    }

    #[test]
    fn what_could_be_two_numbers_and_a_second_head_are_told_by_line() {
        let text = "model,gpu,energy_j\nsdxl,h100,\"12,150\"\nmodel,gpu,energy_j\nsdxl,h100,3 050\n";
        let table = read("t.csv", text.as_bytes()).unwrap();
        let reasons: Vec<&str> = table.rejected.iter().map(|rejected| rejected.reason.as_str()).collect();
        assert!(reasons[0].contains("'12,150' could be 12150 or 12.150"), "{reasons:?}");
        assert!(reasons[1].contains("the header again"), "{reasons:?}");
        assert_eq!(table.rows[0].energy.joules(), 3050.0);
    }

    #[test]
    fn heads_are_named_when_unknown_doubled_or_missing() {
        for (text, expected) in [
            ("model,gpu,energy\n", "column 'energy' probably means 'energy_j'"),
            ("model,gpu,gpu,energy_j\n", "column 'gpu' appears twice"),
            ("model,gpu\n", "no column 'energy_j' and none 'duration_s'"),
            ("", "no column 'model'"),
        ] {
            let refused = read("t.csv", text.as_bytes()).unwrap_err();
            assert!(refused.reason.starts_with(expected) || refused.reason.contains(expected), "{refused}");
        }
    }
}
