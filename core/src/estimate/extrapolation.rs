//! Beyond the range that a fit has seen: how much less certain its law is there.

use crate::compute::{Convention, Scope, denoiser_pass};
use crate::fit::Fit;
use crate::flops::AttentionCount;
use crate::model::{Origin, Pixels};
use crate::workload::{MAX_BATCH, MAX_STEPS, Workload};

/// Returns by how much two ways of counting part beyond the fitted range: the whole pipeline with full attention against what the law
/// counts, here less there, in ln units. Inside the range the coefficients have absorbed the difference, so it is zero; and an
/// additive law counts everything. Of a changed model, there is the model that it was made from: where little is left of the denoiser, a
/// law that counts nothing else says little.
pub(super) fn extrapolation_ln_sd(fit: &Fit, workload: &Workload) -> f64 {
    let everything = Convention { scope: Scope::Pipeline, attention: AttentionCount::Full };
    if fit.convention() == everything {
        return 0.0;
    }
    let inside = match workload.model().origin {
        Origin::Changed(base) if !fit.saw_model(workload.model()) => clamped(fit, &workload.with_model(base)),
        _ => clamped(fit, workload),
    };
    if std::ptr::eq(inside.model(), workload.model())
        && inside.clip() == workload.clip()
        && inside.steps() == workload.calls()
        && inside.text_tokens() == workload.text_tokens()
    {
        return 0.0;
    }
    let parting = |workload: &Workload| {
        let pass = denoiser_pass(workload);
        (everything.gflops_with(workload, pass) / fit.convention().gflops_with(workload, pass)).ln()
    };
    (parting(workload) - parting(&inside)).abs()
}

/// Frames of every fitted run: no fit has rows of video.
pub(super) const FITTED_FRAMES: u32 = 1;

/// Steps and batch moved to the edge of the fitted range.
pub(super) fn clamped_run(fit: &Fit, workload: &Workload) -> (u32, u32) {
    let ranges = &fit.file().ranges;
    let [fewest, most] = ranges.steps.map(|steps| steps.clamp(1, MAX_STEPS));
    let [smallest, largest] = ranges.batch.map(|batch| batch.clamp(1, MAX_BATCH));
    (workload.calls().clamp(fewest, most), workload.batch().clamp(smallest, largest.max(smallest)))
}

/// The workload moved to the edge of the fitted range, or to what the model can run nearest to that edge.
pub(super) fn clamped(fit: &Fit, workload: &Workload) -> Workload {
    let ranges = &fit.file().ranges;
    let sides = workload.model().sides;
    let side = |value: u32, [least, most]: [u32; 2]| {
        if (least..=most).contains(&value) { value } else { sides.nearest(value.clamp(least, most)) }
    };
    let size = workload.size();
    let size = Pixels { width: side(size.width, ranges.width), height: side(size.height, ranges.height) };
    let (steps, batch) = clamped_run(fit, workload);
    let mut moved = workload
        .with_frames(FITTED_FRAMES)
        .unwrap_or(*workload)
        .with_size(size)
        .and_then(|moved| moved.with_steps(steps))
        .and_then(|moved| moved.with_batch(batch))
        .unwrap_or(*workload);
    if fit.saw_model(workload.model()) {
        let [least, most] = ranges.text_tokens;
        let text_tokens = workload.text_tokens().clamp(least, most);
        moved = moved.with_text_tokens(text_tokens).unwrap_or(moved);
    }
    // No fit has rows with references, or set up otherwise.
    #[cfg(feature = "how-it-runs")]
    let moved = moved.plain();
    moved
}
