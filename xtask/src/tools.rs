//! Tools that the build and the checks need beside cargo and the packages in `Cargo.lock`: found on this machine, or installed.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use sha2::{Digest as _, Sha256};

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

/// The version of geckodriver (crates.io, MPL-2.0), which drives Firefox.
const GECKODRIVER_VERSION: &str = "0.37.1";

/// Firefox and the program that drives it.
pub struct Firefox {
    /// Firefox.
    pub firefox: PathBuf,
    /// Geckodriver.
    pub geckodriver: PathBuf,
}

/// Finds Firefox, or installs Debian's when this is Debian or Ubuntu and we may; builds geckodriver into `target/tools` when it is not there yet.
///
/// # Errors
/// One line that says what to install.
pub fn firefox(workspace: &Workspace) -> Result<Firefox> {
    let find = || ["firefox-esr", "firefox"].into_iter().find_map(on_path);
    if find().is_none() && Path::new("/usr/bin/apt-get").is_file() && is_root() {
        eprintln!("Installing Debian's package firefox-esr");
        run(apt_get().arg("update"))?;
        run(apt_get().args(["install", "-y", "--no-install-recommends", "firefox-esr"]))?;
    }
    let Some(firefox) = find() else {
        bail!(
            "the browser checks need Firefox: install Debian's package firefox-esr, or put `firefox` on the PATH"
        )
    };
    let tools = workspace.target().join("tools");
    let folder = tools.join(format!("geckodriver-{GECKODRIVER_VERSION}"));
    let geckodriver = folder.join("bin/geckodriver");
    if !geckodriver.is_file() {
        eprintln!("Building geckodriver {GECKODRIVER_VERSION} into {}", folder.display());
        let mut install = Command::new("cargo");
        // Without optimisation it is as quick for a test and built in a fraction of the time.
        install.current_dir(workspace.root()).args(["install", "--debug", "--locked", "geckodriver"]);
        install.args(["--version", GECKODRIVER_VERSION, "--root"]).arg(&folder);
        install.arg("--target-dir").arg(workspace.target().join("geckodriver"));
        run(&mut install).context("geckodriver could not be built")?;
        // Nothing is built twice.
        let _ = fs::remove_dir_all(workspace.target().join("geckodriver"));
    }
    Ok(Firefox { firefox, geckodriver })
}

/// The version of axe-core (npm, MPL-2.0) that looks for what keeps people out of the pages. Checks only: the site holds none of it.
const AXE_VERSION: &str = "4.14.1";
/// SHA-256 of its `axe.min.js`, in hexadecimal.
const AXE_SHA256: &str = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c";

/// The script of axe-core, installed by npm into `target/tools` when it is not there yet.
///
/// # Errors
/// One line that says what to install, or that what npm brought is something else.
pub fn axe(workspace: &Workspace) -> Result<PathBuf> {
    let folder = workspace.target().join("tools").join(format!("axe-core-{AXE_VERSION}"));
    let script = folder.join("node_modules/axe-core/axe.min.js");
    if !script.is_file() {
        if on_path("npm").is_none() && Path::new("/usr/bin/apt-get").is_file() && is_root() {
            eprintln!("Installing Debian's package npm");
            run(apt_get().arg("update"))?;
            run(apt_get().args(["install", "-y", "--no-install-recommends", "npm"]))?;
        }
        fs::create_dir_all(&folder).with_context(|| format!("{} could not be made", folder.display()))?;
        eprintln!("Installing axe-core {AXE_VERSION} into {}", folder.display());
        let mut npm = Command::new("npm");
        npm.args(["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-save", "--prefix"]);
        npm.arg(&folder).arg(format!("axe-core@{AXE_VERSION}")).stdin(Stdio::null());
        run(&mut npm)
            .context("the accessibility checks need axe-core by npm: install Debian's package npm")?;
    }
    let content = fs::read(&script).with_context(|| format!("{} could not be read", script.display()))?;
    let hash: String = Sha256::digest(&content).iter().map(|byte| format!("{byte:02x}")).collect();
    if hash != AXE_SHA256 {
        bail!("{} is not axe-core {AXE_VERSION}: its SHA-256 is {hash}; remove the file", script.display());
    }
    Ok(script)
}

/// Programs of Slurm and of munge, by which its parts know each other.
const SLURM: [&str; 5] = ["munged", "slurmctld", "slurmd", "sbatch", "scancel"];

/// True if a Slurm cluster of one node can be started here: finds its programs, or installs Debian's when this is Debian or
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

/// Finds Python with its module venv, or installs Debian's when this is Debian or Ubuntu and we may.
///
/// # Errors
/// When it is missing, and one line that says what to install: the caller may go on without.
pub fn python() -> Result<PathBuf> {
    let usable = || {
        let python = on_path("python3")?;
        let mut probe = Command::new(&python);
        probe.args(["-c", "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 9))"]);
        let status = probe.stdout(Stdio::null()).stderr(Stdio::null()).status();
        status.is_ok_and(|status| status.success()).then_some(python)
    };
    if usable().is_none() && Path::new("/usr/bin/apt-get").is_file() && is_root() {
        eprintln!("Installing Debian's packages python3 and python3-venv");
        run(apt_get().arg("update"))?;
        run(apt_get().args(["install", "-y", "--no-install-recommends", "python3", "python3-venv"]))?;
    }
    usable().context("`python3` 3.9 or later with its module venv is missing: install Debian's packages python3 and python3-venv")
}

/// Finds Node 18 or later and npm, or installs Debian's when this is Debian or Ubuntu and we may.
///
/// # Errors
/// When one is missing, and one line that says what to install: the caller may go on without.
pub fn node() -> Result<PathBuf> {
    let usable = || {
        let node = on_path("node").filter(|_| on_path("npm").is_some())?;
        let mut probe = Command::new(&node);
        probe.args(["--eval", "process.exit(parseInt(process.versions.node) < 18 ? 1 : 0)"]);
        probe.status().is_ok_and(|status| status.success()).then_some(node)
    };
    if usable().is_none() && Path::new("/usr/bin/apt-get").is_file() && is_root() {
        eprintln!("Installing Debian's packages nodejs and npm");
        run(apt_get().arg("update"))?;
        run(apt_get().args(["install", "-y", "--no-install-recommends", "nodejs", "npm"]))?;
    }
    usable().context("`node` 18 or later with npm is missing: install Debian's packages nodejs and npm")
}

/// Packages of npm that look at the JavaScript package: its types (Apache-2.0) and its description (MIT).
const NPM_LINTS: [&str; 2] = ["typescript@5.9.3", "publint@0.3.25"];

/// Installs TypeScript and publint into `target/tools` when they are not there yet, and returns the folder of their programs.
///
/// # Errors
/// When npm cannot install them: the caller may go on without.
pub fn npm_lints(workspace: &Workspace) -> Result<PathBuf> {
    let name = NPM_LINTS.join("-").replace('@', "-");
    let folder = workspace.target().join("tools").join(name);
    let programs = folder.join("node_modules/.bin");
    if !programs.join("publint").is_file() {
        fs::create_dir_all(&folder).with_context(|| format!("{} could not be made", folder.display()))?;
        eprintln!("Installing {} into {}", NPM_LINTS.join(" and "), folder.display());
        let mut npm = Command::new("npm");
        npm.args(["install", "--ignore-scripts", "--no-audit", "--no-fund", "--no-save", "--prefix"]);
        run(npm.arg(&folder).args(NPM_LINTS).stdin(Stdio::null()))?;
    }
    Ok(programs)
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
