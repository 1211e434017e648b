//! A file that a person chose, slice by slice: never the whole of it in memory.

use std::io::{self, Read};

use wasm_bindgen::{JsCast, JsValue};
use web_sys::{File, FileReaderSync};

/// Bytes that are read at a time.
const SLICE: f64 = 1_048_576.0;

/// A file as a stream.
pub struct Slices<'a> {
    file: File,
    reader: FileReaderSync,
    progress: &'a dyn Fn(f64),
    /// Offset of the next slice in the file.
    next: f64,
    slice: Vec<u8>,
    /// Offset within the slice.
    at: usize,
}

impl<'a> Slices<'a> {
    /// Reads from the start of a file; `None` for what is no file. `progress` is told how many bytes are read.
    pub fn new(file: JsValue, progress: &'a dyn Fn(f64)) -> Option<Self> {
        let (file, reader) = (file.dyn_into().ok()?, FileReaderSync::new().ok()?);
        Some(Self { file, reader, progress, next: 0.0, slice: Vec::new(), at: 0 })
    }

    /// Size of the file in bytes.
    pub fn size(&self) -> f64 {
        self.file.size()
    }

    /// The next bytes; none at the end.
    fn slice(&mut self) -> Result<Vec<u8>, JsValue> {
        let slice = self.file.slice_with_f64_and_f64(self.next, self.next + SLICE)?;
        self.next += slice.size();
        (self.progress)(self.next);
        let bytes = self.reader.read_as_array_buffer(&slice)?;
        Ok(js_sys::Uint8Array::new(&bytes).to_vec())
    }
}

impl Read for Slices<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if self.at == self.slice.len() {
            self.slice = self.slice().map_err(|_| io::Error::other("the file cannot be read"))?;
            self.at = 0;
        }
        let rest = self.slice.get(self.at..).unwrap_or_default();
        let read = io::Read::read(&mut &*rest, buffer)?;
        self.at += read;
        Ok(read)
    }
}
