//! CodeCarbon's `emissions.csv`, and its files of tasks.
//!
//! Columns and units by its documentation and source:
//! <https://github.com/mlco2/codecarbon/blob/b05965e43b690cdc53787c7577adbe6e2caf4ed9/docs/reference/output.md>,
//! <https://github.com/mlco2/codecarbon/blob/b05965e43b690cdc53787c7577adbe6e2caf4ed9/codecarbon/output_methods/file.py>.
//! `gpu_energy` is of all GPUs together, in kWh; `energy_consumed` has processor and memory in it and is never read. The time is that of
//! the end, on a clock of an unstated zone. `flush()` writes a run again with what it has used so far, so that the last row of a run counts; rows
//! of tasks stand for themselves.

use std::collections::HashMap;

use super::format::Format;
use super::moment::{Moment, parse};
use super::run::{GpuEnergy, RunEnergy, Runs, joules, positive};
use super::sheet::HeadedTable;

/// Reads the rows of a file.
///
/// # Errors
/// A file without a column for the energy of GPUs.
pub(super) fn read(text: &str) -> Result<Runs, String> {
    let mut sheet = HeadedTable::read(text);
    let Some(energy) = sheet.column("gpu_energy") else {
        return Err(
            "it has no column gpu_energy; energy_consumed is that of the whole machine and is not read"
                .to_owned(),
        );
    };
    let Some(duration) = sheet.column("duration") else {
        return Err("it has no column duration (seconds)".to_owned());
    };
    let columns = EmissionsColumns {
        energy,
        duration,
        count: sheet.column("gpu_count"),
        model: sheet.column("gpu_model"),
        version: sheet.column("codecarbon_version"),
        timestamp: sheet.column("timestamp"),
        project: sheet.column("project_name"),
        mode: sheet.column("tracking_mode"),
    };
    let (run_id, task) = (sheet.column("run_id"), sheet.column("task_name"));
    let mut found = Runs::new(Format::CodeCarbon);
    let mut of_run: HashMap<String, usize> = HashMap::new();
    for (line, row) in std::mem::take(&mut sheet.rows) {
        let read =
            row.map_err(shortened_row).and_then(|cells| Ok((columns.run(&mut sheet, line, &cells)?, cells)));
        let (run, cells) = match read {
            Ok(read) => read,
            Err(reason) => {
                found.skip(line, reason);
                continue;
            }
        };
        columns.note(&cells, &mut found);
        // A later row of the same run holds the earlier ones.
        let id = run_id.filter(|_| task.is_none()).and_then(|at| cells.get(at)).filter(|id| !id.is_empty());
        let earlier = id.and_then(|id| of_run.get(id)).and_then(|at| found.runs.get_mut(*at));
        match earlier {
            Some(earlier) if run.seconds >= earlier.seconds && run.joules() >= earlier.joules() => {
                let before = std::mem::replace(earlier, run);
                found.skip(
                    before.line,
                    "a later row of the same run_id holds it: energies of a run add up from row to row",
                );
            }
            _ => {
                if let Some(id) = id {
                    of_run.insert(id.clone(), found.runs.len());
                }
                found.runs.push(run);
            }
        }
    }
    Ok(found)
}

fn shortened_row(reason: String) -> String {
    format!(
        "{reason}: CodeCarbon leaves out empty cells where it appends to a file, and which ones cannot be told; give it a new file for each run"
    )
}

struct EmissionsColumns {
    energy: usize,
    duration: usize,
    count: Option<usize>,
    model: Option<usize>,
    version: Option<usize>,
    timestamp: Option<usize>,
    project: Option<usize>,
    mode: Option<usize>,
}

impl EmissionsColumns {
    fn run(&self, sheet: &mut HeadedTable, line: usize, cells: &[String]) -> Result<RunEnergy, String> {
        let text = |at: Option<usize>| {
            at.and_then(|at| cells.get(at)).map(|cell| cell.trim()).filter(|cell| !cell.is_empty())
        };
        let mut number = |name: &str, at: usize| sheet.number(name, cells.get(at).map_or("", String::as_str));
        let kilowatt_hours = number("gpu_energy", self.energy)?;
        let kilowatt_hours = positive("gpu_energy", kilowatt_hours)
            .map_err(|reason| format!("{reason}: CodeCarbon saw no GPU, or not the one that worked"))?;
        let duration = number("duration", self.duration)?;
        let seconds = positive("duration", duration)?;
        let model = text(self.model);
        let stated = match self.count {
            Some(at) => number("gpu_count", at)?,
            None => None,
        };
        let count = stated
            .filter(|count| *count >= 1.0)
            .map(|count| count as u32)
            .or_else(|| model.and_then(counted).map(|(count, _)| count));
        let count = count.ok_or("gpu_count is missing: of how many GPUs gpu_energy is cannot be told")?;
        let name = model.map(|model| counted(model).map_or(model, |(_, name)| name));
        let end = text(self.timestamp).and_then(parse);
        let joules = joules("gpu_energy", kilowatt_hours, seconds, count)?;
        Ok(RunEnergy {
            line,
            version: text(self.version).map(str::to_owned),
            gpus: vec![GpuEnergy { id: String::new(), count, joules }],
            seconds,
            started: end.map(|end| Moment { seconds: end.seconds - seconds, ..end }),
            settings: name.map(|name| ("gpu", name.to_owned())).into_iter().collect(),
            of_whole_machine: false,
        })
    }

