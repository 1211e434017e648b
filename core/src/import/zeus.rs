//! Files of Zeus: measurements of `ZeusMonitor` as JSON, its log of windows, and the power log of `PowerMonitor`.
//!
//! A measurement has seconds and, for each GPU, joules; the log's start is in seconds since 1970:
//! <https://github.com/ml-energy/zeus/blob/75a8b9398034eb9baf74ca0a830c2c31bcce52cd/zeus/monitor/energy.py>. The power log has no head: seconds since
//! 1970, then watts of each GPU in turn:
//! <https://github.com/ml-energy/zeus/blob/585ae2be5b7ea12aff87d0241b77133248553b79/zeus/monitor/power.py>.
//! `cpu_energy`, `dram_energy` and `soc_energy` are not read.

use super::format::Format;
use super::moment::{Moment, TimeScale, parse};
use super::power_log::{PowerKind, PowerLog, PowerSample};
use super::run::{GpuEnergy, RunEnergy, Runs, positive};
use super::sheet::HeadedTable;
use super::tree;
use crate::json::Json;
use crate::observation::row::SETTINGS;

/// Reads measurements as JSON: one, a list, or one a line.
///
/// # Errors
/// What is no JSON, with its place.
pub(super) fn measurements(text: &str) -> Result<Runs, String> {
    let mut found = Runs::new(Format::ZeusJson);
    for (line, object) in tree::objects(text)? {
        // Windows may stand under their names.
        let named: Vec<(usize, &Json)> = match &object {
            Json::Object(fields) if tree::get(&object, "gpu_energy").is_none() => {
                (1..).zip(fields.iter().map(|(_, window)| window)).collect()
            }
            object => vec![(line, object)],
        };
        for (line, window) in named {
            match measurement(line, window) {
                Ok(run) => found.runs.push(run),
                Err(reason) => found.skip(line, reason),
            }
        }
    }
    Ok(found)
}

fn measurement(line: usize, object: &Json) -> Result<RunEnergy, String> {
    let seconds = positive("time", tree::get(object, "time").and_then(tree::number))?;
    let gpus = gpu_energies(object)?;
    let field = |name: &&'static str| {
        let text = match tree::get(object, name)? {
            Json::Text(text) => text.trim().to_owned(),
            Json::Number(number) => (*number).to_owned(),
            _ => return None,
        };
        Some((*name, text))
    };
    let settings = SETTINGS.iter().filter_map(field).collect();
    Ok(RunEnergy { line, version: None, gpus, seconds, started: None, settings, of_whole_machine: false })
}

/// The field `gpu_energy` of a measurement.
///
/// # Errors
/// Says what is wrong with it.
pub(super) fn gpu_energies(object: &Json) -> Result<Vec<GpuEnergy>, String> {
    let Some(Json::Object(fields)) = tree::get(object, "gpu_energy") else {
        return Err("gpu_energy is missing: no GPU was measured".to_owned());
    };
    if fields.is_empty() {
        return Err("gpu_energy is empty: no GPU was measured".to_owned());
    }
    let energy = |(id, joules): &(std::borrow::Cow<str>, Json)| {
        let joules = positive(&format!("gpu_energy of GPU {id}"), tree::number(joules))?;
        Ok(GpuEnergy { id: id.to_string(), count: 1, joules })
    };
    fields.iter().map(energy).collect()
}

/// Reads a log of windows.
///
/// # Errors
/// A log without the columns that it needs.
pub(super) fn windows(text: &str) -> Result<Runs, String> {
    let mut sheet = HeadedTable::read(text);
    let elapsed = sheet.column("elapsed_time").ok_or("it has no column elapsed_time")?;
    let start = sheet.column("start_time");
    let gpus: Vec<(usize, String)> = sheet
        .heads
        .iter()
        .enumerate()
        .filter_map(|(at, head)| Some((at, index(head, "gpu", "_energy")?.to_owned())))
        .collect();
    let mut found = Runs::new(Format::ZeusWindows);
    for (line, row) in std::mem::take(&mut sheet.rows) {
        let read = || -> Result<RunEnergy, String> {
            let cells = row?;
            let mut number = |name: &str, at: usize| sheet.number(name, &cells[at]);
            let seconds = positive("elapsed_time", number("elapsed_time", elapsed)?)?;
            let mut energies = Vec::new();
            for (at, id) in &gpus {
                let name = format!("gpu{id}_energy");
                energies.push(GpuEnergy {
                    id: id.clone(),
                    count: 1,
                    joules: positive(&name, number(&name, *at)?)?,
                });
            }
            let started = start.and_then(|at| parse(&cells[at]));
            Ok(RunEnergy {
                line,
                version: None,
                gpus: energies,
                seconds,
                started,
                settings: Vec::new(),
                of_whole_machine: false,
            })
        };
        match read() {
            Ok(run) => found.runs.push(run),
            Err(reason) => found.skip(line, reason),
        }
    }
    Ok(found)
}

