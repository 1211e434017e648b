//! Separators of a table's cells.

use std::io::{self, Read};

/// Separators that are known, the likeliest first.
const SEPARATORS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Bytes of a table from which its separator is told, at most.
const BEGINNING: usize = 1 << 16;

/// Reads a table's first line, however the stream is cut; what was read beyond it is there, too.
///
/// # Errors
/// Those of the reader.
pub fn beginning(input: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = vec![0; BEGINNING];
    let mut filled = 0;
    while filled < BEGINNING && !bytes[..filled].contains(&b'\n') {
        match input.read(&mut bytes[filled..])? {
            0 => break,
            read => filled += read,
        }
    }
    bytes.truncate(filled);
    Ok(bytes)
}

/// The separator of a table by its first line: the one that stands in it most often outside of quotes; a comma where none does.
///
/// ```
/// use wattpix_core::spreadsheet::dialect::separator;
///
/// assert_eq!(separator(b"model;gpu;steps\nsdxl;a100;1,5\n"), b';');
/// assert_eq!(separator(b"model\n"), b',');
/// ```
pub fn separator(beginning: &[u8]) -> u8 {
    let mut counts = [0_usize; SEPARATORS.len()];
    let mut quoted = false;
    let is_blank = |byte: &&u8| byte.is_ascii_whitespace() && **byte != b'\t';
    for byte in beginning.iter().skip_while(is_blank) {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            _ if quoted => {}
            _ => {
                let found = SEPARATORS.iter().zip(&mut counts).find(|(separator, _)| *separator == byte);
                if let Some((_, count)) = found {
                    *count += 1;
                }
            }
        }
    }
    let most = counts.iter().max().copied().unwrap_or_default();
    SEPARATORS
        .into_iter()
        .zip(counts)
        .find(|(_, count)| *count == most)
        .map_or(b',', |(separator, _)| separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_line_tells_and_quotes_do_not() {
        for (text, expected) in [
            ("model,gpu,note;s\n;;;;;;", b','),
            ("\n\r\nmodel;gpu\n", b';'),
            ("model\tgpu\r\n", b'\t'),
            ("model|gpu", b'|'),
            ("\"a;b;c\",gpu,x\n", b','),
            ("\"a,b\nc,d\";gpu\n", b';'),
            ("", b','),
        ] {
            assert_eq!(separator(text.as_bytes()), expected, "{text:?}");
        }
    }
}
