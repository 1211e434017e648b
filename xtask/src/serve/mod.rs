//! `cargo xtask serve`: builds the site and serves it on this machine.

mod files;
mod server;

use std::io;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};

use anyhow::{Context, Result, bail};

use crate::site;
use crate::workspace::Workspace;
use files::Files;
pub use server::Server;

/// Options of `cargo xtask serve`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Port on 127.0.0.1; 0 takes any free one
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Path to serve the site under, as a host of many sites does
    #[arg(long, value_name = "PATH", default_value = "/")]
    under: String,
    /// Serve dist/ as it is
    #[arg(long)]
    no_build: bool,
    /// End when standard input closes, so that a program which starts this server need not end it
    #[arg(long)]
    until_closed: bool,
}

/// Builds the site, serves it and prints its address. Returns only on an error or, where asked for, when standard input
/// closes.
///
/// # Errors
/// When the port is taken, the build fails, or the site cannot be read.
pub fn run(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    // Before the build: a taken port should not cost minutes.
    let listener = listen(arguments.port)?;
    if !arguments.no_build {
        eprint!("{}", site::build(workspace, None)?);
    }
    let server = start(workspace, listener, &arguments.under)?;
    println!("Serving dist/ on {} (Ctrl+C ends it)", server.url());
    if arguments.until_closed {
        io::copy(&mut io::stdin(), &mut io::sink()).context("standard input cannot be read")?;
        return Ok(());
    }
    server.wait()
}

/// Serves `dist/` as it is on any free port, for the browser tests.
///
/// # Errors
/// When `dist/` was not built or cannot be read.
pub fn in_background(workspace: &Workspace, under: &str) -> Result<Server> {
    start(workspace, listen(0)?, under)
}

fn start(workspace: &Workspace, listener: TcpListener, under: &str) -> Result<Server> {
    let files = Files::read(&workspace.dist(), under)?;
    if files.is_empty() {
        bail!("dist/ holds no site: build it with `cargo xtask site`");
    }
    Server::start(listener, files, under)
}

fn listen(port: u16) -> Result<TcpListener> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpListener::bind(address).with_context(|| {
        format!("{address} cannot be used: end the program that has it, or take another port with --port N (0: any free one)")
    })
}
