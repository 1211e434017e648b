//! A server of the Model Context Protocol on standard input and output. `tool` has the tools, `arguments` their settings.
//!
//! It computes what the commands compute. It reads no files and uses no network, so that an agent can be given it without further thought.

mod arguments;
mod catalogue;
mod estimates;
mod tool;

use anyhow::Context as _;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, Implementation, ListToolsResult,
    PaginatedRequestParams, ServerCapabilities, ServerConfig,
};
use rmcp::service::RequestContext;
use rmcp::{ErrorData, RoleServer, ServerHandler, ServiceExt as _};

use tool::Tool;

/// Advice for the agent, read once.
const INSTRUCTIONS: &str = "Energy of images and clips that diffusion models generate: estimates with a 90 % prediction interval and \
     caveats, and exact operation counts. Quote the interval and the caveats with every estimate. Net energy is without idle power, \
     gross energy with it; never compare one with the other.";

/// Answers requests until standard input ends.
///
/// # Errors
/// Standard input or output cannot be used, or the client does not begin as the protocol asks.
pub fn serve() -> anyhow::Result<()> {
    // Every answer takes microseconds: a single thread serves them.
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("the server cannot be started")?;
    let served = runtime.block_on(async {
        let server = Server
            .serve(rmcp::transport::stdio())
            .await
            .context("no client of the Model Context Protocol")?;
        server.waiting().await.context("the server ended early")
    });
    // A read of standard input may still be waiting; it must not keep the program.
    runtime.shutdown_background();
    served.map(|_| ())
}

/// The server; it has no state.
struct Server;

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        let program = Implementation::new("wattpix", env!("CARGO_PKG_VERSION")).with_title("Wattpix");
        ServerConfig::new(ServerCapabilities::builder().enable_tools().build())
            .with_server_info(program)
            .with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _request: Option<PaginatedRequestParams>,
        _context: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(Tool::ALL.iter().map(Tool::described).collect()))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _context: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let Some(tool) = Tool::ALL.iter().find(|tool| tool.name == request.name) else {
            let known: Vec<&str> = Tool::ALL.iter().map(|tool| tool.name).collect();
            let message = format!("unknown tool '{}'; choose {}", request.name, known.join(", "));
            return Err(ErrorData::invalid_params(message, None));
        };
        let answer = (tool.call)(&request.arguments.unwrap_or_default());
        Ok(answer.map_or_else(|error| refused(&error), result).into())
    }
}

/// Returns the JSON text of a result as it is, and as the structure that it spells.
fn result(text: String) -> CallToolResult {
    match serde_json::from_str(&text) {
        Ok(structure) => {
            let mut result = CallToolResult::structured(structure);
            // As `--json` prints it, with every digit of the counts.
            result.content = vec![ContentBlock::text(text)];
            result
        }
        Err(error) => refused(&error.into()),
    }
}

/// Returns an error that the agent sees and can act on.
fn refused(error: &anyhow::Error) -> CallToolResult {
    CallToolResult::error(vec![ContentBlock::text(format!("{error:#}"))])
}
