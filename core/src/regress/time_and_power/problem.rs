//! The problem of a fit: observations, effects and priors.

use nalgebra::DVector;

use super::effects::{Effect, EffectOf, TIMINGS};
use super::observation::{Observation, Target};
use super::rows::{Row, Shared, all_effects, clusters};
use crate::fit::schema::{Feature, Form, Law, Saturation};
use crate::regress::design::Design;
use crate::regress::prior::{self, EFFECTS};
use crate::regress::refusal::Refusal;
use crate::regress::supplement::Supplement;
use crate::time_and_power::{KINDS, logit};
use crate::transfer::LoadPower;

/// The problem: parameters are the logarithms of the coefficients, the logits of the power shares, then the effects.
pub(super) struct Problem {
    pub observations: Vec<Observation>,
    pub effects: Vec<Effect>,
    /// Sources that published seconds only.
    pub timing_sources: Vec<String>,
    pub centre: DVector<f64>,
    /// Reciprocal variances of the priors.
    pub precision: DVector<f64>,
}

impl Problem {
    /// Brings the chosen rows and their supplement together.
    ///
    /// # Errors
    /// [`Refusal::NoEstimate`] for a precision that a row's GPU lacks.
    pub(super) fn new(
        design: &Design,
        chosen: &[usize],
        supplement: &Supplement,
        saturation: &Saturation,
    ) -> Result<Self, Refusal> {
        let measured = chosen.iter().map(|row| Row::of_observed(design.rows[*row], false));
        let from_laws = supplement.law_rows.iter().map(|row| Row::of_observed(row, true));
        let timed = supplement.timings.iter().map(|timing| Row::of_timing(timing));
        let rows: Vec<Row> = measured.chain(from_laws).chain(timed).collect();

        let (mut effects, timing_sources) = all_effects(&rows);
        effects.sort();
        let place = |effect: &Effect| effects.binary_search(effect).ok().map(|at| 2 * KINDS + at);
        let (clusters, sizes) = clusters(&rows);
        let mut observations = Vec::new();
        for ((row, cluster), size) in rows.iter().zip(clusters).zip(sizes) {
            let promise = row.promise(saturation)?;
            let idle_w = LoadPower::of(row.gpu).idle.watts();
            let power = Effect { of: EffectOf::GpuPower, level: row.gpu.id.to_owned() };
            for (target, value) in row.values.into_iter().flatten() {
                let sd = match (cluster, target) {
                    (Shared::Law, _) => prior::LAW_LN_SD,
                    (Shared::Runs, Target::MeanPower) => prior::POWER_LN_SD,
                    (Shared::Runs, Target::Seconds | Target::Energy(_)) => prior::TIME_LN_SD,
                };
                let on_time = match target {
                    // What a run takes longer leaves its mean power.
                    Target::MeanPower => Vec::new(),
                    Target::Seconds | Target::Energy(_) => row.effects().iter().filter_map(place).collect(),
                };
                let metered = (!row.is_timing && !row.from_law).then_some(size);
                observations.push(Observation {
                    target,
                    promise,
                    idle_w,
                    range_w: row.gpu.board_power_w - idle_w,
                    on_time,
                    on_power: (target != Target::Seconds).then(|| place(&power)).flatten(),
                    ln_measured: value.ln(),
                    weight: 1.0 / (sd * sd * size),
                    metered,
                });
            }
        }
        let mut centre = Vec::new();
        let mut precision = Vec::new();
        for feature in Feature::KINDS {
            let prior = prior::of_kind(feature).coefficient;
            centre.push(prior.centre.ln());
            precision.push(prior.ln_sd.powi(-2));
        }
        for feature in Feature::KINDS {
            centre.push(logit(prior::of_kind(feature).power_share));
            precision.push(prior::POWER_LOGIT_SD.powi(-2));
        }
        for effect in &effects {
            let sd = match effect.of {
                EffectOf::Architecture => EFFECTS.architecture,
                EffectOf::Gpu => EFFECTS.gpu,
                EffectOf::GpuPower => EFFECTS.gpu_power,
                EffectOf::Model => EFFECTS.model,
                _ if effect.level == TIMINGS => prior::TIMING_LN_SD,
                _ if timing_sources.contains(&effect.level) => prior::TIMING_SOURCE_LN_SD,
                _ => EFFECTS.source,
            };
            centre.push(0.0);
            precision.push(sd.powi(-2));
        }
        Ok(Self {
            observations,
            effects,
            timing_sources,
            centre: DVector::from_vec(centre),
            precision: DVector::from_vec(precision),
        })
    }

    /// Returns the start of a search: the parameters of a similar law, or the means of the priors.
    pub(super) fn near(&self, law: Option<&Law>) -> DVector<f64> {
        let mut parameters = self.centre.clone();
        let Some(law) = law.filter(|law| law.form == Form::TimeAndPower) else { return parameters };
        for (kind, term) in law.terms.iter().take(KINDS).enumerate() {
            parameters[kind] = term.coefficient.ln();
            parameters[KINDS + kind] = logit(term.power_share.unwrap_or(0.5));
        }
        for (at, effect) in self.effects.iter().enumerate() {
            let feature = effect.of.feature();
            let found = law
                .terms
                .iter()
                .find(|term| term.feature == feature && term.level.as_deref() == Some(effect.level.as_str()));
            parameters[2 * KINDS + at] = found.map_or(0.0, |term| term.coefficient);
        }
        parameters
    }

    /// Variance of what is left unexplained of the energy of metered runs: the mean square of ln(energy), a cluster counting as one. What the
    /// parameters took from it is in their covariance.
    pub(super) fn unexplained(&self, parameters: &DVector<f64>) -> f64 {
        let (mut squares, mut clusters) = (0.0, 0.0);
        let mut of_seconds = 0.0;
        for one in &self.observations {
            let Some(in_cluster) = one.metered else { continue };
            let away = one.ln_measured - one.value(parameters, &mut Vec::new());
            if one.target == Target::Seconds {
                // ln(energy) is ln(seconds) plus ln(mean power), which follows.
                of_seconds = away;
                continue;
            }
            squares += (away + of_seconds).powi(2) / in_cluster;
            clusters += 1.0 / in_cluster;
            of_seconds = 0.0;
        }
        squares / clusters
    }
}
