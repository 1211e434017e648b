//! Choice of parts of a power log: between two times, by a table of marks, or all of it.

use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use wattpix_core::import::integral::Integral;
use wattpix_core::import::moment::{Moment, TimeScale, parse};
use wattpix_core::import::power_log::{PowerKind, PowerLog, Track};
use wattpix_core::observation::two_meters::{flag_of_ratio, is_coarse};
use wattpix_core::spreadsheet::dialect::separator;
use wattpix_core::spreadsheet::encoding::utf_8;

use super::gpus::GpuChoice;
use super::other_run::OtherRun;
use crate::exec::config::Pair;
use crate::files::read_lines;
use crate::flag::{Flag, raise};
use crate::meter::PowerField;
use crate::output::counted;

/// Parts of a log.
#[derive(Debug, Clone, Default, Args)]
pub struct PartChoice {
    /// Power log: time at which the images begin, as in the log or +SECONDS after its first reading.
    #[arg(long, value_name = "TIME", requires = "to")]
    pub from: Option<String>,
    /// Power log: time at which the images end.
    #[arg(long, value_name = "TIME", requires = "from", allow_hyphen_values = true)]
    pub to: Option<String>,
    /// Power log: a CSV file of several parts, with columns from and to, and any settings of each part, such as steps.
    #[arg(long, value_name = "FILE", conflicts_with = "from")]
    pub marks: Option<PathBuf>,
    /// Power log: the log holds the images and nothing else, from its first reading to its last.
    #[arg(long, conflicts_with_all = ["from", "marks"])]
    pub whole: bool,
}

/// A part of a log before it is measured.
struct LogPart {
    line: usize,
    from_s: f64,
    to_s: f64,
    declared: Vec<Pair>,
}

impl PartChoice {
    /// Measures every part of a log; a part that cannot be is told with its number.
    ///
    /// # Errors
    /// No part was chosen, a time that is none of the log's, or a table of marks that cannot be read.
    pub fn measure(
        &self,
        log: &PowerLog,
        gpus: &GpuChoice,
    ) -> anyhow::Result<Vec<(usize, Result<OtherRun, String>)>> {
        let tracks = gpus.of_log(log).map_err(anyhow::Error::msg)?;
        let parts = self.parts(log)?;
        Ok(parts.into_iter().map(|part| (part.line, measured(log, &tracks, part))).collect())
    }

    fn parts(&self, log: &PowerLog) -> anyhow::Result<Vec<LogPart>> {
        let (first_s, last_s) = log.span().context("it has no reading")?;
        if let (Some(from), Some(to)) = (&self.from, &self.to) {
            let (from_s, to_s) = (seconds(from, log).context("--from")?, seconds(to, log).context("--to")?);
            return Ok(vec![LogPart { line: 1, from_s, to_s, declared: Vec::new() }]);
        }
        if let Some(marks) = &self.marks {
            return read_marks(marks, log).with_context(|| marks.display().to_string());
        }
        if self.whole {
            return Ok(vec![LogPart { line: 1, from_s: first_s, to_s: last_s, declared: Vec::new() }]);
        }
        let told = |seconds: f64| Moment { seconds, scale: log.scale }.text();
        let span = match log.scale {
            TimeScale::Relative => format!("{:.1} s", last_s - first_s),
            _ => format!("{} to {}", told(first_s), told(last_s)),
        };
        let left_out = match log.skipped.len() {
            0 => String::new(),
            more => format!(" ({more} left out as 0, missing or unreadable)"),
        };
        anyhow::bail!(
            "it has {}{left_out} over {span}; say which part made the images with --from TIME --to TIME, several with --marks FILE, or \
             --whole where that is all of it",
            counted(log.tracks.iter().map(|track| track.readings.len()).sum(), "reading")
        )
    }
}

/// A time on the scale of a log.
fn seconds(text: &str, log: &PowerLog) -> anyhow::Result<f64> {
    let allowed = match log.scale {
        TimeScale::Utc => {
            "seconds since 1970, a time with its zone such as 2025-03-02T10:11:12Z, or +SECONDS after the first reading"
        }
        TimeScale::Local => {
            "a time as the log writes it, such as \"2025/03/02 10:11:12.345\", or +SECONDS after the first reading"
        }
        TimeScale::Relative => "+SECONDS after the first reading: the log has no times",
    };
    if let Some(after) = text.trim().strip_prefix('+') {
        let after: f64 = after
            .parse()
            .ok()
            .filter(|after: &f64| after.is_finite())
            .with_context(|| format!("'{text}' is not {allowed}"))?;
        return Ok(log.span().map_or(0.0, |(first, _)| first) + after);
    }
    let moment = parse(text).filter(|moment| moment.scale == log.scale);
    moment.map(|moment| moment.seconds).with_context(|| format!("'{text}' is not {allowed}"))
}

