//! A law's parameters by GPU and model of the catalogue, looked up by name once a fit and not once a question.

use std::ops::Deref;

use super::promise::{LeastPaths, Paths, Rates, costs};
use super::{ByKind, KINDS, logistic, logit};
use crate::fit::schema::{EffectSpreads, Feature, Law};
use crate::gpu::{self, Gpu};
use crate::model::{self, Model};
use crate::setting::Precision;
use crate::transfer::LoadPower;

/// A value for each kind, and one zero more: processors add even counts of numbers faster.
pub(super) type Row = [f64; KINDS + 1];

/// A value for each pair of kinds.
pub(super) type Matrix = [Row; KINDS];

/// Precisions that a GPU may have.
const PRECISIONS: usize = 5;

/// A law's parameters for every GPU and model of the catalogue.
#[derive(Debug, Clone)]
pub struct Table {
    /// The coefficients.
    pub(super) coefficients: ByKind,
    /// Covariance of the logarithms of the coefficients.
    pub(super) covariance: Matrix,
    /// Variance of what the terms leave unexplained.
    pub(super) residual_variance: f64,
    spreads: EffectSpreads,
    /// In the order of [`gpu::available`] when it was made.
    gpus: Vec<OnGpu>,
    /// In the order of [`model::ALL`].
    models: Vec<OfModel>,
}

/// An effect beside the parameters of the kinds.
#[derive(Debug, Clone, Copy)]
pub(super) struct With {
    /// Covariance with the logarithms of the coefficients.
    pub(super) coefficients: Row,
    /// Covariance with the logits of the power shares.
    pub(super) logits: Row,
    /// Variance of the effect.
    pub(super) variance: f64,
}

/// Effects of a GPU in a law.
#[derive(Debug, Clone)]
pub struct OnGpu {
    /// Power under load and at idle.
    pub power: LoadPower,
    /// From idle to board power in W.
    pub(super) range_w: f64,
    /// W beyond idle power in a promised second by kind, and W of idle power, before the effects on time.
    pub(super) net_w: ByKind,
    pub(super) idle_w: ByKind,
    /// Share of the range that is not drawn by kind, with the GPU's own effect: by it a logit moves the net energy.
    pub(super) not_drawn: Row,
    /// Covariance of what net energies and idle energies of the kinds move with: net with net, and net with idle.
    pub(super) net: Matrix,
    pub(super) net_and_idle: Matrix,
    /// Sum of the known effects of GPU and architecture on time.
    pub(super) effects: f64,
    /// That sum with the parameters of the kinds.
    pub(super) time: With,
    /// The effect on power with them.
    pub(super) of_power: With,
    /// Covariance of the effects on time and power.
    pub(super) time_and_power: f64,
    /// Variances of the effects of GPU and architecture on time where the fit does not know them, else 0.
    pub(super) unknown: [f64; 2],
    /// Standard deviation of the effect on power where the fit does not know it.
    pub(super) unknown_power_sd: f64,
    /// Places of the effects in the covariance: GPU, architecture, power.
    pub(super) places: [Option<usize>; 3],
    /// Rates and paths by precision; `None` where the silicon lacks it.
    runs: [Option<(Rates, LeastPaths)>; PRECISIONS],
}

/// Effects of a model in a law.
#[derive(Debug, Clone)]
pub struct OfModel {
    /// Effect on time; zero where the fit does not know it.
    pub(super) effect: f64,
    /// The effect with the parameters of the kinds; its variance is the spread of models where it is not known.
    pub(super) time: With,
    /// Place of the effect in the covariance.
    pub(super) place: Option<usize>,
}

/// An entry of a table, or one made for what the catalogue lacks. Small, because estimates pass it on.
#[derive(Debug, Clone)]
pub(super) enum Held<'a, T> {
    /// Entry of the table.
    Known(&'a T),
    /// Made for it.
    Own(Box<T>),
}

