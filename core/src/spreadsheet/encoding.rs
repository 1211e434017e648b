//! Text in UTF-8, whichever of the encodings of spreadsheets it was saved in.

use std::io::{self, Read};

/// Bytes that are read at once.
const CHUNK: usize = 1 << 14;

/// Bytes from which the encoding is told.
const TELLING: usize = 4;

/// Encoding of a text.
#[derive(Debug, Clone, Copy)]
enum Encoding {
    Utf8,
    Utf16(fn([u8; 2]) -> u16),
}

/// A text in UTF-8, as [`Utf8`] gives it.
pub fn utf_8(bytes: &[u8]) -> Vec<u8> {
    let mut text = Vec::with_capacity(bytes.len());
    // Reading from memory does not fail.
    let _ = Utf8::of(bytes).read_to_end(&mut text);
    text
}

/// A reader that gives UTF-8: without its mark at the beginning, and made from UTF-16 where the text has its mark or begins as
/// English text does in it. Bytes of no known encoding stay as they are.
#[derive(Debug)]
pub struct Utf8<R> {
    inner: R,
    encoding: Option<Encoding>,
    /// Bytes that were read and not decoded yet.
    raw: Vec<u8>,
    /// Decoded bytes that were not given yet, from a place on.
    ready: (Vec<u8>, usize),
}

impl<R: Read> Utf8<R> {
    /// Reads a text of any of these encodings.
    pub const fn of(inner: R) -> Self {
        Self { inner, encoding: None, raw: Vec::new(), ready: (Vec::new(), 0) }
    }

    /// Reads until the encoding can be told.
    fn begin(&mut self) -> io::Result<Encoding> {
        while self.raw.len() < TELLING {
            let mut chunk = vec![0; CHUNK];
            let read = self.inner.read(&mut chunk)?;
            if read == 0 {
                break;
            }
            self.raw.extend_from_slice(&chunk[..read]);
        }
        let (mark, encoding) = match self.raw.as_slice() {
            [0xEF, 0xBB, 0xBF, ..] => (3, Encoding::Utf8),
            [0xFF, 0xFE, ..] => (2, Encoding::Utf16(u16::from_le_bytes)),
            [0xFE, 0xFF, ..] => (2, Encoding::Utf16(u16::from_be_bytes)),
            [1..=0x7F, 0, 1..=0x7F, 0, ..] => (0, Encoding::Utf16(u16::from_le_bytes)),
            [0, 1..=0x7F, 0, 1..=0x7F, ..] => (0, Encoding::Utf16(u16::from_be_bytes)),
            _ => (0, Encoding::Utf8),
        };
        self.raw.drain(..mark);
        if matches!(encoding, Encoding::Utf8) {
            self.ready = (std::mem::take(&mut self.raw), 0);
        }
        self.encoding = Some(encoding);
        Ok(encoding)
    }

    /// Decodes the next chunk of UTF-16. A unit that stands alone becomes U+FFFD.
    fn decode(&mut self, unit: fn([u8; 2]) -> u16) -> io::Result<()> {
        let mut chunk = vec![0; CHUNK];
        let read = self.inner.read(&mut chunk)?;
        self.raw.extend_from_slice(&chunk[..read]);
        let over = read == 0;
        let mut units: Vec<u16> = self.raw.as_chunks::<2>().0.iter().map(|pair| unit(*pair)).collect();
        if !over && units.last().is_some_and(|unit| (0xD800..0xDC00).contains(unit)) {
            // Its other half comes with the next chunk.
            units.pop();
        }
        let lost = over && self.raw.len() % 2 == 1;
        self.raw.drain(..2 * units.len());
        let decoded = char::decode_utf16(units).map(|sign| sign.unwrap_or(char::REPLACEMENT_CHARACTER));
        let mut text: String = decoded.collect();
        if lost {
            self.raw.clear();
            text.push(char::REPLACEMENT_CHARACTER);
        }
        self.ready = (text.into_bytes(), 0);
        Ok(())
    }
}

impl<R: Read> Read for Utf8<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let encoding = match self.encoding {
            Some(encoding) => encoding,
            None => self.begin()?,
        };
        loop {
            let (bytes, given) = &mut self.ready;
            let rest = bytes.get(*given..).unwrap_or_default();
            if !rest.is_empty() {
                let count = rest.len().min(buffer.len());
                buffer[..count].copy_from_slice(&rest[..count]);
                *given += count;
                return Ok(count);
            }
            match encoding {
                Encoding::Utf8 => return self.inner.read(buffer),
                Encoding::Utf16(unit) => {
                    let before = self.raw.len();
                    self.decode(unit)?;
                    if self.ready.0.is_empty() && self.raw.len() <= before {
                        return Ok(0);
                    }
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "model,gpu\n„é“,🦀\n";

    /// A reader that gives one byte at a time.
    struct Slow<'a>(&'a [u8]);

    impl Read for Slow<'_> {
        fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
            let (Some((first, rest)), Some(place)) = (self.0.split_first(), buffer.first_mut()) else {
                return Ok(0);
            };
            (*place, self.0) = (*first, rest);
            Ok(1)
        }
    }

    fn read(bytes: &[u8]) -> Vec<u8> {
        let mut whole = Vec::new();
        Utf8::of(bytes).read_to_end(&mut whole).unwrap();
        let mut slowly = Vec::new();
        Utf8::of(Slow(bytes)).read_to_end(&mut slowly).unwrap();
        assert_eq!(whole, slowly);
        whole
    }

    #[test]
    fn every_encoding_gives_the_same_text() {
        let utf_16 = |bytes: fn(u16) -> [u8; 2]| TEXT.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        let (little, big) = (utf_16(u16::to_le_bytes), utf_16(u16::to_be_bytes));
        let marked = |mark: &[u8], text: &[u8]| [mark, text].concat();
        for bytes in [
            TEXT.as_bytes().to_vec(),
            marked(&[0xEF, 0xBB, 0xBF], TEXT.as_bytes()),
            marked(&[0xFF, 0xFE], &little),
            marked(&[0xFE, 0xFF], &big),
            little,
            big,
        ] {
            assert_eq!(String::from_utf8(read(&bytes)).unwrap(), TEXT);
        }
        let long = TEXT.repeat(10_000);
        let bytes: Vec<u8> = long.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(read(&bytes), long.as_bytes());
    }

    #[test]
    fn what_is_cut_or_no_text_ends_all_the_same() {
        for bytes in
            [&b""[..], b"a", &[0xFF, 0xFE], &[0xFF, 0xFE, b'a'], &[0xFF, 0xFE, 0x00, 0xD8], &[0xEF, 0xBB]]
        {
            let read = read(bytes);
            assert!(read.len() <= 6, "{bytes:?}: {read:?}");
        }
        assert_eq!(read(&[0xFF, 0xFE, b'a', 0, 0x00, 0xD8]), "a\u{fffd}".as_bytes());
        assert_eq!(read(&[0x80, 0xFF, 0, 1, 2]), [0x80, 0xFF, 0, 1, 2]);
    }
}
