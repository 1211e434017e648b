//! True power as a known function of time, with its exact integral.

use serde::{Deserialize, Serialize};

/// A load: watts at every moment, integrated in closed form.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "shape", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Waveform {
    /// Always the same.
    Constant {
        /// Watts.
        watts: f64,
    },
    /// Straight lines between points: rise, hold, fall; before the first and after the last point it holds.
    Points {
        /// `[seconds, watts]`, in order of time.
        points: Vec<[f64; 2]>,
        /// Start again after the last point (its time is the period).
        #[serde(default)]
        repeat: bool,
    },
    /// High, then low, and again.
    Square {
        /// Watts in the first part of a period.
        high_w: f64,
        /// Watts in the second part.
        low_w: f64,
        /// Seconds a period.
        period_s: f64,
        /// Share of the period that is high.
        #[serde(default = "half")]
        duty: f64,
        /// Seconds by which the first period starts late.
        #[serde(default)]
        phase_s: f64,
    },
    /// A new level every step, normally distributed, cut off at zero, the same for the same seed.
    Noise {
        /// Mean watts.
        mean_w: f64,
        /// Standard deviation, watts.
        sd_w: f64,
        /// Seconds a level lasts.
        step_s: f64,
        /// Seed.
        seed: u64,
    },
    /// Idle, and another load during some intervals (whose own time starts with each interval).
    Jobs {
        /// Watts outside the intervals.
        idle_w: f64,
        /// `[from, to]` in seconds, in order of time.
        jobs: Vec<[f64; 2]>,
        /// The load inside.
        load: Box<Waveform>,
    },
}

fn half() -> f64 {
    0.5
}

/// Levels of a [`Waveform::Noise`] before it repeats.
const NOISE_LEVELS: usize = 1 << 14;

/// A waveform made ready: the noise drawn, the points summed up.
#[derive(Debug, Clone)]
pub struct TruePower {
    shape: Waveform,
    levels: Vec<f64>,
    sums: Vec<f64>,
    inner: Option<Box<TruePower>>,
}

impl TruePower {
    /// Draws and sums what the shape needs.
    #[must_use]
    pub fn new(shape: Waveform) -> Self {
        let mut levels = Vec::new();
        let mut inner = None;
        match &shape {
            Waveform::Noise { mean_w, sd_w, seed, .. } => {
                let mut random = fastrand::Rng::with_seed(*seed);
                levels = (0..NOISE_LEVELS).map(|_| (mean_w + sd_w * normal(&mut random)).max(0.0)).collect();
            }
            Waveform::Jobs { load, .. } => inner = Some(Box::new(TruePower::new((**load).clone()))),
            _ => {}
        }
        let mut sums = Vec::with_capacity(levels.len() + 1);
        let mut sum = 0.0;
        sums.push(0.0);
        for level in &levels {
            sum += level;
            sums.push(sum);
        }
        Self { shape, levels, sums, inner }
    }

    /// Watts at a moment.
    #[must_use]
    pub fn watts(&self, t_s: f64) -> f64 {
        match &self.shape {
            Waveform::Constant { watts } => *watts,
            Waveform::Points { points, repeat } => {
                let t = if *repeat { t_s.rem_euclid(span(points)) } else { t_s };
                on_lines(points, t)
            }
            Waveform::Square { high_w, low_w, period_s, duty, phase_s } => {
                if (t_s - phase_s).rem_euclid(*period_s) < duty * period_s { *high_w } else { *low_w }
            }
            Waveform::Noise { step_s, .. } => {
                let step = (t_s / step_s).floor() as i64;
                self.levels[step.rem_euclid(NOISE_LEVELS as i64) as usize]
            }
            Waveform::Jobs { idle_w, jobs, .. } => jobs
                .iter()
                .find(|[from, to]| *from <= t_s && t_s < *to)
                .and_then(|[from, _]| self.inner.as_ref().map(|load| load.watts(t_s - from)))
                .unwrap_or(*idle_w),
        }
    }

    /// Joules between two moments, exactly.
    #[must_use]
    pub fn joules(&self, from_s: f64, to_s: f64) -> f64 {
        self.since_zero(to_s) - self.since_zero(from_s)
    }

