//! The laws of arXiv:2511.17031 beside an estimate by other coefficients.

use super::{Coverage, Estimate, Question, estimate_with};
use crate::fit::{Fit, available, find};
use crate::model::Model;
use crate::setting::Execution;

/// Fits of the laws that the paper prints, in the order in which they are asked: those of one GPU before those of two, which lack a factor for fp32.
/// The fit solved from two cells of Stable Diffusion 2 is no law of the paper's.
const LAWS: [&str; 5] = [
    "paper-flux1-dev-a100",
    "paper-sd3.5-large-a100",
    "paper-qwen-image-a100",
    "paper-flux1-dev-a100-a6000",
    "paper-sd3.5-large-a100-a6000",
];

/// Returns the estimate by the paper's own law; `None` where the paper measured another model, GPU or precision, and for compiled runs.
///
/// ```
/// use wattpix_core::configuration::Configuration;
/// use wattpix_core::estimate::paper;
///
/// let question = Configuration::first().question;
/// assert_eq!(paper(&question).unwrap().fit.id(), "paper-flux1-dev-a100");
/// ```
pub fn paper(question: &Question) -> Option<Estimate<'static>> {
    if question.workload.execution() == Execution::Compiled {
        return None;
    }
    LAWS.iter()
        .filter_map(|id| find(available(), id).ok())
        .filter(|fit| Coverage::of(fit, question) == Coverage::ModelAndGpu)
        .filter(|fit| fit.saw_precision_on(question.workload.precision(), question.gpu))
        .find_map(|fit| estimate_with(fit, question).ok())
}

/// Returns the law that the paper prints for a model, on the A100 alone where it prints one; `None` for a model without printed coefficients, such as
/// Stable Diffusion 2.
pub fn printed_law(model: &Model) -> Option<&'static Fit> {
    LAWS.iter().filter_map(|id| find(available(), id).ok()).find(|fit| fit.saw_model(model))
}

/// Returns the estimate by the paper's own law beside another; `None` where there is none, or where it is that estimate.
pub fn paper_beside(estimate: &Estimate) -> Option<Estimate<'static>> {
    paper(&estimate.question).filter(|paper| paper.fit.id() != estimate.fit.id())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::setting::{Boundary, Precision};
    use crate::workload::Workload;
    use crate::{gpu, model};

    fn asked(model: &str, gpu: &str, precision: Precision) -> Option<&'static str> {
        let workload = Workload::default_of(model::find(model).unwrap()).with_precision(precision);
        let question = Question { workload, gpu: gpu::find(gpu).unwrap(), boundary: Boundary::Net };
        paper(&question).map(|estimate| estimate.fit.file().id.as_ref())
    }

    #[test]
    fn the_paper_speaks_where_it_measured() {
        assert_eq!(asked("flux1-dev", "a100", Precision::Fp32), Some("paper-flux1-dev-a100"));
        assert_eq!(asked("sd3.5-large", "rtx-a6000", Precision::Fp16), Some("paper-sd3.5-large-a100-a6000"));
        assert_eq!(asked("qwen-image", "a100", Precision::Fp32), None, "fp16 only");
        assert_eq!(asked("sd2.1", "a100", Precision::Fp16), None, "two cells are no law");
        assert_eq!(asked("flux1-dev", "h100", Precision::Fp16), None);
        assert_eq!(asked("sdxl", "a100", Precision::Fp16), None);
    }
}
