//! Panels: what a planner opens below the result. Each is folded until it is asked for, and filled by the second module.
//!
//! One line a panel in [`ALL`]; a panel shows charts, and may have fields and a table of its own. A panel with a script of its own in
//! `public/site.js` is filled by that instead.

pub mod budget;
pub mod fleet;
pub mod heat_map;
pub mod likeness;
mod setting;

use maud::{Markup, html};

use crate::charts;
use crate::parts::{self, figure};
use crate::view::View;

/// A panel.
pub struct Panel {
    /// Stable name: links open it by the key [`SHOW`].
    pub id: &'static str,
    /// What it is about.
    pub title: &'static str,
    /// Ids of its charts.
    pub charts: &'static [&'static str],
}

/// Key of the panels that are open, by id, commas between them.
pub const SHOW: &str = "show";

/// Every panel, in the order in which the page shows them.
pub const ALL: [Panel; 11] = [
    Panel { id: "budget", title: "What fits a budget", charts: &["pareto"] },
    Panel { id: "fleet", title: "A fleet: a month and a year", charts: &[] },
    Panel { id: "likeness", title: "What the energy is as much as", charts: &[] },
    Panel { id: "heat-map", title: "Every size and step count at a glance", charts: &[] },
    Panel { id: "explanation", title: "How the figure comes about", charts: &[] },
    Panel {
        id: "law",
        title: "The law and the measurements behind it",
        charts: &["energy-by-flops", "predicted-against-measured"],
    },
    Panel { id: "drivers", title: "What drives the energy", charts: &["contributions"] },
    Panel {
        id: "operations",
        title: "Where the operations are",
        charts: &["flops-by-component", "flops-by-layer"],
    },
    Panel { id: "comparison", title: "Chart of the comparison", charts: &["comparison"] },
    // Filled by the third module; see `public/architecture.js` and `public/measurements.js`.
    Panel { id: "architecture", title: "An architecture of your own", charts: &[] },
    Panel { id: "measurements", title: "Your own measurements and fits", charts: &[] },
];

/// The panels, folded and empty.
pub fn folded() -> Markup {
    html! {
        @for panel in &ALL {
            details.panel data-panel=(panel.id) {
                summary { (panel.title) }
                div data-fields {}
                p.wait { "Loading…" }
                div.panel-body {}
            }
        }
    }
}

/// The charts of a person's own measurements, which the script of their panel asks for.
#[cfg(feature = "figures")]
pub fn own_charts(view: &View, width: u32) -> Markup {
    html! { @for chart in &charts::OWN { (figure::whole(view, chart, width)) } }
}

/// The panel with this id.
pub fn find(id: &str) -> Option<&'static Panel> {
    const { &ALL }.iter().find(|panel| panel.id == id)
}

/// The fields of a panel, for its own settings.
pub fn fields(panel: &Panel, view: &View) -> Markup {
    html! { @if panel.id == "budget" { (budget::fields(view)) } }
}

/// The settings of a panel without charts, which the third module fills; see `public/planner.js`.
pub fn settings(panel: &str, view: &View) -> Markup {
    html! {
        @match panel {
            "fleet" => (fleet::fields(view)),
            "likeness" => (likeness::fields(view)),
            _ => {},
        }
    }
}

/// What a panel without charts says.
pub fn words(panel: &str, view: &View) -> Markup {
    html! {
        @match panel {
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

/// What a panel says, at a width of its charts in CSS pixels.
pub fn body(panel: &Panel, view: &View, width: u32) -> Markup {
    html! {
        @match panel.id {
            "budget" => (budget::body(view)),
            "heat-map" => (heat_map::figure(view)),
            "law" => p.about {
                "Lines and bands are predictions, dotted where the fit is extrapolated; filled marks are published measurements of this "
                "model on this GPU, where there are any."
            },
            "operations" => (parts::breakdown::breakdown(view)),
            "drivers" => p.about {
                "Each setting goes from one end of the paper’s grid to the other while all others stay as asked; shares are those of the "
                "logarithms of the factors."
            },
            _ => {},
        }
        div.charts {
            @for chart in panel.charts.iter().filter_map(|id| charts::find(id)) {
                (figure::whole(view, chart, width))
            }
        }
    }
}
