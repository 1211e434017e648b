//! `measure mark`: tells the `measure exec` around it what the program does, and waits until the edge is taken.

use std::process::ExitCode;

use clap::Args;

use crate::exec::link::Link;
use crate::exec::mark::Mark;

/// Mark a phase of a script that `exec` meters.
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
        if let Some(mut link) = Link::from_environment()? {
            link.mark(&text)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
