//! `measure fits`: the fits that estimates choose from.

use std::process::ExitCode;

use clap::Args;
use serde::Serialize;
use wattpix_core::fit::schema::FitFile;
use wattpix_core::fit::{BUNDLED, origin_label};

use crate::{json, output};

/// List the fits that an estimate can use.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  measure fits --json")]
pub struct Fits {
    /// Print one JSON object holding every fit file whole.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Catalogue {
    fits: Vec<&'static FitFile>,
}

impl Fits {
    /// Prints the fits.
    ///
    /// # Errors
    /// Standard output closed.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        if self.json {
            json::print(&Catalogue { fits: BUNDLED.iter().map(|fit| fit.file()).collect() })?;
            return Ok(ExitCode::SUCCESS);
        }
        let rows: Vec<_> = BUNDLED
            .iter()
            .map(|fit| {
                let file = fit.file();
                [
                    file.id.to_string(),
                    file.models.join(", "),
                    file.gpus.join(", "),
                    file.ranges.precisions.join(", "),
                    format!("{}", file.law.residual_sd),
                    origin_label(fit),
                ]
            })
            .collect();
        output::table(["id", "models", "gpus", "precisions", "ln sd", "origin"], &rows)?;
        Ok(ExitCode::SUCCESS)
    }
}
