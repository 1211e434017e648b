//! The JavaScript package: core compiled for WebAssembly, bound by `wasm-bindgen` as a library, beside the scripts, types and texts of
//! `packages/npm`, as npm packs it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::command::{cargo, run};
use crate::tools;
use crate::workspace::Workspace;

/// Folder of the package.
pub const PACKAGE: &str = "packages/npm";

/// Files of the folder that the package has as they are; the scripts are in `js`.
const TEXTS: [&str; 6] =
    ["package.json", "README.md", "LICENSE-APACHE", "LICENSE-MIT", "NOTICE", "CITATION.cff"];

/// Optimisation of the WebAssembly, by the name of cargo's profile.
#[derive(Debug, Clone, Copy)]
pub enum Profile {
    /// Quick to compile, for tests.
    Dev,
    /// As few bytes as the site's.
    Site,
}

/// Builds the package and packs it for `npm install`.
///
/// # Errors
/// When the target cannot be added, the code does not compile, or npm is missing.
pub fn pack(workspace: &Workspace) -> Result<PathBuf> {
    tools::node()?;
    let package = assemble(workspace, Profile::Site)?;
    let out = workspace.target().join("npm");
    for old in fs::read_dir(&out)?.filter_map(Result::ok).map(|entry| entry.path()) {
        if old.extension().is_some_and(|extension| extension == "tgz") {
            fs::remove_file(&old).with_context(|| format!("{} could not be removed", old.display()))?;
        }
    }
    run(Command::new("npm")
        .current_dir(&package)
        .args(["pack", "--silent", "--pack-destination"])
        .arg(&out))?;
    let files = fs::read_dir(&out)?.filter_map(|entry| Some(entry.ok()?.path()));
    let packed = files.into_iter().find(|path| path.extension().is_some_and(|extension| extension == "tgz"));
    packed.context("npm packed nothing")
}

/// Builds the package and prints where it lies.
///
/// # Errors
/// As for [`pack`].
pub fn print(workspace: &Workspace) -> Result<()> {
    let packed = pack(workspace)?;
    let bytes = fs::metadata(&packed)?.len();
    println!("{} ({} kB)", packed.display(), bytes / 1000);
    Ok(())
}

/// Puts the package together in `target/npm/node_modules/wattpix`, where programs beside that folder find it, and returns its path.
///
/// # Errors
/// When the target cannot be added, the code does not compile, or a file cannot be read or written.
pub fn assemble(workspace: &Workspace, profile: Profile) -> Result<PathBuf> {
    let wasm = compile(workspace, profile)?;
    let folder = workspace.target().join("npm/node_modules/wattpix");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).with_context(|| format!("{} could not be made", folder.display()))?;
    bind(&wasm, &folder).with_context(|| format!("{} could not be bound", wasm.display()))?;
    let from = workspace.root().join(PACKAGE);
    let scripts = fs::read_dir(from.join("js"))?.filter_map(|entry| Some(entry.ok()?.path()));
    for path in scripts.chain(TEXTS.map(|name| from.join(name))) {
        let to = folder.join(path.file_name().unwrap_or_default());
        fs::copy(&path, &to).with_context(|| format!("{} could not be copied", path.display()))?;
    }
    let element = fs::read_to_string(workspace.public().join("embed.js"))?;
    fs::write(folder.join("embed.js"), as_module(&element)?)?;
    Ok(folder)
}

fn compile(workspace: &Workspace, profile: Profile) -> Result<PathBuf> {
    tools::add_wasm_target(workspace)?;
    let (name, output) = match profile {
        Profile::Dev => ("dev", "debug"),
        Profile::Site => ("site", "site"),
    };
    let mut compile = cargo(workspace);
    compile.args(["build", "--package", "wattpix-npm", "--target", tools::WASM_TARGET, "--profile", name]);
    run(&mut compile)?;
    Ok(workspace.target().join(tools::WASM_TARGET).join(output).join("wattpix_native.wasm"))
}

fn bind(wasm: &Path, folder: &Path) -> Result<()> {
    Bindgen::new()
        .input_path(wasm)
        .out_name("native")
        .web(true)?
        .typescript(false)
        .demangle(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .generate(folder)
}

/// First lines of the element's script, which find the site from the script's own address.
const CLASSIC: &str = "(() => {\n  const site = new URL(\"./\", document.currentScript.src);\n";

/// Those of the module, which is told the site. Nothing is touched before, so that servers may import it.
const MODULE: &str = "export function define(address) {\n  const site = new URL(\"./\", new URL(address, document.baseURI));\n  \
                      if (customElements.get(\"wattpix-chart\")) return;\n";

/// Returns the element's script as a module that defines the element for a site that is named.
fn as_module(script: &str) -> Result<String> {
    let (_, body) = script.split_once(CLASSIC).context("public/embed.js does not begin as expected")?;
    let Some(body) = body.trim_end().strip_suffix("})();") else {
        bail!("public/embed.js does not end as expected");
    };
    ensure!(!body.contains("currentScript"), "public/embed.js asks for its own address twice");
    Ok(format!("// <wattpix-chart>, as the site's own embed.js defines it.\n\n{MODULE}{body}}}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_element_becomes_a_module() {
        let script = include_str!("../../public/embed.js");
        let module = as_module(script).unwrap();
        assert!(module.contains("export function define(address)") && !module.contains("currentScript"));
        assert!(module.ends_with("customElements.define(\"wattpix-chart\", WattpixChart);\n}\n"), "{module}");
        assert!(as_module("export class Chart {}").is_err());
    }
}
