//! The project's own commands, run as `cargo xtask COMMAND`: build the site, serve it, run every check.
//!
//! A machine with Rust (by rustup) and git needs nothing else for `site` and `serve`: `wasm-bindgen` is used as a
//! library, so that no other build tool has to be compiled first. Only the browser checks need more, see [`tools`].

mod book;
mod checks;
mod command;
#[cfg(test)]
mod link_keys;
mod map;
mod npm;
mod preview;
mod release;
mod serve;
mod site;
mod sizes;
mod summary;
mod tools;
mod workspace;

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use workspace::Workspace;

#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", about = "Wattpix's own commands")]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Builds the calculator and serves it on this machine
    #[command(after_help = "Example: cargo xtask serve --port 8081")]
    Serve(serve::Arguments),
    /// Builds dist/, a folder that any static host can serve under any path
    #[command(after_help = "Example: cargo xtask site --base-url https://example.org/wattpix/")]
    Site(site::Arguments),
    /// Builds the documentation as a book in dist/docs/, beside the site
    #[command(after_help = "Example: cargo xtask site && cargo xtask book")]
    Book,
    /// Builds the JavaScript package into target/npm/, as a file that npm installs
    #[command(after_help = "Example: cargo xtask npm")]
    Npm,
    /// Prints a line for every module, from its own first sentence
    #[command(after_help = "Example: cargo xtask map core/src/model")]
    Map(map::Arguments),
    /// Paints public/preview.png, which other places show beside a link; needed when a number on it changes
    #[command(after_help = "Example: cargo xtask preview")]
    Preview,
    /// Checks what a release needs, builds its artefacts and prints what would be published
    #[command(after_help = "Example: cargo xtask release --dry-run")]
    Release(release::Arguments),
    /// Runs every check, or the named ones
    #[command(after_help = "Example: cargo xtask test fmt clippy")]
    Test(checks::Arguments),
}

fn main() -> ExitCode {
    match run(&Cli::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: &Command) -> Result<()> {
    let workspace = Workspace::find()?;
    match command {
        Command::Serve(arguments) => serve::run(&workspace, arguments),
        Command::Site(arguments) => site::run(&workspace, arguments),
        Command::Book => book::run(&workspace),
        Command::Npm => npm::print(&workspace),
        Command::Map(arguments) => map::run(&workspace, arguments),
        Command::Preview => preview::run(&workspace),
        Command::Release(arguments) => release::run(&workspace, arguments),
        Command::Test(arguments) => checks::run(&workspace, arguments),
    }
}
