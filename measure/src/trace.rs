//! Readings of a meter, and what follows from them by arithmetic alone.

use std::io::Read;
use std::path::Path;

use anyhow::Context;

use crate::files::{Lines, Outputs};

/// A reading. The counter was read first, between `t_s` and `until_s`; the power right after.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sample {
    /// When the reading began, seconds of the clock.
    pub t_s: f64,
    /// When the counter had answered.
    pub until_s: f64,
    /// The counter, joules.
    pub counter_j: Option<f64>,
    /// The primary power reading, watts.
    pub power_w: Option<f64>,
    /// The power averaged over a second, where there is one beside the primary, watts.
    pub average_w: Option<f64>,
}

/// A step of the counter: it happened somewhere between two readings.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tick {
    /// The last moment at which the old value may have been read.
    pub earliest_s: f64,
    /// The first moment at which the new value had been read.
    pub latest_s: f64,
    /// The counter before, joules.
    pub before_j: f64,
    /// The counter after, joules.
    pub after_j: f64,
}

impl Tick {
    /// The middle of the interval in which it happened.
    #[must_use]
    pub fn t_s(&self) -> f64 {
        (self.earliest_s + self.latest_s) / 2.0
    }

    /// Half the length of that interval.
    #[must_use]
    pub fn half_s(&self) -> f64 {
        (self.latest_s - self.earliest_s) / 2.0
    }
}

/// Readings in order of time.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trace {
    /// The readings.
    pub samples: Vec<Sample>,
}

/// Bytes of a line of a trace at most.
const LONGEST: usize = 4096;
/// Bytes of a trace at most, unpacked: days of readings.
const LARGEST: u64 = 1 << 30;
/// The columns of a trace file.
const COLUMNS: &str = "t_s,until_s,counter_j,power_w,average_w";

impl Trace {
    /// The readings that began between two moments, both included.
    #[must_use]
    pub fn between(&self, from_s: f64, to_s: f64) -> &[Sample] {
        let first = self.samples.partition_point(|s| s.t_s < from_s);
        let last = self.samples.partition_point(|s| s.t_s <= to_s);
        &self.samples[first..last.max(first)]
    }

    /// Every step of the counter, upwards or downwards.
    #[must_use]
    pub fn ticks(&self) -> Vec<Tick> {
        ticks(&self.samples)
    }

    /// The trapezoid rule over every interval between readings, the edges interpolated; joules. `None` where fewer
    /// than two readings carry the value or the readings do not reach both edges.
    #[must_use]
    pub fn integrate(&self, value: fn(&Sample) -> Option<f64>, from_s: f64, to_s: f64) -> Option<f64> {
        let mut joules = 0.0;
        let mut last: Option<(f64, f64)> = None;
        let mut covered = false;
        // One reading before the window and one after it, so that both edges can be interpolated.
        let first = self.samples.partition_point(|s| s.t_s <= from_s);
        let start = self.samples[..first].iter().rposition(|s| value(s).is_some()).unwrap_or(first);
        for sample in &self.samples[start..] {
            let Some(watts) = value(sample) else { continue };
            let now = (sample.until_s, watts);
            if let Some((t0, w0)) = last {
                let (t1, w1) = now;
                let (a, b) = (t0.max(from_s), t1.min(to_s));
                if b > a && t1 > t0 {
                    let at = |t: f64| w0 + (w1 - w0) * (t - t0) / (t1 - t0);
                    joules += (b - a) * (at(a) + at(b)) / 2.0;
                    covered = true;
                }
            } else if now.0 > from_s {
                // The window began before the first reading: hold its value back to the edge.
                joules += (now.0.min(to_s) - from_s) * watts;
            }
            last = Some(now);
            if now.0 >= to_s {
                return covered.then_some(joules);
            }
        }
        // The window ended after the last reading: hold its value.
        let (t, watts) = last?;
        (covered).then_some(joules + (to_s - t).max(0.0) * watts)
    }

