//! Budgets on fake cards, against the full sweep of arXiv:2511.17031.

use std::time::{Duration, SystemTime};

use anyhow::Context;
use wattpix_core::error::Choice;
use wattpix_core::error::Key;
use wattpix_core::fit::schema::Term;
use wattpix_core::fit::{self, BUNDLED};
use wattpix_core::gpu::{self, Gpu};
use wattpix_core::model;
use wattpix_core::regress::least_squares::LeastSquares;
use wattpix_core::setting::Precision;
use wattpix_measure::observation::{Observation, Stage, read};
use wattpix_measure::sweep::bench::BenchOptions;
use wattpix_measure::sweep::budget::candidate::{convention, row, terms};
use wattpix_measure::sweep::design::Design;
use wattpix_measure::sweep::design::expand::expand;
use wattpix_measure::sweep::fake::Machine;
use wattpix_measure::sweep::job::{Images, Job};
use wattpix_measure::sweep::pipeline::fake::true_joules;
use wattpix_measure::sweep::progress::Quiet;
use wattpix_measure::sweep::setup::Setup;
use wattpix_measure::sweep::shard::Shard;
use wattpix_measure::sweep::stop::Stop;

/// Standard deviation of ln energy from window to window.
pub const NOISE: f64 = 0.03;
/// Budgets of each model; they differ in the noise.
pub const SEEDS: u64 = 20;
/// Every how many windows the errors are looked at.
const EVERY: usize = 5;

/// A model and the law that is the truth.
pub struct Subject {
    pub model: &'static str,
    pub truth: &'static str,
    /// True if the paper ran it at fp32 as well.
    pub fp32: bool,
    /// GPU-minutes, more than enough.
    pub minutes: f64,
}

/// The three models with published coefficients (arXiv:2511.17031v1, figure 1d). Qwen-Image ran at fp16 only.
pub const SUBJECTS: [Subject; 3] = [
    Subject { model: "flux1-dev", truth: "paper-flux1-dev-a100", fp32: true, minutes: 120.0 },
    Subject { model: "sd3.5-large", truth: "paper-sd3.5-large-a100", fp32: true, minutes: 120.0 },
    Subject { model: "qwen-image", truth: "paper-qwen-image-a100", fp32: false, minutes: 120.0 },
];

/// Budget at which the full sweep's errors were reached.
#[derive(Debug, Clone)]
pub struct Reached {
    /// Seconds of the card until then, everything counted.
    pub seconds: f64,
    /// Windows until then.
    pub windows: usize,
    /// Coefficients found less the truth, over the full sweep's errors.
    pub off: Vec<f64>,
}

/// The results of one model.
pub struct Results {
    pub model: &'static str,
    pub configurations: usize,
    /// Seconds of the full sweep's windows alone, one run of each configuration.
    pub full_s: f64,
    /// Budgets by seed.
    pub reached: Vec<Reached>,
    /// Curve of the first seed: seconds, and the largest error of any coefficient over that of the full sweep.
    pub course: Vec<(f64, f64)>,
}

impl Results {
    /// Seconds of the budgets, sorted.
    pub fn seconds(&self) -> Vec<f64> {
        let mut seconds: Vec<f64> = self.reached.iter().map(|reached| reached.seconds).collect();
        seconds.sort_by(f64::total_cmp);
        seconds
    }

    /// Returns the factor to the full sweep, by the median budget.
    pub fn times(&self) -> f64 {
        let seconds = self.seconds();
        seconds.get(seconds.len() / 2).map_or(f64::NAN, |median| self.full_s / median)
    }
}

/// Errors of the coefficients at this noise, known as it is here.
fn errors(names: &[String], rows: &[Vec<f64>], values: &[f64]) -> Option<(LeastSquares, Vec<f64>)> {
    let solved = LeastSquares::fit(names, rows, values).ok()?;
    let covariance = solved.covariance();
    let unit = |j: usize| (covariance[j][j] / solved.variance).sqrt() * NOISE;
    let errors = (0..names.len()).map(unit).collect();
    Some((solved, errors))
}

fn design(subject: &Subject, images: Vec<Images>) -> Design {
    let mut design = Design { images, ..Design::paper(vec![subject.model.to_owned()]) };
    if !subject.fp32 {
        design.precisions = vec!["fp16".to_owned()];
    }
    design
}

/// The full sweep: its errors, and the seconds of its windows.
struct Full {
    terms: Vec<Term>,
    names: Vec<String>,
    errors: Vec<f64>,
    configurations: usize,
    seconds: f64,
}