/// Reads a power log, with a head `time,power0,power1` or without one.
///
/// # Errors
/// A log without readings, or whose time goes backwards.
pub(super) fn power(text: &str) -> Result<PowerLog, String> {
    let first = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let headed = first.chars().any(|sign| sign.is_ascii_alphabetic() && !matches!(sign, 'e' | 'E'));
    let unnamed: Vec<String> = std::iter::once("time".to_owned())
        .chain((0..first.split([',', ';', '\t']).count().saturating_sub(1)).map(|gpu| format!("power{gpu}")))
        .collect();
    let mut sheet = HeadedTable::with_heads(text, (!headed).then_some(unnamed.as_slice()));
    let time = sheet.column("time").ok_or("it has no column time")?;
    let gpus: Vec<(usize, String)> = sheet
        .heads
        .iter()
        .enumerate()
        .filter_map(|(at, head)| Some((at, index(head, "power", "")?.to_owned())))
        .collect();
    let mut log = PowerLog::new(Format::ZeusPower, TimeScale::Utc);
    for (line, row) in std::mem::take(&mut sheet.rows) {
        let cells = match row {
            Ok(cells) => cells,
            Err(reason) => {
                log.skip(line, reason);
                continue;
            }
        };
        let Some(Moment { seconds, .. }) = parse(&cells[time]) else {
            log.skip(line, "time is not seconds since 1970");
            continue;
        };
        for (at, id) in &gpus {
            match sheet.number("power", &cells[*at]) {
                Ok(Some(watts)) if watts > 0.0 => {
                    log.track(id, None, PowerKind::Instant).push(PowerSample {
                        t_s: seconds,
                        watts: Some(watts),
                        counter_j: None,
                    });
                }
                Ok(_) => log.skip(line, "a power that is 0 or missing"),
                Err(reason) => log.skip(line, reason),
            }
        }
    }
    log.finish()
}

/// The number in a head such as `gpu0_energy`.
pub(super) fn index<'h>(head: &'h str, before: &str, after: &str) -> Option<&'h str> {
    let number = head.strip_prefix(before)?.strip_suffix(after)?;
    (!number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit())).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values are invented.
    #[test]
    fn measurements_are_read_alone_in_a_list_and_by_line() {
        let one = r#"{"time": 24.5, "gpu_energy": {"0": 12000.5, "1": 11000.0}, "cpu_energy": {"0": 5.0}, "steps": 25}"#;
        for text in [
            one.to_owned(),
            format!("[{one},\n{one}]"),
            format!("{one}\n{one}\n"),
            format!("\n{one}"),
            format!("{{\"image\": {one}}}"),
        ] {
            let found = measurements(&text).unwrap();
            let run = &found.runs[0];
            assert_eq!((run.seconds, run.joules(), run.gpus.len()), (24.5, 23_000.5, 2), "{text}");
            assert_eq!(run.settings, [("steps", "25".to_owned())]);
        }
        for (text, reason) in [
            (r#"{"time": 1, "gpu_energy": {}}"#, "empty"),
            (r#"{"time": 1, "gpu_energy": {"0": 0}}"#, "GPU 0 is 0"),
            (r#"{"time": 1, "gpu_energy": {"0": null}}"#, "missing"),
            (r#"{"time": 0, "gpu_energy": {"0": 5}}"#, "time is 0"),
        ] {
            let found = measurements(text).unwrap();
            assert!(found.runs.is_empty() && found.skipped[0].reason.contains(reason), "{text}: {found:?}");
        }
        let cut =
            measurements("{\"time\": 1, \"gpu_energy\": {\"0\": 5}}\n{\"time\": 1, \"gpu_en").unwrap_err();
        assert!(cut.starts_with("line 2, column"), "{cut}");
    }

    #[test]
    fn windows_and_power_logs_are_read() {
        let text = "start_time,window_name,elapsed_time,gpu0_energy\n1740910272.5,batch,10.0,4000.0\n1740910290.0,batch,10.0,0.0\n";
        let found = windows(text).unwrap();
        assert_eq!((found.runs.len(), found.skipped.len()), (1, 1));
        assert_eq!(found.runs[0].started.unwrap().text(), "2025-03-02T10:11:12.500Z");
        let plain = "1740910272.0,300.0,60\n1740910273.0,310.0,60\n";
        for text in [
            plain.to_owned(),
            format!("time,power0,power1\n{plain}"),
            format!("Time;Power0;Power1\n{}", plain.replace(',', ";")),
        ] {
            let log = power(&text).unwrap();
            assert_eq!((log.tracks.len(), log.tracks[1].readings.len()), (2, 2), "{text}");
        }
    }
}
