//! The checks that need a browser.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result};

use super::run::Run;
use super::rust::count_tests;
use crate::command::{cargo, run};
use crate::serve;
use crate::site;
use crate::tools;
use crate::workspace::Workspace;

/// The path that the site is served under while it is tested: it must not matter.
const UNDER: &str = "/any/path/";

/// The package, and the program in it, that runs the tests in a browser.
const RUNNER: &str = "wasm-test-runner";

/// Seconds that the tests of one WebAssembly program may take; the runner's own limit is 20.
const WASM_TEST_SECONDS: &str = "300";

pub fn wasm_tests(r: &mut Run) -> Result<()> {
    let browser = tools::browser()?;
    tools::add_wasm_target(r.workspace)?;
    run(cargo(r.workspace).args(["build", "--package", RUNNER]))?;
    let mut command = cargo(r.workspace);
    command.args(["test", "--package", "wattpix-web", "--target", tools::WASM_TARGET, "--no-fail-fast"]);
    // Timings are for people to see.
    command.args(["--", "--nocapture"]);
    command
        .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", r.workspace.target().join("debug").join(RUNNER));
    command.env("CHROMEDRIVER", &browser.chromedriver);
    command.env("WASM_BINDGEN_TEST_TIMEOUT", WASM_TEST_SECONDS);
    command.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", r.workspace.root().join("xtask/webdriver.json"));
    keep_inside(&mut command, r.workspace)?;
    count_tests(r, &mut command)
}

pub fn end_to_end(r: &mut Run) -> Result<()> {
    let browser = tools::browser()?;
    if !r.site_is_built {
        site::build(r.workspace, None)?;
    }
    let server = serve::in_background(r.workspace, UNDER)?;
    let mut command = cargo(r.workspace);
    command.args([
        "test",
        "--package",
        "wattpix-tests",
        "--features",
        "e2e",
        "--test",
        "e2e",
        "--no-fail-fast",
        "--",
        // Timings and sizes are for people to see, not only to be held against a limit.
        "--show-output",
    ]);
    // A part of them: `WATTPIX_E2E=timings cargo xtask test site e2e`.
    command.args(std::env::var_os("WATTPIX_E2E"));
    command.env("WATTPIX_SITE", server.url()).env("WATTPIX_AXE", tools::axe(r.workspace)?);
    command.env("CHROMEDRIVER", &browser.chromedriver).env("CHROMIUM", &browser.chromium);
    let firefox = tools::firefox(r.workspace)?;
    command.env("GECKODRIVER", &firefox.geckodriver).env("FIREFOX", &firefox.firefox);
    keep_inside(&mut command, r.workspace)?;
    count_tests(r, &mut command)
}

/// The longest temporary folder, in bytes, that leaves room for the name of a browser's socket (108 on Linux).
const LONGEST_TEMPORARY: usize = 60;

/// Lets the browser write its settings, caches and temporary files below `target/`.
fn keep_inside(command: &mut Command, workspace: &Workspace) -> Result<()> {
    let home = workspace.target().join("browser");
    for (variable, folder) in
        [("XDG_CONFIG_HOME", "config"), ("XDG_CACHE_HOME", "cache"), ("XDG_DATA_HOME", "data")]
    {
        let folder = home.join(folder);
        fs::create_dir_all(&folder).with_context(|| format!("{} could not be made", folder.display()))?;
        command.env(variable, folder);
    }
    let temporary = home.join("tmp");
    // What an earlier browser left; nothing is lost if it cannot go.
    let _ = fs::remove_dir_all(&temporary);
    if temporary.as_os_str().len() <= LONGEST_TEMPORARY {
        fs::create_dir_all(&temporary)
            .with_context(|| format!("{} could not be made", temporary.display()))?;
        command.env("TMPDIR", temporary);
    }
    Ok(())
}
