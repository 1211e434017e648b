//! `measure models`: the catalogue of models, and what can be changed in one.

mod dimensions;

use std::process::ExitCode;

use anyhow::ensure;
use clap::Args;
use serde::Serialize;
use wattpix_core::bare::is_same;
use wattpix_core::error::Choice;
use wattpix_core::excerpt::shortened;
use wattpix_core::model::editing::references_of;
use wattpix_core::model::{self, Model};
use wattpix_core::present;
use wattpix_core::source::Source;

use crate::{json, output};

/// List the models.
#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  measure models --json\n  measure models --family u-net\n  measure models --dimensions flux1-dev\n  measure flops --model flux1-dev~joint_blocks:10~width:2048"
)]
pub struct Models {
    /// List what can be changed in a model instead; mmdit, dit, single-stream-dit and unet are plain descriptions to start from.
    #[arg(long, value_name = "MODEL")]
    dimensions: Option<String>,
    /// Show the models of one family only, such as U-Net.
    #[arg(long, value_name = "FAMILY", conflicts_with = "dimensions")]
    family: Option<String>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Serialize)]
struct Catalogue {
    models: Vec<Entry>,
}

#[derive(Debug, Serialize)]
struct Entry {
    id: &'static str,
    label: &'static str,
    aliases: &'static [&'static str],
    hub_ids: &'static [&'static str],
    family: &'static str,
    /// `image` or `video`.
    task: &'static str,
    parameters: u64,
    denoiser_parameters: u64,
    defaults: Defaults,
    sides: Sides,
    text_tokens: [u32; 2],
    #[serde(skip_serializing_if = "Option::is_none")]
    frames: Option<FrameNumbers>,
    sources: Vec<Citation>,
}

#[derive(Debug, Serialize)]
struct Defaults {
    width: u32,
    height: u32,
    steps: u32,
    guidance: &'static str,
    text_tokens: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    frames: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    fps: Option<u32>,
}

/// Frames that a model of video makes: 1, and multiples of a number more.
#[derive(Debug, Serialize)]
struct FrameNumbers {
    multiple_of: u32,
    max: u32,
}

#[derive(Debug, Serialize)]
struct Sides {
    multiple_of: u32,
    min: u32,
    max: u32,
}

/// A source as JSON.
#[derive(Debug, Serialize)]
pub(in crate::command) struct Citation {
    title: &'static str,
    locator: &'static str,
    url: &'static str,
}

impl From<&Source> for Citation {
    fn from(source: &Source) -> Self {
        Self { title: source.title, locator: source.locator, url: source.url }
    }
}

impl From<&'static Model> for Entry {
    fn from(model: &'static Model) -> Self {
        let defaults = &model.defaults;
        let sides = model.sides;
        Self {
            id: model.id,
            label: model.label,
            aliases: model.aliases,
            hub_ids: model.hub_ids,
            family: model.denoiser.family().label(),
            task: task(model),
            parameters: model.parameters(),
            denoiser_parameters: model.denoiser_parameters,
            defaults: Defaults {
                width: defaults.size.width,
                height: defaults.size.height,
                steps: defaults.steps,
                guidance: defaults.guidance.name(),
                text_tokens: defaults.text_tokens,
                frames: model.frames().map(|frames| frames.default),
                fps: model.frames().map(|frames| frames.per_second),
            },
            sides: Sides { multiple_of: sides.multiple_of, min: sides.min, max: sides.max },
            text_tokens: [model.text_tokens.0, model.text_tokens.1],
            frames: model
                .frames()
                .map(|frames| FrameNumbers { multiple_of: frames.multiple_of, max: frames.most }),
            sources: model.sources.iter().map(Citation::from).collect(),
        }
    }
}

/// The task of a model: one that edits starts from a reference image by default.
fn task(model: &Model) -> &'static str {
    if model.frames().is_some() {
        "video"
    } else if references_of(model).is_some_and(|references| references.default > 0) {
        "edit"
    } else {
        "image"
    }
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
            json::print(&Catalogue { models: models.into_iter().map(Entry::from).collect() })?;
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
    fn chosen(&self) -> anyhow::Result<Vec<&'static Model>> {
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
