//! The law and the measurements behind it.

use leptos::prelude::*;
use wattpix_core::words::Word;

use super::reading::{About, Charts};

/// Two charts of predictions and published measurements.
#[component]
pub fn Law() -> impl IntoView {
    view! {
        <About word=Word::PANEL_LAW_ABOUT/>
        <Charts ids=&["energy-by-flops", "predicted-against-measured"]/>
    }
}
