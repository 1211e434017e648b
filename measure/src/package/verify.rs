//! Verification of a folder against its descriptor: every file there, unchanged, readable, and none besides.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path};

use anyhow::Context;
use serde::Serialize;
use wattpix_core::json::Reading;
use wattpix_core::observation::twice::RowsSeen;

use super::descriptor::{Descriptor, Resource, SHA256};
use super::draft::{files_below, hash_of};
use super::{CHECKSUMS, DESCRIPTOR, FITS, OBSERVATIONS, table_schema};
use crate::check;

/// Findings in a package.
#[derive(Debug, Default, Serialize)]
pub struct Verified {
    /// Files that the descriptor lists.
    pub files: usize,
    /// Rows of images in the observations.
    pub rows: usize,
    /// Rows that a fit can use.
    pub usable: usize,
    /// Faults, a sentence each; none where the package is sound.
    pub findings: Vec<String>,
}

/// Checks a package.
///
/// # Errors
/// A folder without a readable descriptor.
pub fn verify(folder: &Path) -> anyhow::Result<Verified> {
    let path = folder.join(DESCRIPTOR);
    let text = fs::read_to_string(&path).with_context(|| {
        format!(
            "{} is no data package: cannot read {DESCRIPTOR}; `measure publish` makes packages",
            folder.display()
        )
    })?;
    let descriptor: Descriptor =
        serde_json::from_str(&text).with_context(|| format!("{} is no descriptor", path.display()))?;
    let mut verified = Verified { files: descriptor.resources.len(), ..Verified::default() };
    let mut listed = BTreeSet::from([DESCRIPTOR.to_owned(), CHECKSUMS.to_owned()]);
    let mut seen = RowsSeen::default();
    for resource in &descriptor.resources {
        if !listed.insert(resource.path.clone()) {
            verified.finding(resource, "is listed twice");
        } else if let Err(reason) = verified.resource(folder, resource, &mut seen) {
            verified.finding(resource, &reason);
        }
    }
    match files_below(folder) {
        Ok(there) => {
            for path in there.iter().filter(|path| !listed.contains(*path)) {
                verified.findings.push(format!("{path} is not listed in {DESCRIPTOR}"));
            }
        }
        Err(error) => verified.findings.push(format!("{error:#}")),
    }
    verified.checksums(folder, &descriptor, text.as_bytes());
    Ok(verified)
}

impl Verified {
    /// True if nothing is wrong.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.findings.is_empty()
    }

    fn finding(&mut self, resource: &Resource, reason: &str) {
        self.findings.push(format!("{} {reason}", resource.path));
    }

    fn resource(&mut self, folder: &Path, resource: &Resource, seen: &mut RowsSeen) -> Result<(), String> {
        let inside = Path::new(&resource.path).components().all(|part| matches!(part, Component::Normal(_)));
        if !inside || resource.path.is_empty() {
            return Err("is a path out of the package".to_owned());
        }
        let whole = folder.join(&resource.path);
        let bytes = fs::read(&whole).map_err(|error| format!("cannot be read: {error}"))?;
        if bytes.len() as u64 != resource.bytes {
            return Err(format!(
                "has {} bytes, and {} in {DESCRIPTOR}: it was changed",
                bytes.len(),
                resource.bytes
            ));
        }
        let stated = resource.hash.strip_prefix(SHA256).ok_or_else(|| {
            format!("has the hash '{}' in {DESCRIPTOR}; this program checks those of {SHA256}", resource.hash)
        })?;
        let hash = hash_of(&bytes);
        if !stated.eq_ignore_ascii_case(&hash) {
            return Err(format!("has SHA-256 {hash}, and {stated} in {DESCRIPTOR}: it was changed"));
        }
        if resource.path.starts_with(OBSERVATIONS) {
            let report = check::file(&whole, seen).map_err(|error| format!("{error:#}"))?;
            self.rows += report.rows;
            self.usable += report.usable;
            if let Some(error) =
                report.findings.iter().find(|finding| finding.severity == check::Severity::Error)
            {
                return Err(format!("is not sound, line {}: {}", error.line, error.message));
            }
        } else if resource.path.starts_with(FITS) {
            let name =
                Path::new(&resource.path).file_name().unwrap_or_default().to_string_lossy().into_owned();
            wattpix_core::fit::read::fit_by(&name, &bytes, Reading::PLAIN)
                .map_err(|error| format!("is no fit file: {error}"))?;
        } else if let Some(schema) = &resource.schema
            && table_schema::of_csv(&bytes).as_ref() != Some(schema)
        {
            return Err(format!("has other columns than {DESCRIPTOR} says"));
        }
        Ok(())
    }

    /// The checksums are those of the files.
    fn checksums(&mut self, folder: &Path, descriptor: &Descriptor, descriptor_bytes: &[u8]) {
        let text = match fs::read_to_string(folder.join(CHECKSUMS)) {
            Ok(text) => text,
            Err(error) => return self.findings.push(format!("{CHECKSUMS} cannot be read: {error}")),
        };
        let expected = checksums(descriptor, descriptor_bytes);
        if text != expected {
            let lines: BTreeSet<&str> = text.lines().collect();
            let other =
                expected.lines().find(|line| !lines.contains(line)).unwrap_or("the order of its lines");
            self.findings.push(format!("{CHECKSUMS} does not say what {DESCRIPTOR} says: {other}"));
        }
    }
}

/// The file of checksums: those of the resources, and of the descriptor.
#[must_use]
pub fn checksums(descriptor: &Descriptor, descriptor_bytes: &[u8]) -> String {
    let mut text = String::new();
    for resource in &descriptor.resources {
        let hash = resource.hash.strip_prefix(SHA256).unwrap_or(&resource.hash);
        text += &format!("{hash}  {}\n", resource.path);
    }
    text += &format!("{}  {DESCRIPTOR}\n", hash_of(descriptor_bytes));
    text
}
