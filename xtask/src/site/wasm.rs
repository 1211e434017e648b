//! Compiles the four programs of `wattpix-web` to WebAssembly and lets `wasm-bindgen` write the scripts around them.
//!
//! No `wasm-opt` runs afterwards. On a page with Leptos, plotters, nalgebra and serde_json it takes 2 % off what a visitor
//! loads, which is not worth a further tool that a fresh machine lacks (bytes, profile `site`, rustc 1.95):
//!
//! | | plain | gzip -9 |
//! |---|---|---|
//! | as `wasm-bindgen` leaves it | 270,795 | 117,496 |
//! | binaryen 108 `-Oz` (Debian 12) | 254,259 | 115,415 |
//! | binaryen 108 `-Os` | 255,620 | 115,381 |
//! | binaryen 132 `-Oz` (npm) | 252,249 | 115,284 |
//! | binaryen 132 `-Oz --converge` | 251,938 | 115,444 |
//!
//! `opt-level = "z"` instead of `"s"` takes off 0.8 % and makes the page slower.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use crate::command::{cargo, run};
use crate::tools;
use crate::workspace::Workspace;

/// The package of the site's programs.
const PACKAGE: &str = "wattpix-web";

/// A program of the site.
pub struct Program {
    /// The binary.
    binary: &'static str,
    /// The feature of the package that it needs; the others are left out.
    feature: &'static str,
    /// What its files are called.
    pub stem: &'static str,
}

/// The calculator: comes with the first visit.
pub const PAGE: Program = Program { binary: "wattpix-web", feature: "page", stem: "wattpix" };

/// Panels, files and embedded charts: comes when one is asked for.
pub const FIGURES: Program =
    Program { binary: "wattpix-figures", feature: "figures", stem: "wattpix-figures" };

/// A model of a person's own: comes when its panel is opened, and runs in a worker.
pub const WORKBENCH: Program =
    Program { binary: "wattpix-workbench", feature: "workbench", stem: "wattpix-workbench" };

/// Measurements and fits that a person brings: comes when their panel is opened, and runs in a worker of its own.
pub const REFIT: Program = Program { binary: "wattpix-refit", feature: "refit", stem: "wattpix-refit" };

impl Program {
    /// The WebAssembly in the folder that [`build`] returns.
    pub fn wasm_file(&self) -> String {
        format!("{}_bg.wasm", self.stem)
    }

    /// The script around it, a module that exports one function to start it.
    pub fn glue_file(&self) -> String {
        format!("{}.js", self.stem)
    }
}

/// Builds the WebAssembly of every program and their scripts, and returns the folder that holds them.
///
/// # Errors
/// When the target cannot be added, a program does not compile, or `wasm-bindgen` refuses it.
pub fn build(workspace: &Workspace) -> Result<PathBuf> {
    tools::add_wasm_target(workspace)?;
    // Not target/site: that is cargo's own, named after the profile.
    let staging = workspace.target().join("wasm-bindgen");
    if staging.exists() {
        fs::remove_dir_all(&staging)
            .with_context(|| format!("{} could not be emptied", staging.display()))?;
    }
    for program in [PAGE, FIGURES, WORKBENCH, REFIT] {
        let binary = program.binary;
        eprintln!("Compiling {binary} for the browser (minutes the first time)");
        let mut compile = cargo(workspace);
        compile.args(["build", "--package", PACKAGE, "--bin", binary]);
        compile.args(["--no-default-features", "--features", program.feature]);
        compile.args(["--profile", "site", "--target", tools::WASM_TARGET]);
        without_machine_paths(&mut compile, workspace);
        run(&mut compile)?;

        eprintln!("Running wasm-bindgen");
        let compiled =
            workspace.target().join(tools::WASM_TARGET).join("site").join(format!("{binary}.wasm"));
        bind(&compiled, program.stem, &staging)
            .with_context(|| format!("wasm-bindgen failed on {}", compiled.display()))?;
    }
    Ok(staging)
}

fn bind(compiled: &Path, stem: &str, staging: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(compiled)
        .out_name(stem)
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(staging)
}

/// Asks the crate sha2 for its loops instead of its unrolled ones, which are 2 kB larger on the wire.
const COMPACT_HASH: &str = "--cfg=sha2_backend=\"soft\"\u{1f}--cfg=sha2_backend_soft=\"compact\"";

/// Keeps the folders of this machine out of the panic messages, so that the same source gives the same bytes anywhere.
fn without_machine_paths(compile: &mut Command, workspace: &Workspace) {
    let mut flags = OsString::from(COMPACT_HASH);
    let cargo_home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let folders = [(Some(workspace.root().to_path_buf()), "wattpix"), (cargo_home, "cargo")];
    for (folder, name) in folders {
        let Some(folder) = folder else { continue };
        flags.push("\u{1f}--remap-path-prefix=");
        flags.push(folder);
        flags.push("=");
        flags.push(name);
    }
    compile.env("CARGO_ENCODED_RUSTFLAGS", flags);
}
