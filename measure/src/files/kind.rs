//! The kinds of files that hold observations.

use std::path::Path;

use super::path::STANDARD_STREAM;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A table, one configuration a row.
    Table,
    /// An observation file.
    Observations,
}

/// Endings of packed files, which stand behind those of their content.
const PACKED: [&str; 3] = ["gz", "zst", "zstd"];

/// The kind of a file by its ending, and of standard input by its first byte; `None` where the ending is another.
pub fn kind(path: &Path, bytes: &[u8]) -> Option<Kind> {
    let ending = |path: &Path| path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    if path.as_os_str() == STANDARD_STREAM {
        let is_object = bytes.trim_ascii_start().starts_with(b"{");
        return Some(if is_object { Kind::Observations } else { Kind::Table });
    }
    let own = ending(path)?;
    let own = if PACKED.contains(&&*own) { ending(Path::new(path.file_stem()?))? } else { own };
    match &*own {
        "csv" | "tsv" => Some(Kind::Table),
        "jsonl" => Some(Kind::Observations),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packed_file_is_what_its_content_is() {
        for (path, bytes, expected) in [
            ("a.csv", "", Some(Kind::Table)),
            ("b/a.CSV.gz", "", Some(Kind::Table)),
            ("a.jsonl.zst", "", Some(Kind::Observations)),
            ("a.gz", "", None),
            ("a.txt", "{", None),
            ("-", " {\"schema\":1", Some(Kind::Observations)),
            ("-", "model,gpu", Some(Kind::Table)),
        ] {
            assert_eq!(kind(Path::new(path), bytes.as_bytes()), expected, "{path}");
        }
    }
}
