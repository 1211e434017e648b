//! Reading what gzip or Zstandard packed, told by its first bytes and not by its name.

use std::io::{self, BufRead, BufReader, Chain, Cursor, ErrorKind, Read};

use flate2::read::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};

/// Bytes at most of a file that is read into memory, unpacked. A few kilobytes can unpack to more than a machine holds.
pub const MOST_IN_MEMORY: u64 = 1 << 30;
/// Bytes at most of a file that is read as a stream, unpacked.
pub const MOST_STREAMED: u64 = 1 << 36;
/// First bytes of gzip (RFC 1952) ...
const GZIP: [u8; 2] = [0x1F, 0x8B];
/// ... of a frame of Zstandard (RFC 8878) ...
const ZSTD: [u8; 4] = [0x28, 0xB5, 0x2F, 0xFD];
/// ... and of one that is skipped, whose first byte has another lower half.
const SKIPPED: [u8; 3] = [0x2A, 0x4D, 0x18];
/// Bytes that tell.
const TELLING: u64 = 4;

/// Kind of compression.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Packing {
    Gzip,
    Zstd,
}

impl Packing {
    fn of(start: &[u8]) -> Option<Self> {
        if start.starts_with(&GZIP) {
            return Some(Self::Gzip);
        }
        let skipped =
            start.first().is_some_and(|byte| byte & 0xF0 == 0x50) && start[1..].starts_with(&SKIPPED);
        (start.starts_with(&ZSTD) || skipped).then_some(Self::Zstd)
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Gzip => "gzip",
            Self::Zstd => "zstd",
        }
    }
}

/// Returns true where the first bytes of a file are those of a packed one.
pub fn is_packed(start: &[u8]) -> bool {
    Packing::of(start).is_some()
}

/// A reader with the bytes that were read before it.
type Whole<R> = BufReader<Chain<Cursor<Vec<u8>>, R>>;

/// A reader that gives what a file holds, packed or not.
pub struct Unpacked<R: Read> {
    inner: Inner<R>,
    /// Bytes that may still be unpacked, and how many there were.
    left: u64,
    most: u64,
}

enum Inner<R: Read> {
    Plain(Whole<R>),
    Gzip(Box<MultiGzDecoder<Whole<R>>>),
    Zstd(Box<Frames<Whole<R>>>),
}

impl<R: Read> Unpacked<R> {
    /// Looks at the first bytes of a reader. Of a packed one, so many bytes are unpacked at most.
    ///
    /// # Errors
    /// Those of the reader.
    pub fn of(mut reader: R, most: u64) -> io::Result<Self> {
        let mut start = Vec::new();
        reader.by_ref().take(TELLING).read_to_end(&mut start)?;
        let packing = Packing::of(&start);
        let whole = BufReader::new(Cursor::new(start).chain(reader));
        let inner = match packing {
            None => Inner::Plain(whole),
            Some(Packing::Gzip) => Inner::Gzip(Box::new(MultiGzDecoder::new(whole))),
            Some(Packing::Zstd) => Inner::Zstd(Box::new(Frames::of(whole))),
        };
        Ok(Self { inner, left: most, most })
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let (packing, read) = match &mut self.inner {
            Inner::Plain(reader) => return reader.read(buffer),
            Inner::Gzip(reader) => (Packing::Gzip, reader.read(buffer)),
            Inner::Zstd(reader) => (Packing::Zstd, reader.read(buffer)),
        };
        let name = packing.name();
        let read = read.map_err(|error| {
            let text = match error.kind() {
                ErrorKind::UnexpectedEof => {
                    format!("the {name} data end too early: the file is cut off; copy it again")
                }
                ErrorKind::InvalidInput | ErrorKind::InvalidData | ErrorKind::Other => {
                    format!("the {name} data are damaged: {error}")
                }
                _ => return error,
            };
            io::Error::new(ErrorKind::InvalidData, text)
        })?;
        match self.left.checked_sub(read as u64) {
            Some(left) => {
                self.left = left;
                Ok(read)
            }
            None => {
                let text = format!(
                    "the {name} data unpack to more than {} bytes; unpack the file if that is meant",
                    self.most
                );
                Err(io::Error::new(ErrorKind::FileTooLarge, text))
            }
        }
    }
}

/// The frames of a Zstandard file, one after the other.
struct Frames<R> {
    decoder: FrameDecoder,
    source: R,
    /// True if a frame was begun and not read to its end.
    within: bool,
}

