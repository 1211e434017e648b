//! Passes the program's output through, byte for byte, and finds marker lines in it.

use std::io::{Read, Write};

use super::mark::Mark;

/// Bytes at the end of a line in which a mark is looked for.
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

/// Finds marker lines in chunks of bytes. A progress bar goes back to the beginning of its line by a `\r`, which ends a line here too.
#[derive(Default)]
struct Finder {
    /// The line so far, of a long one its end; it begins with a `\r` where one ended the line before.
    line: Vec<u8>,
}

impl Finder {
    fn feed(&mut self, bytes: &[u8], marked: &mut impl FnMut(anyhow::Result<Mark>)) {
        for part in bytes.split_inclusive(|byte| matches!(byte, b'\n' | b'\r')) {
            self.line.extend_from_slice(part.get(part.len().saturating_sub(LONGEST)..).unwrap_or(part));
            if self.line.len() > LONGEST {
                self.line.drain(..self.line.len() - LONGEST);
            }
            let end = part.last().copied().filter(|byte| matches!(byte, b'\n' | b'\r'));
            if let Some(end) = end {
                if let Some(mark) = Mark::in_output(&String::from_utf8_lossy(&self.line)) {
                    marked(mark);
                }
                self.line.clear();
                self.line.extend((end == b'\r').then_some(end));
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
        assert_eq!(marks.len(), 4, "{marks:?}");
        assert!(marks[0].is_ok() && marks[1].is_err() && marks[2].is_ok() && marks[3].is_err());
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

    /// A bar may be written over a mark, and a mark at the end of a line of any length.
    #[test]
    fn marks_before_bars_and_at_the_end_of_long_lines_are_found() {
        let long = format!("{}: wattpix: end\n", "x".repeat(3 * LONGEST));
        let text =
            format!("wattpix: begin image\rdenoise 0%\r{long}wattpix: end image\r\nwattpix: begin idle");
        for chunk in [1, 7, text.len()] {
            let (mut finder, mut marks) = (Finder::default(), 0);
            for part in text.as_bytes().chunks(chunk).chain([&b"\n"[..]]) {
                finder.feed(part, &mut |mark| marks += usize::from(mark.is_ok()));
            }
            assert_eq!(marks, 4, "chunks of {chunk}");
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
