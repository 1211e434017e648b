//! `cargo xtask release`: checks that one version stands everywhere, builds every artefact that this machine can, and prints what would be
//! published. Publishing itself is `.github/workflows/release.yml`, which builds the same by a tag.

mod artefact;
mod version;

use anyhow::{Result, bail, ensure};

use crate::workspace::Workspace;

/// Options of `cargo xtask release`.
#[derive(clap::Args)]
pub struct Arguments {
    /// Check and build everything, publish nothing; there is no other way here
    #[arg(long)]
    dry_run: bool,
    /// Check versions and texts only, build nothing
    #[arg(long, requires = "dry_run")]
    no_build: bool,
}

/// Checks versions, builds artefacts, prints a table.
///
/// # Errors
/// Two versions, or an artefact that does not build or lacks a licence.
pub fn run(workspace: &Workspace, arguments: &Arguments) -> Result<()> {
    ensure!(arguments.dry_run, "only --dry-run here; a pushed tag vVERSION publishes, see docs/releasing.md");
    let version = version::of_everything(workspace.root())?;
    println!("version {version}: the same in every file");
    artefact::check_texts(workspace.root())?;
    println!("licences, NOTICE and CITATION.cff: in every package");
    if arguments.no_build {
        return Ok(());
    }
    let mut failed = Vec::new();
    for artefact in artefact::ALL {
        eprintln!("\n=== {}", artefact.name);
        match (artefact.build)(workspace) {
            Ok(files) => files.iter().for_each(|file| println!("would publish to {}: {file}", artefact.to)),
            Err(error) => {
                eprintln!("{}: {error:#}", artefact.name);
                failed.push(artefact.name);
            }
        }
    }
    if !failed.is_empty() {
        bail!("not built: {}", failed.join(", "));
    }
    Ok(())
}
