//! Rows of a table as lines of answers.
//!
//! Lines are put together here: through the `csv` crate's writer a million rows take 1.6 times as long, which is beyond the budget of a
//! million rows a second. Tests hold fields and numbers to that crate and to `Display`.

use std::collections::HashMap;
use std::fmt;
use std::io::Write as _;

use csv::{ByteRecord, StringRecord};
use wattpix_core::configuration::Configuration;
use wattpix_core::error::{Choice, Error};
use wattpix_core::estimate::{Estimate, Prepared};
use wattpix_core::fit::{Fit, default_fit};
use wattpix_core::gpu::Gpu;
use wattpix_core::model::{Clip, Model};
use wattpix_core::report::Asked;
use wattpix_core::running::Running;
use wattpix_core::setting::{Execution, Precision};
use wattpix_core::spreadsheet::number::Numbers;

use super::answer::{Coefficients, total};
use super::batches::{Batch, Work};
use super::columns::{ANSWERS, Columns};
use crate::csv_text::as_text;

/// Models on GPUs at a size whose counts are kept; a table of more forgets them and counts anew.
const MOST_COUNTED: usize = 4096;

/// Estimates rows on one thread.
pub(super) struct Worker<'t> {
    columns: &'t Columns,
    numbers: Numbers,
    coefficients: Coefficients,
    asked: &'t Asked,
    default: Option<&'static Fit>,
    /// Counts so far, for the default fit.
    counted: HashMap<Counted, Prepared<'static>>,
}

/// Everything of a configuration that is counted once; models and GPUs are statics, so their addresses tell them apart.
#[derive(PartialEq, Eq, Hash)]
struct Counted {
    model: *const Model,
    gpu: *const Gpu,
    clip: Clip,
    text_tokens: u32,
    precision: Precision,
    execution: Execution,
    running: Running,
}

impl<'t> Worker<'t> {
    /// A worker that answers by these coefficients.
    pub fn new(columns: &'t Columns, coefficients: Coefficients, asked: &'t Asked) -> Self {
        let numbers = columns.numbers();
        let default = coefficients.chosen.or_else(|| default_fit(coefficients.version.fits()));
        Self { columns, numbers, coefficients, asked, default, counted: HashMap::new() }
    }

    fn answer(&mut self, record: &StringRecord) -> Result<(Configuration, Estimate<'static>), String> {
        let configuration = self.columns.read(record, &mut self.numbers, self.coefficients.version)?;
        let estimate = match self.default {
            Some(fit) if configuration.fit.is_none() => self.counted(fit, &configuration),
            _ => self.coefficients.answer(&configuration),
        };
        estimate.map(|estimate| (configuration, estimate)).map_err(|error| error.to_string())
    }

    /// The estimate of [`answer`] by the default fit, from what was counted before.
    fn counted(
        &mut self,
        fit: &'static Fit,
        configuration: &Configuration,
    ) -> Result<Estimate<'static>, Error> {
        let question = &configuration.question;
        let workload = &question.workload;
        let key = Counted {
            model: workload.model(),
            gpu: question.gpu,
            clip: workload.clip(),
            text_tokens: workload.text_tokens(),
            precision: workload.precision(),
            execution: workload.execution(),
            running: *workload.running(),
        };
        let mut estimate = match self.counted.get(&key) {
            Some(prepared) => prepared.estimate(question)?,
            None => {
                let prepared = Prepared::new(fit, question)?;
                let estimate = prepared.estimate(question)?;
                if self.counted.len() == MOST_COUNTED {
                    self.counted.clear();
                }
                self.counted.insert(key, prepared);
                estimate
            }
        };
        configuration.add_caveats(&mut estimate);
        Ok(estimate)
    }
}

impl Work for Worker<'_> {
    fn work(&mut self, batch: &mut Batch) {
        let (records, filled) = batch.take();
        let (written, bad) = (&mut batch.written, &mut batch.bad);
        let mut answered = |place: usize, record: ByteRecord| {
            if place >= filled {
                return record;
            }
            let (answer, record) = match StringRecord::from_byte_record(record) {
                Ok(record) => {
                    for (column, _) in &self.columns.kept {
                        push_field(written, &as_text(record.get(*column).unwrap_or_default()));
                    }
                    (self.answer(&record), record.into_byte_record())
                }
                Err(error) => {
                    let record = error.into_byte_record();
                    for (column, _) in &self.columns.kept {
                        let field = record.get(*column).unwrap_or_default();
                        push_field(written, &as_text(&String::from_utf8_lossy(field)));
                    }
                    (Err(self.columns.not_text(&record)), record)
                }
            };
            match answer {
                Ok((configuration, estimate)) => {
                    push_answer(written, &configuration, &estimate);
                    self.asked.each_number(&estimate, configuration.images, |number| {
                        push_number(written, number);
                        written.push(b',');
                    });
                }
                Err(message) => {
                    *bad += 1;
                    written.extend_from_slice(&[b','; ANSWERS.len() - 1]);
                    push_field(written, &message);
                    written.extend(self.asked.columns().map(|_| b','));
                }
            }
            end_line(written);
            record
        };
        let records =
            records.into_iter().enumerate().map(|(place, record)| answered(place, record)).collect();
        batch.put_back(records);
    }
}

