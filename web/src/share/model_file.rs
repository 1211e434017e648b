//! A model as a file of the catalogue, which comes with the rest of the catalogue.

use wasm_split_helpers::wasm_split;
use wattpix_core::model::Model;
use wattpix_core::model::custom::source_file::source_file;

use crate::part::Lost;

/// The file's text.
///
/// # Errors
/// [`Lost`] where the part does not arrive.
#[wasm_split(catalogue, fallible)]
pub fn model_file(model: &'static Model) -> Result<String, Lost> {
    Ok(source_file(model))
}
