//! `measure mark`: tells the `measure exec` around it what the program does, and waits until the edge is taken.

use std::process::ExitCode;

use clap::Args;

use crate::exec::link::Link;
use crate::exec::mark::Mark;
use crate::output;

/// The helper for Python programs, as it lies in this repository.
const PYTHON: &str = include_str!("../../python/wattpix_marks.py");

/// Mark a phase of a script that `exec` meters.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  measure mark begin denoise images=4\n\nFor shell scripts run by `measure exec`; the \
                        command returns once the meter has ticked. Outside `measure exec` it does nothing.\n\nFor Python:\n  \
                        measure mark --python > wattpix_marks.py"
)]
pub struct MarkCommand {
    /// Print wattpix_marks.py, which does the same for Python: phases as contexts, steps counted in diffusers' callbacks.
    #[arg(long, conflicts_with = "mark")]
    python: bool,
    /// `begin STAGE [key=value ...]`, `end [STAGE]` or `config key=value ...`; stages: image, text, denoise, decode,
    /// idle.
    #[arg(required_unless_present = "python", value_name = "MARK")]
    mark: Vec<String>,
}

impl MarkCommand {
    /// Sends the mark and waits for the answer.
    ///
    /// # Errors
    /// A wrong mark, or one that does not fit the open phases.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        if self.python {
            output::line(PYTHON.trim_end())?;
            return Ok(ExitCode::SUCCESS);
        }
        let text = self.mark.join(" ");
        Mark::parse(&text)?;
        if let Some(mut link) = Link::from_environment()? {
            link.mark(&text)?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
