//! Collection of an estimate's caveats.

use super::extrapolation::FITTED_FRAMES;
use super::question::Question;
use crate::caveat::Caveat;
use crate::error::{Choice, Key};
use crate::fit::Fit;
use crate::fit::schema::{Feature, Origin};
use crate::gpu::Gpu;
use crate::setting::{Execution, Guidance, Precision};
use crate::workload::Workload;

/// Fits on fewer measured configurations than this say so.
const FEW_OBSERVATIONS: u64 = 10;

/// The caveats of a question, those apart that follow from its steps, guidance and batch.
#[derive(Debug, Clone)]
pub(super) struct Caveats<'a> {
    /// Before those of steps and batch.
    before: Vec<Caveat<'a>>,
    /// That of the text's length.
    text_tokens: Option<Caveat<'a>>,
    /// After that of guidance.
    after: [Option<Caveat<'a>>; 2],
}

impl<'a> Caveats<'a> {
    /// Collects what a model, GPU, size, text and precision ask for; `last` comes last.
    pub(super) fn new(
        fit: &'a Fit,
        question: &Question,
        law_precision: Precision,
        reference: &'static Gpu,
        last: Option<Caveat<'a>>,
    ) -> Self {
        let workload = &question.workload;
        let ranges = &fit.file().ranges;
        let mut before = Vec::new();
        if workload.execution() == Execution::Compiled {
            before.push(Caveat::CompiledNotMeasured { counted: fit.answers_everything() });
        }
        if fit.is_same_everywhere() {
            before.push(Caveat::SameEverywhere);
        } else {
            unseen(&mut before, fit, question, law_precision, reference);
        }
        before.extend(mapped(workload));
        #[cfg(feature = "how-it-runs")]
        before.extend(super::running::caveats(workload, fit.answers_everything()));
        #[cfg(feature = "how-it-runs")]
        before.extend(outside(Key::References, workload.references(), [0, 0]));
        before.extend(outside(Key::Width, workload.size().width, ranges.width));
        before.extend(outside(Key::Height, workload.size().height, ranges.height));
        before.extend(outside(Key::Frames, workload.frames(), [FITTED_FRAMES; 2]));
        let of_text = fit.saw_model(workload.model());
        let few = fit.file().quality.n.filter(|n| *n < FEW_OBSERVATIONS);
        Self {
            before,
            text_tokens: if of_text {
                outside(Key::TextTokens, workload.text_tokens(), ranges.text_tokens)
            } else {
                None
            },
            after: [few.map(|n| Caveat::FewObservations { n }), last],
        }
    }

    /// All of them for a run.
    pub(super) fn of_run(&self, fit: &Fit, workload: &Workload) -> Vec<Caveat<'a>> {
        let ranges = &fit.file().ranges;
        let guidance = workload.guidance();
        let model = workload.model();
        let distilled = guidance == Guidance::On && model.defaults.guidance == Guidance::Off;
        let seen = ranges.guidance.iter().any(|seen| seen == guidance.name());
        let of_run = [
            outside(Key::Steps, workload.steps(), ranges.steps),
            outside(Key::Batch, workload.batch(), ranges.batch),
            self.text_tokens,
            (!seen).then_some(Caveat::GuidanceNotInFit { given: guidance }),
            distilled.then_some(Caveat::DistilledGuidance { model }),
        ];
        let rest = of_run.into_iter().chain(self.after).flatten();
        let mut all = Vec::with_capacity(self.before.len() + rest.clone().count());
        all.extend_from_slice(&self.before);
        all.extend(rest);
        all
    }
}

/// The caveat of a size in whose place a pipeline runs another.
fn mapped<'a>(workload: &Workload) -> Option<Caveat<'a>> {
    let asked = workload.size();
    crate::pipeline_size::runs(workload.model(), asked).map(|runs| Caveat::SizeMapped { asked, runs })
}

/// The caveat of a number beyond the fitted range.
fn outside<'a>(axis: Key, given: u32, [least, most]: [u32; 2]) -> Option<Caveat<'a>> {
    let is_outside = given < least || given > most;
    is_outside.then(|| Caveat::OutsideFittedRange {
        axis,
        given: given.into(),
        seen: [least.into(), most.into()],
    })
}

/// Caveats of a model, GPU and precision that the fit did not see.
fn unseen<'a>(
    caveats: &mut Vec<Caveat<'a>>,
    fit: &'a Fit,
    question: &Question,
    law_precision: Precision,
    reference: &'static Gpu,
) {
    let workload = &question.workload;
    if !fit.saw_model(workload.model()) {
        if workload.model().is_custom() {
            caveats.push(Caveat::CustomArchitecture { model: workload.model() });
        }
        caveats.push(Caveat::ModelNotInFit { model: workload.model(), fit });
    }
    if question.gpu.maker.is_other() {
        caveats.push(Caveat::OtherMaker { gpu: question.gpu });
    }
    if question.gpu.is_described() {
        caveats.push(Caveat::DescribedGpu { gpu: question.gpu });
    }
    let by_data_sheet = fit.answers_everything();
    if by_data_sheet && !fit.saw_gpu(question.gpu) {
        let timed = fit.knows_effect(Feature::Gpu, question.gpu.id);
        caveats.push(Caveat::GpuByDataSheet { gpu: question.gpu, timed });
    } else if question.gpu.id != reference.id {
        caveats.push(Caveat::GpuNotInFit { gpu: question.gpu, reference });
    } else if question.gpu.id == PAPER_A100 && matches!(fit.file().origin, Origin::Paper { .. }) {
        caveats.push(Caveat::GpuVariantUnknown { gpu: question.gpu });
    }
    if PAPER_A6000.contains(&reference.id) && matches!(fit.file().origin, Origin::Paper { .. }) {
        caveats.push(Caveat::GpuIdentityInferred { gpu: reference });
    }
    if by_data_sheet && law_precision == workload.precision() && !fit.saw_precision(law_precision) {
        caveats.push(Caveat::PrecisionByDataSheet { precision: law_precision });
    } else if by_data_sheet && !fit.knows_precision_of(workload.precision(), workload.model()) {
        caveats.push(Caveat::PrecisionOfOtherModels { precision: law_precision, model: workload.model() });
    } else if law_precision != workload.precision()
        || !fit.saw_precision_on(workload.precision(), question.gpu)
    {
        caveats
            .push(Caveat::PrecisionNotMeasured { precision: workload.precision(), instead: law_precision });
    }
}

/// The card that the paper's "A100" is taken for; it does not say SXM or PCIe.
const PAPER_A100: &str = "a100-sxm4-80gb";

/// The cards that the paper's "A6000" is or was taken for.
const PAPER_A6000: [&str; 2] = ["rtx-a6000", "rtx-6000-ada"];
