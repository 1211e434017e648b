//! What can be measured within a budget: cells of the grid, at its own numbers of steps and at fewer, in the shortest windows.

use wattpix_core::compute::Convention;
use wattpix_core::compute::Scope;
use wattpix_core::fit::schema::{Feature, Form, Term};
use wattpix_core::flops::AttentionCount;
use wattpix_core::gpu::Gpu;
use wattpix_core::law::{Conditions, design_row};
use wattpix_core::model::Model;
use wattpix_core::roofline::DataSheetTime;
use wattpix_core::workload::{Precision, Workload};

use crate::sweep::job::{Images, Job};
use crate::sweep::predict::{fill, predict};
use crate::sweep::rules::Rules;

/// Images at which rows of the law are written. Any count would do: energy is in proportion to it.
const IMAGES: f64 = 100.0;

/// What the law may hold beside its intercept and exponent, given what varies in the grid. Terms that the grid does not
/// vary cannot be told apart from the intercept.
#[must_use]
pub fn terms(jobs: &[Job]) -> Vec<Term> {
    let varies = |value: fn(&Job) -> u64| jobs.windows(2).any(|pair| value(&pair[0]) != value(&pair[1]));
    let mut features = vec![Feature::Intercept, Feature::LnGflops];
    if varies(|job| u64::from(job.workload.precision() == Precision::Fp32)) {
        features.push(Feature::Fp32);
    }
    if varies(|job| job.workload.size().area()) {
        features.push(Feature::LnPixelsOver256);
    }
    features
        .into_iter()
        .map(|feature| Term { feature, level: None, coefficient: 0.0, std_error: None })
        .collect()
}

/// How a coefficient may differ from what is known beforehand, one standard deviation in ln units: wide enough to cover the
/// paper's three models (arXiv:2511.17031v1, figure 1d), so that it decides the first few configurations only.
#[must_use]
pub fn prior_sd(term: &Term) -> f64 {
    match term.feature {
        Feature::Intercept => 2.0,
        Feature::LnGflops => 0.1,
        Feature::LnPixelsOver256 => 0.3,
        _ => 1.0,
    }
}

/// The law's row.
#[must_use]
pub fn row(terms: &[Term], convention: Convention, workload: &Workload, gpu: &Gpu) -> Vec<f64> {
    let conditions = Conditions {
        gflops_all_images: convention.gflops_per_image(workload) * IMAGES,
        fp32: workload.precision() == Precision::Fp32,
        gpu: gpu.id,
        pixels: workload.size().area(),
        // Read by additive laws only.
        sheet: DataSheetTime::default(),
        per_second: 1.0,
    };
    design_row(terms, &conditions).collect()
}

/// The operations that a model's law counts: as its published fit does, where there is one.
#[must_use]
pub fn convention(model: &Model) -> Convention {
    let published = wattpix_core::fit::BUNDLED
        .iter()
        .find(|fit| fit.saw_model(model) && fit.file().law.form == Form::LnLinear);
    published.map_or(Convention { scope: Scope::Denoiser, attention: AttentionCount::Full }, |fit| {
        fit.convention()
    })
}

/// A cell.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Its configuration.
    pub job: Job,
    /// Which model of the budget it is of.
    pub model: usize,
    /// Predicted seconds of one image.
    pub image_s: f64,
}

impl Candidate {
    /// Seconds of a window, if images take `pace` times what was predicted.
    #[must_use]
    pub fn window_s(&self, pace: f64, rules: &Rules) -> f64 {
        let image_s = self.image_s * pace;
        f64::from(fill(image_s, self.job.workload.batch(), rules.window_s)) * image_s
    }
}

/// Every cell of the grid at each of these numbers of steps.
pub fn candidates(
    jobs: &[Job],
    models: &[&'static Model],
    steps: &[u32],
    gpu: &'static Gpu,
    rules: &Rules,
) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = Vec::new();
    for job in jobs {
        for &steps in steps {
            let Ok(workload) = job.workload.with_steps(steps) else { continue };
            let job = Job { workload, images: Images::Auto };
            if found.iter().any(|other| other.job.key() == job.key()) {
                continue;
            }
            let one = Job { images: Images::Fixed(1), ..job };
            let Some(prediction) = predict(&one, gpu, rules) else { continue };
            let Some(model) = models.iter().position(|model| model.id == workload.model().id) else {
                continue;
            };
            found.push(Candidate { job, model, image_s: prediction.window_s });
        }
    }
    found
}
