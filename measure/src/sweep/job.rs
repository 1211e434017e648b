//! A configuration of a sweep.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use wattpix_core::error::Choice;
use wattpix_core::workload::Workload;

use crate::observation::Observation;

/// Number of images in a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Images {
    /// As many as fill the shortest window.
    Auto,
    /// This many.
    #[serde(untagged)]
    Fixed(u32),
}

impl std::fmt::Display for Images {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Auto => f.write_str("auto"),
            Self::Fixed(images) => write!(f, "{images}"),
        }
    }
}

/// A configuration to measure.
#[derive(Debug, Clone, Copy)]
pub struct Job {
    /// The model and how it is run.
    pub workload: Workload,
    /// Images of a window.
    pub images: Images,
}

impl Job {
    /// The key of its rows: `model/WxH/steps/precision/guidance/bN`.
    #[must_use]
    pub fn key(&self) -> String {
        let workload = &self.workload;
        let size = workload.size();
        format!(
            "{}/{}x{}/{}/{}/{}/b{}",
            workload.model().id,
            size.width,
            size.height,
            workload.steps(),
            workload.precision().name(),
            workload.guidance().name(),
            workload.batch()
        )
    }

    /// Key and images: what tells it from every other configuration of a design.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}, images {}", self.key(), self.images)
    }

    /// True if a row is a repeat of this configuration.
    #[must_use]
    pub fn owns(&self, row: &Observation) -> bool {
        row.key == self.key()
            && (self.images == Images::Auto || Images::Fixed(row.images.unwrap_or(0)) == self.images)
    }

    /// The model and precision that have to be loaded for it.
    #[must_use]
    pub fn loaded(&self) -> (&'static str, &'static str) {
        (self.workload.model().id, self.workload.precision().name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exec::config::{Config, Pair};

    #[test]
    fn a_sweep_and_a_metered_command_name_a_configuration_alike() {
        let model = wattpix_core::model::find("sd3.5-large").unwrap();
        let job = Job { workload: Workload::default_of(model), images: Images::Auto };
        assert_eq!(job.key(), "sd3.5-large/1024x1024/28/fp16/on/b1");
        let mut config = Config::default();
        let pairs: Vec<Pair> =
            ["model=sd3.5-large", "width=1024", "height=1024", "steps=28", "precision=fp16", "guidance=on"]
                .iter()
                .map(|text| text.parse().unwrap())
                .collect();
        config.declare(&pairs);
        assert_eq!(config.row_key("x"), job.key());
    }
}
