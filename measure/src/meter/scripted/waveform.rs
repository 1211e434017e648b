//! True power as a known function of time, with its exact integral.

use serde::{Deserialize, Serialize};

use super::lines::{on_lines, span, under_lines};

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
    /// Levels one after the other, for a load that is not known beforehand ([`TruePower::then`]).
    Plateaus {
        /// `[seconds, watts]`: each level from its moment until the next; the first also before it.
        levels: Vec<[f64; 2]>,
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
        if let Waveform::Plateaus { levels } = &shape {
            let mut last = levels.first().map_or([0.0, 0.0], |[_, watts]| [0.0, *watts]);
            for &[t_s, watts] in levels {
                sum += last[1] * (t_s - last[0]);
                sums.push(sum);
                last = [t_s, watts];
            }
        } else {
            sums.push(0.0);
            for level in &levels {
                sum += level;
                sums.push(sum);
            }
        }
        Self { shape, levels, sums, inner }
    }

    /// From that moment on another level; for [`Waveform::Plateaus`], in order of time. Other shapes stay as they are.
    pub fn then(&mut self, t_s: f64, watts: f64) {
        if !matches!(self.shape, Waveform::Plateaus { .. }) {
            return;
        }
        let so_far = self.since_zero(t_s);
        if let Waveform::Plateaus { levels } = &mut self.shape {
            levels.push([t_s, watts]);
            self.sums.push(so_far);
        }
    }

    /// Watts as something that follows them with a lag sees them: an exponential mean over that many seconds. Only
    /// [`Waveform::Plateaus`] are smoothed; of other shapes it is the watts themselves.
    #[must_use]
    pub fn smoothed(&self, t_s: f64, lag_s: f64) -> f64 {
        let Waveform::Plateaus { levels } = &self.shape else { return self.watts(t_s) };
        let weight = |from: f64| (-(t_s - from) / lag_s).exp();
        let mut mean = 0.0;
        let mut end_s = t_s;
        for (index, [from_s, watts]) in levels.iter().enumerate().rev().filter(|(_, level)| level[0] <= t_s) {
            let before = if index == 0 { 0.0 } else { weight(*from_s) };
            mean += watts * (weight(end_s) - before);
            end_s = *from_s;
            if before < 1e-9 {
                break;
            }
        }
        mean
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
            Waveform::Plateaus { levels } => {
                let after = levels.partition_point(|level| level[0] <= t_s);
                levels.get(after.saturating_sub(1)).map_or(0.0, |level| level[1])
            }
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
            Waveform::Plateaus { levels } => {
                let at = levels.partition_point(|level| level[0] <= t_s).saturating_sub(1);
                let level = levels.get(at).zip(self.sums.get(at));
                level.map_or(0.0, |([from_s, watts], sum)| sum + watts * (t_s - from_s))
            }
        }
    }
}

/// Returns a number of the standard normal distribution (Box and Muller).
pub(crate) fn normal(random: &mut fastrand::Rng) -> f64 {
    let radius = (-2.0 * (1.0 - random.f64()).ln()).sqrt();
    radius * (std::f64::consts::TAU * random.f64()).cos()
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
            Waveform::Plateaus {
                levels: vec![[0.0, 60.0], [1.0, 300.0], [4.5, 90.0], [4.5, 80.0], [9.0, 0.0]],
            },
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
    fn a_load_that_is_told_as_it_goes_is_the_same_as_one_told_beforehand() {
        let levels = vec![[0.0, 60.0], [1.0, 300.0], [4.5, 80.0]];
        let whole = TruePower::new(Waveform::Plateaus { levels: levels.clone() });
        let mut told = TruePower::new(Waveform::Plateaus { levels: levels[..1].to_vec() });
        for [t_s, watts] in &levels[1..] {
            told.then(*t_s, *watts);
        }
        for t_s in [0.0, 0.5, 1.0, 3.0, 4.5, 20.0] {
            assert_eq!((told.watts(t_s), told.joules(0.0, t_s)), (whole.watts(t_s), whole.joules(0.0, t_s)));
        }
        // Long after the last change the lag has gone; right after it nothing has moved.
        assert!((whole.smoothed(100.0, 2.0) - 80.0).abs() < 1e-6);
        let before = whole.smoothed(1.0, 1e3);
        assert!((before - 60.0).abs() < 0.5 && whole.smoothed(2.0, 2.0) < 300.0, "{before}");
    }

    #[test]
    fn the_same_seed_gives_the_same_noise() {
        let noise = |seed| TruePower::new(Waveform::Noise { mean_w: 300.0, sd_w: 60.0, step_s: 0.005, seed });
        assert_eq!(noise(1).joules(0.0, 50.0), noise(1).joules(0.0, 50.0));
        assert_ne!(noise(1).joules(0.0, 50.0), noise(2).joules(0.0, 50.0));
    }
}
