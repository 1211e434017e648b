//! The configurations that are compared, as a chart.

use leptos::prelude::*;

use super::reading::Charts;

/// The chart.
#[component]
pub fn Comparison() -> impl IntoView {
    view! { <Charts ids=&["comparison"]/> }
}
