//! A law of time and power on one model and GPU: values, and how uncertain the fit leaves them.

use super::KINDS;
#[cfg(feature = "how-it-runs")]
use super::LAUNCHES;
use super::promise::{LeastPaths, Promise, Rates};
use super::table::{Held, Matrix, OnGpu, Row, Table, between};
use crate::fit::schema::Law;
use crate::gpu::Gpu;
use crate::model::Model;
use crate::setting::{Boundary, Precision};
use crate::transfer::LoadPower;

/// Time and energy of a run: seconds of one image and its energy within both boundaries.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Taken {
    /// Seconds of one image.
    pub seconds: f64,
    /// Joules of one image less idle power over the duration.
    pub net_j: f64,
    /// Joules of one image in all.
    pub gross_j: f64,
}

/// Variance of ln(energy) that a fit found, by where it comes from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct FoundVariance {
    /// Residual variance of the terms.
    pub unexplained: f64,
    /// The parameters, with the effects that the fit knows.
    pub parameters: f64,
    /// The effect of the model, where the fit does not know it; else 0.
    pub model: f64,
    /// The effects of the GPU on time and power, likewise.
    pub gpu: f64,
    /// The effect of the architecture, likewise.
    pub architecture: f64,
}

/// The law's parameters for one model on one GPU.
#[derive(Debug, Clone)]
pub struct Evaluation<'a> {
    table: &'a Table,
    gpu: Held<'a, OnGpu>,
    /// The multiplier that the known effects make.
    factor: f64,
    /// Variance of the sum of the known effects on time.
    time_variance: f64,
    /// Variance of the model's effect where the fit does not know it; else 0.
    unknown_model: f64,
    /// Covariance of the known effects on time with what net energies of the kinds move with, and with what idle energies do.
    time_and_net: Row,
    time_and_idle: Row,
    /// Covariance of the known effects on time with that on power.
    time_and_power: f64,
}

#[cfg(feature = "how-it-runs")]
impl Taken {
    /// Both, one after the other.
    #[must_use]
    pub fn then(self, other: Self) -> Self {
        Self {
            seconds: self.seconds + other.seconds,
            net_j: self.net_j + other.net_j,
            gross_j: self.gross_j + other.gross_j,
        }
    }

    /// So many GPUs at once.
    #[must_use]
    pub fn of_gpus(self, count: u32) -> Self {
        let count = f64::from(count);
        Self { net_j: self.net_j * count, gross_j: self.gross_j * count, ..self }
    }
}

impl<'a> Evaluation<'a> {
    /// The law of a table on a model and a GPU.
    pub fn new(table: &'a Table, law: &Law, model: &Model, gpu: &Gpu) -> Self {
        let (gpu, model) = (table.on_gpu(law, gpu), table.of_model(law, model));
        let across = |place: Option<usize>| match (model.place, place) {
            (Some(one), Some(other)) => between(law, one, other),
            _ => 0.0,
        };
        let [of_gpu, of_architecture, of_power] = gpu.places.map(across);
        let (of_model, unknown_model) =
            if model.place.is_some() { (model.time.variance, 0.0) } else { (0.0, model.time.variance) };
        Self {
            factor: (gpu.effects + model.effect).exp(),
            time_variance: gpu.time.variance + of_model + 2.0 * (of_gpu + of_architecture),
            unknown_model,
            time_and_net: std::array::from_fn(|kind| {
                gpu.time.coefficients[kind]
                    + model.time.coefficients[kind]
                    + gpu.not_drawn[kind] * (gpu.time.logits[kind] + model.time.logits[kind])
            }),
            time_and_idle: std::array::from_fn(|kind| {
                gpu.time.coefficients[kind] + model.time.coefficients[kind]
            }),
            time_and_power: gpu.time_and_power + of_power,
            table,
            gpu,
        }
    }

    /// Power that the GPU is taken to draw.
    pub fn power(&self) -> LoadPower {
        self.gpu.power
    }

    /// Rates at a precision, and the paths of products that take the least time and the least power; `None` where the silicon lacks it.
    pub fn run(&self, precision: Precision) -> Option<&(Rates, LeastPaths)> {
        self.gpu.run(precision)
    }

    /// Seconds that a kind of work takes of one image, and its joules within a boundary, before the effects.
    pub fn kind(&self, kind: usize, promise: &Promise, boundary: Boundary) -> (f64, f64) {
        let seconds = self.table.coefficients[kind] * promise.time[kind];
        let idle = match boundary {
            Boundary::Net => 0.0,
            Boundary::Gross => self.gpu.power.idle.watts() * seconds,
        };
        (seconds, self.gpu.net_w[kind] * promise.power[kind] + idle)
    }

