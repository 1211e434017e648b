//! The output of `dcgmi dmon`.
//!
//! Two head lines that come again, names and units, then a line an entity; what is not known is `N/A`:
//! <https://github.com/NVIDIA/DCGM/blob/72fa3feaa67d716a75323a8f47c34ff3ee73f824/dcgmi/DeviceMonitor.cpp>. `POWER` (field 155) and `POWINST` (157) are in watts,
//! `TOTEC` (156) is the energy counter in millijoules:
//! <https://github.com/NVIDIA/DCGM/blob/72fa3feaa67d716a75323a8f47c34ff3ee73f824/dcgmlib/src/dcgm_fields.cpp>. The output has no times; many people
//! put one before each line (`ts` of moreutils), and where none is there, the interval has to be given.

use super::facts::LogFacts;
use super::format::Format;
use super::moment::{TimeScale, parse};
use super::power_log::{PowerKind, PowerLog, PowerSample};
use crate::json::{decimal, is_decimal};

const POWER: [(&str, PowerKind); 2] = [("POWINST", PowerKind::Instant), ("POWER", PowerKind::Either)];
const COUNTER: &str = "TOTEC";
/// Units that the columns must have where the second head line tells them.
const UNITS: [(&str, &str); 3] = [("POWINST", "W"), ("POWER", "W"), (COUNTER, "mJ")];
const JOULES_PER_MILLIJOULE: f64 = 1e-3;

/// Reads an output.
///
/// # Errors
/// An output without power or energy, or whose times cannot be told.
pub(super) fn read(text: &str, facts: &LogFacts) -> Result<PowerLog, String> {
    let mut lines = (1..).zip(text.lines()).peekable();
    let mut columns: Option<DmonColumns> = None;
    let mut log = PowerLog::new(Format::Dcgm, TimeScale::Relative);
    while let Some((line, text)) = lines.next() {
        if is_dcgm_head(text) {
            let units = lines.peek().map_or("", |(_, next)| next);
            columns = Some(DmonColumns::of(text, units)?);
            continue;
        }
        let words: Vec<&str> = text.split_whitespace().collect();
        let Some(at) = words.iter().position(|word| word.to_ascii_uppercase().starts_with("GPU")) else {
            continue;
        };
        let Some(columns) = &columns else {
            log.skip(line, "values before the head line");
            continue;
        };
        let (before, entity) = words.split_at(at);
        if let Err(reason) = columns.take(&before.join(" "), entity, facts, &mut log) {
            if reason.is_fatal {
                return Err(reason.text);
            }
            log.skip(line, reason.text);
        }
    }
    log.finish()
}

/// Returns true for the first head line of `dcgmi dmon`, behind a time or not.
pub(super) fn is_dcgm_head(line: &str) -> bool {
    line.split_whitespace().any(|word| word.eq_ignore_ascii_case("#entity"))
}

/// Why a line is not taken.
struct NotTaken {
    text: String,
    /// No line of the file can be taken.
    is_fatal: bool,
}

impl From<String> for NotTaken {
    fn from(text: String) -> Self {
        Self { text, is_fatal: false }
    }
}

/// DmonColumns of an output.
struct DmonColumns {
    count: usize,
    power: Option<(usize, PowerKind)>,
    counter: Option<usize>,
}

impl DmonColumns {
    fn of(heads: &str, units: &str) -> Result<Self, String> {
        let behind = |line: &str, first: &str| -> Vec<String> {
            let is_first = |word: &&str| word.eq_ignore_ascii_case(first);
            line.split_whitespace().skip_while(|word| !is_first(word)).skip(1).map(str::to_owned).collect()
        };
        let (heads, units) = (behind(heads, "#Entity"), behind(units, "ID"));
        let column = |name: &str| heads.iter().position(|head| head.eq_ignore_ascii_case(name));
        for (name, unit) in UNITS {
            // DmonColumns without a unit leave nothing to count by.
            let told = column(name).and_then(|at| units.get(at)).filter(|_| units.len() == heads.len());
            if let Some(told) = told.filter(|told| !told.eq_ignore_ascii_case(unit)) {
                return Err(format!("{name} is in {told}; it is read in {unit}"));
            }
        }
        let power = POWER.iter().find_map(|(name, field)| Some((column(name)?, *field)));
        let counter = column(COUNTER);
        if power.is_none() && counter.is_none() {
            return Err("it has neither POWER nor TOTEC; log with dcgmi dmon -e 155,156".to_owned());
        }
        Ok(Self { count: heads.len(), power, counter })
    }

