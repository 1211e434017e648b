//! The `measure` binary: reads the command line, runs one command, maps the outcome to an exit status.

use std::process::ExitCode;

use clap::Parser;
use wattpix_measure::cli::Cli;

fn main() -> ExitCode {
    match Cli::parse().run() {
        Ok(code) => code,
        Err(error) => {
            eprintln!("measure: {error:#}");
            ExitCode::from(1)
        }
    }
}
