//! Facts of a metered run for reports in other formats.

use anyhow::Context;
use wattpix_core::carbon::Electricity;
use wattpix_core::footprint::report::RunFacts;
use wattpix_core::footprint::{FootprintSettings, LifeCycle, Load, Range};
use wattpix_core::{gpu, model};

use crate::flag::{Flag, raise};
use crate::footprint_options::FootprintOptions;
use crate::meter::MeterKind;
use crate::observation::{Observation, Stage};

/// Joules of a kilowatt-hour.
const JOULES_PER_KWH: f64 = 3.6e6;

/// Returns the facts of the rows of whole images that may be used, all of them together.
///
/// # Errors
/// No such row, rows that do not say how many images they made, and figures that no source has.
pub fn facts(
    rows: &[Observation],
    electricity: Electricity,
    options: &FootprintOptions,
) -> anyhow::Result<RunFacts> {
    let used: Vec<(&Observation, f64)> = rows
        .iter()
        .filter(|row| row.stage == Stage::Image && row.valid)
        .filter_map(|row| row.gross_j.map(|joules| (row, joules)))
        .collect();
    let (first, _) = *used.first().context("no report: no valid row of images has an energy")?;
    let images: Option<u64> = used.iter().map(|(row, _)| row.images.map(u64::from)).sum();
    let images = images
        .filter(|images| *images > 0)
        .context("no report: the rows do not say how many images they made; declare --config images=N")?;
    let kwh = used.iter().map(|(_, joules)| joules).sum::<f64>() / JOULES_PER_KWH;
    let seconds: f64 = used.iter().map(|(row, _)| row.duration_s).sum();
    let settings: FootprintSettings = options.read(images)?;
    let known = gpu::find(&first.gpu).ok();
    let gpus = first.gpus.len().max(1) as u32;
    let load = Load {
        kwh: Range::exact(kwh / images as f64),
        seconds: Some(seconds / images as f64),
        gpu: known,
        gpus,
    };
    let declared = first.model.clone().unwrap_or_else(|| "a model that was not named".to_owned());
    let model = first.model.as_deref().and_then(|name| model::find(name).ok());
    let number = |number: Option<u32>| number.map(|number| number.to_string());
    let stated = [
        ("width", number(first.width)),
        ("height", number(first.height)),
        ("steps", number(first.steps)),
        ("precision", first.precision.clone()),
        ("guidance", first.guidance.clone()),
        ("batch", number(first.batch)),
        ("engine", first.engine.clone()),
    ];
    Ok(RunFacts {
        model_label: model.map_or_else(|| declared.clone(), |model| model.label.to_owned()),
        hub_id: model.and_then(|model| model.hub_ids.first()).map(|id| (*id).to_owned()),
        parameters: model.map(|model| model.parameters()),
        is_video: model.is_some_and(|model| model.frames().is_some()),
        model: declared,
        gpu: known.map_or_else(|| first.gpu.clone(), |gpu| gpu.label.to_owned()),
        memory_gb: known.and_then(|gpu| gpu.memory_gb),
        gpus,
        images,
        precision: first.precision.clone(),
        settings: stated.into_iter().filter_map(|(key, value)| Some((key.to_owned(), value?))).collect(),
        kwh: Range::exact(kwh),
        seconds: Some(seconds),
        boundary: "gross".to_owned(),
        meter: Some(first.meter.word().to_owned()),
        method: format!(
            "metered by Wattpix {} ({}, {} rows)",
            env!("CARGO_PKG_VERSION"),
            first.meter.word(),
            used.len()
        ),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        time: first.started.clone(),
        caveats: caveats(&used),
        electricity,
        life_cycle: LifeCycle::new(&load, &electricity, &settings)?,
        lifetime_years: settings.lifetime_years,
        utilisation: settings.utilisation,
    })
}

/// Returns what the rows warn of, each once.
fn caveats(used: &[(&Observation, f64)]) -> Vec<String> {
    let mut flags: Vec<Flag> = Vec::new();
    for flag in used.iter().flat_map(|(row, _)| &row.reasons) {
        raise(&mut flags, *flag);
    }
    let fake = used.iter().any(|(row, _)| row.meter == MeterKind::Fake);
    let fake = fake.then(|| "The meter is a fake: the joules are made up.".to_owned());
    fake.into_iter().chain(flags.iter().map(|flag| flag.message().to_owned())).collect()
}
