//! Rows that a published law gives on the grid of runs that it was fitted to, where its single measurements were not published.
//!
//! 16-bit rows only. The paper's factors for fp32 (7.7 and 6.7) contradict the measured fp32 runs of Luccioni et al. by a factor of 1.4: with them
//! in the fit, those runs left out are predicted 24 % too high and the paper's own Stable Diffusion 2 cells 17 % too low (docs/law.md). What cannot both
//! hold widens the interval of fp32 instead ([`super::prior::EFFECTS`]).

use crate::estimate::estimate_with;
use crate::fit::Fit;
use crate::model::{self, Pixels};
use crate::observation::Observed;
use crate::setting::{Guidance, Precision};
use crate::workload::Workload;

/// The source of the paper's laws, as its cells in `fitted/observations/paper-cells.csv` name it.
pub const PAPER: &str = "arXiv:2511.17031";

/// Sides of the square images of arXiv:2511.17031, in pixels.
const SIDES: [u32; 4] = [256, 512, 768, 1024];

/// Denoising steps of the rows.
const STEPS: [u32; 5] = [10, 20, 30, 40, 50];

/// The rows of one law at 16 bits, of each of its models on its baseline GPU. `source` says who measured what the law was fitted to; rows
/// of the same source, model and precision are of one cluster with them.
pub fn law_rows(fit: &Fit, source: &str) -> Vec<Observed> {
    let mut rows = Vec::new();
    let Ok(gpu) = crate::gpu::find(&fit.file().baseline_gpu) else { return rows };
    for model in fit.file().models.iter().filter_map(|id| model::find(id).ok()) {
        let base = Workload::default_of(model).with_precision(Precision::Fp16);
        for side in SIDES {
            for steps in STEPS {
                for guidance in [Guidance::Off, Guidance::On] {
                    let workload = base
                        .with_size(Pixels::square(side))
                        .and_then(|workload| workload.with_steps(steps))
                        .map(|workload| workload.with_guidance(guidance));
                    let Ok(workload) = workload else { continue };
                    let boundary = fit.boundary();
                    let question = crate::estimate::Question { workload, gpu, boundary };
                    let Ok(estimate) = estimate_with(fit, &question) else { continue };
                    rows.push(Observed {
                        workload,
                        gpu,
                        boundary,
                        energy: estimate.energy,
                        seconds: None,
                        images: fit.file().law.evaluated_at_images,
                        source: source.to_owned(),
                        place: format!("law of {}", fit.id()),
                    });
                }
            }
        }
    }
    rows
}
