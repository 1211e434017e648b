//! `measure mark`: tells the `measure exec` around it what the program does, and waits until the edge is taken.

use std::io::{BufRead, BufReader, Write};
use std::os::unix::net::UnixStream;
use std::process::ExitCode;

use anyhow::{Context, bail};
use clap::Args;

use crate::exec::mark::Mark;

/// From a script run by `exec`: mark the phase it is in.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  measure mark begin denoise images=4\n\nFor shell scripts run by `measure exec`; the \
                        command returns once the meter has ticked. Outside `measure exec` it does nothing."
)]
pub struct MarkCommand {
    /// `begin STAGE [key=value ...]`, `end [STAGE]` or `config key=value ...`; stages: image, text, denoise, decode,
    /// idle.
    #[arg(required = true, value_name = "MARK")]
    mark: Vec<String>,
}

impl MarkCommand {
    /// Sends the mark and waits for the answer.
    ///
    /// # Errors
    /// A wrong mark, or one that does not fit the open phases.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let text = self.mark.join(" ");
        Mark::parse(&text)?;
        // A script with marks in it should also run by itself.
        let Some(path) = std::env::var_os("WATTPIX_SOCKET") else { return Ok(ExitCode::SUCCESS) };
        let mut stream = UnixStream::connect(&path)
            .with_context(|| format!("cannot reach measure exec at {}", path.to_string_lossy()))?;
        writeln!(stream, "{text}").context("cannot send the mark")?;
        let mut answer = String::new();
        BufReader::new(stream).read_line(&mut answer).context("no answer from measure exec")?;
        match answer.trim_end() {
            "ok" => Ok(ExitCode::SUCCESS),
            other => bail!("{}", other.trim_start_matches("error ")),
        }
    }
}
