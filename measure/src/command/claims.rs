//! `measure claims`: what of the paper holds on measured rows.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;

use crate::claims::{Claims, claims, page};
use crate::comparison::{Comparison, StageRows, compare};
use crate::evidence::Files;
use crate::{json, output};

/// Compare the paper's claims with measured rows.
///
/// The exponents of compute, resolution and steps, the factors of guidance, precision and batch, and the share of denoising.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  measure claims observations.jsonl --stages stages.jsonl > claims.md")]
pub struct ClaimsCommand {
    #[command(flatten)]
    files: Files,
    /// Observation files with rows of text, denoise and decode (`measure stages`), for the stages' shares; may be repeated.
    #[arg(long, value_name = "FILE")]
    stages: Vec<PathBuf>,
    /// Print one JSON object instead of Markdown.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Printed<'a> {
    fake: bool,
    claims: &'a [Claims],
}

impl ClaimsCommand {
    /// Reads, works out, prints.
    ///
    /// # Errors
    /// Files that cannot be read, and no usable row.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let evidence = self.files.read()?;
        evidence.tell();
        let stages = self.stages()?;
        let fake = evidence.fake || stages.as_ref().is_some_and(|stages| stages.fake);
        let found = claims(&evidence.borrowed(), stages.as_ref());
        if self.json {
            json::print(&Printed { fake, claims: &found })?;
        } else {
            output::line(page::section(&found, fake).trim_end())?;
        }
        Ok(ExitCode::SUCCESS)
    }

    fn stages(&self) -> anyhow::Result<Option<Comparison>> {
        if self.stages.is_empty() {
            return Ok(None);
        }
        let read = StageRows::read(&self.stages)?;
        read.tell();
        let rows = read.rows;
        // Every engine's shares are told, whichever the ratios are over.
        let last = rows.iter().rev().find_map(|row| row.engine.clone());
        match compare(&rows, self.files.boundary, last.as_deref()) {
            Ok(stages) => Ok(Some(stages)),
            Err(error) => {
                output::tell(&format!("no shares of stages: {error:#}"));
                Ok(None)
            }
        }
    }
}
