//! The estimate and its interval as a bar from zero.

use leptos::prelude::*;
use wattpix_core::estimate::Estimate;
use wattpix_core::present::plain;

/// Units along the bar.
const LENGTH: f64 = 1000.0;

/// Share of the bar up to the interval's upper end.
const UPPER_END: f64 = 0.94;

/// Returns the bar: a band for the interval, a line for the estimate. The sentence beside it says the same to those who hear the page.
pub fn interval_bar(estimate: &Estimate) -> AnyView {
    let scale = LENGTH * UPPER_END / estimate.high.joules();
    let [energy, low, high] =
        [estimate.energy, estimate.low, estimate.high].map(|energy| scale * energy.joules());
    let rect = |class: &str, start: f64, length: f64, top: &str, height: &str| {
        let (start, length) = (plain(start), plain(length));
        let parts = ["<rect class='", class, "' x='", &start, "' width='", &length, "' y='", top];
        [&*parts.concat(), "' height='", height, "'/>"].concat()
    };
    let svg = [
        "<svg viewBox='0 0 1000 20' preserveAspectRatio='none' aria-hidden='true'>",
        &rect("track", 0.0, LENGTH, "8", "4"),
        &rect("band", low, high - low, "3", "14"),
        &rect("estimate", energy - 3.0, 6.0, "0", "20"),
        "</svg>",
    ]
    .concat();
    view! { <div class="interval-bar" inner_html=svg></div> }.into_any()
}
