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
    /// The line so far, from where a progress bar last went back to its beginning.
    line: Vec<u8>,
    too_long: bool,
}

impl Finder {
    fn feed(&mut self, bytes: &[u8], marked: &mut impl FnMut(anyhow::Result<Mark>)) {
        let wanted = PREFIX.as_bytes();
        for part in bytes.split_inclusive(|byte| matches!(byte, b'\n' | b'\r')) {
            if !self.too_long && self.line.len() + part.len() <= LONGEST {
                self.line.extend_from_slice(part);
                // Nothing is kept of a line that cannot become a marker line.
                let shared = self.line.len().min(wanted.len());
                self.too_long = self.line.first() != Some(&b'\r') && self.line[..shared] != wanted[..shared];
            } else {
                self.too_long = true;
            }
            match part.last() {
                Some(b'\n') => {
                    if !self.too_long
                        && let Some(mark) = std::str::from_utf8(&self.line).ok().and_then(Mark::in_output)
                    {
                        marked(mark);
                    }
                    self.begin(b"");
                }
                // A marker line may end in both; else the line begins anew, and what is written next stands in the place of the bar.
                Some(b'\r') if self.too_long || !self.line.starts_with(wanted) => self.begin(b"\r"),
                _ if self.too_long => self.line.clear(),
                _ => {}
            }
        }
    }

    fn begin(&mut self, with: &[u8]) {
        self.line.clear();
        self.line.extend_from_slice(with);
        self.too_long = false;
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

    /// A bar ends without a line end, so that the mark is printed on its line.
    #[test]
    fn marks_behind_progress_bars_are_found() {
        let text = b"\rdenoise 0%\rdenoise 50%\rdenoise 100%wattpix: begin image images=1\n\r100%|####| 20/20\r\nwattpix: end\r\n\rwattpix: end\n";
        for chunk in [1, 7, text.len()] {
            let (mut finder, mut marks) = (Finder::default(), Vec::new());
            for part in text.chunks(chunk) {
                finder.feed(part, &mut |mark| marks.push(mark.unwrap()));
            }
            let stages: Vec<bool> = marks.iter().map(|mark| matches!(mark, Mark::End(..))).collect();
            assert_eq!(stages, [false, true, true], "chunks of {chunk}");
        }
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
