//! `measure merge`: the files of shards into one.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;

use crate::output::tell;
use crate::sweep::merge::merge;
use crate::{json, output};

/// Join the observation files of a sweep's shards.
///
/// Overlap, identity and completeness are checked first.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  measure merge observations-*of8.jsonl --out observations.jsonl")]
pub struct Merge {
    /// Observation files, one a shard.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// File for the joined rows; it must not exist.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// Join what there is, telling what is missing.
    #[arg(long)]
    partial: bool,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

impl Merge {
    /// Joins and reports.
    ///
    /// # Errors
    /// Files that do not belong together, or one that cannot be written.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let merged = merge(&self.files, &self.out, self.partial)?;
        for line in merged.notes.iter().chain(&merged.missing) {
            tell(line);
        }
        if self.json {
            json::print(&merged)?;
        } else {
            output::line(&format!(
                "{} rows of {} files and {} cards in {}: {} configurations complete, {} skipped, {} incomplete",
                merged.rows,
                merged.parts,
                merged.cards,
                self.out.display(),
                merged.complete,
                merged.skipped,
                merged.missing.len()
            ))?;
        }
        Ok(ExitCode::SUCCESS)
    }
}
