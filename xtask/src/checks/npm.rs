//! The JavaScript package, installed as a user has it and tested under Node.

use std::fs;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::run::Run;
use crate::command::{run, run_watching};
use crate::npm::{PACKAGE, Profile, assemble};
use crate::summary::Outcome;
use crate::tools;

/// Builds the package without optimisation, runs its tests, and looks at its types and its description. Without Node that is said and nothing
/// is tested.
pub fn test(r: &mut Run) -> Result<()> {
    let node = match tools::node() {
        Ok(node) => node,
        Err(why) => {
            eprintln!("\n*** SKIPPED: the JavaScript package is not tested here: {why:#} ***\n");
            return Ok(());
        }
    };
    let workspace = r.workspace;
    let package = assemble(workspace, Profile::Dev)?;
    let tests = workspace.target().join("npm/tests");
    fs::create_dir_all(&tests).with_context(|| format!("{} could not be made", tests.display()))?;
    for name in ["wattpix.test.mjs", "types.ts"] {
        let from = workspace.root().join(PACKAGE).join("tests").join(name);
        fs::copy(&from, tests.join(name))
            .with_context(|| format!("{} could not be copied", from.display()))?;
    }
    let mut command = Command::new(node);
    command.current_dir(&tests).args(["--test", "--test-reporter=tap", "wattpix.test.mjs"]);
    command.env("WATTPIX_ROOT", workspace.root());
    run_watching(&mut command, |line| r.tests.add_node_line(line))?;
    if r.tests == Outcome::default() {
        bail!("no test ran");
    }
    match tools::npm_lints(workspace) {
        Ok(programs) => {
            let mut types = Command::new(programs.join("tsc"));
            types.current_dir(&tests).args([
                "--noEmit",
                "--strict",
                "--module",
                "nodenext",
                "--lib",
                "es2022,dom",
            ]);
            run(types.arg("types.ts")).context("the types are not what tests/types.ts says")?;
            run(Command::new(programs.join("publint")).arg(&package).arg("--strict"))
        }
        Err(why) => {
            eprintln!("\n*** SKIPPED: types and description are not looked at here: {why:#} ***\n");
            Ok(())
        }
    }
}
