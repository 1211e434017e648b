//! Energy between two moments of a log, and how far off it may be.

use super::power_log::Track;

/// Distance between readings, in usual ones, from which readings are missing.
const GAP: f64 = 2.5;
/// Share of a window that gaps may take; beyond, its energy is a guess.
const MOST_GAPS: f64 = 0.1;
/// Readings that a window must have.
const FEWEST: usize = 3;
/// Shortest window, seconds: as for a meter without a counter (docs/metering.md).
pub const SHORTEST_S: f64 = 2.0;

/// Energy of one GPU in a window.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Integral {
    /// Joules by the trapezium rule over power, where it was logged.
    pub integrated_j: Option<f64>,
    /// Joules by the energy counter, where it was logged.
    pub counter_j: Option<f64>,
    /// Error of the energy from the edges, the gaps and the scatter of the readings, joules.
    pub error_j: f64,
    /// Usual seconds between readings.
    pub period_s: f64,
    /// Readings in the window.
    pub readings: usize,
    /// Places in it where readings are missing.
    pub gaps: usize,
    /// Seconds of these.
    pub gap_s: f64,
}

impl Integral {
    /// Joules, by the counter where there is one.
    pub fn joules(&self) -> Option<f64> {
        self.counter_j.or(self.integrated_j)
    }

    /// Integrates from one moment to another, on the log's scale.
    ///
    /// # Errors
    /// A window that is too short, reaches beyond the log or has too few readings.
    pub fn of(track: &Track, from_s: f64, to_s: f64) -> Result<Self, String> {
        let seconds = to_s - from_s;
        if !seconds.is_finite() || seconds < SHORTEST_S {
            return Err(format!(
                "a window of {seconds:.3} s is too short: power readings need {SHORTEST_S} s, better 30 s"
            ));
        }
        let power = points(track, from_s, to_s, |reading| reading.watts);
        let counter = points(track, from_s, to_s, |reading| reading.counter_j);
        let integrated = power.as_ref().map(|points| Curve { points, from_s, to_s });
        let counted = counter.as_ref().map(|points| Curve { points, from_s, to_s });
        let Some(curve) = counted.as_ref().or(integrated.as_ref()) else {
            return Err("the window begins before the first reading or ends after the last one".to_owned());
        };
        let inside = curve.points.iter().filter(|(t_s, _)| (from_s..=to_s).contains(t_s)).count();
        if inside < FEWEST {
            return Err(format!("the window has {inside} readings; {FEWEST} are needed, and 30 are good"));
        }
        let period_s = curve.period();
        let gaps = curve.gaps(GAP * period_s);
        let gap_s: f64 = gaps.iter().map(|(from, to, _)| to - from).sum();
        // A counter counts on where it is not read.
        if counted.is_none() && gap_s > MOST_GAPS * seconds {
            return Err(format!("readings are missing in {gap_s:.1} s of the {seconds:.1} s of the window"));
        }
        let counter_j = counted.as_ref().map(|curve| curve.at(to_s) - curve.at(from_s));
        let error_j = match &counted {
            Some(curve) => curve.counter_error(),
            None => {
                curve.power_error(track.field.averaged_s(), period_s)
                    + gaps.iter().map(|(from, to, change)| (to - from) * change / 2.0).sum::<f64>()
            }
        };
        if counter_j.is_some_and(|joules| joules <= 0.0) {
            return Err("the energy counter did not rise in the window: it was reset, or is not of this GPU"
                .to_owned());
        }
        let integrated_j = integrated.as_ref().map(Curve::integral);
        Ok(Self { integrated_j, counter_j, error_j, period_s, readings: inside, gaps: gaps.len(), gap_s })
    }
}

/// The points of a value from the last before a window to the first behind it; `None` where they do not reach around it.
fn points(
    track: &Track,
    from_s: f64,
    to_s: f64,
    value: fn(&super::power_log::PowerSample) -> Option<f64>,
) -> Option<Vec<(f64, f64)>> {
    let all: Vec<(f64, f64)> =
        track.readings.iter().filter_map(|reading| Some((reading.t_s, value(reading)?))).collect();
    let first = all.iter().rposition(|(t_s, _)| *t_s <= from_s)?;
    let last = all.iter().position(|(t_s, _)| *t_s >= to_s)?;
    all.get(first..=last).map(<[_]>::to_vec)
}

