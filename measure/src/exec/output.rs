//! Passes the program's standard output through, byte for byte, and finds marker lines in it.

use std::io::{Read, Write};

use super::mark::{Mark, PREFIX};

/// Longest marker line; longer lines are passed through and not looked at.
const LONGEST: usize = 4096;

/// Copies until the program closes its end, or ours is closed (then the program meets a closed pipe, as it would
/// without `measure`). Every marker line is handed on the moment it is complete.
pub fn pass_through(mut from: impl Read, mut to: impl Write, mut marked: impl FnMut(anyhow::Result<Mark>)) {
    let mut finder = Finder::default();
    let mut buffer = [0; 1 << 16];
    loop {
        match from.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => {
                // The mark first: its moment counts, and a slow reader of the output must not delay it.
                finder.feed(&buffer[..read], &mut marked);
                if to.write_all(&buffer[..read]).and_then(|()| to.flush()).is_err() {
                    return;
                }
            }
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => break,
        }
    }
    finder.feed(b"\n", &mut marked);
}

/// Finds marker lines in chunks of bytes.
#[derive(Default)]
struct Finder {
    line: Vec<u8>,
    too_long: bool,
}

impl Finder {
    fn feed(&mut self, bytes: &[u8], marked: &mut impl FnMut(anyhow::Result<Mark>)) {
        for part in bytes.split_inclusive(|byte| *byte == b'\n') {
            let ends = part.last() == Some(&b'\n');
            // Nothing is kept of a line that cannot become a marker line.
            let wanted = PREFIX.as_bytes();
            if !self.too_long && self.line.len() + part.len() <= LONGEST {
                self.line.extend_from_slice(part);
                let shared = self.line.len().min(wanted.len());
                self.too_long = self.line[..shared] != wanted[..shared];
            } else {
                self.too_long = true;
            }
            if ends {
                if !self.too_long
                    && let Some(mark) = std::str::from_utf8(&self.line).ok().and_then(Mark::in_output)
                {
                    marked(mark);
                }
                self.line.clear();
                self.too_long = false;
            } else if self.too_long {
                self.line.clear();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_pass_unchanged_and_marks_are_found_across_chunks() {
        struct Slowly<'a>(&'a [u8]);
        impl Read for Slowly<'_> {
            fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
                let take = self.0.len().min(3).min(buffer.len());
                buffer[..take].copy_from_slice(&self.0[..take]);
                self.0 = &self.0[take..];
                Ok(take)
            }
        }
        let text: &[u8] = b"hello\nwattpix: begin image\n\xff\x00binary wattpix: end\nwattpix: end image\nwattpix: nonsense";
        let mut out = Vec::new();
        let mut marks = Vec::new();
        pass_through(Slowly(text), &mut out, |mark| marks.push(mark.map_err(|error| error.to_string())));
        assert_eq!(out, text);
        assert_eq!(marks.len(), 3, "{marks:?}");
        assert!(marks[0].is_ok() && marks[1].is_ok() && marks[2].is_err());
    }

    #[test]
    fn a_line_without_end_takes_no_memory() {
        let mut finder = Finder::default();
        for _ in 0..1000 {
            finder.feed(&[b'x'; 1 << 12], &mut |_| panic!("no mark"));
        }
        assert!(finder.line.capacity() < 3 * LONGEST);
    }
}
