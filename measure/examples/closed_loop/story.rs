//! The steps of the loop.

use std::path::Path;

use anyhow::Context;
use wattpix_core::estimate::Question;
use wattpix_core::fit::schema::{Citation, Feature, Origin, Software};
use wattpix_core::fit::{self, BUNDLED, Fit};
use wattpix_core::gpu;
use wattpix_core::model;
use wattpix_core::regress::fitting::{self, About, Method};
use wattpix_core::setting::Boundary;
use wattpix_core::workload::Workload;
use wattpix_measure::device::DeviceOptions;
use wattpix_measure::evidence::{Counted, Files};
use wattpix_measure::observation::{Observation, Stage, read};
use wattpix_measure::sweep::bench::BenchOptions;
use wattpix_measure::sweep::design::Design;
use wattpix_measure::sweep::job::Images;
use wattpix_measure::sweep::progress::Quiet;
use wattpix_measure::sweep::setup::Setup;
use wattpix_measure::sweep::shard::Shard;
use wattpix_measure::sweep::stop::Stop;

/// The model that is swept.
const MODEL: &str = "flux1-dev";
/// The law that is the truth: arXiv:2511.17031v1, figure 1(d), column Flux.
const TRUTH: &str = "paper-flux1-dev-a100";

/// The law that is the truth.
pub fn truth() -> anyhow::Result<&'static Fit> {
    Ok(fit::find(BUNDLED, TRUTH)?)
}

/// Sweeps a fake card with 3 % noise, seeded, for so many of its minutes, into a file beside which the machine is written.
pub fn sweep(file: &Path, seed: u64, minutes: f64) -> anyhow::Result<Vec<Observation>> {
    let machine = file.with_extension("toml");
    std::fs::write(&machine, format!("fit = \"{TRUTH}\"\nnoise = 0.03\nseed = {seed}\n"))?;
    let design = Design { images: vec![Images::Auto], seed, ..Design::paper(vec![MODEL.to_owned()]) };
    let setup = Setup {
        design,
        device: DeviceOptions::default(),
        bench: BenchOptions::fake(Some(machine)),
        out: file.to_owned(),
        shard: Shard::WHOLE,
        budget_minutes: Some(minutes),
        traces: false,
    };
    setup.run(Stop::default(), |_| Box::new(Quiet))?;
    let rows = read(file)?.1;
    Ok(rows.into_iter().filter(|row| row.stage == Stage::Image).collect())
}

/// The paper's law, fitted to a file as `measure fit FILE --law paper --boundary net --fake` does. A fake's fit never ships.
pub fn fit(file: &Path) -> anyhow::Result<Fit> {
    let files =
        Files { files: vec![file.to_owned()], boundary: Counted::Net, fake: true, ..Files::default() };
    let evidence = files.read()?;
    anyhow::ensure!(evidence.fake, "rows of a fake card say so");
    let about = About {
        id: "fake".into(),
        title: "A fake card".into(),
        origin: Origin::Measured {
            observations: Vec::new().into(),
            tool: wattpix_measure::tool().into(),
            date: "2026-01-01".into(),
        },
        software: Software {
            engine: "fake".into(),
            version: "none".into(),
            precision_modes: Vec::new().into(),
        },
        sources: vec![Citation {
            title: "This example".into(),
            locator: "its rows".into(),
            url: "https://arxiv.org/abs/2511.17031v1".into(),
        }],
        notes: "Made up.".into(),
    };
    Ok(fitting::fit(&evidence.borrowed(), Method::Paper, about)?)
}

/// A coefficient: its truth and its fitted value.
pub struct Line {
    pub name: &'static str,
    pub truth: f64,
    pub found: f64,
    pub error: f64,
}

/// Every coefficient of a fit beside the truth.
pub fn compare(fit: &Fit) -> anyhow::Result<Vec<Line>> {
    let (law, truth) = (&fit.file().law, &truth()?.file().law);
    let true_to = |feature: Feature| {
        let same = truth.terms.iter().find(|term| term.feature == feature);
        same.map(|term| term.coefficient).with_context(|| format!("{} is not in the truth", feature.name()))
    };
    // Both laws scale from their own count of images; the same energy at another count moves the intercept, because the
    // exponent is not exactly 1.
    let counts = law.evaluated_at_images as f64 / truth.evaluated_at_images as f64;
    let moved = (1.0 - true_to(Feature::LnGflops)?) * counts.ln();
    let lines = law.terms.iter().map(|term| {
        let moved = if term.feature == Feature::Intercept { moved } else { 0.0 };
        Ok(Line {
            name: term.feature.name(),
            truth: true_to(term.feature)? + moved,
            found: term.coefficient,
            error: term.std_error.with_context(|| format!("{} has no error", term.feature.name()))?,
        })
    });
    lines.collect()
}

/// FLUX.1-dev as its authors run it.
pub fn question() -> anyhow::Result<Question> {
    let workload = Workload::default_of(model::find(MODEL)?);
    Ok(Question { workload, gpu: gpu::find("a100")?, boundary: Boundary::Net })
}
