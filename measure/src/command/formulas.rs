//! `measure formulas`: the operation counts as formulas.

use std::process::ExitCode;

use clap::Args;
use serde::Serialize;
use wattpix_core::model::{self, Model, Pixels};
use wattpix_core::present::fixed;

use crate::formulas::stages::Stage;
use crate::formulas::{Formula, blocks, models, stages};
use crate::{json, output};

/// Print operation counts as formulas.
///
/// Blocks, models, and U-Nets by stage, as the paper's tables 1, 2 and 7 show them. The formulas are found from the code that counts, and hold exactly.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  measure formulas --model sd2.1 --size 768")]
pub struct Formulas {
    /// A model; may be repeated. Without it the paper's four.
    #[arg(long, value_name = "MODEL")]
    model: Vec<String>,
    /// Side in pixels of the square image at which the stages of a U-Net are counted; its default where absent.
    #[arg(long, value_name = "PIXELS")]
    size: Option<u32>,
    /// Print one JSON object.
    #[arg(long)]
    json: bool,
}

/// The models of arXiv:2511.17031.
const PAPERS: [&str; 4] = ["flux1-dev", "qwen-image", "sd3.5-large", "sd2.1"];

#[derive(Debug, Serialize)]
struct Printed {
    blocks: Vec<Formula>,
    models: Vec<Formula>,
    unets: Vec<StageTable>,
}

#[derive(Debug, Serialize)]
struct StageTable {
    model: &'static str,
    width: u32,
    height: u32,
    text_tokens: u32,
    stages: Vec<Stage>,
}

impl Formulas {
    /// Finds the formulas and prints them.
    ///
    /// # Errors
    /// A model that is not known, and a size that it does not have.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let named = self.model.iter().map(String::as_str);
        let ids: Vec<&str> = if self.model.is_empty() { PAPERS.into() } else { named.collect() };
        let found = ids.into_iter().map(model::find).collect::<Result<Vec<&'static Model>, _>>()?;
        let mut printed = Printed { blocks: blocks::blocks(), models: Vec::new(), unets: Vec::new() };
        for model in found {
            printed.models.extend(models::of_model(model));
            let mut workload = wattpix_core::workload::Workload::default_of(model);
            if let Some(side) = self.size {
                workload = workload.with_size(Pixels::square(side))?;
            }
            let (size, text_tokens) = (workload.size(), workload.text_tokens());
            let stages = stages::of_model(model, size, text_tokens);
            if !stages.is_empty() {
                let (width, height) = (size.width, size.height);
                printed.unets.push(StageTable { model: model.id, width, height, text_tokens, stages });
            }
        }
        if self.json {
            json::print(&printed)?;
        } else {
            printed.print()?;
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl Printed {
    fn print(&self) -> anyhow::Result<()> {
        output::line(
            "Operations (FLOPs); a multiply–add is two. Not counted: biases, norms, activations.\n",
        )?;
        for formula in self.blocks.iter().chain(&self.models) {
            output::line(&format!("{}\n  = {}\n    {}", formula.name, formula.formula, formula.variables))?;
        }
        for table in &self.unets {
            output::line(&format!(
                "\n{} by stage, one pass at {} × {} px with {} text tokens, GFLOP:\n",
                table.model, table.width, table.height, table.text_tokens
            ))?;
            let rows: Vec<[String; 7]> = table
                .stages
                .iter()
                .map(|stage| {
                    [
                        stage.stage.clone(),
                        format!("{}×{}", stage.map[0], stage.map[1]),
                        fixed(stage.gflops, 3),
                        fixed(stage.resnet_gflops, 3),
                        fixed(stage.transformer_gflops, 3),
                        fixed(stage.other_gflops, 3),
                        stage.layers.clone(),
                    ]
                })
                .collect();
            output::table(["stage", "map", "all", "ResNet", "transformer", "other", "layers"], &rows)?;
            let sum: f64 = table.stages.iter().map(|stage| stage.gflops).sum();
            output::line(&format!("\nall stages: {} GFLOP", fixed(sum, 3)))?;
        }
        Ok(())
    }
}
