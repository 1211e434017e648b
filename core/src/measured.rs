//! Published measurements of single configurations, from `fitted/observations/`: the points that are drawn behind a law and marked
//! in tables.

use crate::error::Error;
use crate::estimate::Question;
use crate::gpu;
use crate::model::{self, Pixels};
use crate::setting::{Boundary, Guidance, Precision};
use crate::units::Energy;
use crate::workload::Workload;

/// A measured run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measurement {
    /// Model id.
    pub model: &'static str,
    /// GPU id.
    pub gpu: &'static str,
    /// Size of the image.
    pub size: Pixels,
    /// Denoising steps.
    pub steps: u32,
    /// Precision.
    pub precision: Precision,
    /// Guidance.
    pub guidance: Guidance,
    /// Images of the run.
    pub images: u64,
    /// Images generated together.
    pub batch: u32,
    /// Energy of the run in joules.
    pub joules: f64,
    /// Boundary of the measured energy.
    pub boundary: Boundary,
    /// Author of the measurement.
    pub by: &'static str,
}

/// Every measurement.
pub static ALL: &[Measurement] = include!(concat!(env!("OUT_DIR"), "/measured.rs"));

impl Measurement {
    /// Energy of one image.
    pub fn energy(&self) -> Energy {
        Energy::from_joules(self.joules / self.images as f64)
    }

    /// The question that the measurement answers.
    ///
    /// # Errors
    /// Never for [`ALL`]: a test asks every one.
    pub fn question(&self) -> Result<Question, Error> {
        let workload = Workload::default_of(model::find(self.model)?)
            .with_size(self.size)?
            .with_steps(self.steps)?
            .with_batch(self.batch)?
            .with_guidance(self.guidance)
            .with_precision(self.precision);
        Ok(Question { workload, gpu: gpu::find(self.gpu)?, boundary: self.boundary })
    }

    /// True if it is of the same kind as a question: all is the same but size, steps and guidance.
    pub fn is_like(&self, question: &Question) -> bool {
        self.model == question.workload.model().id
            && self.gpu == question.gpu.id
            && self.precision == question.workload.precision()
            && self.batch == question.workload.batch()
            && self.boundary == question.boundary
    }

    /// True if a question is the one that was measured.
    pub fn answers(&self, question: &Question) -> bool {
        let workload = &question.workload;
        self.is_like(question)
            && self.size == workload.size()
            && self.steps == workload.steps()
            && self.guidance == workload.guidance()
            && workload.text_tokens() == workload.model().defaults.text_tokens
    }
}

/// The measured energy of a question's image, the mean of all that answer it; `None` where nobody measured it.
pub fn energy(question: &Question) -> Option<Energy> {
    let (mut count, mut joules) = (0.0, 0.0);
    for measurement in ALL.iter().filter(|measurement| measurement.answers(question)) {
        count += 1.0;
        joules += measurement.energy().joules();
    }
    (count > 0.0).then(|| Energy::from_joules(joules / count))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measurement_answers_its_own_question() {
        assert!(ALL.len() > 50);
        for measurement in ALL {
            let question = measurement.question().unwrap();
            assert!(measurement.answers(&question), "{measurement:?}");
            assert!(measurement.energy().joules() > 0.0 && energy(&question).is_some(), "{measurement:?}");
            let other = question.workload.with_steps(measurement.steps + 1).unwrap();
            assert!(!measurement.answers(&Question { workload: other, ..question }));
        }
    }

    /// X-Val: arXiv:2511.17031, the FLUX.1-dev cell of 1024 px, 50 steps, with guidance: 1.54 MJ for 100 images.
    #[test]
    fn the_paper_s_cell_is_its_energy() {
        let cell = ALL.iter().find(|one| one.model == "flux1-dev" && one.steps == 50).unwrap();
        assert_eq!(energy(&cell.question().unwrap()), Some(Energy::from_joules(15_400.0)));
    }
}
