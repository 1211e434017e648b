//! Files as Brotli packs them at its best, each beside the file, for hosts that send them in its place (nginx's `brotli_static`, Caddy's
//! `precompressed`, `cargo xtask serve`): a sixth less than gzip, and no work for the host.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use anyhow::{Context, Result};
use brotli::CompressorWriter;

use super::folder;

/// Extension added to the name of a packed file.
pub const BROTLI: &str = ".br";

/// The most that Brotli can do, and the window that browsers accept (RFC 7932): 4 MiB.
const QUALITY: u32 = 11;
const WINDOW: u32 = 22;

/// Bytes of memory that the packing writes through at a time.
const BUFFER: usize = 1 << 16;

/// Kinds of files that are packed already.
const PACKED: [&str; 2] = [".png", BROTLI];

/// Writes the packed file beside each file of a built site that is shorter for it.
///
/// # Errors
/// When a file cannot be read or written.
pub fn write(dist: &Path) -> Result<()> {
    eprintln!("Packing the site with Brotli");
    for name in folder::files(dist)?.iter().filter(|name| !PACKED.iter().any(|ending| name.ends_with(ending)))
    {
        let path = dist.join(name);
        let content = fs::read(&path).with_context(|| format!("{} could not be read", path.display()))?;
        let packed = packed(&content)?;
        if packed.len() < content.len() {
            let path = dist.join(format!("{name}{BROTLI}"));
            fs::write(&path, packed).with_context(|| format!("{} could not be written", path.display()))?;
        }
    }
    Ok(())
}

fn packed(content: &[u8]) -> Result<Vec<u8>> {
    let mut writer = CompressorWriter::new(Vec::new(), BUFFER, QUALITY, WINDOW);
    writer.write_all(content)?;
    Ok(writer.into_inner())
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn what_is_shorter_packed_has_a_packed_file_that_unpacks_to_it() {
        let folder = tempfile::tempdir().unwrap();
        let page = "<p>page</p>".repeat(100);
        for (name, content) in [("app-0/a.js", page.as_str()), ("empty.txt", ""), ("a.png", &page)] {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        }
        write(folder.path()).unwrap();
        let files = super::folder::files(folder.path()).unwrap();
        assert_eq!(files, ["a.png", "app-0/a.js", "app-0/a.js.br", "empty.txt"]);
        let packed = fs::read(folder.path().join("app-0/a.js.br")).unwrap();
        let mut read = String::new();
        brotli::Decompressor::new(packed.as_slice(), BUFFER).read_to_string(&mut read).unwrap();
        assert_eq!(read, page);
    }
}
