//! Entries of the catalogues of models, GPUs and fits.

use serde::Serialize;

use super::SourceReport;
use crate::error::Choice as _;
use crate::fit::schema::{Boundary, Citation, Text};
use crate::fit::{Fit, origin_label};
use crate::gpu::Gpu;
use crate::model::Model;
use crate::model::editing::references_of;

/// A model of the catalogue.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
pub struct ModelReport {
    /// Model id.
    pub id: &'static str,
    /// Name for people.
    pub label: &'static str,
    /// Other names that mean the model.
    pub aliases: &'static [&'static str],
    /// Names on model hubs.
    pub hub_ids: &'static [&'static str],
    /// Family of the denoiser.
    pub family: &'static str,
    /// `image`, `edit` (from a reference image by default) or `video`.
    pub task: &'static str,
    /// Weights of the pipeline.
    pub parameters: u64,
    /// Weights of the denoiser.
    pub denoiser_parameters: u64,
    /// Default settings.
    pub defaults: DefaultsReport,
    /// Legal sides in pixels.
    pub sides: SidesReport,
    /// Fewest and most text tokens.
    pub text_tokens: [u32; 2],
    /// Legal numbers of frames; absent for a model of images.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frames: Option<FramesReport>,
    /// Documents behind the numbers.
    pub sources: Vec<SourceReport>,
}

/// Returns the task of a model: one that edits starts from a reference image by default.
#[must_use]
pub fn task(model: &Model) -> &'static str {
    if model.frames().is_some() {
        "video"
    } else if references_of(model).is_some_and(|references| references.default > 0) {
        "edit"
    } else {
        "image"
    }
}

/// Default settings of a model.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
pub struct DefaultsReport {
    /// Pixels along a row.
    pub width: u32,
    /// Rows of pixels.
    pub height: u32,
    /// Denoising steps.
    pub steps: u32,
    /// Classifier-free guidance: `on` or `off`.
    pub guidance: &'static str,
    /// Text tokens that the denoiser sees.
    pub text_tokens: u32,
    /// Frames of a clip; absent for a model of images.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub frames: Option<u32>,
    /// Frames a second of a clip; absent for a model of images.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fps: Option<u32>,
}

/// Frames that a model of video makes: 1, and multiples of a number more.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
pub struct FramesReport {
    /// Multiple of which the frames are 1 more.
    pub multiple_of: u32,
    /// Most frames.
    pub max: u32,
}

/// Legal sides of a model, in pixels.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
pub struct SidesReport {
    /// Number of which a side is a multiple.
    pub multiple_of: u32,
    /// Shortest side.
    pub min: u32,
    /// Longest side.
    pub max: u32,
}

impl From<&'static Model> for ModelReport {
    fn from(model: &'static Model) -> Self {
        let (defaults, sides, frames) = (&model.defaults, model.sides, model.frames());
        Self {
            id: model.id,
            label: model.label,
            aliases: model.aliases,
            hub_ids: model.hub_ids,
            family: model.denoiser.family().label(),
            task: task(model),
            parameters: model.parameters(),
            denoiser_parameters: model.denoiser_parameters,
            defaults: DefaultsReport {
                width: defaults.size.width,
                height: defaults.size.height,
                steps: defaults.steps,
                guidance: defaults.guidance.name(),
                text_tokens: defaults.text_tokens,
                frames: frames.as_ref().map(|frames| frames.default),
                fps: frames.as_ref().map(|frames| frames.per_second),
            },
            sides: SidesReport { multiple_of: sides.multiple_of, min: sides.min, max: sides.max },
            text_tokens: [model.text_tokens.0, model.text_tokens.1],
            frames: frames.map(|frames| FramesReport { multiple_of: frames.multiple_of, max: frames.most }),
            sources: model.sources.iter().map(SourceReport::from).collect(),
        }
    }
}

/// A GPU of the catalogue, with the figures of its data sheet. Rates are dense.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
pub struct GpuReport {
    /// GPU id.
    pub id: &'static str,
    /// Name for people.
    pub label: &'static str,
    /// Other names that mean the GPU.
    pub aliases: &'static [&'static str],
    /// Names that the driver reports.
    pub nvml_names: &'static [&'static str],
    /// Maker.
    pub maker: &'static str,
    /// Architecture of the maker.
    pub architecture: &'static str,
    /// CUDA compute capability, where it has one.
    pub compute_capability: Option<String>,
    /// Memory in gigabytes.
    pub memory_gb: Option<f64>,
    /// Bandwidth of the memory in gigabytes a second.
    pub bandwidth_gb_per_s: f64,
    /// Board power in watts.
    pub board_power_w: f64,
    /// Idle power in watts, where it is published.
    pub idle_w: Option<f64>,
    /// Rate at fp32 in TFLOP/s.
    pub fp32_tflop_per_s: Option<f64>,
    /// Rate at tf32 in TFLOP/s.
    pub tf32_tflop_per_s: Option<f64>,
    /// Rate at fp16 in TFLOP/s.
    pub fp16_tflop_per_s: f64,
    /// Rate at fp8 in TFLOP/s.
    pub fp8_tflop_per_s: Option<f64>,
    /// Number formats that the silicon has.
    pub precisions: Vec<&'static str>,
    /// Documents behind the figures.
    pub sources: Vec<SourceReport>,
}

impl From<&'static Gpu> for GpuReport {
    fn from(gpu: &'static Gpu) -> Self {
        Self {
            id: gpu.id,
            label: gpu.label,
            aliases: gpu.aliases,
            nvml_names: gpu.nvml_names,
            maker: gpu.maker.label(),
            architecture: gpu.architecture,
            compute_capability: gpu.compute_capability.map(|(major, minor)| format!("{major}.{minor}")),
            memory_gb: gpu.memory_gb,
            bandwidth_gb_per_s: gpu.bandwidth_gb_per_s,
            board_power_w: gpu.board_power_w,
            idle_w: gpu.idle_w,
            fp32_tflop_per_s: gpu.fp32_tflop_per_s,
            tf32_tflop_per_s: gpu.tf32_tflop_per_s,
            fp16_tflop_per_s: gpu.fp16_tflop_per_s,
            fp8_tflop_per_s: gpu.fp8_tflop_per_s,
            precisions: gpu.precisions().map(|precision| precision.name()).collect(),
            sources: gpu.sources.iter().map(SourceReport::from).collect(),
        }
    }
}

/// A fit in short.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(schemas, derive(schemars::JsonSchema))]
pub struct FitReport {
    /// Fit id.
    pub id: &'static str,
    /// Title in one line.
    pub title: Text,
    /// Origin in a few words.
    pub origin: String,
    /// Ids of the models whose runs were fitted.
    pub models: &'static [Text],
    /// Ids of the GPUs whose runs were fitted.
    pub gpus: &'static [Text],
    /// Boundary of the fitted energy.
    pub boundary: Boundary,
    /// Standard deviation of what the law leaves unexplained, in ln units.
    pub residual_sd: f64,
    /// Caveats for people.
    pub notes: Text,
    /// Documents that the fit rests on.
    pub sources: Vec<Citation>,
}

impl From<&'static Fit> for FitReport {
    fn from(fit: &'static Fit) -> Self {
        let (file, provenance) = (fit.file(), fit.provenance());
        Self {
            id: fit.id(),
            title: provenance.title,
            origin: origin_label(fit),
            models: &file.models,
            gpus: &file.gpus,
            boundary: file.boundary,
            residual_sd: file.law.residual_sd,
            notes: provenance.notes,
            sources: provenance.sources.to_vec(),
        }
    }
}
