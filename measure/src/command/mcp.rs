//! `measure mcp`: catalogue and estimates for agents.

use std::process::ExitCode;

use clap::Args;

use crate::mcp;

/// Serve estimates to agents over standard input and output.
///
/// A server of the Model Context Protocol with the tools estimate, compare, flops, explain, models, gpus and fits. It reads no files and uses
/// no network; results are the objects that --json prints. It ends when its input does.
#[derive(Debug, Args)]
#[command(
    after_help = "Example, in the configuration of a client:\n  {\"mcpServers\": {\"wattpix\": {\"command\": \"measure\", \"args\": [\"mcp\"]}}}"
)]
pub struct McpCommand {}

impl McpCommand {
    /// Answers requests until the input ends.
    ///
    /// # Errors
    /// Standard input or output cannot be used, or a client that does not speak the protocol.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        mcp::serve()?;
        Ok(ExitCode::SUCCESS)
    }
}
