//! `measure estimate --from`: every row of a CSV file, streamed.

use std::fs::{self, File};
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context, bail};
use csv::{ByteRecord, StringRecord};
use indicatif::{ProgressBar, ProgressStyle};
use wattpix_core::configuration::{Configuration, Typed};
use wattpix_core::error::{Error, Key};
use wattpix_core::estimate::Estimate;

use super::{answer, total};
use crate::configuration::exact;

/// What a file name means standard input or output.
const STANDARD_STREAM: &str = "-";

/// Columns that the answer adds; `fit` and `boundary` take the place of those given.
const ANSWERS: [&str; 9] = [
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

/// Rows between two updates of the progress display.
const ROWS_PER_UPDATE: u64 = 10_000;

/// Bytes of the buffers around files.
const BUFFER: usize = 1 << 18;

/// Estimates every row. A bad row gets its message in the column `error`, and the rest goes on.
///
/// # Errors
/// Files that cannot be read or written, or a head row that names no configuration.
pub fn run(from: &Path, out: Option<&Path>) -> anyhow::Result<ExitCode> {
    match estimate_all(from, out) {
        // A reader that stops reading (`| head`) wants no more and is no error.
        Err(error) if nobody_reads(&error) => Ok(ExitCode::SUCCESS),
        outcome => outcome,
    }
}

fn nobody_reads(error: &anyhow::Error) -> bool {
    let broken = |error: &io::Error| error.kind() == io::ErrorKind::BrokenPipe;
    let in_table = |error: &csv::Error| matches!(error.kind(), csv::ErrorKind::Io(error) if broken(error));
    error.downcast_ref().is_some_and(broken) || error.downcast_ref().is_some_and(in_table)
}

fn estimate_all(from: &Path, out: Option<&Path>) -> anyhow::Result<ExitCode> {
    refuse_same_file(from, out)?;
    let input: Box<dyn Read> = if from.as_os_str() == STANDARD_STREAM {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(from).with_context(|| format!("cannot read {}", from.display()))?)
    };
    let mut reader =
        csv::ReaderBuilder::new().flexible(true).from_reader(BufReader::with_capacity(BUFFER, input));
    let columns = Columns::of(reader.headers().with_context(|| format!("{}", from.display()))?)
        .with_context(|| format!("{}", from.display()))?;

    let output: Box<dyn Write> = match out {
        Some(path) if path.as_os_str() != STANDARD_STREAM => {
            Box::new(File::create(path).with_context(|| format!("cannot write {}", path.display()))?)
        }
        _ => Box::new(io::stdout().lock()),
    };
    let mut writer = csv::WriterBuilder::new().from_writer(BufWriter::with_capacity(BUFFER, output));
    writer.write_record(columns.kept.iter().map(|(_, name)| name.as_str()).chain(ANSWERS))?;

    let progress = ProgressBar::no_length()
        .with_style(ProgressStyle::with_template("{spinner} {human_pos} rows, {per_sec}")?);
    let (mut rows, mut bad) = (0_u64, 0_u64);
    let mut record = ByteRecord::new();
    let mut written = StringRecord::new();
    while reader.read_byte_record(&mut record)? {
        rows += 1;
        if rows.is_multiple_of(ROWS_PER_UPDATE) {
            progress.set_position(rows);
        }
        written.clear();
        for (column, _) in &columns.kept {
            written.push_field(&String::from_utf8_lossy(record.get(*column).unwrap_or_default()));
        }
        match columns.read(&record).and_then(|configuration| {
            answer(&configuration)
                .map(|estimate| (configuration, estimate))
                .map_err(|error| error.to_string())
        }) {
            Ok((configuration, estimate)) => push_answer(&mut written, &configuration, &estimate),
            Err(message) => {
                bad += 1;
                for _ in 1..ANSWERS.len() {
                    written.push_field("");
                }
                written.push_field(&message);
            }
        }
        writer.write_record(&written)?;
    }
    writer.flush()?;
    progress.finish_and_clear();
    eprintln!("{rows} rows, {bad} without a result");
    Ok(ExitCode::from(u8::from(bad > 0)))
}

fn refuse_same_file(from: &Path, out: Option<&Path>) -> anyhow::Result<()> {
    let Some(out) = out else { return Ok(()) };
    if let (Ok(from), Ok(out)) = (fs::canonicalize(from), fs::canonicalize(out))
        && from == out
    {
        bail!("--from and --out are the same file, {}; write to another one", from.display());
    }
    Ok(())
}

fn push_answer(written: &mut StringRecord, configuration: &Configuration, estimate: &Estimate) {
    let numbers = [
        estimate.energy.watt_hours(),
        estimate.low.watt_hours(),
        estimate.high.watt_hours(),
        estimate.energy.joules(),
        total(configuration, estimate),
    ];
    let mut text = String::new();
    for number in numbers {
        use std::fmt::Write as _;
        text.clear();
        // Writing to a string cannot fail.
        let _ = write!(text, "{number}");
        written.push_field(&text);
    }
    written.push_field(estimate.fit.id());
    written.push_field({
        use wattpix_core::error::Choice;
        estimate.question.boundary.name()
    });
    text.clear();
    for caveat in &estimate.caveats {
        if !text.is_empty() {
            text.push(';');
        }
        text.push_str(caveat.code());
    }
    written.push_field(&text);
    written.push_field("");
}

/// Which column holds which value.
struct Columns {
    keys: Vec<Key>,
    /// Columns that are written again, with their names.
    kept: Vec<(usize, String)>,
}

impl Columns {
    fn of(heads: &StringRecord) -> anyhow::Result<Self> {
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

    fn read(&self, record: &ByteRecord) -> Result<Configuration, String> {
        if record.len() != self.keys.len() {
            return Err(format!("{} fields where line 1 has {}", record.len(), self.keys.len()));
        }
        let mut typed = Typed::default();
        for (key, field) in self.keys.iter().zip(record) {
            let text = std::str::from_utf8(field)
                .map_err(|_| format!("{key} is not UTF-8 text; save the table as UTF-8"))?;
            typed.set(*key, text);
        }
        exact(&typed, &[Key::Model, Key::Gpu]).map_err(|error: Error| error.to_string())
    }
}
