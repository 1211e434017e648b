//! Facts of an estimate for reports in other formats.

use std::time::SystemTime;

use wattpix_core::carbon::Electricity;
use wattpix_core::error::Choice;
use wattpix_core::estimate::{Estimate, Question};
use wattpix_core::fit::origin_label;
use wattpix_core::footprint::report::RunFacts;
use wattpix_core::footprint::{LifeCycle, Load};
use wattpix_core::words::Words;

use super::footprint::Footprint;

/// Returns the facts of an estimate of so many images.
pub fn facts(
    estimate: &Estimate,
    footprint: &Footprint,
    electricity: Electricity,
    images: u64,
    words: Words,
) -> RunFacts {
    let Question { workload, gpu, boundary } = &estimate.question;
    let (model, size) = (workload.model(), workload.size());
    let is_video = workload.fps().is_some();
    let mut settings = vec![
        ("width".to_owned(), size.width.to_string()),
        ("height".to_owned(), size.height.to_string()),
        ("steps".to_owned(), workload.steps().to_string()),
        ("precision".to_owned(), workload.precision().name().to_owned()),
        ("guidance".to_owned(), workload.guidance().name().to_owned()),
        ("batch".to_owned(), workload.batch().to_string()),
    ];
    if is_video {
        settings.push(("frames".to_owned(), workload.frames().to_string()));
    }
    let one: LifeCycle = footprint.one;
    RunFacts {
        model: model.id.to_owned(),
        model_label: model.label.to_owned(),
        hub_id: model.hub_ids.first().map(|id| (*id).to_owned()),
        parameters: Some(model.parameters()),
        gpu: gpu.label.to_owned(),
        memory_gb: gpu.memory_gb,
        gpus: 1,
        images,
        is_video,
        precision: Some(workload.precision().name().to_owned()),
        settings,
        kwh: Load::of(estimate).kwh.times(images as f64),
        seconds: estimate.seconds.map(|seconds| seconds * images as f64),
        boundary: boundary.name().to_owned(),
        meter: None,
        method: format!(
            "Wattpix {}, fit {} ({})",
            env!("CARGO_PKG_VERSION"),
            estimate.fit.id(),
            origin_label(estimate.fit)
        ),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        time: humantime::format_rfc3339_seconds(SystemTime::now()).to_string(),
        caveats: estimate.caveats.iter().map(|caveat| caveat.tell(words)).collect(),
        electricity,
        life_cycle: one,
        lifetime_years: footprint.settings.lifetime_years,
        utilisation: footprint.settings.utilisation,
    }
}
