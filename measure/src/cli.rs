//! The command line: one variant a command, each with its options in [`crate::command`].

use std::process::ExitCode;

use clap::{CommandFactory as _, FromArgMatches as _, Parser, Subcommand};

use crate::command;
use crate::command_list::with_list;

/// Meter GPUs while they generate images, fit energy laws, and estimate the energy of an image.
#[derive(Debug, Parser)]
#[command(name = "measure", version, arg_required_else_help = true)]
pub struct Cli {
    /// Command to run.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands; each is documented by its options.
#[derive(Debug, Subcommand)]
#[allow(missing_docs)]
pub enum Command {
    Flops(command::flops::Flops),
    Formulas(command::formulas::Formulas),
    Estimate(Box<command::estimate::Estimates>),
    Models(command::models::Models),
    Gpus(command::gpus::Gpus),
    Fits(command::fits::Fits),
    Zones(command::zones::Zones),
    Doctor(command::doctor::Doctor),
    Idle(command::idle::IdleCommand),
    Exec(Box<command::exec::Exec>),
    Mark(command::mark::MarkCommand),
    Plan(Box<command::plan::Plan>),
    Run(Box<command::run::Run>),
    Merge(command::merge::Merge),
    Check(command::check::Check),
    Import(command::import::Import),
    Fit(command::fit::FitCommand),
    Validate(command::validate::Validate),
    Report(command::report::ReportCommand),
    Tables(command::tables::Tables),
    Publish(Box<command::publish::Publish>),
    Compare(command::compare::CompareCommand),
    Claims(command::claims::ClaimsCommand),
    #[cfg(feature = "mcp")]
    Mcp(command::mcp::McpCommand),
    #[cfg(feature = "engine")]
    Generate(Box<command::generate::Generate>),
    #[cfg(feature = "engine")]
    Stages(Box<command::stages::StagesCommand>),
    #[cfg(feature = "engine")]
    EngineCheck(command::engine_check::EngineCheck),
    #[cfg(feature = "engine")]
    SteadyLoad(command::steady_load::SteadyLoad),
}

impl Cli {
    /// Reads the program's arguments; prints help or a usage error and exits where they ask for that.
    #[must_use]
    pub fn from_arguments() -> Self {
        let mut matches = with_list(Self::command()).get_matches();
        Self::from_arg_matches_mut(&mut matches).unwrap_or_else(|error| error.exit())
    }

    /// Runs the command and says with which status to exit: 0 with a result, 1 without one.
    /// Usage errors exit with 2 while parsing.
    ///
    /// # Errors
    /// Whatever kept the command from a result; `main` prints it as one line.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        match self.command {
            Command::Flops(command) => command.run(),
            Command::Formulas(command) => command.run(),
            Command::Estimate(command) => command.run(),
            Command::Models(command) => command.run(),
            Command::Gpus(command) => command.run(),
            Command::Fits(command) => command.run(),
            Command::Zones(command) => command.run(),
            Command::Doctor(command) => command.run(),
            Command::Idle(command) => command.run(),
            Command::Exec(command) => command.run(),
            Command::Mark(command) => command.run(),
            Command::Plan(command) => command.run(),
            Command::Run(command) => command.run(),
            Command::Merge(command) => command.run(),
            Command::Check(command) => command.run(),
            Command::Import(command) => command.run(),
            Command::Fit(command) => command.run(),
            Command::Validate(command) => command.run(),
            Command::Report(command) => command.run(),
            Command::Tables(command) => command.run(),
            Command::Publish(command) => command.run(),
            Command::Compare(command) => command.run(),
            Command::Claims(command) => command.run(),
            #[cfg(feature = "mcp")]
            Command::Mcp(command) => command.run(),
            #[cfg(feature = "engine")]
            Command::Generate(command) => command.run(),
            #[cfg(feature = "engine")]
            Command::Stages(command) => command.run(),
            #[cfg(feature = "engine")]
            Command::EngineCheck(command) => command.run(),
            #[cfg(feature = "engine")]
            Command::SteadyLoad(command) => command.run(),
        }
    }
}