/// Points around a window, joined by straight lines.
struct Curve<'p> {
    points: &'p [(f64, f64)],
    from_s: f64,
    to_s: f64,
}

impl Curve<'_> {
    /// The value at a moment.
    fn at(&self, t_s: f64) -> f64 {
        let after = self.points.iter().position(|(t, _)| *t >= t_s).unwrap_or(0);
        let (Some((t1, v1)), Some((t0, v0))) =
            (self.points.get(after), self.points.get(after.saturating_sub(1)))
        else {
            return 0.0;
        };
        if t1 > t0 { v0 + (v1 - v0) * (t_s - t0) / (t1 - t0) } else { *v1 }
    }

    /// The trapezium rule, with values at the edges between those of the readings around.
    fn integral(&self) -> f64 {
        let lines = self.points.array_windows().filter(|[(t0, _), (t1, _)]| t1 > t0);
        lines
            .map(|[(t0, v0), (t1, v1)]| {
                let (a, b) = (t0.max(self.from_s), t1.min(self.to_s));
                let at = |t: f64| v0 + (v1 - v0) * (t - t0) / (t1 - t0);
                if b > a { (b - a) * (at(a) + at(b)) / 2.0 } else { 0.0 }
            })
            .sum()
    }

    /// The usual distance between readings: the median.
    fn period(&self) -> f64 {
        let mut distances: Vec<f64> = self.points.array_windows().map(|[(t0, _), (t1, _)]| t1 - t0).collect();
        distances.sort_by(f64::total_cmp);
        distances.get(distances.len() / 2).copied().unwrap_or_default()
    }

    /// Distances that are longer than some seconds, each with the change of the value over it.
    fn gaps(&self, longest_s: f64) -> Vec<(f64, f64, f64)> {
        let lines = self.points.array_windows().filter(|[(t0, _), (t1, _)]| t1 - t0 > longest_s);
        lines.map(|[(t0, v0), (t1, v1)]| (t0.max(self.from_s), t1.min(self.to_s), (v1 - v0).abs())).collect()
    }

    /// Without a counter: power may have changed anywhere between the readings around an edge, and a reading lags where it is averaged; twice
    /// the standard error of the readings stands for what lies between them.
    fn power_error(&self, averaged_s: f64, period_s: f64) -> f64 {
        let reach_s = period_s.max(averaged_s);
        let change = |edge_s: f64| {
            let near = self
                .points
                .iter()
                .filter(|(t_s, _)| (t_s - edge_s).abs() <= reach_s)
                .map(|(_, watts)| *watts);
            let (low, high) =
                near.fold((f64::INFINITY, 0.0_f64), |(low, high), watts| (low.min(watts), high.max(watts)));
            if low.is_finite() { high - low } else { 0.0 }
        };
        let edges = reach_s * (change(self.from_s) + change(self.to_s)) / 2.0;
        let inside: Vec<f64> = self
            .points
            .iter()
            .filter(|(t_s, _)| (self.from_s..=self.to_s).contains(t_s))
            .map(|(_, watts)| *watts)
            .collect();
        let count = inside.len().max(1) as f64;
        let mean = inside.iter().sum::<f64>() / count;
        let variance = inside.iter().map(|watts| (watts - mean).powi(2)).sum::<f64>() / count;
        edges + 2.0 * (self.to_s - self.from_s) * (variance / count).sqrt()
    }

    /// With one: it may have risen anywhere between the readings around an edge.
    fn counter_error(&self) -> f64 {
        let rise = |edge_s: f64| {
            let around = self
                .points
                .array_windows()
                .find(|[(t0, _), (t1, _)]| (*t0..=*t1).contains(&edge_s) && t1 > t0);
            around.map_or(0.0, |[(t0, v0), (t1, v1)]| {
                let share = (edge_s - t0) / (t1 - t0);
                (v1 - v0).abs() * share.min(1.0 - share)
            })
        };
        rise(self.from_s) + rise(self.to_s)
    }
}