fn full(subject: &Subject, card: &Gpu) -> anyhow::Result<Full> {
    let paper = Design::paper(vec![subject.model.to_owned()]);
    let jobs = expand(&design(subject, paper.images))?.jobs;
    let truth = fit::find(BUNDLED, subject.truth)?;
    let machine = Machine::default();
    let terms = terms(&jobs);
    let names: Vec<String> = terms.iter().map(|term| term.feature.name().to_owned()).collect();
    let convention = convention(model::find(subject.model)?);
    let rows: Vec<Vec<f64>> = jobs.iter().map(|job| row(&terms, convention, &job.workload, card)).collect();
    let seconds = jobs.iter().map(|job| match job.images {
        Images::Fixed(images) => true_joules(truth, job, images) / (machine.load_w - machine.idle_w),
        Images::Auto => f64::NAN,
    });
    // Any values do: the errors follow from the rows. These are no line, so that the residuals are not zero.
    let values: Vec<f64> = (0..rows.len()).map(|i| f64::from(i as u32 % 7)).collect();
    let (_, errors) = errors(&names, &rows, &values).context("the paper's design determines its law")?;
    Ok(Full { configurations: jobs.len(), seconds: seconds.sum(), terms, names, errors })
}

fn job_of(row: &Observation) -> anyhow::Result<Job> {
    use wattpix_core::setting::Guidance;
    use wattpix_core::workload::Workload;
    let whole = |value: Option<u32>| value.context("a row without its configuration");
    let (width, height) = (whole(row.width)?, whole(row.height)?);
    let workload = Workload::default_of(model::find(row.model.as_deref().unwrap_or_default())?)
        .with_size(model::Pixels { width, height })?
        .with_steps(whole(row.steps)?)?
        .with_precision(Precision::parse(Key::Precision, row.precision.as_deref().unwrap_or_default())?)
        .with_guidance(Guidance::parse(Key::Guidance, row.guidance.as_deref().unwrap_or_default())?);
    Ok(Job { workload, images: Images::Auto })
}

/// Rows of a budget on a fake card.
fn budget(subject: &Subject, seed: u64) -> anyhow::Result<Vec<Observation>> {
    let folder = tempfile::tempdir()?;
    let machine = folder.path().join("machine.toml");
    std::fs::write(&machine, format!("fit = \"{}\"\nnoise = {NOISE}\nseed = {seed}\n", subject.truth))?;
    let out = folder.path().join("observations.jsonl");
    let setup = Setup {
        design: design(subject, vec![Images::Auto]),
        device: wattpix_measure::device::DeviceOptions::default(),
        bench: BenchOptions::fake(Some(machine)),
        out: out.clone(),
        shard: Shard::WHOLE,
        budget_minutes: Some(subject.minutes),
        traces: false,
    };
    setup.run(Stop::default(), |_| Box::new(Quiet))?;
    Ok(read(&out)?.1)
}

/// The end of a row's window, seconds since the fake clock started: loading, warm-up and idle power are in it.
fn ended_s(row: &Observation) -> anyhow::Result<f64> {
    let origin: SystemTime = humantime::parse_rfc3339("2026-01-01T00:00:00Z")?;
    let end = humantime::parse_rfc3339(&row.started)? + Duration::from_secs_f64(row.duration_s);
    Ok(end.duration_since(origin)?.as_secs_f64())
}

/// Budgets of a model with so many seeds.
pub fn run(subject: &Subject, seeds: u64) -> anyhow::Result<Results> {
    let card = gpu::find("a100")?;
    let full = full(subject, card)?;
    let convention = convention(model::find(subject.model)?);
    let truth = &fit::find(BUNDLED, subject.truth)?.file().law.terms;
    let mut reached = Vec::new();
    let mut course = Vec::new();
    for seed in 0..seeds {
        let observed = budget(subject, seed)?;
        let (mut rows, mut values, mut ends) = (Vec::new(), Vec::new(), Vec::new());
        for observation in observed.iter().filter(|row| row.stage == Stage::Image && row.valid) {
            rows.push(row(&full.terms, convention, &job_of(observation)?.workload, card));
            let images = f64::from(observation.images.context("images")?);
            let net = observation.net_j.context("net energy")?;
            // Of the 100 images at which rows are written.
            values.push((net / images * 100.0 / 3.6e6).ln());
            ends.push(ended_s(observation)?);
        }
        let mut met = None;
        for windows in (full.names.len() + 2..=rows.len()).step_by(EVERY) {
            let Some((solved, errors)) = errors(&full.names, &rows[..windows], &values[..windows]) else {
                continue;
            };
            let worst = errors.iter().zip(&full.errors).map(|(error, full)| error / full).fold(0.0, f64::max);
            let seconds = ends[windows - 1];
            if seed == 0 {
                course.push((seconds, worst));
            }
            if worst <= 1.0 && met.is_none() {
                let off = full.terms.iter().zip(&solved.coefficients).zip(&full.errors);
                let off = off.map(|((term, found), error)| {
                    let known = truth.iter().find(|other| other.feature == term.feature);
                    known.map_or(f64::NAN, |known| (found - known.coefficient) / error)
                });
                met = Some(Reached { seconds, windows, off: off.collect() });
                if seed > 0 {
                    break;
                }
            }
        }
        reached.push(met.with_context(|| format!("{} minutes did not suffice", subject.minutes))?);
    }
    Ok(Results {
        model: subject.model,
        configurations: full.configurations,
        full_s: full.seconds,
        reached,
        course,
    })
}