impl<T> Deref for Held<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        match self {
            Self::Known(entry) => entry,
            Self::Own(entry) => entry,
        }
    }
}

impl Table {
    /// Looks up every GPU and model. A law without its kinds first, which no fit file that was checked has, counts nothing.
    pub fn new(law: &Law) -> Self {
        let mut coefficients = [0.0; KINDS];
        for (coefficient, term) in coefficients.iter_mut().zip(law.terms.iter()) {
            *coefficient = term.coefficient;
        }
        let mut table = Self {
            coefficients,
            covariance: matrix(|one, other| between(law, one, other)),
            residual_variance: law.residual_sd * law.residual_sd,
            spreads: law.effects.unwrap_or(NO_SPREADS),
            gpus: Vec::new(),
            models: Vec::new(),
        };
        table.gpus = gpu::available().iter().map(|gpu| table.gpu(law, gpu)).collect();
        table.models = model::ALL.iter().map(|model| table.model(law, model)).collect();
        table
    }

    /// Returns the effects of a GPU; one that the catalogue lacks is looked up by name.
    pub(super) fn on_gpu(&self, law: &Law, gpu: &Gpu) -> Held<'_, OnGpu> {
        let place = gpu::available().iter().position(|known| std::ptr::eq(*known, gpu));
        let known = place.and_then(|place| self.gpus.get(place));
        known.map_or_else(|| Held::Own(Box::new(self.gpu(law, gpu))), Held::Known)
    }

    /// Returns the effects of a model; one that the catalogue lacks is looked up by name.
    pub(super) fn of_model(&self, law: &Law, model: &Model) -> Held<'_, OfModel> {
        let place = model::ALL.iter().position(|known| std::ptr::eq(*known, model));
        let known = place.and_then(|place| self.models.get(place));
        known.map_or_else(|| Held::Own(Box::new(self.model(law, model))), Held::Known)
    }

    fn gpu(&self, law: &Law, gpu: &Gpu) -> OnGpu {
        let power = LoadPower::of(gpu);
        let found =
            [(Feature::Gpu, gpu.id), (Feature::Architecture, gpu.architecture), (Feature::GpuPower, gpu.id)]
                .map(|(feature, level)| effect(law, feature, level));
        let places = found.map(|found| found.map(|(place, _)| place));
        let [of_gpu, of_architecture, of_power] = found.map(|found| found.map_or(0.0, |(_, value)| value));
        let logits: ByKind = std::array::from_fn(|kind| {
            let share = law.terms.get(kind).and_then(|term| term.power_share);
            logit(share.unwrap_or(0.5)) + of_power
        });
        let least = costs(&self.coefficients, &logits);
        let runs = [Precision::Fp32, Precision::Tf32, Precision::Bf16, Precision::Fp16, Precision::Fp8].map(
            |precision| {
                let rates = Rates::new(gpu, precision, law.saturation.as_ref())?;
                let [time, power] = &least;
                let paths =
                    LeastPaths { time: Paths::cheaper(&rates, time), power: Paths::cheaper(&rates, power) };
                Some((rates, paths))
            },
        );
        let [gpu_place, architecture_place, power_place] = places;
        let of_time = [gpu_place, architecture_place];
        let sum = |one: &[Option<usize>], other: &[Option<usize>]| -> f64 {
            let known = |places: &[Option<usize>]| places.iter().flatten().copied().collect::<Vec<_>>();
            let others = known(other);
            known(one).iter().flat_map(|one| others.iter().map(|other| between(law, *one, *other))).sum()
        };
        let with_kinds = |places: &[Option<usize>]| With {
            coefficients: row(|kind| sum(places, &[Some(kind)])),
            logits: row(|kind| sum(places, &[Some(KINDS + kind)])),
            variance: sum(places, places),
        };
        let shares = logits.map(logistic);
        let not_drawn = row(|kind| 1.0 - shares[kind]);
        // Net energy of a kind moves with the logarithm of its coefficient, and by what is not drawn with its logit; idle energy with the
        // coefficient alone.
        let net_and_idle = |net: usize, idle: usize| {
            between(law, net, idle) + not_drawn[net] * between(law, KINDS + net, idle)
        };
        let range_w = gpu.board_power_w - power.idle.watts();
        let unknown = |place: Option<usize>, sd: f64| if place.is_some() { 0.0 } else { sd * sd };
        OnGpu {
            power,
            range_w,
            net_w: std::array::from_fn(|kind| range_w * shares[kind] * self.coefficients[kind]),
            idle_w: self.coefficients.map(|coefficient| power.idle.watts() * coefficient),
            not_drawn,
            net: matrix(|one, other| {
                net_and_idle(one, other)
                    + not_drawn[other]
                        * (between(law, one, KINDS + other)
                            + not_drawn[one] * between(law, KINDS + one, KINDS + other))
            }),
            net_and_idle: matrix(net_and_idle),
            effects: of_gpu + of_architecture,
            time: with_kinds(&of_time),
            of_power: with_kinds(&[power_place]),
            time_and_power: sum(&of_time, &[power_place]),
            unknown: [
                unknown(gpu_place, self.spreads.gpu),
                unknown(architecture_place, self.spreads.architecture),
            ],
            unknown_power_sd: if power_place.is_some() { 0.0 } else { self.spreads.gpu_power },
            places,
            runs,
        }
    }

    fn model(&self, law: &Law, model: &Model) -> OfModel {
        match effect(law, Feature::Model, model.id) {
            Some((place, effect)) => OfModel {
                effect,
                time: With {
                    coefficients: row(|kind| between(law, place, kind)),
                    logits: row(|kind| between(law, place, KINDS + kind)),
                    variance: between(law, place, place),
                },
                place: Some(place),
            },
            None => {
                let sd = self.spreads.model;
                let zero = row(|_| 0.0);
                let time = With { coefficients: zero, logits: zero, variance: sd * sd };
                OfModel { effect: 0.0, time, place: None }
            }
        }
    }
}

