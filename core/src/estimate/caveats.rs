//! What a reader must know beside an estimate: collecting its caveats.

use super::Question;
use crate::caveat::Caveat;
use crate::error::Key;
use crate::fit::Fit;
use crate::fit::schema::Origin;
use crate::gpu::Gpu;
use crate::workload::Precision;

/// Fits on fewer measured configurations than this say so.
const FEW_OBSERVATIONS: u64 = 10;

pub(super) fn caveats<'a>(
    fit: &'a Fit,
    question: &Question,
    law_precision: Precision,
    reference: &'static Gpu,
) -> Vec<Caveat<'a>> {
    let workload = &question.workload;
    let ranges = &fit.file().ranges;
    let mut caveats = Vec::new();
    if !fit.saw_model(workload.model()) {
        if workload.model().is_custom() {
            caveats.push(Caveat::CustomArchitecture { model: workload.model() });
        }
        caveats.push(Caveat::ModelNotInFit { model: workload.model(), fit });
    }
    if question.gpu.id != reference.id {
        caveats.push(Caveat::GpuNotInFit { gpu: question.gpu, reference });
    } else if question.gpu.id == PAPER_A100 && matches!(fit.file().origin, Origin::Paper { .. }) {
        caveats.push(Caveat::GpuVariantUnknown { gpu: question.gpu });
    }
    if law_precision != workload.precision() || !fit.saw_precision_on(workload.precision(), question.gpu) {
        caveats
            .push(Caveat::PrecisionNotMeasured { precision: workload.precision(), instead: law_precision });
    }
    let text_tokens = fit.saw_model(workload.model()).then_some((
        Key::TextTokens,
        workload.text_tokens(),
        ranges.text_tokens,
    ));
    let axes = [
        (Key::Width, workload.size().width, ranges.width),
        (Key::Height, workload.size().height, ranges.height),
        (Key::Steps, workload.steps(), ranges.steps),
        (Key::Batch, workload.batch(), ranges.batch),
    ];
    for (axis, given, [least, most]) in axes.into_iter().chain(text_tokens) {
        if given < least || given > most {
            caveats.push(Caveat::OutsideFittedRange {
                axis,
                given: given.into(),
                seen: [least.into(), most.into()],
            });
        }
    }
    use crate::error::Choice;
    let guidance = workload.guidance();
    if !ranges.guidance.iter().any(|seen| seen == guidance.name()) {
        caveats.push(Caveat::GuidanceNotInFit { given: guidance });
    }
    if let Some(n) = fit.file().quality.n.filter(|n| *n < FEW_OBSERVATIONS) {
        caveats.push(Caveat::FewObservations { n });
    }
    caveats
}

/// The card that the paper's "A100" is taken for; it does not say SXM or PCIe.
const PAPER_A100: &str = "a100-sxm4-80gb";
