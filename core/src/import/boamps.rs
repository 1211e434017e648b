//! BoAmps reports.
//!
//! Fields and units by its schema:
//! <https://github.com/Boavizta/BoAmps/blob/3bfefec8446ee196d1723c0e35859eb7762da3c9/model/measure_schema.json>, with `hardware_schema.json` and `algorithm_schema.json` beside it.
//! `powerConsumption` is in kWh and of the whole task: processor, memory and GPUs, unless the tool of the measure meters GPUs alone, which no field says. So
//! its energy is taken only where a person says that it is of GPUs. Reports of this program (`footprint::report::boamps`) are of GPUs alone; those
//! of estimates and of the fake meter are refused, as nothing was measured.

use super::codecarbon::counted;
use super::format::Format;
use super::moment::parse;
use super::run::{GpuEnergy, RunEnergy, Runs, Setting, joules, positive};
use super::tree::{any, count, get, items, number, objects, text};
use crate::json::Json;

/// Reads the measures of a report.
///
/// # Errors
/// What is no JSON, with its place.
pub(super) fn read(text: &str) -> Result<Runs, String> {
    let mut found = Runs::new(Format::BoAmps);
    for (_, report) in objects(text)? {
        let stated = Stated::of(&report);
        if let Some(requests) = stated.requests {
            found.note(format!(
                "nbRequest is {requests}; if each made one image, say so with --config images={requests}"
            ));
        }
        for (at, measure) in (1..).zip(get(&report, "measures").map(items).unwrap_or_default()) {
            match run(at, measure, &stated) {
                Ok(run) => found.runs.push(run),
                Err(reason) => found.skip(at, reason),
            }
        }
    }
    Ok(found)
}

/// Statements of a report about all its measures.
struct Stated {
    gpus: Vec<(u32, Option<String>)>,
    model: Option<String>,
    requests: Option<u32>,
    shared: bool,
}

impl Stated {
    fn of(report: &Json) -> Self {
        let components = get(report, "infrastructure")
            .and_then(|infrastructure| get(infrastructure, "components"))
            .map(items)
            .unwrap_or_default();
        let is_gpu = |component: &&Json| {
            get(component, "componentType")
                .and_then(text)
                .is_some_and(|kind| kind.eq_ignore_ascii_case("gpu"))
        };
        let gpu = |component: &Json| {
            let name = get(component, "componentName")
                .and_then(text)
                .map(|name| counted(name).map_or(name, |(_, name)| name).to_owned());
            (get(component, "nbComponent").and_then(count).unwrap_or(1), name)
        };
        let gpus = components.iter().filter(is_gpu);
        let shared =
            |component: &Json| get(component, "share").and_then(number).is_some_and(|share| share < 1.0);
        let task = get(report, "task");
        let algorithm = task.and_then(|task| get(task, "algorithms")).map(items).and_then(<[_]>::first);
        Self {
            shared: gpus.clone().any(shared),
            gpus: gpus.map(gpu).collect(),
            model: algorithm
                .and_then(|algorithm| any(algorithm, &["foundationModelName", "algorithmName"]))
                .and_then(text)
                .map(str::to_owned),
            requests: task.and_then(|task| get(task, "nbRequest")).and_then(count),
        }
    }
}

/// `measurementMethod` of this program's reports.
pub(crate) const OWN_METHOD: &str = "wattpix";

/// `gpuTrackingMode` of this program's estimates.
pub(crate) const ESTIMATED: &str = "estimated";

/// `gpuTrackingMode` of a scripted meter.
const FAKE: &str = "fake";

fn run(at: usize, measure: &Json, stated: &Stated) -> Result<RunEnergy, String> {
    let field = |name: &str| get(measure, name).and_then(number);
    let kilowatt_hours = positive("powerConsumption", field("powerConsumption"))?;
    let seconds = positive("measurementDuration", field("measurementDuration"))?;
    if stated.gpus.is_empty() {
        return Err("the report has no component of type gpu".to_owned());
    }
    if stated.shared {
        return Err("the GPU was shared with other tasks".to_owned());
    }
    let (tool, version) =
        (get(measure, "measurementMethod").and_then(text), get(measure, "version").and_then(text));
    let is_own = tool == Some(OWN_METHOD);
    let tracking = get(measure, "gpuTrackingMode").and_then(text);
    if is_own && tracking.is_some_and(|tracking| [ESTIMATED, FAKE].contains(&tracking)) {
        return Err("its energy was estimated or made up, not measured".to_owned());
    }
    let count = stated.gpus.iter().map(|(count, _)| count).sum();
    let joules = joules("powerConsumption", kilowatt_hours, seconds, count)?;
    let mut settings: Vec<Setting> = Vec::new();
    settings.extend(stated.model.iter().map(|model| ("model", model.clone())));
    if let [(_, Some(name))] = stated.gpus.as_slice() {
        settings.push(("gpu", name.clone()));
    }
    Ok(RunEnergy {
        line: at,
        version: tool.map(|tool| [tool, version.unwrap_or_default()].join(" ").trim().to_owned()),
        gpus: vec![GpuEnergy { id: String::new(), count, joules }],
        seconds,
        started: get(measure, "measurementDateTime").and_then(text).and_then(parse),
        settings,
        of_whole_machine: !is_own,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Values are invented.
    #[test]
    fn a_report_is_read_as_of_the_whole_machine() {
        let text = r#"{"header":{},"task":{"taskFamily":"image generation","nbRequest":10,"algorithms":[{"foundationModelName":"sdxl"}]},
            "measures":[{"measurementMethod":"codecarbon","version":"3.0.4","powerConsumption":0.01,"measurementDuration":40.0,"measurementDateTime":"2025-01-02 10:00:00"},
                        {"measurementMethod":"wattmeter","powerConsumption":0,"measurementDuration":40.0}],
            "infrastructure":{"components":[{"componentType":"cpu","nbComponent":8},{"componentType":"gpu","componentName":"1 x Tesla T4","nbComponent":1}]}}"#;
        let found = read(text).unwrap();
        let run = &found.runs[0];
        assert!(run.of_whole_machine && run.joules() == 36_000.0 && run.gpu_count() == 1);
        assert_eq!(run.settings, [("model", "sdxl".to_owned()), ("gpu", "Tesla T4".to_owned())]);
        assert_eq!(
            (run.version.as_deref(), found.skipped.len(), found.notes.len()),
            (Some("codecarbon 3.0.4"), 1, 1)
        );
        assert_eq!(run.started.unwrap().text(), "2025-01-02T10:00:00.000");
    }
}