impl OnGpu {
    /// Rates at a precision, and the paths of products that take the least time and the least power; `None` where the silicon lacks it.
    pub const fn run(&self, precision: Precision) -> Option<&(Rates, LeastPaths)> {
        self.runs[precision as usize].as_ref()
    }
}

fn row(value: impl Fn(usize) -> f64) -> Row {
    std::array::from_fn(|kind| if kind < KINDS { value(kind) } else { 0.0 })
}

fn matrix(value: impl Fn(usize, usize) -> f64) -> Matrix {
    std::array::from_fn(|one| row(|other| value(one, other)))
}

/// Place in the covariance and value of an effect. Effects follow the coefficients and the power shares.
fn effect(law: &Law, feature: Feature, level: &str) -> Option<(usize, f64)> {
    let mut terms = law.terms.iter().enumerate().skip(KINDS);
    let (place, term) =
        terms.find(|(_, term)| term.feature == feature && term.level.as_deref() == Some(level))?;
    Some((place + KINDS, term.coefficient))
}

/// Covariance of two parameters; the file's lower triangle holds the larger place first.
pub(super) fn between(law: &Law, one: usize, other: usize) -> f64 {
    let (row, column) = (one.max(other), one.min(other));
    let row = law.covariance.as_ref().and_then(|triangle| triangle.get(row));
    row.and_then(|row| row.get(column)).copied().unwrap_or(0.0)
}

/// Stands for the spreads of a law without any, which the check of fit files refuses.
const NO_SPREADS: EffectSpreads = EffectSpreads {
    model: 0.0,
    gpu: 0.0,
    architecture: 0.0,
    source: 0.0,
    gpu_power: 0.0,
    precision: 0.0,
    extrapolation: 0.0,
};