    fn take(
        &self,
        before: &str,
        entity: &[&str],
        facts: &LogFacts,
        log: &mut PowerLog,
    ) -> Result<(), NotTaken> {
        let [kind, id, values @ ..] = entity else { return Err("a line without values".to_owned().into()) };
        if !kind.eq_ignore_ascii_case("GPU") {
            return Err(format!("{kind} {id} is part of a GPU, whose energy cannot be told").into());
        }
        if values.len() != self.count {
            return Err(format!("{} values under {} heads", values.len(), self.count).into());
        }
        let value = |at: Option<usize>| {
            let text = at.and_then(|at| values.get(at)).filter(|text| is_decimal(text))?;
            decimal(text).filter(|number| number.is_finite() && *number > 0.0)
        };
        let watts = value(self.power.map(|(at, _)| at));
        let counter_j = value(self.counter).map(|millijoules| millijoules * JOULES_PER_MILLIJOULE);
        let moment = parse(before.trim_matches(['[', ']']));
        let field = self.power.map_or(PowerKind::Either, |(_, field)| field);
        let track = log.track(id, None, field);
        let t_s = match (moment, facts.interval_s) {
            (Some(moment), _) => moment.seconds,
            (None, Some(interval_s)) if before.is_empty() => interval_s * track.readings.len() as f64,
            (None, None) if before.is_empty() => {
                let text = "it has no times; say the seconds between readings with --interval (dcgmi dmon -d 1000 is --interval 1)".to_owned();
                return Err(NotTaken { text, is_fatal: true });
            }
            (None, _) => {
                return Err(
                    format!("'{before}' is not a time; write it as ts '%Y-%m-%dT%H:%M:%.S' does").into()
                );
            }
        };
        track.push(PowerSample { t_s, watts, counter_j });
        if let Some(moment) = moment {
            log.scale = moment.scale;
        }
        if watts.is_none() && counter_j.is_none() {
            Err("POWER is 0 or N/A".to_owned().into())
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values are invented.
    const LOG: &str = "#Entity         POWER            TOTEC                   SMCLK\n\
        ID              W                mJ                      MHz\n\
        GPU 0           301.000          5000000                 1410\n\
        GPU 1           60.000           7000000                 1410\n\
        #Entity         POWER            TOTEC                   SMCLK\n\
        ID              W                mJ                      MHz\n\
        GPU 0           N/A              5301000                 1410\n\
        GPU 1           0.000            N/A                     1410\n\
        GPU-I 3         10.0             10                      1410\n";

    #[test]
    fn entities_are_read_with_the_interval_or_with_times() {
        assert!(read(LOG, &LogFacts::default()).unwrap_err().contains("--interval"));
        let log = read(LOG, &LogFacts { interval_s: Some(1.0), columns: None }).unwrap();
        let first = &log.tracks[0].readings;
        assert_eq!(
            (log.tracks.len(), first.len(), first[1].counter_j, first[1].watts),
            (2, 2, Some(5301.0), None)
        );
        let reasons: Vec<&str> = log.skipped.iter().map(|skipped| &*skipped.reason).collect();
        assert!(
            reasons.len() == 2
                && reasons[0].contains("POWER is 0 or N/A")
                && reasons[1].contains("part of a GPU"),
            "{reasons:?}"
        );
        for (time, scale) in
            [("2025-03-02T10:11:12.500000", TimeScale::Local), ("1740910272.5", TimeScale::Utc)]
        {
            let stamped: String = LOG.lines().map(|line| format!("{time} {line}\n")).collect();
            let log = read(&stamped, &LogFacts::default()).unwrap();
            assert_eq!((log.scale, log.tracks[0].readings[0].t_s), (scale, 1_740_910_272.5));
        }
    }

    #[test]
    fn units_and_missing_columns_are_told() {
        let facts = LogFacts { interval_s: Some(1.0), columns: None };
        assert!(read(&LOG.replace(" mJ ", " J "), &facts).unwrap_err().contains("TOTEC is in J"));
        assert!(
            read("#Entity  SMCLK\nID  MHz\nGPU 0  1410\n", &facts)
                .unwrap_err()
                .contains("neither POWER nor TOTEC")
        );
        assert!(read("#Entity  POWER\nID  W\nGPU 0  N/A\n", &facts).is_ok_and(|log| log.skipped.len() == 1));
    }
}
