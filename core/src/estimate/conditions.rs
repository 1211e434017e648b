//! Regressors of a law for a question.

use super::question::Question;
use crate::fit::Fit;
use crate::fit::schema::{Form, Law};
use crate::gpu::Gpu;
use crate::law::Conditions;
use crate::roofline::{CountedWork, DataSheetTime};
use crate::setting::Precision;
use crate::workload::Workload;

/// Returns the regressors of a fit's law of energy on `gpu`. For its law of duration see [`Conditions::in_seconds`].
pub(crate) fn conditions<'a>(
    fit: &Fit,
    law: &Law,
    question: &Question,
    law_precision: Precision,
    gpu: &'a Gpu,
) -> Conditions<'a> {
    conditions_of(fit, law, question, law_precision, gpu, &counted(law, &question.workload))
}

/// The work behind the summed terms of a law; nothing for a law that has none.
pub(super) fn counted(law: &Law, workload: &Workload) -> Option<CountedWork> {
    (law.form == Form::Additive).then(|| CountedWork::of(workload))
}

/// Returns the regressors where the work is counted already: comparisons of many GPUs count it once.
pub(super) fn conditions_of<'a>(
    fit: &Fit,
    law: &Law,
    question: &Question,
    law_precision: Precision,
    gpu: &'a Gpu,
    counted: &Option<CountedWork>,
) -> Conditions<'a> {
    let workload = &question.workload;
    Conditions {
        gflops_all_images: if counted.is_some() {
            0.0
        } else {
            fit.convention().gflops_per_image(workload) * law.evaluated_at_images as f64
        },
        fp32: law_precision == Precision::Fp32,
        gpu: gpu.id,
        pixels: workload.size().area(),
        sheet: counted
            .as_ref()
            .and_then(|counted| DataSheetTime::of_counted(counted, workload, law_precision, gpu))
            .unwrap_or_default(),
        per_second: gpu.board_power_w,
    }
}
