//! `measure check`: whether observation files can be used, line by line.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;

use crate::check::{self, Report, Severity};
use crate::{json, output};

/// Check observation files: schema, physics, order.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  measure check observations.jsonl\n\nFindings are printed as FILE:LINE: WHAT. Exit status 1 if \
                  any file has an error; warnings alone are fine."
)]
pub struct Check {
    /// Observation files.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct FileReport {
    file: String,
    sound: bool,
    #[serde(flatten)]
    report: Report,
}

impl Check {
    /// Checks every file.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let mut files = Vec::new();
        for path in &self.files {
            let report = check::file(path)?;
            files.push(FileReport { file: path.display().to_string(), sound: report.sound(), report });
        }
        let sound = files.iter().all(|file| file.sound);
        if self.json {
            json::print(&serde_json::json!({ "sound": sound, "files": files }))?;
        } else {
            for FileReport { file, sound, report } in &files {
                for finding in &report.findings {
                    let kind = if finding.severity == Severity::Warning { "warning: " } else { "" };
                    output::line(&format!("{file}:{}: {kind}{}", finding.line, finding.message))?;
                }
                let fake = if report.fake { ", made up by a fake meter" } else { "" };
                let word = if *sound { "sound" } else { "NOT SOUND" };
                output::line(&format!(
                    "{file}: {word}, {} rows of images, {} valid, {} configurations{fake}",
                    report.rows, report.valid, report.configurations
                ))?;
            }
        }
        Ok(if sound { ExitCode::SUCCESS } else { ExitCode::from(1) })
    }
}
