//! Panels: what a planner opens below the result. Each is folded until it is asked for. One part of the program draws charts and writes what
//! stands beside them; a panel with a script of its own in `public/site.js` is filled by that.
//!
//! One line a panel in [`ALL`].

pub mod budget;
pub mod fleet;
pub mod heat_map;
pub mod likeness;
#[cfg(feature = "page")]
pub mod measurements;
pub mod setting;

use maud::{Markup, html};
use wattpix_core::words::{Word, Words};

use crate::charts;
use crate::parts::{self, figure};
use crate::say::Told;
use crate::view::View;

/// A panel.
pub struct Panel {
    /// Stable name: links open it by the key [`SHOW`].
    pub id: &'static str,
    /// What it is about.
    pub title: Word,
    /// Ids of its charts.
    pub charts: &'static [&'static str],
}

/// Key of the panels that are open, by id, commas between them.
pub const SHOW: &str = "show";

/// Every panel, in the order in which the page shows them.
pub const ALL: [Panel; 11] = [
    Panel { id: "budget", title: Word::PANEL_BUDGET, charts: &["pareto"] },
    Panel { id: "fleet", title: Word::PANEL_FLEET, charts: &[] },
    Panel { id: "likeness", title: Word::PANEL_LIKENESS, charts: &[] },
    Panel { id: "heat-map", title: Word::PANEL_HEAT_MAP, charts: &[] },
    Panel { id: "explanation", title: Word::PANEL_EXPLANATION, charts: &["interval-parts"] },
    Panel { id: "law", title: Word::PANEL_LAW, charts: &["energy-by-flops", "predicted-against-measured"] },
    Panel { id: "drivers", title: Word::PANEL_DRIVERS, charts: &["contributions"] },
    Panel {
        id: "operations",
        title: Word::PANEL_OPERATIONS,
        charts: &["flops-by-component", "flops-by-layer"],
    },
    Panel { id: "comparison", title: Word::PANEL_COMPARISON, charts: &["comparison"] },
    // The first is filled by a script of its own, `public/architecture.js`, the second by its component in `measurements`.
    Panel { id: "architecture", title: Word::PANEL_ARCHITECTURE, charts: &[] },
    Panel { id: "measurements", title: Word::PANEL_MEASUREMENTS, charts: &[] },
];

/// The panels, folded and empty.
pub fn folded(words: Words) -> Markup {
    html! {
        @for panel in &ALL {
            details.panel data-panel=(panel.id) {
                summary { (Told(words, panel.title)) }
                div data-fields {}
                p.wait { (Told(words, Word::PANEL_LOADING)) }
                div.panel-body {}
                // Charts beside the words of a script.
                @if panel.id == "budget" { div data-charts {} }
            }
        }
    }
}

/// The charts of a person's own measurements.
pub fn own_charts(view: &View, width: u32) -> Markup {
    html! { @for chart in &charts::OWN { (figure::whole(view, chart, width)) } }
}

/// The panel with this id.
pub fn find(id: &str) -> Option<&'static Panel> {
    const { &ALL }.iter().find(|panel| panel.id == id)
}

/// The settings of a panel; see `public/planner.js`.
pub fn settings(panel: &str, view: &View) -> Markup {
    html! {
        @match panel {
            "budget" => (budget::fields(view)),
            "fleet" => (fleet::fields(view)),
            "likeness" => (likeness::fields(view)),
            _ => {},
        }
    }
}

/// What such a panel says, but for its charts.
pub fn words(panel: &str, view: &View) -> Markup {
    html! {
        @match panel {
            "budget" => (budget::body(view)),
            "fleet" => (fleet::body(view)),
            "likeness" => (likeness::body(view)),
            "explanation" => {
                (parts::explanation::explanation(view))
                (parts::provenance::provenance(view))
            },
            _ => {},
        }
    }
}

/// What a panel without a script of its own says, and the charts of any other, at a width in CSS pixels.
pub fn body(panel: &Panel, view: &View, width: u32) -> Markup {
    html! {
        @match panel.id {
            "heat-map" => (heat_map::figure(view)),
            "law" => p.about { (Told(view.words, Word::PANEL_LAW_ABOUT))
            },
            "operations" => (parts::breakdown::breakdown(view)),
            "drivers" => p.about { (Told(view.words, Word::PANEL_DRIVERS_ABOUT)) },
            _ => {},
        }
        div.charts {
            @for chart in panel.charts.iter().filter_map(|id| charts::find(id)) {
                (figure::whole(view, chart, width))
            }
        }
    }
}
