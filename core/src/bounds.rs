//! Bounds for models that cannot be counted: the least and the most energy of an image among the models that can.

use crate::estimate::{Question, estimate};
use crate::fit::Fit;
use crate::gpu::Gpu;
use crate::model::{ALL, MORE, Model, Pixels};
use crate::setting::Boundary;
use crate::units::Energy;
use crate::workload::Workload;

/// Energy of an image made by a model with its own settings.
#[derive(Debug, Clone, Copy)]
pub struct Bound {
    /// The model.
    pub model: &'static Model,
    /// Energy of one image, net of idle.
    pub energy: Energy,
}

/// Returns the models of the catalogue that take the least and the most energy for an image of this size on a GPU, each with its own
/// settings otherwise; `None` where no model takes the size.
pub fn bounds(fits: &'static [Fit], size: Pixels, gpu: &'static Gpu) -> Option<[Bound; 2]> {
    let asked = |model: &'static Model| {
        let workload = Workload::default_of(model).with_size(size).ok()?;
        let answer = estimate(fits, &Question { workload, gpu, boundary: Boundary::Net }).ok()?;
        Some(Bound { model, energy: answer.energy })
    };
    let all: Vec<Bound> = ALL.into_iter().chain(MORE).filter_map(asked).collect();
    let joules = |bound: &&Bound| bound.energy.joules();
    let least = all.iter().min_by(|one, other| joules(one).total_cmp(&joules(other)))?;
    let most = all.iter().max_by(|one, other| joules(one).total_cmp(&joules(other)))?;
    Some([*least, *most])
}
