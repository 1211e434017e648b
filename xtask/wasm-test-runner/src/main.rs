//! Runs a program of `#[wasm_bindgen_test]` tests in a browser: `wasm-bindgen-test-runner`, compiled from this workspace
//! instead of by `cargo install`.
//!
//! Its version must equal that of the library `wasm-bindgen`, which `Cargo.lock` then takes care of, with all that it
//! depends on; and most of what it depends on is compiled for `xtask` already. It is a package of its own so that building
//! and serving the site need not wait for it.

mod join;

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args;

fn main() -> ExitCode {
    let mut arguments: Vec<OsString> = std::env::args_os().collect();
    let result = arguments.get_mut(1).map_or(Ok(()), join_parts).and_then(|()| run_cli_with_args(arguments));
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Replaces the path of a program by that of the program with its parts joined, if it has parts.
fn join_parts(program: &mut OsString) -> Result<()> {
    let path = Path::new(program);
    if path.extension().is_none_or(|extension| extension != "wasm") {
        return Ok(());
    }
    let bytes = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
    let Some(joined) =
        join::joined(&bytes).with_context(|| format!("the parts of {} cannot be joined", path.display()))?
    else {
        return Ok(());
    };
    let beside: PathBuf = path.with_extension("joined.wasm");
    fs::write(&beside, joined).with_context(|| format!("{} cannot be written", beside.display()))?;
    *program = beside.into_os_string();
    Ok(())
}
