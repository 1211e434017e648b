//! Runs a program of `#[wasm_bindgen_test]` tests in a browser: `wasm-bindgen-test-runner`, compiled from this workspace
//! instead of by `cargo install`.
//!
//! Its version must equal that of the library `wasm-bindgen`, which `Cargo.lock` then takes care of, with all that it
//! depends on; and most of what it depends on is compiled for `xtask` already. It is a package of its own so that building
//! and serving the site need not wait for it.

use std::process::ExitCode;

use wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args;

fn main() -> ExitCode {
    match run_cli_with_args(std::env::args_os()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}