    fn since_zero(&self, t_s: f64) -> f64 {
        match &self.shape {
            Waveform::Constant { watts } => watts * t_s,
            Waveform::Points { points, repeat: false } => under_lines(points, t_s),
            Waveform::Points { points, repeat: true } => {
                let period = span(points);
                let whole = (t_s / period).floor();
                whole * under_lines(points, period) + under_lines(points, t_s - whole * period)
            }
            Waveform::Square { high_w, low_w, period_s, duty, phase_s } => {
                let within = |t: f64| {
                    let whole = (t / period_s).floor();
                    let rest = t - whole * period_s;
                    let high = duty * period_s;
                    let one = high * high_w + (period_s - high) * low_w;
                    whole * one + rest.min(high) * high_w + (rest - high).max(0.0) * low_w
                };
                within(t_s - phase_s) - within(-phase_s)
            }
            Waveform::Noise { step_s, .. } => {
                let steps = t_s / step_s;
                let whole = steps.floor();
                let cycle = (whole / NOISE_LEVELS as f64).floor();
                let index = (whole - cycle * NOISE_LEVELS as f64) as usize;
                let total = self.sums[NOISE_LEVELS];
                step_s * (cycle * total + self.sums[index] + (steps - whole) * self.levels[index])
            }
            Waveform::Jobs { idle_w, jobs, .. } => {
                let extra: f64 = jobs
                    .iter()
                    .filter(|[from, _]| *from < t_s)
                    .map(|[from, to]| {
                        let spent = to.min(t_s) - from;
                        let load = self.inner.as_ref().map_or(0.0, |load| load.since_zero(spent));
                        load - idle_w * spent
                    })
                    .sum();
                idle_w * t_s + extra
            }
        }
    }
}

/// One number of the standard normal distribution (Box and Muller).
fn normal(random: &mut fastrand::Rng) -> f64 {
    let radius = (-2.0 * (1.0 - random.f64()).ln()).sqrt();
    radius * (std::f64::consts::TAU * random.f64()).cos()
}

fn span(points: &[[f64; 2]]) -> f64 {
    points.last().map_or(1.0, |last| last[0]).max(1e-6)
}

fn on_lines(points: &[[f64; 2]], t: f64) -> f64 {
    let Some(first) = points.first() else { return 0.0 };
    if t <= first[0] {
        return first[1];
    }
    for pair in points.windows(2) {
        let ([t0, w0], [t1, w1]) = (pair[0], pair[1]);
        if t < t1 {
            return w0 + (w1 - w0) * (t - t0) / (t1 - t0);
        }
    }
    points.last().map_or(0.0, |last| last[1])
}

fn under_lines(points: &[[f64; 2]], t: f64) -> f64 {
    let (Some(first), Some(last)) = (points.first(), points.last()) else { return 0.0 };
    let mut joules = first[1] * t.min(first[0]);
    for pair in points.windows(2) {
        let ([t0, w0], [t1, w1]) = (pair[0], pair[1]);
        if t > t0 && t1 > t0 {
            let end = t.min(t1);
            let w_end = w0 + (w1 - w0) * (end - t0) / (t1 - t0);
            joules += (end - t0) * (w0 + w_end) / 2.0;
        }
    }
    joules + last[1] * (t - last[0]).max(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shapes() -> Vec<Waveform> {
        let square =
            Waveform::Square { high_w: 400.0, low_w: 90.0, period_s: 0.37, duty: 0.3, phase_s: 0.11 };
        vec![
            Waveform::Constant { watts: 250.0 },
            Waveform::Points {
                points: vec![[1.0, 60.0], [2.0, 300.0], [4.0, 300.0], [5.0, 60.0]],
                repeat: false,
            },
            Waveform::Points { points: vec![[0.0, 60.0], [2.0, 300.0], [3.0, 60.0]], repeat: true },
            square.clone(),
            Waveform::Noise { mean_w: 300.0, sd_w: 60.0, step_s: 0.005, seed: 7 },
            Waveform::Jobs { idle_w: 70.0, jobs: vec![[1.0, 3.5], [5.0, 6.0]], load: Box::new(square) },
        ]
    }

    #[test]
    fn the_integral_is_that_of_the_watts() {
        for shape in shapes() {
            let power = TruePower::new(shape.clone());
            let step = 1e-5;
            let (from, to) = (0.25, 7.75);
            let n = ((to - from) / step) as usize;
            let sum: f64 = (0..n).map(|i| power.watts(from + (i as f64 + 0.5) * step) * step).sum();
            let exact = power.joules(from, to);
            assert!((sum - exact).abs() < 0.02, "{shape:?}: {sum} against {exact}");
        }
    }

    #[test]
    fn the_same_seed_gives_the_same_noise() {
        let noise = |seed| TruePower::new(Waveform::Noise { mean_w: 300.0, sd_w: 60.0, step_s: 0.005, seed });
        assert_eq!(noise(1).joules(0.0, 50.0), noise(1).joules(0.0, 50.0));
        assert_ne!(noise(1).joules(0.0, 50.0), noise(2).joules(0.0, 50.0));
    }
}
