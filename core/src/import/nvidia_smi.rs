//! Logs of `nvidia-smi --query-gpu=... --format=csv[,noheader][,nounits] -l 1`.
//!
//! Properties and their units by its manual: <https://man.archlinux.org/man/nvidia-smi.1.raw> (610.43, 2026-05-19) and `nvidia-smi --help-query-gpu`. Power is
//! `power.draw`, `power.draw.average` or `power.draw.instant`, in watts; `module.power.draw` is that of a GPU with its processor and is not read, and
//! neither are limits. What a card does not tell is `[N/A]`, `[Not Supported]` or `[Unknown Error]`. Times are of a clock whose zone is not stated.

use super::facts::LogFacts;
use super::format::Format;
use super::moment::{TimeScale, parse};
use super::power_log::{PowerKind, PowerLog, PowerSample};
use super::sheet::HeadedTable;

/// Columns of power, the best first.
const POWER: [(&str, PowerKind); 3] = [
    ("power.draw.instant", PowerKind::Instant),
    ("power.draw", PowerKind::Either),
    ("power.draw.average", PowerKind::Average),
];
/// Columns that tell GPUs apart, the likeliest to be facts for first.
const IDS: [&str; 7] = ["index", "uuid", "gpu_uuid", "pci.bus_id", "gpu_bus_id", "serial", "gpu_serial"];
const NAMES: [&str; 2] = ["name", "gpu_name"];
/// Watts of each unit in which power may stand.
const UNITS: [(&str, f64); 3] = [("w", 1.0), ("mw", 1e-3), ("kw", 1e3)];

/// Returns true for the head of a column of power.
pub(super) fn is_power(head: &str) -> bool {
    let (name, _) = named(head);
    POWER.iter().any(|(power, _)| *power == name)
}

/// The property and the unit of `power.draw [W]`.
fn named(head: &str) -> (&str, Option<&str>) {
    match head.split_once('[') {
        Some((name, unit)) => (name.trim(), Some(unit.trim_end().trim_end_matches(']').trim())),
        None => (head.trim(), None),
    }
}

/// Reads a log.
///
/// # Errors
/// A log whose power, times or GPUs cannot be told.
pub(super) fn read(text: &str, facts: &LogFacts) -> Result<PowerLog, String> {
    let mut sheet = sheet(text, facts)?;
    let column = |names: &[&str]| {
        names.iter().find_map(|name| sheet.heads.iter().position(|head| named(head).0 == *name))
    };
    let power = POWER.iter().find_map(|(name, field)| Some((column(&[name])?, *field)));
    let (power, field) =
        power.ok_or("it has no column power.draw; log with --query-gpu=timestamp,index,name,power.draw")?;
    let unit = match named(&sheet.heads[power]).1 {
        None => 1.0,
        Some(unit) => watts(unit)
            .ok_or_else(|| format!("the unit of power.draw is '{unit}'; it is read in W, mW or kW"))?,
    };
    let (time, id, name) = (column(&["timestamp"]), column(&IDS), column(&NAMES));
    let interval_s = match (time, facts.interval_s) {
        (Some(_), None) => 0.0,
        (Some(_), Some(_)) => return Err("it has times; leave --interval out".to_owned()),
        (None, None) => {
            return Err(
                "it has no column timestamp; say the seconds between readings with --interval, or log with --query-gpu=timestamp,power.draw".to_owned()
            );
        }
        (None, Some(_)) if sheet.heads_again > 0 => {
            return Err(
                "its head row comes again and it has no times: two logs in one file; import each alone"
                    .to_owned(),
            );
        }
        (None, Some(seconds)) => seconds,
    };
    let mut log =
        PowerLog::new(Format::NvidiaSmi, if time.is_some() { TimeScale::Local } else { TimeScale::Relative });
    for (line, row) in std::mem::take(&mut sheet.rows) {
        let take = || -> Result<(), String> {
            let cells = row?;
            let cell = |at: Option<usize>| at.and_then(|at| cells.get(at)).map_or("", |cell| cell.trim());
            let id = cell(id).to_owned();
            let name = Some(cell(name)).filter(|name| !name.is_empty());
            let watts = power_in(&mut sheet, cell(Some(power)), unit);
            let track = log.track(&id, name, field);
            let t_s = match time {
                // A reading that failed takes its time all the same.
                None => interval_s * track.readings.len() as f64,
                Some(at) => {
                    parse(cell(Some(at)))
                        .ok_or_else(|| {
                            format!(
                                "timestamp: '{}' is not a time",
                                crate::excerpt::shortened(cell(Some(at)))
                            )
                        })?
                        .seconds
                }
            };
            if time.is_none() {
                track.push(PowerSample { t_s, watts: watts.as_ref().ok().copied(), counter_j: None });
                return watts.map(drop);
            }
            track.push(PowerSample { t_s, watts: Some(watts?), counter_j: None });
            Ok(())
        };
        if let Err(reason) = take() {
            log.skip(line, reason);
        }
    }
    log.finish()
}

