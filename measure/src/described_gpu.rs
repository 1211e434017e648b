//! Descriptions of GPUs in TOML files, for `--gpu`.

use std::borrow::Cow;
use std::path::Path;

use anyhow::{Context, bail};
use toml::{Table, Value};
use wattpix_core::gpu::described::figures::{IS, MARK};

/// Returns what was given for a GPU, or the description in the TOML file that it names.
///
/// # Errors
/// A file that cannot be read, is no TOML, or holds something else than numbers and a name.
pub fn text(given: &str) -> anyhow::Result<Cow<'_, str>> {
    let path = Path::new(given.trim());
    if !path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("toml")) {
        return Ok(Cow::Borrowed(given));
    }
    let shown = path.display();
    let text = std::fs::read_to_string(path)
        .with_context(|| format!("--gpu {shown}: cannot read the description of a GPU"))?;
    let table: Table =
        toml::from_str(&text).with_context(|| format!("--gpu {shown}: the file is not valid TOML"))?;
    let mut figures = Vec::new();
    for (key, value) in &table {
        let value = match value {
            Value::Integer(number) => number.to_string(),
            Value::Float(number) => number.to_string(),
            // A name cannot be taken for several figures.
            Value::String(name) if !name.contains([MARK, IS]) => name.clone(),
            other => bail!(
                "--gpu {shown}: {key} must be a number, or a name without {MARK} and {IS}; found {}",
                other.type_str()
            ),
        };
        figures.push(format!("{key}{IS}{value}"));
    }
    // Names the file's fault even where nothing is in it.
    Ok(Cow::Owned(if figures.is_empty() { IS.to_string() } else { figures.join(&MARK.to_string()) }))
}
