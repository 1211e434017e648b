//! The charts of the site: one file a chart, one line in [`ALL`]. What draws them is `wattpix_core::charts`.

mod comparison;
mod contributions;
mod energy_by_flops;
mod energy_by_side;
mod energy_by_steps;
mod flops_by_component;
mod flops_by_layer;
#[cfg(feature = "figures")]
mod own_measurements;
mod pareto;
mod predicted_against_measured;
mod sweep_line;

use wattpix_core::charts::{Drawing, Error, Frame};
use wattpix_core::words::Word;

use crate::view::View;

/// A chart of the site. `draw` gives `None` where there is nothing to draw.
#[derive(Clone, Copy)]
pub struct Chart {
    /// Stable name: links and tests use it.
    pub id: &'static str,
    /// Caption.
    pub title: Word,
    /// Draws it.
    pub draw: fn(&View, Look) -> Option<Result<Drawing, Error>>,
}

/// How a chart is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// Width in CSS pixels.
    pub width: u32,
    /// Whether the drawing stands alone: with its title and what it is about inside.
    pub alone: bool,
}

impl Look {
    /// Beside a caption on a page.
    pub const fn on_page(width: u32) -> Self {
        Self { width, alone: false }
    }

    /// As a picture of its own.
    pub const fn alone(width: u32) -> Self {
        Self { width, alone: true }
    }

    /// The frame of a chart about a state.
    fn frame(self, id: &str, title: Word, about: &View) -> Frame {
        let title = about.words.text(title);
        let title = if self.alone { [title, ". ", &about.what()].concat() } else { title.to_owned() };
        Frame { heading: self.alone, words: about.words, ..Frame::new(id, title, self.width) }
    }
}

/// The charts that the page shows at once.
pub const FIRST: [Chart; 2] = [energy_by_steps::CHART, energy_by_side::CHART];

/// Every chart.
pub const ALL: [Chart; 9] = [
    energy_by_steps::CHART,
    energy_by_side::CHART,
    comparison::CHART,
    energy_by_flops::CHART,
    predicted_against_measured::CHART,
    contributions::CHART,
    flops_by_component::CHART,
    flops_by_layer::CHART,
    pareto::CHART,
];

/// The charts of a person's own measurements.
#[cfg(feature = "figures")]
pub const OWN: [Chart; 2] = [own_measurements::ENERGY, own_measurements::AGREEMENT];

/// The chart with this id.
pub fn find(id: &str) -> Option<&'static Chart> {
    #[cfg(feature = "figures")]
    if let Some(own) = const { &OWN }.iter().find(|chart| chart.id == id) {
        return Some(own);
    }
    const { &ALL }.iter().find(|chart| chart.id == id)
}
