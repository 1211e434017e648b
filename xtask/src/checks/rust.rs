//! The checks that cargo does alone.

use std::process::Command;

use anyhow::{Result, bail};

use super::run::Run;
use crate::command::{cargo, run, run_watching};
use crate::summary::Outcome;
use crate::tools;

/// Everything that a plain build leaves out: the browser tests, the charts, and the models on candle.
const EVERYTHING: &str = "wattpix-tests/e2e,wattpix-core/charts,wattpix-measure/engine";

/// The page's package. It is linted and documented for the browser only, and natively only its library is tested: compiling
/// Leptos a further time would cost minutes and tell little more.
const PAGE: &str = "wattpix-web";

pub fn format(r: &mut Run) -> Result<()> {
    run(cargo(r.workspace).args(["fmt", "--all", "--check"]))
}

pub fn lint(r: &mut Run) -> Result<()> {
    tools::add_wasm_target(r.workspace)?;
    let clippy = |arguments: &[&str]| {
        run(cargo(r.workspace).arg("clippy").args(arguments).args(["--", "-D", "warnings"]))
    };
    let native = clippy(&["--workspace", "--exclude", PAGE, "--all-targets", "--features", EVERYTHING]);
    let core = clippy(&["--package", "wattpix-core", "--features", "charts", "--target", tools::WASM_TARGET]);
    let page = clippy(&["--package", PAGE, "--all-targets", "--target", tools::WASM_TARGET]);
    native.and(core).and(page)
}

pub fn test(r: &mut Run) -> Result<()> {
    let workspace = r.workspace;
    count_tests(r, cargo(workspace).args(["test", "--workspace", "--exclude", PAGE, "--no-fail-fast"]))
}

/// Parsers on mutations of the inputs in `measure/tests/fuzz/corpus`, which `test` reads as they are.
pub fn fuzz(r: &mut Run) -> Result<()> {
    let workspace = r.workspace;
    let test = ["test", "--package", "wattpix-measure", "--test", "fuzz", "--", "--ignored", "--nocapture"];
    count_tests(r, cargo(workspace).args(test))
}

/// A plain `#[test]` is not seen by the runner of browser tests, so the page's are run here.
pub fn test_page(r: &mut Run) -> Result<()> {
    let workspace = r.workspace;
    count_tests(r, cargo(workspace).args(["test", "--package", PAGE, "--lib", "--no-fail-fast"]))
}

/// The models on candle, which a plain build leaves out because they take minutes to compile: against diffusers' outputs, and
/// the tests beside their code.
pub fn test_engine(r: &mut Run) -> Result<()> {
    let workspace = r.workspace;
    let tests = ["--lib", "--test", "engine", "--test", "mapped_weights"];
    let package = ["test", "--package", "wattpix-measure", "--features", "engine", "--no-fail-fast"];
    count_tests(r, cargo(workspace).args(package).args(tests))
}

/// The job array on a real Slurm, which only root can start. Where it cannot be, that is said and nothing is tested.
pub fn test_slurm(r: &mut Run) -> Result<()> {
    if let Err(why) = tools::slurm() {
        eprintln!("\n*** SKIPPED: the Slurm job array is not tested here: {why:#} ***\n");
        return Ok(());
    }
    let workspace = r.workspace;
    let test = ["test", "--package", "wattpix-measure", "--test", "slurm", "--", "--ignored"];
    count_tests(r, cargo(workspace).args(test))
}

/// The benchmarks that print a rate beside its budget, each quickly. The page's own is in the browser, with `e2e`.
pub fn speed(r: &mut Run) -> Result<()> {
    let packages = ["bench", "--package", "wattpix-core", "--package", "wattpix-measure"];
    let benches = ["estimates", "fits", "table", "report", "sampling"].map(|bench| ["--bench", bench]);
    run(cargo(r.workspace).args(packages).args(benches.as_flattened()).args(["--", "--quick"]))
}

pub fn document(r: &mut Run) -> Result<()> {
    tools::add_wasm_target(r.workspace)?;
    let document = |arguments: &[&str]| {
        let mut command = cargo(r.workspace);
        run(command.args(["doc", "--no-deps"]).args(arguments).env("RUSTDOCFLAGS", "-D warnings"))
    };
    let native = document(&["--workspace", "--exclude", PAGE, "--features", EVERYTHING]);
    let page = document(&["--package", PAGE, "--lib", "--target", tools::WASM_TARGET]);
    native.and(page)
}

/// Runs `cargo test` and adds up what the test programs say they passed and failed. A step of tests in which none ran has not
/// passed.
pub fn count_tests(r: &mut Run, command: &mut Command) -> Result<()> {
    run_watching(command, |line| r.tests.add_line(line))?;
    if r.tests == Outcome::default() {
        bail!("no test ran");
    }
    Ok(())
}
