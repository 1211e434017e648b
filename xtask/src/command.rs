//! Running other programs, cargo above all.

use std::env;
use std::ffi::OsString;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::workspace::Workspace;

/// The cargo that runs this program, in the root of the checkout.
pub fn cargo(workspace: &Workspace) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    command.current_dir(workspace.root());
    command
}

/// Runs a program to its end, its output going where this program's goes.
///
/// # Errors
/// When the program cannot be started, or ends with another status than 0.
pub fn run(command: &mut Command) -> Result<()> {
    let line = shown(command);
    let status = command.status().with_context(|| format!("`{line}` could not be started"))?;
    if !status.success() {
        bail!("`{line}` ended with {status}");
    }
    Ok(())
}

/// Runs a program to its end, handing every line of its standard output to `line` after printing it.
///
/// # Errors
/// As for [`run`].
pub fn run_watching(command: &mut Command, mut line: impl FnMut(&str)) -> Result<()> {
    let shown = shown(command);
    let mut child =
        command.stdout(Stdio::piped()).spawn().with_context(|| format!("`{shown}` could not be started"))?;
    if let Some(output) = child.stdout.take() {
        for read in BufReader::new(output).split(b'\n') {
            let read = read.with_context(|| format!("the output of `{shown}` could not be read"))?;
            let read = String::from_utf8_lossy(&read);
            writeln!(std::io::stdout(), "{read}")?;
            line(&read);
        }
    }
    let status = child.wait().with_context(|| format!("`{shown}` could not be waited for"))?;
    if !status.success() {
        bail!("`{shown}` ended with {status}");
    }
    Ok(())
}

/// The command line, without its environment.
fn shown(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let name = program.file_name().unwrap_or(program.as_os_str());
    let mut line = name.to_string_lossy().into_owned();
    for argument in command.get_args() {
        line.push(' ');
        line.push_str(&argument.to_string_lossy());
    }
    line
}
