//! Closed models: an error that names bounds.

use super::refusal::RequestError;
use crate::bounds::{Bound, bounds};
use crate::configuration::Typed;
use crate::error::{Error, Key};
use crate::fit::Version;
use crate::gpu;
use crate::model::{self, Pixels};
use crate::present::significant;
use crate::words::{Word, Words};

/// GPU of the bounds where none is given: closed models run in data centres.
const GPU: &str = "h100-sxm";

/// Size of the bounds in pixels where none is given: that of most models of the catalogue.
const SIDE: u32 = 1024;

/// Refuses a model whose maker publishes nothing, with what the open models take for such an image.
///
/// # Errors
/// The refusal.
pub fn refuse_closed(typed: &Typed, version: &Version) -> Result<(), RequestError> {
    let Some(error @ Error::ClosedModel { .. }) =
        typed.get(Key::Model).and_then(|name| model::find(name).err())
    else {
        return Ok(());
    };
    let reason = error.to_string();
    let gpu = gpu::find(typed.get(Key::Gpu).unwrap_or(GPU))?;
    let side = |key| typed.get(key).and_then(|text| text.trim().parse().ok()).unwrap_or(SIDE);
    let size = Pixels { width: side(Key::Width), height: side(Key::Height) };
    let Some([cheapest, dearest]) = bounds(version.fits(), size, gpu) else { return Err(error.into()) };
    let watt_hours = |bound: &Bound| significant(bound.energy.watt_hours(), 2);
    let [width, height] = size.sides();
    let command = format!("`measure estimate --gpu {} --width {width} --height {height} --model`", gpu.id);
    Err(RequestError::Closed(Words::ENGLISH.say(
        Word::NAMES_BOUNDS,
        &[
            ("reason", &reason),
            ("low", &watt_hours(&cheapest)),
            ("cheapest", cheapest.model.id),
            ("high", &watt_hours(&dearest)),
            ("dearest", dearest.model.id),
            ("width", &width.to_string()),
            ("height", &height.to_string()),
            ("gpu", gpu.id),
            ("command", &command),
        ],
    )))
}
