//! The artefacts of a release: how each is built here and where it goes.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};
use sha2::{Digest as _, Sha256};

use crate::checks::wheels;
use crate::command::{cargo, run};
use crate::npm;
use crate::workspace::Workspace;

/// An artefact, or several of one kind.
pub struct Artefact {
    /// Name in messages.
    pub name: &'static str,
    /// Place where it is published.
    pub to: &'static str,
    /// Builds it and returns a line for each file.
    pub build: fn(&Workspace) -> Result<Vec<String>>,
}

/// Every artefact that this machine can build. Images and programs for CUDA are the workflow's.
pub const ALL: [Artefact; 4] = [
    Artefact { name: "crates", to: "crates.io", build: crates },
    Artefact { name: "wheels", to: "PyPI", build: built_wheels },
    Artefact { name: "npm", to: "npm", build: packed },
    Artefact { name: "program", to: "the release's files", build: program },
];

/// Crates that a release has.
const CRATES: [&str; 2] = ["wattpix-core", "wattpix-measure"];

/// Folders that become packages, each with the texts beside its description.
const PACKAGES: [&str; 3] = ["packages/measure", "packages/python", "packages/npm"];

/// Texts that every package has.
const TEXTS: [&str; 4] = ["LICENSE-APACHE", "LICENSE-MIT", "NOTICE", "CITATION.cff"];

/// Checks that every package has licences, notices and the citation, the same as the checkout.
///
/// # Errors
/// A text that is missing or another.
pub fn check_texts(root: &Path) -> Result<()> {
    for package in PACKAGES {
        for text in TEXTS {
            let read =
                |path: PathBuf| fs::read(&path).with_context(|| format!("{} is missing", path.display()));
            let same = read(root.join(package).join(text))? == read(root.join(text))?;
            ensure!(same, "{package}/{text} is not the checkout's {text}; make it a link");
        }
    }
    Ok(())
}

fn crates(workspace: &Workspace) -> Result<Vec<String>> {
    let mut lines = Vec::new();
    for name in CRATES {
        let mut list = cargo(workspace);
        list.args(["package", "--list", "--allow-dirty", "--package", name]);
        let output = list.output().context("cargo could not be started")?;
        ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr).trim());
        let files = String::from_utf8_lossy(&output.stdout).lines().count();
        lines.push(format!("{name}, {files} files (held back: publish = false, see docs/releasing.md)"));
    }
    Ok(lines)
}

fn built_wheels(workspace: &Workspace) -> Result<Vec<String>> {
    described(wheels(workspace)?)
}

fn packed(workspace: &Workspace) -> Result<Vec<String>> {
    described(vec![npm::pack(workspace)?])
}

fn program(workspace: &Workspace) -> Result<Vec<String>> {
    let mut build = cargo(workspace);
    build.args(["build", "--locked", "--release", "--package", "wattpix-measure"]);
    run(&mut build)?;
    described(vec![workspace.target().join("release/measure")])
}

/// Returns a line for each file: name, size, checksum.
fn described(files: Vec<PathBuf>) -> Result<Vec<String>> {
    let line = |path: PathBuf| {
        let content = fs::read(&path).with_context(|| format!("{} could not be read", path.display()))?;
        let hash: String = Sha256::digest(&content).iter().map(|byte| format!("{byte:02x}")).collect();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        Ok(format!("{name}, {} kB, SHA-256 {hash}", content.len() / 1000))
    };
    files.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_package_has_licences_and_notices() {
        check_texts(&Path::new(env!("CARGO_MANIFEST_DIR")).join("..")).unwrap();
    }
}