/// A power in watts.
fn power_in(sheet: &mut HeadedTable, cell: &str, unit: f64) -> Result<f64, String> {
    let is_unit = |sign: char| sign.is_ascii_alphabetic() || sign.is_whitespace();
    let number = cell.trim_end_matches(is_unit);
    let suffix = cell.get(number.len()..).unwrap_or_default().trim();
    if number.is_empty() || cell.starts_with('[') {
        return Err("power.draw is not available [N/A]".to_owned());
    }
    let factor = match suffix {
        "" => unit,
        suffix => {
            watts(suffix).ok_or_else(|| format!("power.draw is in '{suffix}'; it is read in W, mW or kW"))?
        }
    };
    match sheet.number("power.draw", number)? {
        Some(number) if number > 0.0 => Ok(factor * number),
        Some(_) => Err("power.draw is 0: the sensor did not answer".to_owned()),
        None => Err("power.draw is not available [N/A]".to_owned()),
    }
}

fn watts(unit: &str) -> Option<f64> {
    UNITS.iter().find(|(known, _)| unit.eq_ignore_ascii_case(known)).map(|(_, watts)| *watts)
}

/// The log as a table. Without a head row, columns are those that were facts for; else a time is told by its form and power by its unit, where
/// each is one column.
fn sheet(text: &str, facts: &LogFacts) -> Result<HeadedTable, String> {
    let sheet = HeadedTable::read(text);
    if sheet
        .heads
        .iter()
        .any(|head| is_power(head) || head == "timestamp" || head.starts_with("utilization."))
    {
        return Ok(sheet);
    }
    if let Some(columns) = &facts.columns {
        if columns.len() != sheet.heads.len() {
            return Err(format!(
                "--columns names {} columns and the log has {}",
                columns.len(),
                sheet.heads.len()
            ));
        }
        return Ok(HeadedTable::with_heads(text, Some(columns)));
    }
    let unnamed: Vec<String> = sheet.heads.iter().map(|_| String::new()).collect();
    let rows = HeadedTable::with_heads(text, Some(&unnamed));
    let cells = |at: usize| {
        rows.rows.iter().filter_map(move |(_, row)| row.as_ref().ok()?.get(at).map(|cell| cell.trim()))
    };
    let is_watts = |cell: &str| {
        cell.to_ascii_lowercase()
            .strip_suffix(" w")
            .is_some_and(|number| number.trim().parse::<f64>().is_ok())
    };
    // A limit is the same all the time.
    let varies = |at: usize| {
        cells(at)
            .filter(|cell| is_watts(cell))
            .any(|cell| cells(at).find(|first| is_watts(first)) != Some(cell))
    };
    let powers: Vec<usize> =
        (0..unnamed.len()).filter(|at| cells(*at).any(is_watts) && varies(*at)).collect();
    let times: Vec<usize> = (0..unnamed.len())
        .filter(|at| {
            cells(*at)
                .next()
                .is_some_and(|cell| parse(cell).is_some_and(|moment| moment.scale == TimeScale::Local))
        })
        .collect();
    let names: Vec<usize> = (0..unnamed.len())
        .filter(|at| {
            cells(*at)
                .next()
                .is_some_and(|cell| crate::gpu::ALL.iter().any(|gpu| gpu.nvml_names.contains(&cell)))
        })
        .collect();
    let ([power], true) = (powers.as_slice(), times.len() <= 1) else {
        return Err(
            "it has no head row, and which column is power.draw cannot be told; say what --query-gpu facts for, as --columns timestamp,name,power.draw"
                .to_owned(),
        );
    };
    let mut heads = unnamed;
    heads[*power] = "power.draw".to_owned();
    times.first().into_iter().for_each(|at| heads[*at] = "timestamp".to_owned());
    names.first().into_iter().for_each(|at| heads[*at] = "name".to_owned());
    Ok(HeadedTable::with_heads(text, Some(&heads)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values are invented.
    const LOG: &str = "timestamp, name, power.draw [W], utilization.gpu [%]\n\
        2025/03/02 10:11:12.000, NVIDIA A100-SXM4-80GB, 310.5 W, 99 %\n\
        2025/03/02 10:11:13.000, NVIDIA A100-SXM4-80GB, [N/A], 99 %\n\
        2025/03/02 10:11:14.000, NVIDIA A100-SXM4-80GB, 0.00 W, 99 %\n\
        2025/03/02 10:11:15.000, NVIDIA A100-SXM4-80GB, 320.5 W, 99 %\n";

    fn watts_of(text: &str, facts: &LogFacts) -> Vec<f64> {
        let log = read(text, facts).unwrap_or_else(|reason| panic!("{text}: {reason}"));
        log.tracks.iter().flat_map(|track| &track.readings).filter_map(|reading| reading.watts).collect()
    }

    #[test]
    fn every_form_of_a_log_gives_the_same_readings() {
        let (head, rows) = LOG.split_once('\n').unwrap();
        let bare = LOG.replace(" W,", ",").replace(" %", "");
        for text in [
            LOG.to_owned(),
            LOG.to_uppercase(),
            bare.clone(),
            LOG.replace(',', ";").replace('.', ","),
            rows.to_owned(),
            format!("{LOG}{LOG}").replacen(rows, "", 1),
            LOG.replace("310.5 W", "310500 mW").replace("320.5 W", "0.3205 kW"),
        ] {
            let text = text
                .replace("POWER,DRAW", "power.draw")
                .replace("power,draw", "power.draw")
                .replace("utilization,gpu", "utilization.gpu");
            let (read, skipped) = (
                watts_of(&text, &LogFacts::default()),
                read(&text, &LogFacts::default()).unwrap().skipped.len(),
            );
            assert!(
                read.len() == 2
                    && (read[0] - 310.5).abs() < 1e-9
                    && (read[1] - 320.5).abs() < 1e-9
                    && skipped == 2,
                "{text}: {read:?}"
            );
        }
        let columns = Some(head.split(',').map(|column| column.trim().to_owned()).collect());
        let unnamed = bare.split_once('\n').unwrap().1;
        assert!(read(unnamed, &LogFacts::default()).unwrap_err().contains("--columns"));
        assert_eq!(watts_of(unnamed, &LogFacts { columns, interval_s: None }), [310.5, 320.5]);
    }

    #[test]
    fn without_times_the_interval_is_asked_for_and_failed_readings_take_theirs() {
        let text = "power.draw [W]\n300.0 W\n[N/A]\n310.0 W\n";
        assert!(read(text, &LogFacts::default()).unwrap_err().contains("--interval"));
        let log = read(text, &LogFacts { interval_s: Some(0.5), columns: None }).unwrap();
        let times: Vec<_> =
            log.tracks[0].readings.iter().map(|reading| (reading.t_s, reading.watts)).collect();
        assert_eq!(times, [(0.0, Some(300.0)), (0.5, None), (1.0, Some(310.0))]);
    }

    #[test]
    fn limits_and_modules_are_no_power_and_units_are_told() {
        let no_power = "timestamp, power.limit [W]\n2025/03/02 10:11:12.000, 400.00 W\n";
        assert!(read(no_power, &LogFacts::default()).unwrap_err().contains("no column power.draw"));
        assert!(!is_power("module.power.draw.instant [w]") && is_power("power.draw.average [w]"));
        let odd = "timestamp, power.draw [J]\n2025/03/02 10:11:12.000, 400.00\n";
        assert!(read(odd, &LogFacts::default()).unwrap_err().contains("the unit of power.draw is 'j'"));
        let limit = "2025/03/02 10:11:12.000, 400.00 W\n2025/03/02 10:11:13.000, 400.00 W\n";
        assert!(read(limit, &LogFacts::default()).unwrap_err().contains("cannot be told"));
    }

    #[test]
    fn gpus_are_told_apart_or_asked_for() {
        let row = |second: u32, index: &str| {
            format!("2025/03/02 10:11:{second:02}.00{}, {index}300.0 W\n", second % 2)
        };
        let indexed: String = (10..20).flat_map(|second| [row(second, "0, "), row(second, "1, ")]).collect();
        let log =
            read(&format!("timestamp, index, power.draw [W]\n{indexed}"), &LogFacts::default()).unwrap();
        assert_eq!((log.tracks.len(), log.tracks[1].readings.len(), &*log.tracks[1].id), (2, 10, "1"));
        let mixed: String = (10..20).flat_map(|second| [row(second, ""), row(second, "")]).collect();
        let refused = read(&format!("timestamp, power.draw [W]\n{mixed}"), &LogFacts::default()).unwrap_err();
        assert!(refused.contains("several GPUs"), "{refused}");
    }
}
