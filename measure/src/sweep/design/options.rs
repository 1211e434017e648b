//! A design from the command line: a file, the paper's, or axes, each of which replaces that of the file.

use std::path::{Path, PathBuf};

use anyhow::{Context, bail, ensure};
use clap::Args;
use wattpix_core::error::Choice;
use wattpix_core::model;
use wattpix_core::workload::Workload;

use super::{Design, Order, Pattern, Size};
use crate::sweep::job::Images;
use crate::sweep::rules::Rules;

/// Options that describe a sweep.
#[derive(Debug, Clone, Default, Args)]
#[command(next_help_heading = "The sweep")]
pub struct DesignOptions {
    /// Design file (TOML); `measure plan --write FILE` writes one.
    #[arg(long, value_name = "FILE")]
    plan: Option<PathBuf>,
    /// The design of arXiv:2511.17031: 256 to 1024 pixels, 10 to 50 steps, fp16 and fp32, guidance off and on, 10, 50
    /// and 100 images.
    #[arg(long, conflicts_with = "plan")]
    paper: bool,
    /// Model ids, separated by commas.
    #[arg(long, value_name = "MODELS", value_delimiter = ',')]
    model: Vec<String>,
    /// Sizes in pixels: 512 or 512x768, separated by commas.
    #[arg(long, value_name = "SIZES", value_delimiter = ',')]
    size: Vec<Size>,
    /// Denoising steps, separated by commas.
    #[arg(long, value_name = "STEPS", value_delimiter = ',')]
    steps: Vec<u32>,
    /// Precisions, separated by commas.
    #[arg(long, value_name = "PRECISIONS", value_delimiter = ',')]
    precision: Vec<String>,
    /// on, off or on,off.
    #[arg(long, value_name = "on|off", value_delimiter = ',')]
    guidance: Vec<String>,
    /// Images of a window, separated by commas, or auto for as many as fill the shortest window.
    #[arg(long, value_name = "IMAGES|auto", value_delimiter = ',', value_parser = images)]
    images: Vec<Images>,
    /// Images generated together, separated by commas.
    #[arg(long, value_name = "IMAGES", value_delimiter = ',')]
    batch: Vec<u32>,
    /// Text tokens that the denoiser sees.
    #[arg(long, value_name = "TOKENS")]
    text_tokens: Option<u32>,
    /// Decides the order, prompts and first noise.
    #[arg(long, value_name = "NUMBER")]
    seed: Option<u64>,
    /// Order of the configurations.
    #[arg(long, value_enum)]
    order: Option<Order>,
    /// Every combination of precision, guidance and batch, or one changed at a time.
    #[arg(long, value_enum)]
    pattern: Option<Pattern>,
    /// Sizes at which text, denoising and decoding are metered first, each in a window of its own, separated by commas.
    #[arg(long, value_name = "SIZES", value_delimiter = ',')]
    stages: Vec<Size>,
    /// Valid repeats of each configuration at least [default: 5].
    #[arg(long, value_name = "REPEATS")]
    repeats: Option<u32>,
    /// Go on until the 90 % interval of the mean is this share either way, such as 0.02; at most 20 repeats, or as the
    /// design says.
    #[arg(long, value_name = "SHARE")]
    interval: Option<f64>,
    /// The shortest window in seconds [default: 5].
    #[arg(long, value_name = "SECONDS")]
    window: Option<f64>,
    /// Begin a repeat at this temperature or below, degrees Celsius [default: 65].
    #[arg(long, value_name = "CELSIUS")]
    gate: Option<u32>,
}

fn images(text: &str) -> Result<Images, String> {
    match text {
        "auto" => Ok(Images::Auto),
        _ => {
            text.parse().map(Images::Fixed).map_err(|_| format!("{text:?}: give a number of images, or auto"))
        }
    }
}

impl DesignOptions {
    /// The file that the design is read from, if it is.
    #[must_use]
    pub fn file(&self) -> Option<&Path> {
        self.plan.as_deref()
    }

    /// The design that is meant.
    ///
    /// # Errors
    /// No model, a file that is no design, or values that cannot be used.
    pub fn design(&self) -> anyhow::Result<Design> {
        let mut design = match &self.plan {
            Some(path) => Design::read(path)?,
            None if self.model.is_empty() => {
                bail!("which model? give --model (`measure models` lists them) or --plan FILE")
            }
            None if self.paper => Design::paper(self.model.clone()),
            None => self.single()?,
        };
        replace(&mut design.models, &self.model);
        replace(&mut design.sizes, &self.size);
        replace(&mut design.steps, &self.steps);
        replace(&mut design.precisions, &self.precision);
        replace(&mut design.guidance, &self.guidance);
        replace(&mut design.images, &self.images);
        replace(&mut design.batches, &self.batch);
        design.text_tokens = self.text_tokens.or(design.text_tokens);
        design.seed = self.seed.unwrap_or(design.seed);
        design.order = self.order.unwrap_or(design.order);
        design.pattern = self.pattern.unwrap_or(design.pattern);
        replace(&mut design.stages, &self.stages);
        let rules = &mut design.rules;
        rules.repeats = self.repeats.unwrap_or(rules.repeats);
        rules.repeats_at_most = rules.repeats_at_most.max(rules.repeats);
        rules.interval = self.interval.or(rules.interval);
        rules.window_s = self.window.unwrap_or(rules.window_s);
        rules.gate_c = self.gate.unwrap_or(rules.gate_c);
        design.check()?;
        Ok(design)
    }

    /// The models as their authors run them, where no axis was given.
    fn single(&self) -> anyhow::Result<Design> {
        let first = self.model.first().context("no model")?;
        let default = Workload::default_of(model::find(first)?);
        for other in &self.model[1..] {
            let differs = Workload::default_of(model::find(other)?);
            let same = (differs.size(), differs.steps(), differs.guidance())
                == (default.size(), default.steps(), default.guidance());
            let told = !self.size.is_empty() && !self.steps.is_empty() && !self.guidance.is_empty();
            ensure!(
                same || told,
                "{first} and {other} have different defaults; give --size, --steps and --guidance for both"
            );
        }
        Ok(Design {
            models: self.model.clone(),
            sizes: vec![Size(default.size())],
            steps: vec![default.steps()],
            precisions: vec![default.precision().name().to_owned()],
            guidance: vec![default.guidance().name().to_owned()],
            images: vec![Images::Auto],
            batches: vec![1],
            text_tokens: None,
            seed: 0,
            order: Order::default(),
            pattern: Pattern::default(),
            stages: Vec::new(),
            rules: Rules::default(),
        })
    }
}

fn replace<T: Clone>(values: &mut Vec<T>, given: &[T]) {
    if !given.is_empty() {
        *values = given.to_vec();
    }
}
