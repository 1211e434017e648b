//! Effects of the settings on the energy.

use leptos::prelude::*;
use wattpix_core::words::Word;

use super::reading::{About, Charts};

/// A chart of each setting's share.
#[component]
pub fn Drivers() -> impl IntoView {
    view! {
        <About word=Word::PANEL_DRIVERS_ABOUT/>
        <Charts ids=&["contributions"]/>
    }
}
