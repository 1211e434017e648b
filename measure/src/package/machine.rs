//! Device, program and software, from the headers of observation files.

use std::path::Path;

use serde::Serialize;
use serde_json::{Map, Value};

use super::OBSERVATIONS;
use crate::evidence::Evidence;
use crate::files::{FileKind, file_kind};
use crate::observation::Header;

/// Statements of an observation file about the device, the program and the plan.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    /// Path in the package.
    pub file: String,
    header: Header,
}

#[derive(Debug, Serialize)]
struct MachineEntry<'a> {
    file: &'a str,
    gpu: &'a Map<String, Value>,
}

#[derive(Debug, Serialize)]
struct PlanEntry<'a> {
    file: &'a str,
    plan: &'a Map<String, Value>,
}

#[derive(Debug, Serialize)]
struct Versions<'a> {
    packaged_by: String,
    coefficients: Option<u32>,
    fit_schema: u32,
    observation_schema: u32,
    engines: &'a [String],
    measured_by: Vec<ToolEntry<'a>>,
}

#[derive(Debug, Serialize)]
struct ToolEntry<'a> {
    file: &'a str,
    tool: &'a str,
    schema: u32,
}

/// The headers of the observation files of a package's folder; tables have none.
///
/// # Errors
/// A file whose header cannot be read.
pub fn measured(folder: &Path, files: &[String]) -> anyhow::Result<Vec<Measured>> {
    let is_observed = |file: &&String| file_kind(Path::new(file), &[]) == Some(FileKind::Observations);
    let observed = files.iter().filter(|file| file.starts_with(OBSERVATIONS)).filter(is_observed);
    observed
        .map(|file| {
            let (header, _) = crate::observation::read_lines(&folder.join(file))?;
            Ok(Measured { file: file.clone(), header })
        })
        .collect()
}

/// `machine.json`: the device of each file.
///
/// # Errors
/// None that headers of files can cause.
pub fn machine(of: &[Measured]) -> anyhow::Result<String> {
    let entry = |one: &Measured| serde_json::json!(MachineEntry { file: &one.file, gpu: &one.header.gpu });
    pretty(&of.iter().map(entry).collect::<Vec<_>>())
}

/// `plan.json`: what was to be run, by file.
///
/// # Errors
/// As [`machine`].
pub fn plan(of: &[Measured]) -> anyhow::Result<String> {
    let entry = |one: &Measured| serde_json::json!(PlanEntry { file: &one.file, plan: &one.header.plan });
    pretty(&of.iter().map(entry).collect::<Vec<_>>())
}

/// `versions.json`: the programs and formats behind the package.
///
/// # Errors
/// As [`machine`].
pub fn versions(of: &[Measured], evidence: &Evidence, fit_schema: u32) -> anyhow::Result<String> {
    pretty(&Versions {
        packaged_by: crate::tool(),
        coefficients: wattpix_core::fit::VERSIONS.last().map(|version| version.number),
        fit_schema,
        observation_schema: crate::observation::SCHEMA,
        engines: &evidence.engines,
        measured_by: of
            .iter()
            .map(|one| ToolEntry { file: &one.file, tool: &one.header.tool, schema: one.header.schema })
            .collect(),
    })
}

fn pretty(value: &impl Serialize) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(value)? + "\n")
}
