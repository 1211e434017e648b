//! Whose electricity it is: the figure with its year and its source.

use maud::{Markup, html};
use wattpix_core::present::plain;

use crate::view::View;

/// The carbon intensity that counts, in half a sentence: whose it is, the figure, its year and who says so.
pub fn basis(view: &View) -> Markup {
    let electricity = &view.page.electricity;
    let zone = &electricity.zone;
    html! {
        @if electricity.own.is_some() {
            "at your value of " (plain(electricity.grams_per_kwh())) " g/kWh"
        } @else {
            @if zone.is_world() {
                "at the world’s mean electricity"
                @if electricity.awaits { ", while the country’s figure is on its way" }
            } @else {
                "with the electricity of " (zone.name)
            }
            " (" (plain(zone.grams_per_kwh)) " g/kWh, " (zone.year) ", "
            a href="sources.html#electricity" { (zone.publisher.name()) } ")"
        }
    }
}