    /// Returns the time and energy of a run.
    pub fn taken(&self, promise: &Promise) -> Taken {
        let (mut seconds, mut net_j) = (0.0, 0.0);
        for kind in 0..KINDS {
            seconds += self.table.coefficients[kind] * promise.time[kind];
            net_j += self.gpu.net_w[kind] * promise.power[kind];
        }
        let (seconds, net_j) = (seconds * self.factor, net_j * self.factor);
        Taken { seconds, net_j, gross_j: net_j + self.gpu.power.idle.watts() * seconds }
    }

    /// Returns the energy of seconds in which the GPU waits for what a link brings: it draws what it draws while it waits for launches.
    #[cfg(feature = "how-it-runs")]
    pub fn waiting(&self, seconds: f64) -> Taken {
        let net_w = self.gpu.net_w[LAUNCHES] / self.table.coefficients[LAUNCHES];
        let net_j = net_w * seconds;
        Taken { seconds, net_j, gross_j: net_j + self.gpu.power.idle.watts() * seconds }
    }

    /// Variance of ln(energy) that the fit found: of its parameters and of what they leave unexplained, with the effects that
    /// it does not know.
    pub fn ln_energy_variance(&self, promise: &Promise, boundary: Boundary) -> FoundVariance {
        // Shares of the energy: net of idle power by kind, and idle power by kind.
        let (mut net, mut idle): (Row, Row) = ([0.0; KINDS + 1], [0.0; KINDS + 1]);
        let mut whole = 0.0;
        for ((share, watts), seconds) in net.iter_mut().zip(&self.gpu.net_w).zip(&promise.power) {
            *share = watts * seconds;
            whole += *share;
        }
        let is_gross = boundary == Boundary::Gross;
        if is_gross {
            for ((share, watts), seconds) in idle.iter_mut().zip(&self.gpu.idle_w).zip(&promise.time) {
                *share = watts * seconds;
                whole += *share;
            }
        }
        let scale = whole.recip();
        net.iter_mut().chain(&mut idle).for_each(|share| *share *= scale);

        let (gpu, power) = (&self.gpu, &self.gpu.of_power);
        let by_power = dot(&gpu.not_drawn, &net);
        let mut power_and_kinds = dot(&power.coefficients, &net);
        for (kind, share) in net.iter().enumerate() {
            power_and_kinds += gpu.not_drawn[kind] * power.logits[kind] * share;
        }
        let mut of_kinds = quadratic(&gpu.net, &net, &net);
        let mut time_and_kinds = dot(&self.time_and_net, &net);
        if is_gross {
            of_kinds += 2.0 * quadratic(&gpu.net_and_idle, &net, &idle);
            of_kinds += quadratic(&self.table.covariance, &idle, &idle);
            time_and_kinds += dot(&self.time_and_idle, &idle);
            power_and_kinds += dot(&power.coefficients, &idle);
        }
        let of_power = 2.0 * (power_and_kinds + self.time_and_power) + by_power * power.variance;
        let [of_gpu, architecture] = gpu.unknown;
        FoundVariance {
            unexplained: self.table.residual_variance,
            parameters: self.time_variance + of_kinds + 2.0 * time_and_kinds + by_power * of_power,
            model: self.unknown_model,
            gpu: of_gpu + (by_power * gpu.unknown_power_sd).powi(2),
            architecture,
        }
    }

    /// Variance of ln(energy) from idle power that is known only to a standard deviation in W.
    pub fn idle_variance(&self, taken: &Taken, boundary: Boundary, idle_sd_w: f64) -> f64 {
        // d net / d idle is −net / range; gross keeps the seconds.
        let by_net = -taken.net_j / self.gpu.range_w;
        let slope = match boundary {
            Boundary::Net => by_net / taken.net_j,
            Boundary::Gross => (by_net + taken.seconds) / taken.gross_j,
        };
        (slope * idle_sd_w).powi(2)
    }
}

fn quadratic(matrix: &Matrix, one: &Row, other: &Row) -> f64 {
    matrix.iter().zip(one).map(|(row, share)| share * dot(row, other)).sum()
}

fn dot(one: &Row, other: &Row) -> f64 {
    // Two sums side by side are what any processor adds at once.
    let (mut even, mut odd) = (0.0, 0.0);
    for (a, b) in one.chunks_exact(2).zip(other.chunks_exact(2)) {
        even += a[0] * b[0];
        odd += a[1] * b[1];
    }
    even + odd
}
