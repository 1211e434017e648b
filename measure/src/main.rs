//! The `measure` binary: reads the command line, runs one command, maps the outcome to an exit status.

use std::process::ExitCode;

use wattpix_core::error::Error;
use wattpix_measure::cli::Cli;

/// No result: what was given cannot be answered.
const NO_RESULT: u8 = 1;

/// Exit status where something is missing that every call needs; clap exits with the same.
const BAD_USAGE: u8 = 2;

fn main() -> ExitCode {
    match Cli::from_arguments().run() {
        Ok(code) => code,
        Err(error) => {
            if let Some(Error::Missing { key }) = error.downcast_ref() {
                eprintln!("measure: {error:#} with --{}", key.name().replace('_', "-"));
                return ExitCode::from(BAD_USAGE);
            }
            eprintln!("measure: {error:#}");
            ExitCode::from(NO_RESULT)
        }
    }
}
