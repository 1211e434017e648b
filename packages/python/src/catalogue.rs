//! The catalogues: models, GPUs, fits, versions of the coefficients, and zones.

use pyo3::prelude::*;
use wattpix_core::carbon::zone::TABLE;
use wattpix_core::carbon::{Countries, Zone};
use wattpix_core::error::Choice;
use wattpix_core::fit::{BUNDLED, VERSIONS, Version, origin_label};
use wattpix_core::model::custom::dimension::Dimension;
use wattpix_core::model::custom::dimensions;
use wattpix_core::source::Source;
use wattpix_core::{gpu, model};

use crate::refusal::refused;

/// The zones that ship.
pub const COUNTRIES: Countries = Countries::Table(TABLE);

/// A document behind a number.
#[derive(Debug, IntoPyObject)]
pub struct Citation {
    title: &'static str,
    locator: &'static str,
    url: &'static str,
}

impl From<&Source> for Citation {
    fn from(source: &Source) -> Self {
        Self { title: source.title, locator: source.locator, url: source.url }
    }
}

/// A model of the catalogue.
#[derive(Debug, IntoPyObject)]
pub struct ModelEntry {
    id: &'static str,
    label: &'static str,
    aliases: Vec<&'static str>,
    hub_ids: Vec<&'static str>,
    family: &'static str,
    parameters: u64,
    denoiser_parameters: u64,
    width: u32,
    height: u32,
    steps: u32,
    guidance: &'static str,
    text_tokens: u32,
    frames: Option<u32>,
    fps: Option<u32>,
    side_multiple: u32,
    side_min: u32,
    side_max: u32,
    sources: Vec<Citation>,
}

impl From<&model::Model> for ModelEntry {
    fn from(model: &model::Model) -> Self {
        let defaults = &model.defaults;
        Self {
            id: model.id,
            label: model.label,
            aliases: model.aliases.to_vec(),
            hub_ids: model.hub_ids.to_vec(),
            family: model.denoiser.family().label(),
            parameters: model.parameters(),
            denoiser_parameters: model.denoiser_parameters,
            width: defaults.size.width,
            height: defaults.size.height,
            steps: defaults.steps,
            guidance: defaults.guidance.name(),
            text_tokens: defaults.text_tokens,
            frames: model.frames().map(|frames| frames.default),
            fps: model.frames().map(|frames| frames.per_second),
            side_multiple: model.sides.multiple_of,
            side_min: model.sides.min,
            side_max: model.sides.max,
            sources: model.sources.iter().map(Citation::from).collect(),
        }
    }
}

/// Lists the models.
#[pyfunction]
pub fn models() -> Vec<ModelEntry> {
    model::every().map(ModelEntry::from).collect()
}

/// A GPU of the catalogue, with the rates of its data sheet.
#[derive(Debug, IntoPyObject)]
pub struct GpuEntry {
    id: &'static str,
    label: &'static str,
    aliases: Vec<&'static str>,
    maker: &'static str,
    architecture: &'static str,
    memory_gb: Option<f64>,
    bandwidth_gb_per_s: f64,
    board_power_w: f64,
    idle_w: Option<f64>,
    fp32_tflop_per_s: Option<f64>,
    tf32_tflop_per_s: Option<f64>,
    fp16_tflop_per_s: f64,
    fp8_tflop_per_s: Option<f64>,
    precisions: Vec<&'static str>,
    sources: Vec<Citation>,
}

/// Lists the GPUs.
#[pyfunction]
pub fn gpus() -> Vec<GpuEntry> {
    let entry = |gpu: &'static gpu::Gpu| GpuEntry {
        id: gpu.id,
        label: gpu.label,
        aliases: gpu.aliases.to_vec(),
        maker: gpu.maker.label(),
        architecture: gpu.architecture,
        memory_gb: gpu.memory_gb,
        bandwidth_gb_per_s: gpu.bandwidth_gb_per_s,
        board_power_w: gpu.board_power_w,
        idle_w: gpu.idle_w,
        fp32_tflop_per_s: gpu.fp32_tflop_per_s,
        tf32_tflop_per_s: gpu.tf32_tflop_per_s,
        fp16_tflop_per_s: gpu.fp16_tflop_per_s,
        fp8_tflop_per_s: gpu.fp8_tflop_per_s,
        precisions: gpu.precisions().map(Choice::name).collect(),
        sources: gpu.sources.iter().map(Citation::from).collect(),
    };
    gpu::ALL.into_iter().map(entry).collect()
}

/// A shipped fit: the text of its file, and its origin in a few words.
#[derive(Debug, IntoPyObject)]
pub struct FitEntry {
    json: String,
    origin: String,
}

/// Lists the fits that ship.
#[pyfunction]
pub fn fits() -> PyResult<Vec<FitEntry>> {
    let entry = |fit: &wattpix_core::fit::Fit| {
        let json = serde_json::to_string(fit.file()).map_err(refused)?;
        Ok(FitEntry { json, origin: origin_label(fit) })
    };
    BUNDLED.iter().map(entry).collect()
}

/// A version of the coefficients.
#[derive(Debug, IntoPyObject)]
pub struct VersionEntry {
    number: u32,
    date: &'static str,
    change: &'static str,
}

/// Lists the versions of the coefficients, the oldest first.
#[pyfunction]
pub fn versions() -> Vec<VersionEntry> {
    let entry =
        |version: &Version| VersionEntry { number: version.number, date: version.date, change: version.what };
    VERSIONS.iter().map(entry).collect()
}

/// A country with the carbon intensity of its electricity.
#[derive(Debug, IntoPyObject)]
pub struct ZoneEntry {
    id: &'static str,
    alpha_2: Option<&'static str>,
    name: &'static str,
    g_per_kwh: f64,
    year: u32,
    source: Citation,
}

/// Lists the zones.
#[pyfunction]
pub fn zones() -> Vec<ZoneEntry> {
    let entry = |zone: Zone| ZoneEntry {
        id: zone.alpha_3,
        alpha_2: (!zone.alpha_2.is_empty()).then_some(zone.alpha_2),
        name: zone.name,
        g_per_kwh: zone.grams_per_kwh,
        year: zone.year,
        source: Citation::from(&zone.publisher.source()),
    };
    COUNTRIES.zones().map(entry).collect()
}

/// Returns the dimensions of a model that can be changed, with their values as a description writes them.
#[pyfunction]
#[pyo3(name = "dimensions")]
pub fn dimensions_of(model: &str) -> PyResult<Vec<(&'static str, String)>> {
    let model = model::find(model).map_err(refused)?;
    let written =
        |dimension: &'static Dimension| Some((dimension.key, dimension.written(dimension.value(model)?)));
    Ok(dimensions::of(model).filter_map(written).collect())
}
