//! Taking the program apart: a main part, and one part for each name in `#[wasm_split(name, ..)]` (crate `wasm_split_helpers`).
//!
//! Code that only one part reaches is that part's; code that several reach and the main part does not becomes a chunk that each of them
//! fetches too. `wasm-bindgen` sees the main part alone: chunks call the browser through it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use walrus::ModuleConfig;
use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::{Options, transform};

use super::part::Part;

/// What the files of the main part are called.
const STEM: &str = "wattpix";
/// The script that `wasm-bindgen` writes for the main part.
pub const GLUE: &str = "wattpix.js";
/// The main part itself.
pub const MAIN: &str = "wattpix_bg.wasm";
/// The script that fetches the other parts. It and [`GLUE`] import each other.
pub const LINK: &str = "split.js";

/// Splits a compiled program into a fresh folder and returns its parts.
///
/// # Errors
/// When the program was not linked with its relocations, one of the tools refuses it, or a file cannot be read or written.
pub fn split(compiled: &Path, staging: &Path) -> Result<Vec<Part>> {
    if staging.exists() {
        fs::remove_dir_all(staging).with_context(|| format!("{} could not be emptied", staging.display()))?;
    }
    let input = fs::read(compiled).with_context(|| format!("{} could not be read", compiled.display()))?;
    let (link, glue) = (format!("./{LINK}"), format!("./{GLUE}"));
    // Not among the files of the site.
    let main = staging.with_extension("main.wasm");
    let mut options = Options::new(&input);
    options.output_dir = staging;
    options.main_out_path = &main;
    options.link_name = &link;
    options.main_module = &glue;
    let split = transform(options).map_err(|error| anyhow!("wasm_split: {error:#}"))?;
    bind(&main, staging).context("wasm-bindgen refuses the main part")?;
    for chunk in &split.split_modules {
        tidy(chunk).with_context(|| format!("{} could not be tidied", chunk.display()))?;
    }
    let mut parts: Vec<Part> = split
        .prefetch_map
        .into_iter()
        .map(|(name, stems)| Part { name, files: stems.iter().map(|stem| format!("{stem}.wasm")).collect() })
        .collect();
    parts.sort_by(|a, b| a.name.cmp(&b.name));
    Ok(parts)
}

/// Writes the script around the main part.
fn bind(main: &Path, staging: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(main)
        .out_name(STEM)
        .web(true)?
        .typescript(false)
        // Chunks use the table, the memory and what else the linker exported.
        .keep_lld_exports(true)
        .demangle(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(staging)
}

/// Takes the names of functions out of a chunk.
fn tidy(chunk: &Path) -> Result<()> {
    let mut config = ModuleConfig::new();
    config.generate_name_section(false).generate_producers_section(false);
    config.parse_file(chunk)?.emit_wasm_file(chunk)
}
