//! The Python packages: built as wheels, installed into a Python of their own below `target/tools`, and tested there.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use super::run::Run;
use crate::command::{run, run_watching};
use crate::summary::Outcome;
use crate::tools;
use crate::workspace::Workspace;

/// Folder of the package.
const PACKAGE: &str = "packages/python";

/// Folder of the package that holds the program `measure`.
const PROGRAM: &str = "packages/measure";

/// Builds the wheels and runs the tests, and the examples of documentation, with what a user would have installed. Without Python that is
/// said and nothing is tested.
pub fn test(r: &mut Run) -> Result<()> {
    let python = match tools::python() {
        Ok(python) => python,
        Err(why) => {
            eprintln!("\n*** SKIPPED: the Python package is not tested here: {why:#} ***\n");
            return Ok(());
        }
    };
    let workspace = r.workspace;
    let programs = environment(workspace, &python)?;
    let wheels = wheels(workspace, &programs)?;
    let mut install = pip(&programs);
    run(install.args(["install", "--quiet", "--no-deps", "--no-index", "--force-reinstall"]).args(&wheels))?;
    let mut pytest = Command::new(programs.join("python"));
    pytest.current_dir(workspace.root().join(PACKAGE)).args(["-m", "pytest", "-p", "no:cacheprovider"]);
    pytest.args(["tests", "README.md", "../../README.md", "../../docs/learn", "--pyargs", "wattpix"]);
    pytest.args(["--doctest-modules", "--doctest-glob=*.md"]);
    pytest.env("PYTHONDONTWRITEBYTECODE", "1");
    pytest.env("WATTPIX_MEASURE", programs.join("measure"));
    run_watching(&mut pytest, |line| r.tests.add_pytest_line(line))?;
    if r.tests == Outcome::default() {
        bail!("no test ran");
    }
    Ok(())
}

/// Builds the wheels of both packages and returns their paths.
///
/// # Errors
/// Without Python, or when maturin cannot be installed or fails.
pub fn built(workspace: &Workspace) -> Result<Vec<PathBuf>> {
    let programs = environment(workspace, &tools::python()?)?;
    wheels(workspace, &programs)
}

/// Makes the environment with the packages of `requirements-test.txt`, or takes the one that was made with the same; returns the folder of
/// its programs.
fn environment(workspace: &Workspace, python: &Path) -> Result<PathBuf> {
    let folder = workspace.target().join("tools/python");
    let programs = folder.join("bin");
    let requirements = workspace.root().join(PACKAGE).join("requirements-test.txt");
    let wanted = fs::read_to_string(&requirements)
        .with_context(|| format!("{} could not be read", requirements.display()))?;
    let made_with = folder.join("requirements-test.txt");
    if fs::read_to_string(&made_with).is_ok_and(|made_with| made_with == wanted) {
        return Ok(programs);
    }
    eprintln!("Making a Python environment in {}", folder.display());
    run(Command::new(python).args(["-m", "venv", "--clear"]).arg(&folder))?;
    run(pip(&programs).args(["install", "--requirement"]).arg(&requirements))
        .context("the packages that the Python tests need could not be installed by pip")?;
    // Last, so that an environment that was interrupted is made anew.
    fs::write(&made_with, wanted).with_context(|| format!("{} could not be written", made_with.display()))?;
    Ok(programs)
}

/// Builds the wheels of both packages without optimisation and returns their paths.
fn wheels(workspace: &Workspace, programs: &Path) -> Result<Vec<PathBuf>> {
    let folder = workspace.target().join("tools/wheels");
    // Wheels of earlier versions.
    let _ = fs::remove_dir_all(&folder);
    for package in [PACKAGE, PROGRAM] {
        let mut maturin = Command::new(programs.join("maturin"));
        maturin.current_dir(workspace.root().join(package));
        maturin.args(["build", "--locked", "--profile", "dev", "--out"]).arg(&folder);
        maturin.env("CARGO_TARGET_DIR", workspace.target());
        run(&mut maturin)?;
    }
    let entries = fs::read_dir(&folder).with_context(|| format!("{} could not be read", folder.display()))?;
    let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let wheels: Vec<PathBuf> =
        paths.filter(|path| path.extension().is_some_and(|extension| extension == "whl")).collect();
    if wheels.len() != 2 {
        bail!("maturin left {} wheels in {}, not 2", wheels.len(), folder.display());
    }
    Ok(wheels)
}

fn pip(programs: &Path) -> Command {
    let mut pip = Command::new(programs.join("python"));
    pip.args(["-m", "pip", "--disable-pip-version-check"]).stdin(Stdio::null());
    pip
}
