//! Panels: what a planner opens below the result. Each is folded until it is asked for.
//!
//! A panel is a component in a file of its own, with one line in [`GROUPS`] and one in `body`. They come in one part of the program
//! when the first of them is opened, but for `architecture`, which is of the part of changed models.

pub mod architecture;
mod budget;
mod comparison;
mod drivers;
mod explanation;
mod fleet;
mod frame;
pub mod heat_map;
mod law;
mod likeness;
mod list;
pub mod measurements;
mod operations;
mod reading;

use leptos::prelude::*;
use wasm_split_helpers::wasm_split;

use crate::form::panel_fields;
use crate::further::{self, Section};
use crate::own::kept_fits;
use crate::part::{self, Lost};
use crate::state::State;
pub use frame::PanelGroup;
pub use list::{Entry, GROUPS, Group, all};

/// The panel that comes with the rest of the catalogue, for which changed models are known.
pub(crate) const ARCHITECTURE: &str = "architecture";

/// Brings the component with this id, its words, and the reader's own fits.
///
/// # Errors
/// [`Lost`] where one of them does not arrive.
pub async fn content(state: State, id: &'static str) -> Result<fn() -> AnyView, Lost> {
    kept_fits::bring(state).await?;
    if id == ARCHITECTURE {
        return further::content(state, Section::Architecture).await;
    }
    part::with_words(state.words, prepare()).await?;
    component(id).await
}

/// Gives the component of a panel, once the part has come.
#[wasm_split(panels, fallible, preload(#[doc = "Fetches the part."] prepare))]
fn component(id: &'static str) -> Result<fn() -> AnyView, Lost> {
    panel_fields::arrive(&[&crate::budget::FIELDS, &crate::fleet::FIELDS]);
    Ok(body(id))
}

/// The component of a panel of the part.
pub(crate) fn body(id: &str) -> fn() -> AnyView {
    match id {
        "budget" => || view! { <budget::Budget/> }.into_any(),
        "fleet" => || view! { <fleet::Fleet/> }.into_any(),
        "likeness" => || view! { <likeness::Likeness/> }.into_any(),
        "heat-map" => || view! { <heat_map::HeatMap/> }.into_any(),
        "explanation" => || view! { <explanation::Explanation/> }.into_any(),
        "law" => || view! { <law::Law/> }.into_any(),
        "drivers" => || view! { <drivers::Drivers/> }.into_any(),
        "operations" => || view! { <operations::Operations/> }.into_any(),
        "comparison" => || view! { <comparison::Comparison/> }.into_any(),
        "measurements" => || view! { <measurements::Measurements/> }.into_any(),
        _ => || ().into_any(),
    }
}
