//! The records of a CSV file, one after the other, however the stream that brings them is cut.

use std::io::Read;

use crate::spreadsheet::dialect;
use crate::spreadsheet::encoding::Utf8;
use crate::words::{Word, Words};

/// Bytes of a record at most: one that is longer is no table's.
const MOST_RECORD: usize = 1 << 20;

/// Bytes that are read at once.
const SLICE: usize = 1 << 16;

/// The records of a table with the lines on which they begin, blank lines left out.
pub(crate) struct Records<R> {
    input: Utf8<R>,
    reader: csv_core::Reader,
    /// Separator of cells, known once the first line was read.
    separator: Option<u8>,
    slice: Vec<u8>,
    /// Range of the slice that is still to be read.
    rest: (usize, usize),
    over: bool,
}

impl<R: Read> Records<R> {
    pub(crate) fn of(input: R) -> Self {
        Self {
            input: Utf8::of(input),
            reader: csv_core::Reader::new(),
            separator: None,
            slice: Vec::new(),
            rest: (0, 0),
            over: false,
        }
    }

    /// Returns the separator of cells; a comma before anything was read.
    pub(crate) fn separator(&self) -> u8 {
        self.separator.unwrap_or(b',')
    }

    /// Reads the next slice. The first one tells what separates cells.
    fn fill(&mut self) -> std::io::Result<()> {
        if self.separator.is_some() {
            self.rest = (0, self.input.read(&mut self.slice)?);
            return Ok(());
        }
        self.slice = dialect::beginning(&mut self.input)?;
        self.rest = (0, self.slice.len());
        // Later slices are as long as this one could have been.
        self.slice.resize(SLICE, 0);
        let separator = dialect::separator(&self.slice[..self.rest.1]);
        self.separator = Some(separator);
        self.reader = csv_core::ReaderBuilder::new().delimiter(separator).build();
        Ok(())
    }
}

impl<R: Read> Iterator for Records<R> {
    type Item = (u64, Result<Vec<String>, Unread>);

    fn next(&mut self) -> Option<Self::Item> {
        let (mut bytes, mut ends) = (vec![0; 1 << 10], vec![0; 1 << 5]);
        let (mut filled, mut fields) = (0, 0);
        let mut line = self.reader.line();
        while !self.over {
            if self.rest.0 == self.rest.1
                && let Err(error) = self.fill()
            {
                self.over = true;
                return Some((line, Err(Unread(Word::TABLE_UNREADABLE, error.to_string()))));
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
                return Some((line, Err(Unread(Word::TABLE_LONG_ROW, String::new()))));
            }
        }
        None
    }
}

/// Why a record could not be read: a text and what stands in it.
pub(crate) struct Unread(Word, String);

impl Unread {
    pub(crate) fn tell(&self, words: Words) -> String {
        words.filled(self.0, &[&self.1], String::push_str)
    }
}

fn record(bytes: &[u8], ends: &[usize]) -> Result<Vec<String>, Unread> {
    let mut start = 0;
    let mut field = |end: &usize| {
        let field = bytes.get(start..*end).and_then(|field| std::str::from_utf8(field).ok());
        start = *end;
        field.map(str::to_owned).ok_or(Unread(Word::READING_NOT_UTF8, String::new()))
    };
    ends.iter().map(&mut field).collect()
}
