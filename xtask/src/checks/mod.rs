//! `cargo xtask test`: every check, each with a name, so that a failing one can be run alone.
//!
//! To add a check, write a function here or in a file beside this one and add one line to [`ALL`].

mod browser;
mod npm;
mod python;
mod run;
mod rust;

pub use python::built as wheels;

use std::time::Instant;

use anyhow::{Result, bail};
use clap::builder::PossibleValuesParser;

use crate::book;
use crate::site;
use crate::summary::{Outcome, Summary};
use crate::workspace::Workspace;
use run::Run;

/// A check of `cargo xtask test`.
struct Check {
    name: &'static str,
    about: &'static str,
    run: fn(&mut Run) -> Result<()>,
}

/// Every check, in the order they run: the quickest to fail come first.
const ALL: [Check; 13] = [
    Check { name: "fmt", about: "the code is formatted", run: rust::format },
    Check {
        name: "clippy",
        about: "lints, natively and for the browser; a warning is an error",
        run: rust::lint,
    },
    Check { name: "test", about: "native tests", run: rust::test },
    Check { name: "page", about: "native tests of the page's plain Rust", run: rust::test_page },
    Check { name: "doc", about: "documentation without warnings", run: rust::document },
    Check { name: "wasm", about: "tests of the page's code in headless Chromium", run: browser::wasm_tests },
    Check { name: "site", about: "the site builds and keeps its size budgets", run: sizes },
    Check {
        name: "engine",
        about: "the models on candle against diffusers' outputs",
        run: rust::test_engine,
    },
    Check { name: "python", about: "the Python package: its wheel, tests and examples", run: python::test },
    Check { name: "npm", about: "the JavaScript package: its tests and examples under Node", run: npm::test },
    Check { name: "slurm", about: "a sweep as a job array on a real Slurm", run: rust::test_slurm },
    Check { name: "speed", about: "estimates, tables and sampling keep their budgets", run: rust::speed },
    Check { name: "e2e", about: "the built site in headless Chromium", run: browser::end_to_end },
];

/// Checks that take longer than a change is waited for, run by `--all` or by name.
const BEYOND: [Check; 2] = [
    Check { name: "fuzz", about: "parsers on mutated inputs, for a minute", run: rust::fuzz },
    Check {
        name: "book",
        about: "the documentation as a book, whose links lead somewhere",
        run: |run| book::run(run.workspace),
    },
];

/// Options of `cargo xtask test`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Checks to run; all when none is named
    #[arg(value_name = "CHECK", value_parser = PossibleValuesParser::new(ALL.iter().chain(&BEYOND).map(|check| check.name)))]
    names: Vec<String>,
    /// Everything, fuzzing and the book included
    #[arg(long)]
    all: bool,
}

/// Runs the named checks, all of them even when one fails, and prints what came out.
///
/// # Errors
/// When a check failed.
pub fn run(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    let named =
        |check: &&Check| arguments.names.is_empty() || arguments.names.iter().any(|name| name == check.name);
    let beyond =
        BEYOND.iter().filter(|check| arguments.all || arguments.names.iter().any(|name| name == check.name));
    let checks: Vec<&Check> = ALL.iter().filter(named).chain(beyond).collect();
    let mut run = Run { workspace, tests: Outcome::default(), site_is_built: false };
    let mut summary = Summary::default();
    for (number, check) in checks.iter().enumerate() {
        eprintln!("\n=== {} ({} of {}): {}", check.name, number + 1, checks.len(), check.about);
        run.tests = Outcome::default();
        let start = Instant::now();
        let result = (check.run)(&mut run);
        if let Err(error) = &result {
            eprintln!("{} failed: {error:#}", check.name);
        }
        let took = start.elapsed();
        eprintln!("=== {}: {:.1} minutes", check.name, took.as_secs_f64() / 60.0);
        summary.add(check.name, result.is_ok(), run.tests, took);
    }
    print!("\n{summary}");
    let failed = summary.failed_checks();
    if !failed.is_empty() {
        bail!("failed: {0}; run them alone with `cargo xtask test {0}`", failed.join(" "));
    }
    Ok(())
}

fn sizes(run: &mut Run) -> Result<()> {
    let sizes = site::build(run.workspace, None)?;
    run.site_is_built = true;
    print!("{sizes}");
    match sizes.over_budget().as_slice() {
        [] => Ok(()),
        over => bail!("{}", over.join("; ")),
    }
}
