//! Design of a sweep: the axes of a grid and the rules, as a TOML file or options.
//!
//! - [`options`] — the same on the command line.
//! - [`expand`](mod@expand) — the grid, configuration by configuration.

pub mod expand;
pub mod options;

use std::borrow::Cow;
use std::path::Path;

use anyhow::{Context, ensure};
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Serialize};
use wattpix_core::model::Pixels;

use super::job::Images;
use super::rules::Rules;
use crate::files::read_description;

/// A sweep: every combination of the axes, in an order that the seed decides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Design {
    /// Model ids.
    pub models: Vec<String>,
    /// Image sizes; `512` means 512x512.
    pub sizes: Vec<Size>,
    /// Denoising steps.
    pub steps: Vec<u32>,
    /// Precisions.
    pub precisions: Vec<String>,
    /// `on`, `off` or both.
    pub guidance: Vec<String>,
    /// Images of a window: numbers, or `auto` for as many as fill the shortest window.
    #[serde(default = "automatic")]
    pub images: Vec<Images>,
    /// Images generated together.
    #[serde(default = "one")]
    pub batches: Vec<u32>,
    /// Text tokens that the denoiser sees; absent: each model's own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text_tokens: Option<u32>,
    /// Decides the order, prompts and first noise.
    #[serde(default)]
    pub seed: u64,
    /// Order of the configurations.
    #[serde(default)]
    pub order: Order,
    /// Combinations of precision, guidance and batch.
    #[serde(default, skip_serializing_if = "Pattern::is_grid")]
    pub pattern: Pattern,
    /// Sizes at which text, denoising and decoding are metered first, each in a window of its own, with the first value of every other
    /// axis.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<Size>,
    /// Rules for repeats.
    #[serde(default)]
    pub rules: Rules,
}

/// Combinations of precision, guidance and batch that are measured at each size and number of steps.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Pattern {
    /// All of them.
    #[default]
    Grid,
    /// The first value of each, and every other value of one alone: pairs that differ in one setting.
    Star,
}

impl Pattern {
    fn is_grid(&self) -> bool {
        *self == Self::Grid
    }
}

/// Order of the configurations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema, clap::ValueEnum)]
#[serde(rename_all = "lowercase")]
pub enum Order {
    /// All shuffled: nothing that drifts with time can look like an effect of the configuration.
    #[default]
    Shuffled,
    /// Shuffled within each model and precision, and these shuffled as blocks, so that each is loaded once.
    Grouped,
}

fn automatic() -> Vec<Images> {
    vec![Images::Auto]
}

fn one() -> Vec<u32> {
    vec![1]
}

/// An image size, in files as `"512x768"` or `512`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Size(pub Pixels);

impl std::str::FromStr for Size {
    type Err = anyhow::Error;

    fn from_str(text: &str) -> anyhow::Result<Self> {
        let (width, height) = text.split_once('x').unwrap_or((text, text));
        let side = |text: &str| text.trim().parse().ok();
        let pixels = side(width).zip(side(height)).map(|(width, height)| Pixels { width, height });
        pixels.map(Size).with_context(|| format!("size {text:?}: give 512 or 512x768, in pixels"))
    }
}

impl JsonSchema for Size {
    fn schema_name() -> Cow<'static, str> {
        "Size".into()
    }

    fn json_schema(_generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "Image size in pixels: 512, or \"512x768\".",
            "anyOf": [{ "type": "integer", "minimum": 1 }, { "type": "string", "pattern": "^ *[0-9]+ *(x *[0-9]+ *)?$" }]
        })
    }
}

impl Serialize for Size {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Pixels { width, height } = self.0;
        if width == height {
            serializer.serialize_u32(width)
        } else {
            serializer.collect_str(&format_args!("{width}x{height}"))
        }
    }
}

impl<'de> Deserialize<'de> for Size {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged, expecting = "a size such as 512 or \"512x768\"")]
        enum Written {
            Side(u32),
            Text(String),
        }
        match Written::deserialize(deserializer)? {
            Written::Side(side) => Ok(Self(Pixels::square(side))),
            Written::Text(text) => text.parse().map_err(serde::de::Error::custom),
        }
    }
}

