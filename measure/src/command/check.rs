//! `measure check`: whether observation files can be used, line by line.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use serde::Serialize;

use wattpix_core::observation::twice::RowsSeen;

use crate::check::{self, Report, Severity};
use crate::package::verify::verify;
use crate::reasons::grouped;
use crate::{json, output};

/// Check observation files, tables and data packages.
///
/// Files are read as fits read them: form, physics, plausibility, order. In a package of `measure publish` every file must be there, unchanged and readable.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  measure check observations.jsonl\n\nFindings are printed as FILE:LINE: WHAT, those that differ in numbers only once. \
                  Exit status 1 if any file has an error; warnings alone are fine. What passes can be fitted."
)]
pub struct Check {
    /// Observation files (.jsonl) and tables (.csv), packed by gzip or zstd or not, `-` for standard input; and folders of packages.
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
        let (folders, paths): (Vec<&PathBuf>, Vec<&PathBuf>) =
            self.files.iter().partition(|path| path.is_dir());
        let packages = folders
            .into_iter()
            .map(|folder| Ok((folder, verify(folder)?)))
            .collect::<anyhow::Result<Vec<_>>>()?;
        let mut files = Vec::new();
        let mut taken = RowsSeen::default();
        for path in paths {
            let mut report = check::file(path, &mut taken)?;
            report.require_usable();
            files.push(FileReport { file: path.display().to_string(), sound: report.sound(), report });
        }
        let sound =
            files.iter().all(|file| file.sound) && packages.iter().all(|(_, package)| package.is_sound());
        if self.json {
            let packages: Vec<_> = packages
                .iter()
                .map(|(folder, package)| {
                    serde_json::json!({ "folder": folder.display().to_string(), "sound": package.is_sound(), "package": package })
                })
                .collect();
            let mut all = serde_json::json!({ "sound": sound, "files": files });
            if !packages.is_empty() {
                all["packages"] = packages.into();
            }
            json::print(&all)?;
        } else {
            for (folder, package) in &packages {
                let folder = folder.display();
                for finding in &package.findings {
                    output::line(&format!("{folder}: {finding}"))?;
                }
                let word = if package.is_sound() { "sound" } else { "NOT SOUND" };
                output::line(&format!(
                    "{folder}: {word}, a package of {}, {} of images, {} usable by fits",
                    output::counted(package.files, "file"),
                    output::counted(package.rows, "row"),
                    package.usable
                ))?;
            }
            for FileReport { file, sound, report } in &files {
                for group in grouped(&report.findings, |finding| &finding.message) {
                    let finding = group.first;
                    let kind = if finding.severity == Severity::Warning { "warning: " } else { "" };
                    let more = group.others();
                    output::line(&format!("{file}:{}: {kind}{}{more}", finding.line, finding.message))?;
                }
                let fake = if report.fake { ", made up by a fake meter" } else { "" };
                let word = if *sound { "sound" } else { "NOT SOUND" };
                let twice = match report.twice {
                    0 => String::new(),
                    more => format!(", {more} given twice and counted once"),
                };
                output::line(&format!(
                    "{file}: {word}, {} rows of images, {} valid, {} usable by fits, {} configurations{twice}{fake}",
                    report.rows, report.valid, report.usable, report.configurations
                ))?;
            }
        }
        Ok(if sound { ExitCode::SUCCESS } else { ExitCode::from(1) })
    }
}
