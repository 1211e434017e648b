//! The list of commands in `measure --help`, in groups.

use std::fmt::Write as _;

use clap::Command;

/// A group of commands: its heading and the names in order.
type Group = (&'static str, &'static [&'static str]);

/// Commands that everybody meets first.
const GROUPS: [Group; 4] = [
    ("Estimate", &["estimate", "flops", "formulas", "tables", "models", "gpus", "fits", "zones", "mcp"]),
    ("Meter", &["doctor", "idle", "exec", "mark"]),
    ("Sweep", &["plan", "run", "merge", "check", "import"]),
    ("Fit", &["fit", "validate", "report", "publish"]),
];

/// Commands of a campaign on a GPU and of the engine's authors: named, not explained.
const TOOLS: &[&str] = &["compare", "claims", "generate", "stages", "engine-check", "steady-load"];

/// Returns the command with its list of commands in groups, in the place of clap's single list.
pub fn with_list(command: Command) -> Command {
    let list = list(&command);
    let header = command.get_styles().get_header();
    // clap's own template, with the list in the place of the subcommands.
    let template = format!(
        "{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{list}{header}Options:{header:#}\n{{options}}{{after-help}}"
    );
    command.help_template(template)
}

fn list(command: &Command) -> String {
    let header = command.get_styles().get_header();
    let literal = command.get_styles().get_literal();
    let width = GROUPS.iter().flat_map(|(_, names)| *names).map(|name| name.len()).max().unwrap_or(0);
    let mut list = String::new();
    for (heading, names) in GROUPS {
        let _ = writeln!(list, "{header}{heading}:{header:#}");
        // A build may be without one.
        let there = names.iter().filter_map(|name| Some((name, command.find_subcommand(name)?)));
        for (name, found) in there {
            let about = found.get_about();
            let about = about.map(ToString::to_string).unwrap_or_default();
            let _ = writeln!(list, "  {literal}{name:width$}{literal:#}  {about}");
        }
        list.push('\n');
    }
    let tools: Vec<&str> =
        TOOLS.iter().copied().filter(|name| command.find_subcommand(name).is_some()).collect();
    let _ = writeln!(list, "{header}Tools:{header:#} {}", tools.join(", "));
    let _ =
        writeln!(list, "{literal}measure COMMAND --help{literal:#} explains a command and has an example.\n");
    list
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;
    use crate::cli::Cli;

    #[test]
    fn every_command_is_listed_once() {
        let command = Cli::command();
        let listed: Vec<&str> = GROUPS.iter().flat_map(|(_, names)| *names).chain(TOOLS).copied().collect();
        for name in command.get_subcommands().map(Command::get_name) {
            assert_eq!(
                listed.iter().filter(|one| **one == name).count(),
                1,
                "{name} stands once in GROUPS or TOOLS"
            );
        }
        let optional = |name: &&&str| cfg!(feature = "mcp") || **name != "mcp";
        for name in GROUPS.iter().flat_map(|(_, names)| *names).filter(optional) {
            assert!(command.find_subcommand(name).is_some(), "there is no command {name}");
        }
    }

    #[test]
    fn every_line_fits_a_terminal() {
        for line in list(&Cli::command().styles(clap::builder::Styles::plain())).lines() {
            assert!(line.len() <= 80, "{line}");
        }
    }
}
