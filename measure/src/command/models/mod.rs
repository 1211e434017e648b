//! `measure models`: the catalogue of models, and what can be changed in one.

mod dimensions;

use std::process::ExitCode;

use anyhow::ensure;
use clap::Args;
use serde::Serialize;
use wattpix_core::bare::is_same;
use wattpix_core::error::Choice;
use wattpix_core::excerpt::shortened;
use wattpix_core::model::{self, Model};
use wattpix_core::present;
use wattpix_core::report::{ModelReport, task};

use crate::{json, output};

/// List the models.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  measure models --json\n  measure models --family u-net\n  measure models --dimensions flux1-dev\n  measure flops --model flux1-dev~joint_blocks:10~width:2048"
)]
pub struct Models {
    /// List what can be changed in a model instead; mmdit, dit, single-stream-dit and unet are plain descriptions to start from.
    #[arg(long, value_name = "MODEL")]
    pub dimensions: Option<String>,
    /// Show the models of one family only, such as U-Net.
    #[arg(long, value_name = "FAMILY", conflicts_with = "dimensions")]
    pub family: Option<String>,
    /// Print one JSON object.
    #[arg(long)]
    pub json: bool,
}

#[derive(Debug, Serialize)]
struct Catalogue {
    models: Vec<ModelReport>,
}

impl Models {
    /// Prints the catalogue.
    ///
    /// # Errors
    /// An unknown model, or standard output closed.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        if let Some(model) = &self.dimensions {
            return dimensions::print(model::find(model)?, self.json);
        }
        let models = self.chosen()?;
        if self.json {
            json::print(&Catalogue { models: models.into_iter().map(ModelReport::from).collect() })?;
            return Ok(ExitCode::SUCCESS);
        }
        let rows: Vec<_> = models
            .iter()
            .map(|model| {
                let defaults = &model.defaults;
                [
                    model.id.to_owned(),
                    model.label.to_owned(),
                    task(model).to_owned(),
                    model.denoiser.family().label().to_owned(),
                    format!("{} bn", present::significant(model.denoiser_parameters as f64 / 1e9, 3)),
                    match model.frames() {
                        Some(frames) => {
                            format!("{} × {} × {}", defaults.size.width, defaults.size.height, frames.default)
                        }
                        None => format!("{} × {}", defaults.size.width, defaults.size.height),
                    },
                    defaults.steps.to_string(),
                    defaults.guidance.name().to_owned(),
                    format!("{} to {}, by {}", model.sides.min, model.sides.max, model.sides.multiple_of),
                ]
            })
            .collect();
        let heads =
            ["id", "model", "task", "family", "denoiser", "default px", "steps", "guidance", "sides in px"];
        output::table(heads, &rows)?;
        Ok(ExitCode::SUCCESS)
    }

    /// Returns the models asked for.
    ///
    /// # Errors
    /// A family that there is not.
    pub fn chosen(&self) -> anyhow::Result<Vec<&'static Model>> {
        let family = |model: &Model| model.denoiser.family().label();
        let Some(given) = &self.family else { return Ok(model::every().collect()) };
        let models: Vec<&'static Model> =
            model::every().filter(|model| is_same(family(model), given)).collect();
        let mut known: Vec<&str> = Vec::new();
        for label in model::every().map(family) {
            if !known.contains(&label) {
                known.push(label);
            }
        }
        ensure!(
            !models.is_empty(),
            "--family '{}': no such model; choose one of {}",
            shortened(given),
            known.join(", ")
        );
        Ok(models)
    }
}
