//! Panels: what a planner opens below the result. Each is folded until it is asked for.
//!
//! A panel is a component in a file of its own, with one line in [`ALL`] and one in [`component`]. All of them come in one part of the program
//! when the first of them is opened.

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
pub mod measurements;
mod operations;
mod reading;

use leptos::prelude::*;
use wasm_split_helpers::wasm_split;
use wattpix_core::words::Word;

use crate::part::Lost;
pub use frame::Panel;

/// What the page knows of a panel before its part has come.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// Stable name: links open it by the key [`SHOW`](crate::page::SHOW).
    pub id: &'static str,
    /// What it is about.
    pub title: Word,
    /// Tells whether it keeps what it holds while it is closed.
    pub stays: bool,
}

const fn panel(id: &'static str, title: Word) -> Entry {
    Entry { id, title, stays: false }
}

/// Every panel, in the order in which the page shows them.
pub const ALL: [Entry; 11] = [
    panel("budget", Word::PANEL_BUDGET),
    panel("fleet", Word::PANEL_FLEET),
    panel("likeness", Word::PANEL_LIKENESS),
    panel("heat-map", Word::PANEL_HEAT_MAP),
    panel("explanation", Word::PANEL_EXPLANATION),
    panel("law", Word::PANEL_LAW),
    panel("drivers", Word::PANEL_DRIVERS),
    panel("operations", Word::PANEL_OPERATIONS),
    panel("comparison", Word::PANEL_COMPARISON),
    panel("architecture", Word::PANEL_ARCHITECTURE),
    // A person's files.
    Entry { stays: true, ..panel("measurements", Word::PANEL_MEASUREMENTS) },
];

/// Gives the component of a panel, once the part has come.
#[wasm_split(panels, fallible)]
fn component(id: &'static str) -> Result<fn() -> AnyView, Lost> {
    Ok(body(id))
}

/// The component of a panel.
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
        "architecture" => || view! { <architecture::Architecture/> }.into_any(),
        "measurements" => || view! { <measurements::Measurements/> }.into_any(),
        _ => || ().into_any(),
    }
}
