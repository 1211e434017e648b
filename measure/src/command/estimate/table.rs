//! `measure estimate --from`: every row of a CSV file, streamed through every core, in the file's order.

use std::io::{self, BufReader, BufWriter, Cursor, Read, Write};
use std::path::Path;
use std::process::ExitCode;

use anyhow::Context;
use indicatif::{ProgressBar, ProgressStyle};
use wattpix_core::report::Asked;
use wattpix_core::spreadsheet::dialect;
use wattpix_core::spreadsheet::encoding::Utf8;

use super::answer::Coefficients;
use super::batches::in_order;
use super::columns::{ANSWERS, Columns};
use super::rows::{Worker, end_line, push_field};
use crate::files::{self, Lines, MOST_STREAMED, Outputs, STANDARD_STREAM, Unpacked};
use crate::foreign;

/// Bytes of a line at most, as in tables of observations.
const LONGEST_RECORD: usize = 1 << 20;

/// Bytes of the buffers around files.
const BUFFER: usize = 1 << 18;

/// Estimates every row. A bad row gets its message in the column `error`, and the rest goes on.
///
/// # Errors
/// Files that cannot be read or written, or a head row that names no configuration.
pub(super) fn run(
    from: &Path,
    out: Option<&Path>,
    coefficients: Coefficients,
    asked: &Asked,
) -> anyhow::Result<ExitCode> {
    match estimate_all(from, out, coefficients, asked) {
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

fn estimate_all(
    from: &Path,
    out: Option<&Path>,
    coefficients: Coefficients,
    asked: &Asked,
) -> anyhow::Result<ExitCode> {
    let mut outputs = Outputs::of_reading([from]);
    let out = out.filter(|path| path.as_os_str() != STANDARD_STREAM);
    let mut file = match out {
        Some(path) => Some(outputs.create(path)?),
        None => outputs.refuse_standard_output().map(|()| None)?,
    };
    let named = || from.display().to_string();
    let input = Unpacked::of(files::open(from)?, MOST_STREAMED).with_context(named)?;
    let mut lines = Utf8::of(Lines::of(input, LONGEST_RECORD));
    let beginning = dialect::beginning(&mut lines).with_context(named)?;
    let separator = dialect::separator(&beginning);
    let foreign = foreign::named(&beginning, from);
    let input = BufReader::with_capacity(BUFFER, Cursor::new(beginning).chain(lines));
    let mut reader = csv::ReaderBuilder::new().flexible(true).delimiter(separator).from_reader(input);
    let columns = Columns::of(reader.headers().with_context(named)?, separator);
    let columns = columns.map_err(|error| foreign.map_or(error, anyhow::Error::msg)).with_context(named)?;

    let output: Box<dyn Write> = match &mut file {
        Some(file) => Box::new(file),
        None => Box::new(io::stdout().lock()),
    };
    let mut output = BufWriter::with_capacity(BUFFER, output);
    let mut head = Vec::new();
    columns.kept.iter().for_each(|(_, name)| push_field(&mut head, name));
    ANSWERS.into_iter().chain(asked.columns()).for_each(|name| push_field(&mut head, name));
    end_line(&mut head);
    output.write_all(&head)?;

    let progress = ProgressBar::no_length()
        .with_style(ProgressStyle::with_template("{spinner} {human_pos} rows, {per_sec}")?);
    let counts = in_order(
        |batch| batch.fill(|record| reader.read_byte_record(record)),
        || Worker::new(&columns, coefficients, asked),
        |batch, so_far| {
            progress.set_position(so_far.rows);
            Ok(output.write_all(&batch.written)?)
        },
    )?;
    output.flush()?;
    drop(output);
    if let Some(file) = file {
        file.commit()?;
    }
    progress.finish_and_clear();
    eprintln!("{} rows, {} without a result", counts.rows, counts.bad);
    Ok(ExitCode::from(u8::from(counts.bad > 0)))
}
