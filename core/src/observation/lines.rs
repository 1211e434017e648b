//! An observation file, line by line.

use super::Observed;
use super::SCHEMA;
use super::row::{Head, Row, header};
use super::usable::{Origin, Unusable};
use crate::json::Reading;
use crate::setting::Boundary;
use crate::words::{Word, Words};

/// Reads the lines of one file in their order.
#[derive(Debug)]
pub struct Lines {
    name: String,
    reading: Reading,
    number: usize,
    head: Option<Head>,
}

/// Content of a line.
#[derive(Debug, Clone, PartialEq)]
pub enum Line {
    /// A blank line.
    Nothing,
    /// Part of a row, as a killed run leaves the last one.
    Torn,
    /// The header.
    Header,
    /// A row, or what is wrong with it.
    Row(Box<Result<Row, String>>),
}

impl Lines {
    /// A file by its name, for messages.
    pub fn of(name: &str, reading: Reading) -> Self {
        Self { name: name.to_owned(), reading, number: 0, head: None }
    }

    /// Returns the number of lines taken.
    pub const fn number(&self) -> usize {
        self.number
    }

    /// File and line of the line last taken.
    pub fn place(&self) -> String {
        place(&self.name, self.number, self.reading.words)
    }

    /// Power limit of the device in watts, where the header says it.
    pub fn limit_w(&self) -> Option<f64> {
        self.head.as_ref().and_then(|head| head.limit_w)
    }

    /// The row last taken, as fits take it.
    ///
    /// # Errors
    /// As [`Row::observed`].
    pub fn observed(&self, row: &Row, boundary: Boundary) -> Result<Observed, Unusable> {
        let tool = self.head.as_ref().map_or("", |head| &head.tool);
        let origin = Origin { tool, place: &self.place(), limit_w: self.limit_w() };
        row.observed(boundary, &origin, self.reading.words)
    }

    /// Takes the next line with its line end; without one, a line that is no row is torn.
    ///
    /// # Errors
    /// A first line that is not the header of this schema.
    pub fn take(&mut self, line: &[u8]) -> Result<Line, String> {
        self.number += 1;
        if line.iter().all(u8::is_ascii_whitespace) {
            return Ok(Line::Nothing);
        }
        if self.head.is_some() {
            let row = Row::read(line, self.reading);
            // Whole it may be all the same: some editors take the last line end away.
            let torn = !line.ends_with(b"\n") && row.is_err();
            let row = row.map_err(|reason| match header(line, self.reading) {
                Ok(_) => self.reading.words.text(Word::ROW_SECOND_HEADER).to_owned(),
                Err(_) => reason,
            });
            return Ok(if torn { Line::Torn } else { Line::Row(Box::new(row)) });
        }
        match header(line, self.reading) {
            Ok(head) => {
                self.head = Some(head);
                Ok(Line::Header)
            }
            Err(reason) => {
                let values = [("place", &*self.place()), ("reason", &reason)];
                Err(self.reading.words.say(Word::ROW_NO_HEADER, &values))
            }
        }
    }

    /// True if there was a header.
    ///
    /// # Errors
    /// A file without any line.
    pub fn finish(&self) -> Result<(), String> {
        match self.head {
            Some(_) => Ok(()),
            None => {
                let values = [("file", &*self.name), ("schema", &SCHEMA.to_string())];
                Err(self.reading.words.say(Word::ROW_EMPTY, &values))
            }
        }
    }
}

/// File and line, counted from 1.
pub fn place(file: &str, line: usize, words: Words) -> String {
    words.say(Word::ROW_PLACE, &[("file", file), ("line", &line.to_string())])
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEADER: &[u8] = br#"{"schema":1,"tool":"wattpix-measure 0.1.0","gpu":{},"plan":{}}"#;
    const ROW: &[u8] = br#"{"key":"k","repeat":1,"model":"sdxl","gpu":"h100-sxm","width":1024,"height":1024,"steps":20,"precision":"fp16","guidance":"on","batch":1,"images":1,"text_tokens":77,"seed":7,"engine":"candle 0.11.1","weights":"random","stage":"image","started":"2026-11-23T10:00:00.000Z","duration_s":2.0,"meter":"nvml","counter_j":900.0,"integrated_j":900.0,"meter_period_s":0.1,"edge_error_j":8.0,"idle_w":70.0,"gross_j":900.0,"net_j":760.0,"temperature_c":[41,58],"sm_clock_mhz":[1980,1935],"throttle":[],"others_on_gpu":0,"trace":null,"valid":true,"reasons":[]}"#;

    /// An editor may take the last line end away; a killed run leaves part of a line.
    #[test]
    fn a_last_line_without_its_end_counts_where_it_is_whole() {
        let last = |line: &[u8]| {
            let mut lines = Lines::of("x.jsonl", Reading::PLAIN);
            assert!(matches!(lines.take(HEADER), Ok(Line::Header)));
            lines.take(line).unwrap()
        };
        assert!(matches!(last(ROW), Line::Row(row) if row.is_ok()));
        assert!(matches!(last(&ROW[..ROW.len() - 1]), Line::Torn));
        assert!(matches!(last(&[&ROW[..ROW.len() - 1], b"\n"].concat()), Line::Row(row) if row.is_err()));
    }
}
