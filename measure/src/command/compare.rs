//! `measure compare`: engines side by side on one card.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, ValueEnum};

use crate::comparison::{Comparison, Line, Spent, StageRows, compare};
use crate::evidence::Counted;
use crate::{json, output};

/// Compare engines by seconds and joules.
///
/// Both of a denoiser pass and of an image, from rows of `measure stages` and of other programs with the same phases.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  measure compare candle.jsonl torch.jsonl --baseline torch")]
pub struct CompareCommand {
    /// Observation files (.jsonl) with rows of text, denoise and decode.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// Part of the name of the engine that the others are compared with [default: the last in the files].
    #[arg(long, value_name = "ENGINE")]
    baseline: Option<String>,
    /// Boundary of the energy that is compared.
    #[arg(long, value_enum, default_value_t = Counted::Gross)]
    boundary: Counted,
    /// Form of the output.
    #[arg(long, value_enum, default_value_t = Form::Text)]
    format: Form,
}

/// Form of a comparison's output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Form {
    /// Columns for a terminal.
    Text,
    /// A table for a Markdown page.
    Markdown,
    /// A single JSON object.
    Json,
}

const HEADS: [&str; 13] = [
    "model",
    "px",
    "precision",
    "engine",
    "s a pass",
    "over",
    "J a pass",
    "over",
    "J text",
    "J decode",
    "J an image",
    "over",
    "s over",
];

impl CompareCommand {
    /// Reads, compares, prints.
    ///
    /// # Errors
    /// Files that are no observation files, and rows that give no comparison.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let stages = StageRows::read(&self.files)?;
        stages.tell();
        let found = compare(&stages.rows, self.boundary, self.baseline.as_deref())?;
        for reason in &found.left_out {
            output::tell(&format!("left out: {reason}"));
        }
        let rows: Vec<_> = found.lines.iter().map(cells).collect();
        match self.format {
            Form::Json => json::print(&found)?,
            Form::Text => {
                output::table(HEADS, &rows)?;
                output::line(&format!("\n{}", note(&found)))?;
            }
            Form::Markdown => {
                output::line(&format!("| {} |\n|{}", HEADS.join(" | "), "---|".repeat(HEADS.len())))?;
                for row in rows {
                    output::line(&format!("| {} |", row.join(" | ")))?;
                }
                output::line(&format!("\n{}", note(&found)))?;
            }
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn note(found: &Comparison) -> String {
    let fake = if found.fake { " Rows of the fake meter are in here: this is a rehearsal." } else { "" };
    format!(
        "over: times what {} takes for the same. An image is text, all passes and decoding, each metered in windows of its own; -: not \
         metered.{fake}",
        found.baseline
    )
}

fn cells(line: &Line) -> [String; HEADS.len()] {
    let joules =
        |spent: Option<Spent>| spent.map_or_else(|| "-".to_owned(), |spent| format!("{:.2}", spent.joules));
    let ratio = |value: Option<f64>| value.map_or_else(|| "-".to_owned(), |value| format!("{value:.3}"));
    let side = if line.width == line.height {
        line.width.to_string()
    } else {
        format!("{}x{}", line.width, line.height)
    };
    let guided = if line.guidance == "on" { ", guided" } else { "" };
    [
        format!("{}{guided}", line.model),
        side,
        line.precision.clone(),
        line.engine.clone(),
        format!("{:.4}", line.pass.seconds),
        ratio(line.pass_seconds_ratio),
        format!("{:.2}", line.pass.joules),
        ratio(line.pass_joules_ratio),
        joules(line.text),
        joules(line.decode),
        line.image
            .map_or_else(|| "-".to_owned(), |image| format!("{:.1}, {} steps", image.joules, line.steps)),
        ratio(line.joules_ratio),
        ratio(line.seconds_ratio),
    ]
}