    /// Notes what looks like a setting and is none, and what the energy is of.
    fn note(&self, cells: &[String], found: &mut Runs) {
        let text = |at: Option<usize>| at.and_then(|at| cells.get(at)).map(|cell| cell.trim());
        if let Some(project) = text(self.project).filter(|project| crate::model::find(project).is_ok()) {
            found.note(format!("project_name is '{project}'; if that is the model that ran, say so with --config model={project}"));
        }
        if text(self.mode) == Some("machine") {
            found.note(
                "tracking_mode is machine: other programs on the same GPU are in gpu_energy too".to_owned(),
            );
        }
    }
}

/// The number and the name of `1 x NVIDIA A100-SXM4-80GB`.
pub(super) fn counted(model: &str) -> Option<(u32, &str)> {
    let (count, name) = model.split_once(" x ")?;
    Some((count.trim().parse().ok().filter(|count| *count > 0)?, name.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "timestamp,project_name,run_id,duration,emissions,cpu_energy,gpu_energy,energy_consumed,codecarbon_version,gpu_count,gpu_model";

    fn row(run: &str, seconds: f64, kilowatt_hours: &str) -> String {
        format!(
            "2025-01-02T10:00:00,p,{run},{seconds},0.1,0.5,{kilowatt_hours},0.9,3.0.4,1,1 x NVIDIA H100 80GB HBM3"
        )
    }

    #[test]
    fn energy_is_of_gpus_alone_in_kilowatt_hours_and_the_time_is_the_end() {
        let found = read(&[HEAD, &row("a", 10.0, "0.001")].join("\n")).unwrap();
        let run = &found.runs[0];
        assert_eq!((run.joules(), run.seconds, run.gpu_count(), run.line), (3600.0, 10.0, 1, 2));
        assert_eq!(run.settings, [("gpu", "NVIDIA H100 80GB HBM3".to_owned())]);
        assert_eq!(run.started.unwrap().text(), "2025-01-02T09:59:50.000");
        assert_eq!(run.version.as_deref(), Some("3.0.4"));
    }

    #[test]
    fn a_run_that_was_written_again_counts_once() {
        let rows = [row("a", 10.0, "0.001"), row("b", 5.0, "0.0005"), row("a", 20.0, "0.002")];
        let found = read(&[HEAD, &rows.join("\n")].join("\n")).unwrap();
        let runs: Vec<_> = found.runs.iter().map(|run| (run.line, run.joules())).collect();
        assert_eq!((runs, found.skipped.len()), (vec![(4, 7200.0), (3, 1800.0)], 1));
    }

    #[test]
    fn what_was_not_measured_is_counted_with_a_reason() {
        let rows = [
            row("a", 10.0, "0"),
            row("b", 10.0, ""),
            row("c", 10.0, "-0.1"),
            row("d", 0.0, "0.1"),
            "x,y".to_owned(),
        ];
        let found = read(&[HEAD, &rows.join("\n")].join("\n")).unwrap();
        let reasons: Vec<&str> = found.skipped.iter().map(|skipped| &*skipped.reason).collect();
        assert!(found.runs.is_empty() && reasons.len() == 5, "{reasons:?}");
        assert!(
            reasons[0].contains("saw no GPU")
                && reasons[1].contains("missing")
                && reasons[2].contains("not above zero")
        );
        assert!(reasons[3].starts_with("duration is 0") && reasons[4].contains("leaves out empty cells"));
        for (unit, energy) in [("Wh", "1.0"), ("J", "3600")] {
            let found = read(&[HEAD, &row("a", 10.0, energy)].join("\n")).unwrap();
            assert!(found.skipped[0].reason.ends_with(&format!("it could be in {unit}")), "{found:?}");
        }
        let whole = HEAD.replace("gpu_energy,", "");
        assert!(read(&whole).unwrap_err().contains("whole machine"));
    }
}
