//! The program as the compiler leaves it.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::command::{cargo, run};
use crate::tools;
use crate::workspace::Workspace;

/// The package, and the program in it.
const PACKAGE: &str = "wattpix-web";

/// Tells the linker to keep what the splitter follows from function to function.
const KEEP_RELOCATIONS: &str = "-Clink-arg=--emit-relocs";

/// Lets Leptos share the code of elements and attributes instead of compiling it for each combination of them: smaller by a tenth.
const ERASE_COMPONENTS: &str = "--cfg=erase_components";

/// Compiles the program for the browser and returns the path of its WebAssembly.
///
/// # Errors
/// When the target cannot be added or the program does not compile.
pub fn compile(workspace: &Workspace) -> Result<PathBuf> {
    tools::add_wasm_target(workspace)?;
    eprintln!("Compiling {PACKAGE} for the browser (minutes the first time)");
    let mut compile = cargo(workspace);
    compile.args(["rustc", "--package", PACKAGE, "--bin", PACKAGE]);
    compile.args(["--profile", "site", "--target", tools::WASM_TARGET]);
    // For this crate alone, so that what it depends on is compiled as ever.
    compile.args(["--", KEEP_RELOCATIONS]);
    set_flags(&mut compile, workspace);
    run(&mut compile)?;
    let folder = workspace.target().join(tools::WASM_TARGET).join("site");
    Ok(folder.join(format!("{PACKAGE}.wasm")))
}

/// Sets the flags of every crate. The folders of this machine stay out of the panic messages, so that the same source gives the same bytes anywhere.
fn set_flags(compile: &mut Command, workspace: &Workspace) {
    let cargo_home = std::env::var_os("CARGO_HOME")
        .map(PathBuf::from)
        .or_else(|| Some(std::env::home_dir()?.join(".cargo")));
    let folders = [(Some(workspace.root().to_path_buf()), "wattpix"), (cargo_home, "cargo")];
    let mut flags = OsString::from(ERASE_COMPONENTS);
    for (folder, name) in folders {
        let Some(folder) = folder else { continue };
        flags.push("\u{1f}--remap-path-prefix=");
        flags.push(folder);
        flags.push("=");
        flags.push(name);
    }
    compile.env("CARGO_ENCODED_RUSTFLAGS", flags);
}
