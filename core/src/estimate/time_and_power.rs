//! Estimates by a law of time and power.

use super::answer::{Coverage, Estimate, does_not_fit, interval};
use super::caveats::Caveats;
use super::extrapolation::{clamped, clamped_run};
use super::interval_parts::{Cause, Variances};
use super::question::Question;
use crate::caveat::Caveat;
use crate::error::Error;
use crate::fit::Fit;
use crate::setting::{Boundary, Execution, Precision};
use crate::time_and_power::evaluation::{Evaluation, Taken};
use crate::time_and_power::promise::{PartPromises, Promise};
use crate::transfer::{COMPILED_SHARE_SD, IDLE_SHARE_SD, other_maker_ln_sd};
use crate::units::{Energy, Power};
use crate::workload::Workload;

/// The law behind an estimate on its model and GPU, and what it was evaluated on.
pub(crate) fn evaluated<'a>(estimate: &Estimate<'a>) -> Option<(Evaluation<'a>, Promise)> {
    let Question { workload, gpu, .. } = &estimate.question;
    let (fit, model) = (estimate.fit, workload.model());
    let evaluation = Evaluation::new(fit.table(), &fit.file().law, model, gpu);
    let (rates, paths) = *evaluation.run(workload.precision())?;
    Some((evaluation, image(workload, &PartPromises::new(workload, &rates, paths))))
}

fn image(run: &Workload, parts: &PartPromises) -> Promise {
    parts.image(run.calls(), run.passes(), run.batch())
}

/// Everything of a question that does not depend on steps, guidance, batch and boundary.
#[derive(Debug, Clone)]
pub(super) struct Counted<'a> {
    fit: &'a Fit,
    evaluation: Evaluation<'a>,
    /// The promise for the run's parts.
    parts: PartPromises,
    /// That of an eager run at the edge of the fitted range, where it is another: the fit's uncertainty is evaluated there.
    certain: Option<Box<PartPromises>>,
    /// That of the compiled run at that edge, where the run is compiled.
    compiled: Option<Box<PartPromises>>,
    /// Variances of what is assumed, but for those of steps and batch.
    assumed: Variances,
    /// Standard deviation of the idle power in W, where it was not measured.
    idle_sd_w: Option<f64>,
    law_precision: Precision,
    coverage: Coverage,
    caveats: Caveats<'a>,
    /// That of a run whose weights exceed the memory.
    does_not_fit: Option<Caveat<'a>>,
}

impl<'a> Counted<'a> {
    /// Counts a question's work and looks up what its fit knows.
    ///
    /// # Errors
    /// [`Error::PrecisionUnsupported`] where the silicon lacks the precision.
    pub(super) fn new(fit: &'a Fit, question: &Question) -> Result<Self, Error> {
        let Question { workload, gpu, .. } = question;
        let (law, precision) = (&fit.file().law, workload.precision());
        let evaluation = Evaluation::new(fit.table(), law, workload.model(), gpu);
        let (rates, paths) = *evaluation.run(precision).ok_or_else(|| gpu.lacks(precision))?;
        let promises = |workload: &Workload| PartPromises::new(workload, &rates, paths);
        let parts = promises(workload);

        // What the fit found holds where it has been; beyond, its uncertainty is that at the edge and grows with the distance.
        let edge = clamped(fit, workload);
        let is_within = edge.clip() == workload.clip() && edge.text_tokens() == workload.text_tokens();
        #[cfg(feature = "how-it-runs")]
        let is_within = is_within && workload.is_plain();
        let is_compiled = workload.execution() == Execution::Compiled;
        let eager = |edge: &Workload| Box::new(promises(&edge.with_execution(Execution::Eager)));
        let certain = (is_compiled || !is_within).then(|| eager(&edge));
        let compiled = is_compiled.then(|| Box::new(promises(&edge)));
        let mut assumed = Variances::default();
        if let Some(effects) = &law.effects {
            assumed.widen(Cause::Laboratory, effects.source);
            if !fit.knows_precision_of(precision, workload.model()) {
                assumed.widen(Cause::Precision, effects.precision);
            }
            let mut beyond = |given: u32, edge: u32| {
                assumed.widen(Cause::Range, beyond_the_edge(effects.extrapolation, given, edge));
            };
            beyond(workload.size().width, edge.size().width);
            beyond(workload.size().height, edge.size().height);
            beyond(workload.text_tokens(), edge.text_tokens());
            // As sides, frames are compared by positions of the latent.
            beyond(workload.latent_frames() as u32, edge.latent_frames() as u32);
            // A reference is as much as another image in the sequence.
            #[cfg(feature = "how-it-runs")]
            beyond(workload.references() + 1, edge.references() + 1);
        }
        assumed.widen(Cause::Maker, other_maker_ln_sd(gpu));
        if let Some(saturation) = &law.saturation {
            assumed.widen(Cause::DataSheet, saturation.exponent_sd * rates.beyond);
        }
        let power = evaluation.power();
        let law_precision = law_precision(fit, precision);
        Ok(Self {
            fit,
            parts,
            certain,
            compiled,
            assumed,
            idle_sd_w: (!power.idle_measured).then_some(IDLE_SHARE_SD * gpu.board_power_w),
            law_precision,
            coverage: Coverage::of(fit, question),
            caveats: Caveats::new(fit, question, law_precision, gpu),
            does_not_fit: does_not_fit(question),
            evaluation,
        })
    }

