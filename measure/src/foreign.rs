//! Files of other programs where a command expects one of ours.

use std::path::Path;

use wattpix_core::import::format::Format;

/// Says which program's file this is and how it becomes one of ours; `None` for a file of no known program.
pub fn named(bytes: &[u8], path: &Path) -> Option<String> {
    let format = Format::of(bytes)?;
    let which = if format.is_log() { " --from TIME --to TIME" } else { "" };
    let path = path.display();
    Some(format!(
        "{}: `measure import {path}{which} --config KEY=VALUE --out FILE.jsonl` makes observations of it",
        format.is_one()
    ))
}