#[cfg(test)]
mod tests {
    use super::super::power_log::{PowerKind, PowerSample};
    use super::*;

    fn track(points: &[(f64, f64)]) -> Track {
        let readings = points
            .iter()
            .map(|(t_s, watts)| PowerSample { t_s: *t_s, watts: Some(*watts), counter_j: None })
            .collect();
        Track { id: "0".to_owned(), name: None, field: PowerKind::Instant, readings }
    }

    /// By hand: 100 W rising to 300 W over the first four seconds and constant for six, cut at 2 s and 9.5 s.
    #[test]
    fn the_trapezium_rule_with_edges_between_readings() {
        let rising: Vec<(f64, f64)> =
            (0..=10).map(|t| (f64::from(t), 100.0 + 50.0 * f64::from(t.min(4)))).collect();
        let found = Integral::of(&track(&rising), 2.0, 9.5).unwrap();
        assert!((found.integrated_j.unwrap() - (2.0 * 250.0 + 5.5 * 300.0)).abs() < 1e-9, "{found:?}");
        assert_eq!((found.readings, found.gaps, found.period_s), (8, 0, 1.0));
        let cut = Integral::of(&track(&rising), 2.5, 9.5).unwrap().integrated_j.unwrap();
        assert!((cut - (1.5 * (225.0 + 300.0) / 2.0 + 5.5 * 300.0)).abs() < 1e-9, "{cut}");
    }

    /// A step from 50 W to 350 W between two readings: the true energy lies within the stated error, wherever the step was.
    #[test]
    fn a_step_at_the_edges_lies_within_the_error() {
        let step: Vec<(f64, f64)> =
            (0..=30).map(|t| (f64::from(t), if (10..20).contains(&t) { 350.0 } else { 50.0 })).collect();
        for edge in [9.05, 9.5, 9.95] {
            // Load from the edge to 19.5 s.
            let truth = 350.0 * (19.5 - edge);
            let found = Integral::of(&track(&step), edge, 19.5).unwrap();
            let off = (found.integrated_j.unwrap() - truth).abs();
            assert!(off <= found.error_j, "{edge}: off by {off}, stated {}", found.error_j);
        }
    }

    #[test]
    fn gaps_are_told_and_too_many_refused() {
        let mut points: Vec<(f64, f64)> = (0..=100).map(|t| (f64::from(t), 300.0)).collect();
        points.drain(50..54);
        let found = Integral::of(&track(&points), 0.0, 100.0).unwrap();
        assert_eq!((found.gaps, found.gap_s, found.integrated_j), (1, 5.0, Some(30_000.0)));
        points.drain(20..40);
        assert!(Integral::of(&track(&points), 0.0, 100.0).unwrap_err().contains("missing in 26.0 s"));
        assert!(Integral::of(&track(&points), -1.0, 50.0).unwrap_err().contains("before the first"));
        assert!(Integral::of(&track(&points), 90.0, 101.0).unwrap_err().contains("after the last"));
        assert!(Integral::of(&track(&points), 50.0, 51.0).unwrap_err().contains("too short"));
        assert!(
            Integral::of(&track(&points), 50.0, f64::NAN).is_err()
                && Integral::of(&track(&[]), 0.0, 5.0).is_err()
        );
    }

    #[test]
    fn a_counter_counts_and_power_checks_it() {
        let readings = (0..=20).map(|t| PowerSample {
            t_s: f64::from(t),
            watts: Some(290.0),
            counter_j: Some(1e6 + 300.0 * f64::from(t)),
        });
        let track =
            Track { id: String::new(), name: None, field: PowerKind::Either, readings: readings.collect() };
        let found = Integral::of(&track, 5.5, 15.5).unwrap();
        assert!(
            (found.joules().unwrap() - 3000.0).abs() < 1e-6
                && (found.integrated_j.unwrap() - 2900.0).abs() < 1e-9
        );
        assert!((found.error_j - 300.0).abs() < 1e-6, "{}", found.error_j);
    }
}