/// Images of the paper's runs. That there were three counts follows from its 240 configurations, that one was 100 from its
/// tables; the other two are printed nowhere and taken as 10 and 50.
const PAPER_IMAGES: [u32; 3] = [10, 50, 100];

impl Design {
    /// The design of arXiv:2511.17031 for a model: 4 sizes x 5 numbers of steps x 2 precisions x guidance on and off x 3
    /// image counts, 240 configurations.
    #[must_use]
    pub fn paper(models: Vec<String>) -> Self {
        Self {
            models,
            sizes: wattpix_core::grid::SIDES.map(|side| Size(Pixels::square(side))).to_vec(),
            steps: wattpix_core::grid::STEPS.to_vec(),
            precisions: vec!["fp16".to_owned(), "fp32".to_owned()],
            guidance: vec!["off".to_owned(), "on".to_owned()],
            images: PAPER_IMAGES.map(Images::Fixed).to_vec(),
            batches: one(),
            text_tokens: None,
            seed: 0,
            order: Order::default(),
            pattern: Pattern::default(),
            stages: Vec::new(),
            rules: Rules::default(),
        }
    }

    /// Reads a design file.
    ///
    /// # Errors
    /// Names the file, the line and the field.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let shown = path.display();
        Self::parse(&read_description(path)?).with_context(|| format!("{shown} is not a sweep's design"))
    }

    /// Reads the text of a design file.
    ///
    /// # Errors
    /// Names the line and the field.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let design: Self = toml::from_str(text)?;
        design.check()?;
        Ok(design)
    }

    /// The design as a file.
    ///
    /// # Errors
    /// None that is known.
    pub fn written(&self) -> anyhow::Result<String> {
        Ok(toml::to_string(self)?)
    }

    /// Refuses what is no design: an empty axis, a value twice, rules that cannot be met.
    ///
    /// # Errors
    /// Names the axis.
    pub fn check(&self) -> anyhow::Result<()> {
        axis("models", &self.models)?;
        axis("sizes", &self.sizes)?;
        axis("steps", &self.steps)?;
        axis("precisions", &self.precisions)?;
        axis("guidance", &self.guidance)?;
        axis("images", &self.images)?;
        axis("batches", &self.batches)?;
        if !self.stages.is_empty() {
            axis("stages", &self.stages)?;
        }
        ensure!(
            self.images.len() == 1 || !self.images.contains(&Images::Auto),
            "images: auto stands alone, because rows of it could not be told from the others'"
        );
        ensure!(!self.images.contains(&Images::Fixed(0)), "images 0: give 1 or more, or auto");
        let combinations = [
            self.models.len(),
            self.sizes.len(),
            self.steps.len(),
            self.precisions.len(),
            self.guidance.len(),
            self.images.len(),
            self.batches.len(),
        ]
        .into_iter()
        .try_fold(1_usize, usize::checked_mul);
        ensure!(
            combinations.is_some_and(|count| count <= MOST),
            "the axes make more than {MOST} configurations; leave values out"
        );
        self.rules.check()
    }

    /// SHA-256 of the axes, seed and order: files of one sweep carry the same. The rules are not in it, so that more repeats
    /// can be asked for later.
    #[must_use]
    pub fn digest(&self) -> String {
        let axes = Self { rules: Rules::default(), ..self.clone() };
        crate::observation::hash(&serde_json::to_string(&axes).unwrap_or_default())
    }
}

/// The most configurations of a design.
const MOST: usize = 100_000;

fn axis<T: PartialEq>(name: &str, values: &[T]) -> anyhow::Result<()> {
    ensure!(!values.is_empty(), "{name}: empty; give at least one");
    for (index, value) in values.iter().enumerate() {
        ensure!(!values[..index].contains(value), "{name}: the value at place {} is there twice", index + 1);
    }
    Ok(())
}
