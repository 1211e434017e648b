//! The problem of a fit: observations, effects and priors.

use nalgebra::DVector;

use super::effects::{Effect, EffectOf, TIMINGS};
use super::observation::{Measured, Observation, OnGpu};
use super::rows::{Row, Shared, all_effects, clusters, kin};
use crate::fit::schema::{Feature, Form, Law, Saturation};
use crate::regress::design::Design;
use crate::regress::prior::{self, EFFECTS};
use crate::regress::refusal::Refusal;
use crate::regress::supplement::Supplement;
use crate::setting::Boundary;
use crate::time_and_power::{ByKind, KINDS, logistic, logit};
use crate::transfer::LoadPower;

/// Observations of one model on one GPU by one source: they share their effects.
pub(super) struct Alike {
    /// Places of the effects on time among the parameters.
    pub on_time: Vec<usize>,
    /// Place of the GPU's effect on power, where an energy was metered on it.
    pub on_power: Option<usize>,
    /// From idle to board power in W.
    range_w: f64,
    pub observations: Vec<Observation>,
}

impl Alike {
    /// Returns what the parameters are on this GPU.
    pub(super) fn on_gpu(&self, parameters: &DVector<f64>) -> OnGpu {
        let of_gpu = self.on_power.map_or(0.0, |place| parameters[place]);
        OnGpu {
            times: std::array::from_fn(|kind| parameters[kind].exp()),
            shares: std::array::from_fn(|kind| logistic(parameters[KINDS + kind] + of_gpu)),
            range_w: self.range_w,
        }
    }

    /// Returns the sum of the effects on time.
    pub(super) fn effects(&self, parameters: &DVector<f64>) -> f64 {
        self.on_time.iter().map(|place| parameters[*place]).sum()
    }
}

/// The problem: parameters are the logarithms of the coefficients, the logits of the power shares, then the effects.
pub(super) struct Problem {
    pub alike: Vec<Alike>,
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

        let (kin_of, firsts) = kin(&rows);
        let (mut effects, timing_sources) = all_effects(firsts.iter().map(|row| &rows[*row]));
        effects.sort();
        let place = |effect: &Effect| effects.binary_search(effect).ok().map(|at| 2 * KINDS + at);
        let alike = |row: &usize| {
            let row = &rows[*row];
            let power = Effect { of: EffectOf::GpuPower, level: row.gpu.id.to_owned() };
            Alike {
                on_time: row.effects().iter().filter_map(place).collect(),
                on_power: place(&power),
                range_w: row.gpu.board_power_w - LoadPower::of(row.gpu).idle.watts(),
                observations: Vec::new(),
            }
        };
        let mut alike: Vec<Alike> = firsts.iter().map(alike).collect();
        let (clusters, sizes) = clusters(&rows);
        for ((row, kin), (cluster, size)) in rows.iter().zip(kin_of).zip(clusters.into_iter().zip(sizes)) {
            alike[kin].observations.push(observation(row, cluster, size, row.promise(saturation)?));
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
            alike,
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
        for alike in &self.alike {
            let (on_gpu, on_time) = (alike.on_gpu(parameters), alike.effects(parameters));
            for one in &alike.observations {
                let Some(in_cluster) = one.metered else { continue };
                // ln(energy) is ln(seconds) plus ln(mean power).
                let away: f64 = one.away(one.value(&on_gpu).0, on_time).iter().sum();
                squares += away.powi(2) / in_cluster;
                clusters += 1.0 / in_cluster;
            }
        }
        squares / clusters
    }
}

/// Returns a row as it is fitted, with the weight that its cluster leaves it.
fn observation(row: &Row, cluster: Shared, size: f64, promise: ByKind) -> Observation {
    let idle_w = LoadPower::of(row.gpu).idle.watts();
    let weight = |variance: f64| 1.0 / (variance * size);
    let [time, power, energy] = prior::run_variances();
    let (idle_w, measured, weights) = match row.measured {
        Measured::Seconds(seconds) => (idle_w, [seconds, 1.0], [weight(time), 0.0, 0.0]),
        Measured::Run { seconds, watts } => {
            // The reciprocal of the covariance of the two.
            let both = -prior::TIME_POWER_CORRELATION / (prior::TIME_LN_SD * prior::POWER_LN_SD);
            let alone = 1.0 - prior::TIME_POWER_CORRELATION.powi(2);
            let weights = [1.0 / time, both, 1.0 / power].map(|one| one / (alone * size));
            (idle_w, [seconds, watts], weights)
        }
        Measured::Energy { boundary, joules } => {
            let idle_w = if boundary == Boundary::Net { 0.0 } else { idle_w };
            let variance = match cluster {
                Shared::Law => prior::LAW_LN_SD.powi(2),
                Shared::Runs => energy,
            };
            (idle_w, [joules, 1.0], [weight(variance); 3])
        }
    };
    Observation {
        promise,
        idle_w,
        ln_measured: measured.map(f64::ln),
        weights,
        metered: (!row.is_timing && !row.from_law).then_some(size),
    }
}