fn push_answer(line: &mut Vec<u8>, configuration: &Configuration, estimate: &Estimate) {
    let numbers = [
        estimate.seconds,
        estimate.power.map(|power| power.watts()),
        Some(estimate.energy.watt_hours()),
        Some(estimate.low.watt_hours()),
        Some(estimate.high.watt_hours()),
        Some(estimate.energy.joules()),
        Some(total(configuration, estimate)),
    ];
    for number in numbers {
        if let Some(number) = number {
            push_number(line, number);
        }
        line.push(b',');
    }
    // Ids and codes have no sign that would need quotes.
    for word in [estimate.fit.id(), estimate.question.boundary.name()] {
        line.extend_from_slice(word.as_bytes());
        line.push(b',');
    }
    for (place, caveat) in estimate.caveats.iter().enumerate() {
        if place > 0 {
            line.push(b';');
        }
        line.extend_from_slice(caveat.code().as_bytes());
    }
    // After the caveats, and after an error that there is none of.
    line.extend_from_slice(b",,");
}

/// Adds a number in the fewest digits that give it back, laid out as `Display` does.
fn push_number(line: &mut Vec<u8>, number: f64) {
    // Beyond, one of the two would write an exponent.
    if (1e-4..1e15).contains(&number) {
        let mut buffer = zmij::Buffer::new();
        let short = buffer.format_finite(number).as_bytes();
        line.extend_from_slice(short.strip_suffix(b".0").unwrap_or(short));
    } else {
        let _ = write!(line, "{number}");
    }
}

/// Adds a field and the comma after it; see [`end_line`].
pub(super) fn push_field(line: &mut Vec<u8>, text: &str) {
    // Looking at all of a short field takes less time than stopping at the first.
    let asks_for_quotes = |byte: u8| matches!(byte, b',' | b'"' | b'\r' | b'\n');
    if text.bytes().fold(false, |found, byte| found | asks_for_quotes(byte)) {
        line.push(b'"');
        for byte in text.bytes() {
            if byte == b'"' {
                line.push(b'"');
            }
            line.push(byte);
        }
        line.push(b'"');
    } else {
        line.extend_from_slice(text.as_bytes());
    }
    line.push(b',');
}

/// Ends a line: its last comma becomes the line's end.
pub(super) fn end_line(line: &mut [u8]) {
    if let Some(last) = line.last_mut() {
        *last = b'\n';
    }
}

impl fmt::Debug for Worker<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Worker").field("counted", &self.counted.len()).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(number: f64) -> String {
        let mut line = Vec::new();
        push_number(&mut line, number);
        String::from_utf8(line).unwrap()
    }

    #[test]
    fn numbers_are_written_as_they_are_displayed() {
        let mut random = fastrand::Rng::with_seed(8);
        let some = [0.0, 1.0, 100.0, 0.1, 1e-7, 1e16, 5e-324, f64::MAX, -2.5];
        let usual = (0..20_000).map(|_| random.f64() * 1e4);
        for number in some.into_iter().chain(usual) {
            assert_eq!(written(number), number.to_string());
        }
        // Of two shortest texts, both as near, either will do.
        let any = (0..20_000).map(|_| f64::from_bits(random.u64(..))).filter(|number| number.is_finite());
        for number in any.collect::<Vec<_>>() {
            let text = written(number);
            assert_eq!(text.parse(), Ok(number));
            assert_eq!(text.len(), number.to_string().len());
        }
    }

    #[test]
    fn fields_are_quoted_as_the_csv_crate_does() {
        for text in ["", "a", "a b", "a,b", "say \"so\"", "two\nlines", "cr\rlf", "ä;#'"] {
            let mut theirs = csv::Writer::from_writer(Vec::new());
            theirs.write_record([text, "x"]).unwrap();
            let mut ours = Vec::new();
            push_field(&mut ours, text);
            push_field(&mut ours, "x");
            end_line(&mut ours);
            assert_eq!(ours, theirs.into_inner().unwrap());
        }
    }
}