    /// Writes the readings as CSV, compressed with zstd where the path ends in `.zst`.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn write(&self, path: &Path) -> anyhow::Result<()> {
        let mut text = String::from(COLUMNS);
        text.push('\n');
        for s in &self.samples {
            let field = |value: Option<f64>| value.map_or(String::new(), |v| format!("{v:.3}"));
            text.push_str(&format!(
                "{:.6},{:.6},{},{},{}\n",
                s.t_s,
                s.until_s,
                field(s.counter_j),
                field(s.power_w),
                field(s.average_w)
            ));
        }
        let bytes = if path.extension().is_some_and(|e| e == "zst") {
            ruzstd::encoding::compress_to_vec(text.as_bytes(), ruzstd::encoding::CompressionLevel::Fastest)
        } else {
            text.into_bytes()
        };
        if let Some(folder) = path.parent().filter(|p| !p.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder)
                .with_context(|| format!("cannot make the folder {}", folder.display()))?;
        }
        Outputs::default().write(path, &bytes).context("cannot write the trace")
    }

    /// Reads what [`Trace::write`] wrote.
    ///
    /// # Errors
    /// Names the file and the line that is wrong.
    pub fn read(path: &Path) -> anyhow::Result<Self> {
        let file =
            std::fs::File::open(path).with_context(|| format!("cannot read the trace {}", path.display()))?;
        let mut text = String::new();
        let mut plain = std::io::BufReader::new(file);
        if path.extension().is_some_and(|e| e == "zst") {
            let decoder = ruzstd::decoding::StreamingDecoder::new(plain)
                .with_context(|| format!("{} is not zstd", path.display()))?;
            Lines::of(decoder, LONGEST).take(LARGEST).read_to_string(&mut text)
        } else {
            Lines::of(plain.by_ref(), LONGEST).take(LARGEST).read_to_string(&mut text)
        }
        .with_context(|| format!("cannot read the trace {}", path.display()))?;
        Self::parse(&text).with_context(|| format!("trace {}", path.display()))
    }

    /// Reads the text of a trace.
    ///
    /// # Errors
    /// Names the line that is wrong.
    pub fn parse(text: &str) -> anyhow::Result<Self> {
        let mut lines = text.lines();
        anyhow::ensure!(lines.next() == Some(COLUMNS), "line 1 must be {COLUMNS:?}");
        let mut samples: Vec<Sample> = Vec::new();
        for (number, line) in lines.enumerate() {
            let mut fields = line.split(',').map(|field| match field {
                "" => Ok(None),
                text => {
                    let number = text.parse::<f64>().ok().filter(|number| number.is_finite());
                    number.map(Some).ok_or_else(|| text.to_owned())
                }
            });
            let mut next = || -> anyhow::Result<Option<f64>> {
                match fields.next() {
                    Some(Ok(value)) => Ok(value),
                    Some(Err(text)) => anyhow::bail!("line {}: {text:?} is not a number", number + 2),
                    None => anyhow::bail!("line {}: fewer than five fields", number + 2),
                }
            };
            let (t, until) = (next()?, next()?);
            let (Some(t_s), Some(until_s)) = (t, until) else {
                anyhow::bail!("line {}: t_s and until_s must be given", number + 2)
            };
            if samples.last().is_some_and(|last| last.t_s > t_s) {
                anyhow::bail!("line {}: time goes backwards", number + 2);
            }
            samples.push(Sample { t_s, until_s, counter_j: next()?, power_w: next()?, average_w: next()? });
        }
        Ok(Self { samples })
    }
}

/// Every step of the counter in these readings.
#[must_use]
pub fn ticks(samples: &[Sample]) -> Vec<Tick> {
    let mut found = Vec::new();
    let mut last: Option<(&Sample, f64)> = None;
    for sample in samples {
        let Some(value) = sample.counter_j else { continue };
        if let Some((before, before_j)) = last
            && before_j != value
        {
            found.push(Tick { earliest_s: before.t_s, latest_s: sample.until_s, before_j, after_j: value });
        }
        last = Some((sample, value));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample(t_s: f64, counter_j: f64, power_w: f64) -> Sample {
        Sample { t_s, until_s: t_s, counter_j: Some(counter_j), power_w: Some(power_w), average_w: None }
    }

    #[test]
    fn the_trapezoid_uses_every_interval_and_interpolates_the_edges() {
        let trace =
            Trace { samples: vec![sample(0.0, 0.0, 100.0), sample(1.0, 0.0, 200.0), sample(3.0, 0.0, 0.0)] };
        let joules = trace.integrate(|s| s.power_w, 0.5, 2.0).unwrap();
        assert!((joules - (0.5 * 175.0 + 1.0 * 150.0)).abs() < 1e-9, "{joules}");
        assert_eq!(trace.integrate(|s| s.average_w, 0.5, 2.0), None);
    }

    #[test]
    fn a_step_of_the_counter_lies_between_the_readings_around_it() {
        let trace =
            Trace { samples: vec![sample(0.0, 5.0, 0.0), sample(0.1, 5.0, 0.0), sample(0.3, 7.0, 0.0)] };
        let ticks = trace.ticks();
        assert_eq!(ticks.len(), 1);
        assert!((ticks[0].t_s() - 0.2).abs() < 1e-12 && (ticks[0].half_s() - 0.1).abs() < 1e-12);
    }

    #[test]
    fn a_trace_file_comes_back_as_written_and_a_broken_one_names_the_line() {
        let folder = tempfile::tempdir().unwrap();
        let trace = Trace {
            samples: vec![
                sample(0.25, 12.5, 99.125),
                Sample { t_s: 0.5, until_s: 0.501, counter_j: None, power_w: None, average_w: Some(3.5) },
            ],
        };
        for name in ["a.csv", "sub/a.csv.zst"] {
            let path = folder.path().join(name);
            trace.write(&path).unwrap();
            assert_eq!(Trace::read(&path).unwrap(), trace);
        }
        let error =
            format!("{:#}", Trace::parse("t_s,until_s,counter_j,power_w,average_w\n1,1,x,,\n").unwrap_err());
        assert!(error.contains("line 2") && error.contains("\"x\""), "{error}");
    }
}