impl<R: BufRead> Frames<R> {
    fn of(source: R) -> Self {
        Self { decoder: FrameDecoder::new(), source, within: false }
    }

    /// Begins the next frame; `false` where there is none.
    fn begin(&mut self) -> io::Result<bool> {
        while !self.source.fill_buf()?.is_empty() {
            match self.decoder.init(&mut self.source) {
                Ok(()) => return Ok(true),
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame {
                    length,
                    ..
                })) => {
                    let skipped = io::copy(&mut self.source.by_ref().take(length.into()), &mut io::sink())?;
                    if skipped < length.into() {
                        return Err(ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(error) => return Err(self.failed(error)),
            }
        }
        Ok(false)
    }

    /// Returns the error: the data end, or they are damaged.
    fn failed(&mut self, error: FrameDecoderError) -> io::Error {
        match self.source.fill_buf() {
            Ok([]) => ErrorKind::UnexpectedEof.into(),
            _ => io::Error::other(error),
        }
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        loop {
            if !self.within && !self.begin()? {
                return Ok(0);
            }
            self.within = true;
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                if let Err(error) =
                    self.decoder.decode_blocks(&mut self.source, BlockDecodingStrategy::UptoBlocks(1))
                {
                    return Err(self.failed(error));
                }
            }
            let read = self.decoder.read(buffer)?;
            if read > 0 || buffer.is_empty() {
                return Ok(read);
            }
            let (stated, found) =
                (self.decoder.get_checksum_from_data(), self.decoder.get_calculated_checksum());
            if stated.is_some() && stated != found {
                return Err(io::Error::other("a checksum does not hold"));
            }
            self.within = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use flate2::Compression;
    use flate2::write::GzEncoder;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};

    use super::*;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        compress_to_vec(bytes, CompressionLevel::Fastest)
    }

    fn read(bytes: &[u8], most: u64) -> io::Result<Vec<u8>> {
        let mut text = Vec::new();
        Unpacked::of(bytes, most)?.read_to_end(&mut text).map(|_| text)
    }

    #[test]
    fn what_is_packed_and_what_is_not_reads_alike() {
        let text = b"model,gpu,energy_j\nsdxl,h100,1200\n".repeat(9000);
        let (first, second) = text.split_at(1234);
        // A frame that is skipped: its magic number, its length, its content.
        let skipped = [&[0x53][..], &SKIPPED, &3_u32.to_le_bytes(), b"abc"].concat();
        for bytes in [
            text.clone(),
            gzip(&text),
            [gzip(first), gzip(second)].concat(),
            zstd(&text),
            [zstd(first), skipped.clone(), zstd(second)].concat(),
            [skipped, zstd(&text)].concat(),
        ] {
            assert!(read(&bytes, MOST_IN_MEMORY).unwrap() == text);
        }
        for short in [&b""[..], b"a", b"abc", &[0x1F], &[0x28, 0xB5]] {
            assert_eq!(read(short, 10).unwrap(), short);
        }
    }

    #[test]
    fn data_that_end_too_early_and_damaged_ones_are_told() {
        let text: Vec<u8> = (0..50_000_u32).flat_map(u32::to_le_bytes).collect();
        for packed in [gzip(&text), zstd(&text)] {
            for cut in [5, packed.len() / 2, packed.len() - 1] {
                let told = read(&packed[..cut], MOST_IN_MEMORY).unwrap_err().to_string();
                assert!(told.contains("end too early: the file is cut off"), "{cut}: {told}");
            }
            let mut damaged = packed.clone();
            let middle = damaged.len() / 2;
            damaged[middle..middle + 8].iter_mut().for_each(|byte| *byte ^= 0x55);
            let told = read(&damaged, MOST_IN_MEMORY).unwrap_err().to_string();
            assert!(told.contains("damaged") || told.contains("cut off"), "{told}");
        }
    }

    #[test]
    fn a_bomb_is_refused_and_a_plain_file_has_no_limit_here() {
        let zeros = vec![0; 1 << 20];
        for packed in [gzip(&zeros), zstd(&zeros)] {
            let told = read(&packed, 100_000).unwrap_err().to_string();
            assert!(told.contains("more than 100000 bytes"), "{told}");
            assert_eq!(read(&packed, 1 << 20).unwrap().len(), 1 << 20);
        }
        assert_eq!(read(&zeros, 10).unwrap().len(), 1 << 20);
    }
}
