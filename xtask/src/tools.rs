//! What the build and the checks need beside cargo and the packages in `Cargo.lock`: found on this machine, or installed.

use std::env;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::command::run;
use crate::workspace::Workspace;

/// Rust's name for a browser's WebAssembly.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Adds the standard library for [`WASM_TARGET`] to the toolchain when it lacks it.
///
/// # Errors
/// When it is missing and rustup cannot add it.
pub fn add_wasm_target(workspace: &Workspace) -> Result<()> {
    let mut ask = Command::new("rustc");
    ask.current_dir(workspace.root()).args(["--print", "target-libdir", "--target", WASM_TARGET]);
    let answer = ask.output().context("`rustc` could not be started: install Rust by https://rustup.rs")?;
    if Path::new(String::from_utf8_lossy(&answer.stdout).trim()).is_dir() {
        return Ok(());
    }
    eprintln!("Adding the target {WASM_TARGET}");
    run(Command::new("rustup").current_dir(workspace.root()).args(["target", "add", WASM_TARGET]))
        .with_context(|| {
            format!("this Rust has no target {WASM_TARGET}: add it in the way you installed Rust")
        })
}

/// A browser and the program that drives it.
pub struct Browser {
    /// Chromium or Chrome.
    pub chromium: PathBuf,
    /// ChromeDriver of the same version.
    pub chromedriver: PathBuf,
}

/// Finds Chromium and ChromeDriver, or installs Debian's when this is Debian or Ubuntu and we may.
///
/// # Errors
/// One line that says what to install.
pub fn browser() -> Result<Browser> {
    if let Some(found) = find_browser() {
        return Ok(found);
    }
    if Path::new("/usr/bin/apt-get").is_file() && is_root() {
        eprintln!("Installing Debian's packages chromium and chromium-driver");
        run(apt_get().arg("update"))?;
        run(apt_get().args(["install", "-y", "--no-install-recommends", "chromium", "chromium-driver"]))?;
    }
    let Some(found) = find_browser() else {
        bail!(
            "the browser checks need Chromium and ChromeDriver: install Debian's packages chromium and chromium-driver, \
             or put `chromium` (or `google-chrome`) and `chromedriver` on the PATH"
        );
    };
    Ok(found)
}

/// Programs of Slurm and of munge, by which its parts know each other.
const SLURM: [&str; 5] = ["munged", "slurmctld", "slurmd", "sbatch", "scancel"];

/// Whether a Slurm cluster of one node can be started here: finds its programs, or installs Debian's when this is Debian or
/// Ubuntu and we may.
///
/// # Errors
/// When they are missing, and one line that says why they were not installed: the caller may go on without.
pub fn slurm() -> Result<()> {
    let missing = || SLURM.into_iter().find(|program| on_path(program).is_none());
    if !is_root() {
        bail!("a Slurm cluster can be started by root only");
    }
    if missing().is_some() && Path::new("/usr/bin/apt-get").is_file() {
        eprintln!("Installing Debian's packages slurm-wlm and munge");
        run(apt_get().arg("update"))?;
        run(apt_get().args(["install", "-y", "--no-install-recommends", "slurm-wlm", "munge"]))?;
    }
    match missing() {
        Some(program) => bail!("`{program}` is missing: install Debian's packages slurm-wlm and munge"),
        None => Ok(()),
    }
}

fn find_browser() -> Option<Browser> {
    let chromium = ["chromium", "chromium-browser", "google-chrome"].into_iter().find_map(on_path)?;
    Some(Browser { chromium, chromedriver: on_path("chromedriver")? })
}

fn on_path(program: &str) -> Option<PathBuf> {
    let folders = env::var_os("PATH")?;
    env::split_paths(&folders).map(|folder| folder.join(program)).find(|path| path.is_file())
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").stderr(Stdio::null()).output();
    id.is_ok_and(|id| id.stdout.trim_ascii() == b"0")
}

fn apt_get() -> Command {
    let mut command = Command::new("apt-get");
    // Its output is progress, not a result.
    command.env("DEBIAN_FRONTEND", "noninteractive").stdin(Stdio::null());
    command
}
