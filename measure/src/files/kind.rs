//! The kinds of files that hold observations.

use std::path::Path;

use super::path::STANDARD_STREAM;

/// A kind of file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileKind {
    /// A table, one configuration a row.
    Table,
    /// An observation file.
    Observations,
}

/// Endings of packed files, which stand behind those of their content.
const PACKED: [&str; 3] = ["gz", "zst", "zstd"];

/// The kind of a file by its ending, and of standard input by its first byte; `None` where the ending is another.
pub fn file_kind(path: &Path, bytes: &[u8]) -> Option<FileKind> {
    let ending = |path: &Path| path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase());
    if path.as_os_str() == STANDARD_STREAM {
        let is_object = bytes.trim_ascii_start().starts_with(b"{");
        return Some(if is_object { FileKind::Observations } else { FileKind::Table });
    }
    let own = ending(path)?;
    let own = if PACKED.contains(&&*own) { ending(Path::new(path.file_stem()?))? } else { own };
    match &*own {
        "csv" | "tsv" => Some(FileKind::Table),
        "jsonl" => Some(FileKind::Observations),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packed_file_is_what_its_content_is() {
        for (path, bytes, expected) in [
            ("a.csv", "", Some(FileKind::Table)),
            ("b/a.CSV.gz", "", Some(FileKind::Table)),
            ("a.jsonl.zst", "", Some(FileKind::Observations)),
            ("a.gz", "", None),
            ("a.txt", "{", None),
            ("-", " {\"schema\":1", Some(FileKind::Observations)),
            ("-", "model,gpu", Some(FileKind::Table)),
        ] {
            assert_eq!(file_kind(Path::new(path), bytes.as_bytes()), expected, "{path}");
        }
    }
}
