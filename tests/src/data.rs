//! Readers of the files in `data/`, which its README describes.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde::de::DeserializeOwned;

/// The path of a file in `data/`.
pub fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(name)
}

/// All rows of a CSV file in `data/`.
///
/// # Panics
/// When the file is missing or a row does not fit: the data are part of the tests.
pub fn rows<T: DeserializeOwned>(name: &str) -> Vec<T> {
    let path = path(name);
    let read = || csv::Reader::from_path(&path)?.into_deserialize().collect::<Result<Vec<T>, csv::Error>>();
    match read() {
        Ok(rows) => rows,
        Err(error) => panic!("{}: {error}", path.display()),
    }
}

/// A JSON file in `data/`.
///
/// # Panics
/// When the file is missing or is no JSON: the data are part of the tests.
pub fn read_json(name: &str) -> serde_json::Value {
    let path = path(name);
    let text = std::fs::read_to_string(&path).map_err(|error| error.to_string());
    match text.and_then(|text| serde_json::from_str(&text).map_err(|error| error.to_string())) {
        Ok(value) => value,
        Err(error) => panic!("{}: {error}", path.display()),
    }
}

/// A measured cell of arXiv:2511.17031: energy of all prompts on an A100, net of idle.
#[derive(Debug, Clone, Deserialize)]
pub struct PaperCell {
    /// Model, as the paper's tables name it.
    pub model: String,
    /// Pixels along a row.
    pub width: u32,
    /// Rows of pixels.
    pub height: u32,
    /// Denoising steps.
    pub steps: u32,
    /// `classifier-free` or `none`.
    pub guidance: String,
    /// Images.
    pub prompts: u64,
    /// The least energy that prints as the table does, in joules.
    pub energy_j_low: f64,
    /// The most.
    pub energy_j_high: f64,
}

impl PaperCell {
    /// The middle of the printed range, in joules of one image.
    pub fn joules_per_image(&self) -> f64 {
        (self.energy_j_low + self.energy_j_high) / 2.0 / self.prompts as f64
    }
}

/// The cells of `paper_cells.csv`.
pub fn paper_cells() -> Vec<PaperCell> {
    rows("paper_cells.csv")
}

/// A row of ML.ENERGY Leaderboard v2.
#[derive(Debug, Clone, Deserialize)]
pub struct MlEnergyRow {
    /// Model.
    pub model_id: String,
    /// GPU.
    pub gpu_model: String,
    /// Images generated together.
    pub batch_size: u32,
    /// Gross energy of one image in joules.
    #[serde(rename = "energy_per_image_J")]
    pub energy_per_image_j: f64,
    /// Mean power in watts, derived from energy and latency.
    #[serde(rename = "avg_power_W_derived")]
    pub power_w: f64,
}

/// The rows of `mlenergy_v2_text_to_image.csv`.
pub fn ml_energy() -> Vec<MlEnergyRow> {
    rows("mlenergy_v2_text_to_image.csv")
}