/// Reads a table of parts.
fn read_marks(path: &Path, log: &PowerLog) -> anyhow::Result<Vec<LogPart>> {
    let bytes = utf_8(&read_lines(path)?);
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator(&bytes))
        .trim(csv::Trim::All)
        .from_reader(bytes.as_slice());
    let heads: Vec<String> = reader.headers()?.iter().map(str::to_lowercase).collect();
    let column = |name: &str| {
        heads.iter().position(|head| head == name).with_context(|| {
            format!("line 1: no column '{name}'; columns are from, to and settings such as steps")
        })
    };
    let (from, to) = (column("from")?, column("to")?);
    let mut parts = Vec::new();
    for record in reader.records() {
        let record = record?;
        let line = record.position().map_or(0, csv::Position::line) as usize;
        let part = || -> anyhow::Result<LogPart> {
            let time =
                |at: usize| seconds(&record[at], log).with_context(|| format!("column '{}'", heads[at]));
            let settings =
                record.iter().enumerate().filter(|(at, cell)| ![from, to].contains(at) && !cell.is_empty());
            let declared = settings
                .map(|(at, cell)| format!("{}={cell}", heads[at]).parse())
                .collect::<anyhow::Result<_>>()?;
            Ok(LogPart { line, from_s: time(from)?, to_s: time(to)?, declared })
        };
        parts.push(part().with_context(|| format!("line {line}"))?);
    }
    anyhow::ensure!(!parts.is_empty(), "no part: give one a line, under columns from and to");
    Ok(parts)
}

fn measured(log: &PowerLog, tracks: &[&Track], part: LogPart) -> Result<OtherRun, String> {
    let LogPart { line, from_s, to_s, declared } = part;
    let mut found = OtherRun {
        line,
        seconds: to_s - from_s,
        declared,
        gpu_count: tracks.len() as u32,
        ..OtherRun::default()
    };
    found.started = Moment { seconds: from_s, scale: log.scale }.text();
    let (mut error_j, mut gaps) = (0.0, 0);
    for track in tracks {
        let integral = Integral::of(track, from_s, to_s)?;
        let joules = integral.joules().ok_or("it has neither power nor energy")?;
        found.joules += joules;
        if tracks.len() > 1 || !track.id.is_empty() {
            found.gpus.push((track.id.clone(), joules));
        }
        error_j += integral.error_j;
        gaps += integral.gaps;
        found.period_s = Some(integral.period_s);
        found.integrated_j = sum(found.integrated_j, integral.integrated_j);
        found.counter_j = sum(found.counter_j, integral.counter_j);
        if let Some(name) = &track.name
            && !found.stated.iter().any(|(key, _)| *key == "gpu")
        {
            found.stated.push(("gpu", name.clone()));
        }
        found.power_field = integral.integrated_j.and(Some(match track.field {
            PowerKind::Instant => PowerField::Instant,
            PowerKind::Average => PowerField::Average,
            PowerKind::Either => PowerField::Usage,
        }));
    }
    found.error_j = Some(error_j);
    let mut flag = |flag: Flag, raised: bool| {
        if raised {
            raise(&mut found.flags, flag);
        }
    };
    flag(Flag::NoCounter, found.counter_j.is_none());
    flag(Flag::AveragedPower, found.counter_j.is_none() && found.power_field != Some(PowerField::Instant));
    flag(Flag::Dropouts, gaps > 0);
    flag(Flag::CoarseEdges, is_coarse(error_j, found.joules));
    if let Some(disagreement) = found
        .counter_j
        .zip(found.integrated_j)
        .and_then(|(counter, integral)| flag_of_ratio(counter / integral))
    {
        raise(&mut found.flags, disagreement);
    }
    Ok(found)
}

/// The sum of what several GPUs have; `None` where none has it.
fn sum(before: Option<f64>, more: Option<f64>) -> Option<f64> {
    match (before, more) {
        (None, more) => more,
        (before, None) => before,
        (Some(before), Some(more)) => Some(before + more),
    }
}
