//! Taking the program apart: a main part, and one part for each name in `#[wasm_split(name, ..)]` (crate `wasm_split_helpers`).
//!
//! Code that only one part reaches is that part's; code that several reach and the main part does not becomes a chunk that each of them
//! fetches too. `wasm-bindgen` sees the main part alone: chunks call the browser through it.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow, ensure};
use walrus::{ModuleConfig, passes};
use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::{Options, transform};

use super::part::Part;

/// Base name of the files of the main part.
const STEM: &str = "wattpix";
/// The script that `wasm-bindgen` writes for the main part.
pub const GLUE: &str = "wattpix.js";
/// The main part itself.
pub const MAIN: &str = "wattpix_bg.wasm";
/// By this name the main part knows its script.
const IMPORTED: &str = "./wattpix_bg.js";
/// The section in which a linker lists the features that a module needs; browsers see that for themselves.
const FEATURES: &str = "target_features";
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
    shorten_imports(staging).context("the imports of the main part could not be shortened")?;
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

/// Gives what the main part imports from its script short names, in both. Those that `wasm-bindgen` writes end in a hash each, which does not
/// compress: 5 kB of a first visit.
fn shorten_imports(staging: &Path) -> Result<()> {
    let (script_path, main_path) = (staging.join(GLUE), staging.join(MAIN));
    let mut script = fs::read_to_string(&script_path)?;
    let mut main = nameless().parse_file(&main_path)?;
    for (number, import) in main.imports.iter_mut().filter(|import| import.module == IMPORTED).enumerate() {
        let (long, short) = (format!(" {}: ", import.name), format!(" _{number}: "));
        ensure!(script.matches(&long).count() == 1, "{GLUE} does not define {} once", import.name);
        script = script.replace(&long, &short);
        import.name = short.trim_matches([' ', ':']).to_owned();
    }
    main.emit_wasm_file(&main_path)?;
    fs::write(&script_path, script)?;
    Ok(())
}

/// Takes out of a chunk what only the whole program needs: names of functions, types of other chunks' functions, the list of features.
fn tidy(chunk: &Path) -> Result<()> {
    let mut module = nameless().parse_file(chunk)?;
    passes::gc::run(&mut module);
    module.customs.remove_raw(FEATURES);
    module.emit_wasm_file(chunk)
}

/// Reads and writes modules without names of functions and tools.
fn nameless() -> ModuleConfig {
    let mut config = ModuleConfig::new();
    config.generate_name_section(false).generate_producers_section(false);
    config
}
