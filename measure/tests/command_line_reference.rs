//! docs/command-line.md is what the program's `--help` says.
//!
//! `WATTPIX_DOCS=write cargo test -p wattpix-measure --test command_line_reference` writes it again.

// The commands of the engine's authors exist in builds with that feature only.
#![cfg(not(feature = "engine"))]

use std::fmt::Write as _;
use std::path::Path;

use clap::CommandFactory as _;
use wattpix_measure::cli::Cli;

/// Columns of the help, so that it is the same in every terminal.
const COLUMNS: usize = 110;

fn reference() -> String {
    let mut program = Cli::command().term_width(COLUMNS);
    program.build();
    let mut text = "# Command line\n\nThe help of every command of `measure`, generated from the program. Exit status: 0 with a result, 1 without one, 2 for \
                    bad usage, 3 for a sweep that ended with configurations given up or nothing valid measured.\n"
        .to_owned();
    for command in program.get_subcommands_mut().filter(|command| command.get_name() != "help") {
        let name = command.get_name().to_owned();
        let help = command.render_long_help().to_string();
        let lines: Vec<&str> = help.lines().map(str::trim_end).collect();
        // Writing into a String cannot fail.
        let _ = write!(text, "\n## measure {name}\n\n```text\n{}\n```\n", lines.join("\n").trim());
    }
    text
}

#[test]
fn the_document_is_the_programs_help() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/command-line.md");
    let expected = reference();
    if std::env::var_os("WATTPIX_DOCS").is_some_and(|order| order == "write") {
        std::fs::write(&path, &expected).unwrap();
    }
    let written = std::fs::read_to_string(&path).unwrap();
    let differs = written.lines().zip(expected.lines()).find(|(written, expected)| written != expected);
    assert!(
        written == expected,
        "docs/command-line.md is not what the program says, first at {differs:?}; write it again with WATTPIX_DOCS=write"
    );
}
