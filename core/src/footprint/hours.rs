//! Best and worst hours for a batch of images in a series of carbon intensity, and what waiting saves.

use super::series::IntensitySeries;

/// A span in which a batch could run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// Beginning in seconds since 1970: that of a step.
    pub begins: f64,
    /// Mean grams of CO₂ equivalent for a kilowatt-hour while it runs, at an even power.
    pub grams_per_kwh: f64,
}

/// Spans of a series in which a batch could run.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hours {
    /// The first: without waiting.
    pub first: Window,
    /// That with the lowest intensity, the earliest where several have it.
    pub best: Window,
    /// That with the highest.
    pub worst: Window,
    /// Mean intensity of all.
    pub mean: f64,
    /// Spans that were looked at.
    pub spans: usize,
}

impl Hours {
    /// Looks at every step of a series as the beginning of a batch that lasts so many seconds. `None` where no span of the series is as long without
    /// a gap.
    pub fn find(series: &IntensitySeries, duration_s: f64) -> Option<Self> {
        let spans: Vec<Window> =
            (0..series.steps.len()).filter_map(|at| window(series, at, duration_s)).collect();
        let first = *spans.first()?;
        let lower =
            |one: Window, other: &Window| if other.grams_per_kwh < one.grams_per_kwh { *other } else { one };
        let higher =
            |one: Window, other: &Window| if other.grams_per_kwh > one.grams_per_kwh { *other } else { one };
        Some(Self {
            first,
            best: spans.iter().fold(first, lower),
            worst: spans.iter().fold(first, higher),
            mean: spans.iter().map(|span| span.grams_per_kwh).sum::<f64>() / spans.len() as f64,
            spans: spans.len(),
        })
    }

    /// Returns the grams that the best span saves against the first, for an energy in kWh.
    pub fn saves_g(&self, kwh: f64) -> f64 {
        kwh * (self.first.grams_per_kwh - self.best.grams_per_kwh)
    }
}

/// Returns the span that begins with a step; `None` where the series ends or has a gap before it is over.
fn window(series: &IntensitySeries, at: usize, duration_s: f64) -> Option<Window> {
    let begins = series.steps.get(at)?.0;
    let (mut left, mut sum) = (duration_s, 0.0);
    for (place, (from, grams)) in series.steps[at..].iter().enumerate() {
        if *from != begins + place as f64 * series.step_s {
            return None;
        }
        let within = left.min(series.step_s);
        sum += within * grams;
        left -= within;
        if left <= 0.0 {
            return Some(Window { begins, grams_per_kwh: sum / duration_s });
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn series(figures: &[f64]) -> IntensitySeries {
        let steps = figures.iter().enumerate().map(|(hour, grams)| (hour as f64 * 3600.0, *grams)).collect();
        IntensitySeries { column: String::new(), is_utc: true, steps, step_s: 3600.0, missing: 0, blank: 0 }
    }

    #[test]
    fn a_batch_of_an_hour_and_a_half_weighs_its_hours() {
        let hours = Hours::find(&series(&[100.0, 40.0, 10.0, 70.0]), 5400.0).unwrap();
        assert_eq!((hours.first.begins, hours.first.grams_per_kwh), (0.0, 80.0));
        assert_eq!((hours.best.begins, hours.best.grams_per_kwh), (3600.0, 30.0));
        assert_eq!((hours.worst, hours.spans), (hours.first, 3));
        assert_eq!(hours.saves_g(2.0), 100.0);
    }

    #[test]
    fn a_gap_or_the_end_ends_a_span() {
        let mut gap = series(&[5.0, 6.0, 7.0, 8.0]);
        gap.steps.remove(1);
        assert_eq!(Hours::find(&gap, 7200.0).unwrap().first.begins, 7200.0);
        assert_eq!(Hours::find(&gap, 7201.0), None);
    }

    #[test]
    fn the_best_is_never_above_the_mean_nor_the_worst_below() {
        for length in [60.0, 3600.0, 10_000.0] {
            let hours = Hours::find(&series(&[9.0, 3.0, 12.0, 7.0, 1.0, 30.0]), length).unwrap();
            assert!(hours.best.grams_per_kwh <= hours.mean && hours.mean <= hours.worst.grams_per_kwh);
            assert!(hours.saves_g(1.0) >= 0.0);
        }
    }
}
