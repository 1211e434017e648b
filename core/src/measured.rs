//! Published measurements of single configurations: the points that are drawn behind a law and marked in tables.

use crate::error::Error;
use crate::estimate::Question;
use crate::gpu;
use crate::model::{self, Pixels};
use crate::source::Source;
use crate::units::Energy;
use crate::workload::{Boundary, Guidance, Precision, Workload};

/// A measured configuration.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measurement {
    /// Model id.
    pub model: &'static str,
    /// GPU id.
    pub gpu: &'static str,
    /// Side of the square image in pixels.
    pub side: u32,
    /// Denoising steps.
    pub steps: u32,
    /// Guidance.
    pub guidance: Guidance,
    /// Precision.
    pub precision: Precision,
    /// Images of the run.
    pub images: u32,
    /// The least and the most joules of the run that print as the table does, net of idle power.
    pub joules: [f64; 2],
}

/// Where [`ALL`] is from.
pub const SOURCE: Source = Source {
    title: "Energy Scaling Laws for Diffusion Models",
    locator: "the cells that its versions 1 and 2 print: tables 3 and 6 to 9, section 6.1; A100, 100 prompts",
    url: "https://arxiv.org/abs/2511.17031",
};

const fn cell(
    model: &'static str,
    side: u32,
    steps: u32,
    guidance: Guidance,
    joules: [f64; 2],
) -> Measurement {
    let gpu = "a100-sxm4-80gb";
    Measurement { model, gpu, side, steps, guidance, precision: Precision::Fp16, images: 100, joules }
}

/// Every measurement.
pub const ALL: [Measurement; 9] = [
    cell("flux1-dev", 512, 20, Guidance::On, [205_000.0, 205_000.0]),
    cell("flux1-dev", 1024, 50, Guidance::On, [1_540_000.0, 1_540_000.0]),
    cell("sd3.5-large", 512, 20, Guidance::On, [88_800.0, 89_100.0]),
    cell("sd3.5-large", 1024, 50, Guidance::On, [753_000.0, 753_000.0]),
    cell("qwen-image", 256, 10, Guidance::Off, [18_300.0, 18_300.0]),
    cell("qwen-image", 1024, 30, Guidance::On, [802_000.0, 802_000.0]),
    cell("qwen-image", 1024, 50, Guidance::On, [1_290_000.0, 1_290_000.0]),
    cell("sd2.1", 512, 20, Guidance::On, [14_300.0, 14_500.0]),
    cell("sd2.1", 1024, 50, Guidance::On, [131_000.0, 131_000.0]),
];

impl Measurement {
    /// Energy of one image: the middle of the printed range.
    pub fn energy(&self) -> Energy {
        Energy::from_joules((self.joules[0] + self.joules[1]) / 2.0 / f64::from(self.images))
    }

    /// The question that the measurement answers.
    ///
    /// # Errors
    /// Never for [`ALL`]: a test asks every one.
    pub fn question(&self) -> Result<Question, Error> {
        let workload = Workload::default_of(model::find(self.model)?)
            .with_size(Pixels::square(self.side))?
            .with_steps(self.steps)?
            .with_guidance(self.guidance)
            .with_precision(self.precision);
        Ok(Question { workload, gpu: gpu::find(self.gpu)?, boundary: Boundary::Net })
    }

    /// Whether a question is the one that was measured.
    pub fn answers(&self, question: &Question) -> bool {
        self.question().is_ok_and(|measured| {
            let (this, that) = (&measured.workload, &question.workload);
            this.model().id == that.model().id
                && measured.gpu.id == question.gpu.id
                && this.size() == that.size()
                && this.steps() == that.steps()
                && this.guidance() == that.guidance()
                && this.precision() == that.precision()
                && this.text_tokens() == that.text_tokens()
                && this.batch() == that.batch()
                && measured.boundary == question.boundary
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_measurement_answers_its_own_question_and_no_other() {
        for measurement in &ALL {
            let question = measurement.question().unwrap();
            let answering = ALL.iter().filter(|other| other.answers(&question)).count();
            assert_eq!(answering, 1, "{measurement:?}");
        }
    }
}
