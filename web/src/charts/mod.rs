//! The charts of the site: one file a chart, one line in [`ALL`]. What draws them is `wattpix_core::charts`.

mod chart;
mod comparison;
mod contributions;
mod energy_by_flops;
pub mod energy_by_frames;
mod energy_by_side;
mod energy_by_steps;
mod flops_by_component;
mod flops_by_layer;
pub mod heat_map;
mod interval_parts;
mod own_measurements;
mod pareto;
mod predicted_against_measured;
mod sweep_line;

use wattpix_core::words::Word;

pub use chart::{Chart, Look};

/// The charts that the page shows at once.
pub const FIRST: [Chart; 2] = [energy_by_steps::CHART, energy_by_side::CHART];

/// Every chart.
pub const ALL: [Chart; 11] = [
    energy_by_steps::CHART,
    energy_by_side::CHART,
    energy_by_frames::CHART,
    comparison::CHART,
    energy_by_flops::CHART,
    predicted_against_measured::CHART,
    contributions::CHART,
    interval_parts::CHART,
    flops_by_component::CHART,
    flops_by_layer::CHART,
    pareto::CHART,
];

/// The charts of a person's own measurements.
pub const OWN: [Chart; 2] = [own_measurements::ENERGY, own_measurements::AGREEMENT];

/// The chart with this id.
pub fn find(id: &str) -> Option<&'static Chart> {
    if let Some(own) = const { &OWN }.iter().find(|chart| chart.id == id) {
        return Some(own);
    }
    const { &ALL }.iter().find(|chart| chart.id == id)
}

/// The title of a chart or table; `None` for an id that there is not.
pub fn title(id: &str) -> Option<Word> {
    if id == heat_map::ID { Some(heat_map::TITLE) } else { find(id).map(|chart| chart.title) }
}

#[cfg(test)]
mod tests {
    use super::{ALL, heat_map};

    #[test]
    fn every_chart_that_can_be_embedded_is_documented() {
        let document = include_str!("../../../docs/embedding.md");
        for id in ALL.iter().map(|chart| chart.id).chain([heat_map::ID]) {
            assert!(document.contains(&format!("| `{id}` |")), "{id} is missing in docs/embedding.md");
        }
    }
}