    /// Answers a question that differs from the one counted in steps, guidance, batch or boundary at most.
    ///
    /// # Errors
    /// [`Error::NotFinite`] where the coefficients are absurd.
    pub(super) fn answer(&self, question: &Question) -> Result<Estimate<'a>, Error> {
        let Question { workload, gpu, boundary } = question;
        let (fit, evaluation) = (self.fit, &self.evaluation);
        let taken = evaluation.taken(&image(workload, &self.parts));
        #[cfg(feature = "how-it-runs")]
        let set_up =
            super::running::set_up(evaluation, &self.parts, question, fit.file().law.effects.as_ref())?;
        #[cfg(feature = "how-it-runs")]
        let taken = set_up.as_ref().map_or(taken, |set_up| set_up.taken);
        let within = |taken: &Taken| match boundary {
            Boundary::Net => taken.net_j,
            Boundary::Gross => taken.gross_j,
        };

        let (steps, batch) = clamped_run(fit, workload);
        let passes = steps * workload.guidance().passes_per_step();
        let at_edge = self.certain.as_deref().unwrap_or(&self.parts).image(steps, passes, batch);
        let mut variances = self.assumed;
        let found = evaluation.ln_energy_variance(&at_edge, *boundary);
        variances.add(Cause::Unexplained, found.unexplained);
        variances.add(Cause::Parameters, found.parameters);
        variances.add(Cause::Model, found.model);
        variances.add(Cause::Gpu, found.gpu);
        variances.add(Cause::Architecture, found.architecture);
        if let Some(effects) = &fit.file().law.effects {
            let mut beyond = |given: u32, edge: u32| {
                variances.widen(Cause::Range, beyond_the_edge(effects.extrapolation, given, edge));
            };
            beyond(workload.calls(), steps);
            beyond(workload.batch(), batch);
        }
        if let Some(compiled) = &self.compiled {
            let [eager, compiled] = [at_edge, compiled.image(steps, passes, batch)]
                .map(|promise| within(&evaluation.taken(&promise)));
            variances.widen(Cause::Compiled, COMPILED_SHARE_SD * (eager / compiled).ln());
        }
        if let Some(idle_sd_w) = self.idle_sd_w {
            let of_idle = evaluation.idle_variance(&evaluation.taken(&at_edge), *boundary, idle_sd_w);
            variances.add(Cause::Power, of_idle);
        }

        #[cfg(feature = "how-it-runs")]
        if let Some(set_up) = &set_up {
            variances.add(Cause::SetUp, set_up.variance);
        }

        let half_width = variances.ln_half_width();
        let energy = Energy::from_joules(within(&taken));
        let mut caveats = self.caveats.of_run(fit, workload);
        // What clips hold grows with the batch.
        caveats.extend(match workload.makes_video() {
            true => does_not_fit(question),
            false => self.does_not_fit,
        });
        let [low, high] = interval(fit, energy, half_width)?;
        Ok(Estimate {
            question: *question,
            fit,
            coverage: self.coverage,
            energy,
            low,
            high,
            ln_half_width: half_width,
            seconds: Some(taken.seconds),
            power: Some(Power::from_watts(taken.gross_j / taken.seconds)),
            caveats,
            variances,
            ln_transfer: 0.0,
            law_precision: self.law_precision,
            law_gpu: gpu,
        })
    }
}

/// 16-bit formats run alike until a fit has rows of both.
fn law_precision(fit: &Fit, precision: Precision) -> Precision {
    match precision {
        Precision::Bf16 if !fit.saw_precision(Precision::Bf16) => Precision::Fp16,
        Precision::Fp16 if !fit.saw_precision(Precision::Fp16) => Precision::Bf16,
        other => other,
    }
}

/// Standard deviation of a setting beyond the fitted range, from that of a factor of e.
fn beyond_the_edge(sd: f64, given: u32, edge: u32) -> f64 {
    if given == edge { 0.0 } else { sd * (f64::from(given) / f64::from(edge)).ln().abs() }
}
