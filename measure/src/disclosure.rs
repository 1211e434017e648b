//! Reports in other programs' formats, of estimates and of metered runs.

use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use serde::Serialize;
use wattpix_core::footprint::report::RunFacts;
use wattpix_core::footprint::report::boamps::BoampsReport;
use wattpix_core::footprint::report::impact_framework::ImpactManifest;
use wattpix_core::footprint::report::paragraph::paragraph;
use wattpix_core::footprint::report::spdx::SpdxFile;
use wattpix_core::words::Words;

use crate::files::Outputs;
use crate::output;

/// Format of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReportFormat {
    /// A manifest of the Impact Framework.
    Sci,
    /// BoAmps.
    Boamps,
    /// SPDX 3.0.1.
    Spdx,
    /// An AFNOR-style paragraph.
    Afnor,
}

/// A report that is asked for: its format, and its file where it is not for standard output.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReportTarget {
    /// The format.
    pub format: ReportFormat,
    /// The file.
    pub file: Option<PathBuf>,
}

impl FromStr for ReportTarget {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (format, file) = text.split_once('=').map_or((text, None), |(format, file)| (format, Some(file)));
        let format = match format.to_ascii_lowercase().as_str() {
            "sci" => ReportFormat::Sci,
            "boamps" => ReportFormat::Boamps,
            "spdx" => ReportFormat::Spdx,
            "afnor" => ReportFormat::Afnor,
            _ => {
                return Err("give sci, boamps, spdx or afnor, and =FILE behind it to write a file".to_owned());
            }
        };
        match file {
            Some("") => Err("the file has no name".to_owned()),
            file => Ok(Self { format, file: file.map(PathBuf::from) }),
        }
    }
}

/// Reports in other programs' formats.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "Reports")]
pub struct ReportOptions {
    /// Write a report: sci (a manifest of the Impact Framework), boamps, spdx (3.0.1, AI profile) or afnor (a paragraph), to standard output or
    /// to a file (boamps=run.json); may be repeated with files.
    #[arg(long = "report", value_name = "FORMAT[=FILE]")]
    pub targets: Vec<ReportTarget>,
    /// Language of the paragraph: en or fr [default: en].
    #[arg(long, value_name = "LANGUAGE", value_parser = language, requires = "targets")]
    lang: Option<Words>,
}

fn language(code: &str) -> Result<Words, String> {
    Words::of(code).ok_or_else(|| "give en or fr".to_owned())
}

impl ReportOptions {
    /// Returns true if one report is for standard output.
    ///
    /// # Errors
    /// More than one report for it.
    pub fn to_standard_output(&self) -> anyhow::Result<bool> {
        let many = self.targets.iter().filter(|target| target.file.is_none()).count();
        anyhow::ensure!(
            many <= 1,
            "{many} reports for standard output; write all but one to files, as in --report boamps=run.json"
        );
        Ok(many == 1)
    }

    /// Returns the language of sentences.
    #[must_use]
    pub fn words(&self) -> Words {
        self.lang.unwrap_or(Words::ENGLISH)
    }

    /// Writes every report.
    ///
    /// # Errors
    /// Files that cannot be written.
    pub fn write(&self, facts: &RunFacts) -> anyhow::Result<()> {
        let mut outputs = Outputs::default();
        for ReportTarget { format, file } in &self.targets {
            let text = self.text(*format, facts)?;
            match file {
                None => output::line(&text)?,
                Some(path) => outputs.write(path, [&*text, "\n"].concat().as_bytes())?,
            }
        }
        Ok(())
    }

    fn text(&self, format: ReportFormat, facts: &RunFacts) -> anyhow::Result<String> {
        Ok(match format {
            ReportFormat::Sci => indented(&ImpactManifest::from(facts))?,
            ReportFormat::Boamps => indented(&BoampsReport::from(facts))?,
            ReportFormat::Spdx => indented(&SpdxFile::from(facts))?,
            ReportFormat::Afnor => paragraph(facts, self.words()),
        })
    }
}

fn indented(value: &impl Serialize) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(value)?)
}
