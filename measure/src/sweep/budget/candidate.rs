//! Candidates for a budget: cells of the grid, at its own numbers of steps and at fewer, in the shortest windows.

use wattpix_core::compute::Convention;
use wattpix_core::compute::Scope;
use wattpix_core::error::Choice;
use wattpix_core::fit::schema::{Feature, Form, Term};
use wattpix_core::flops::AttentionCount;
use wattpix_core::gpu::Gpu;
use wattpix_core::law::{Conditions, design_row};
use wattpix_core::model::Model;
use wattpix_core::roofline::DataSheetTime;
use wattpix_core::setting::Precision;
use wattpix_core::workload::Workload;

use crate::sweep::job::{Images, Job};
use crate::sweep::predict::{fill, predict};
use crate::sweep::rules::Rules;

/// Images at which rows of the law are written. Any count would do: energy is in proportion to it.
const IMAGES: f64 = 100.0;

/// Returns the terms that the law may hold beside its intercept and exponent, given what varies in the grid. Terms that the grid does not
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
        .map(|feature| Term { feature, level: None, coefficient: 0.0, std_error: None, power_share: None })
        .collect()
}

/// Prior standard deviations of the coefficients, in ln units: wide enough to cover the
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

/// Columns of a grid's regression: the law's terms, and one for each precision that no term tells from the others, so that the budget
/// also compares precisions.
#[derive(Debug, Clone, PartialEq)]
pub struct Columns {
    terms: Vec<Term>,
    precisions: Vec<Precision>,
}

impl Columns {
    /// Returns the settings that vary in a grid.
    #[must_use]
    pub fn of(jobs: &[Job]) -> Self {
        let mut precisions: Vec<Precision> = Vec::new();
        for precision in jobs.iter().map(|job| job.workload.precision()) {
            if precision != Precision::Fp32 && !precisions.contains(&precision) {
                precisions.push(precision);
            }
        }
        precisions.sort_unstable_by_key(|precision| precision.name());
        // The others are compared with one of them.
        precisions.pop();
        Self { terms: terms(jobs), precisions }
    }

    /// Returns the prior standard deviation of each coefficient, as [`prior_sd`].
    #[must_use]
    pub fn prior_sd(&self) -> Vec<f64> {
        self.terms.iter().map(prior_sd).chain(self.precisions.iter().map(|_| PRECISION_SD)).collect()
    }

    /// The row of a configuration.
    #[must_use]
    pub fn row(&self, convention: Convention, workload: &Workload, gpu: &Gpu) -> Vec<f64> {
        let precisions =
            self.precisions.iter().map(|precision| f64::from(u8::from(workload.precision() == *precision)));
        row(&self.terms, convention, workload, gpu).into_iter().chain(precisions).collect()
    }
}

/// Prior standard deviation between two precisions of as many bits, in ln units.
const PRECISION_SD: f64 = 0.3;

/// A cell.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// Configuration.
    pub job: Job,
    /// Index of its model in the budget.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sweep::design::Design;
    use crate::sweep::design::expand::expand;

    fn columns(precisions: &[&str]) -> (Columns, Vec<Job>) {
        let precisions = precisions.iter().map(|&name| name.to_owned()).collect();
        let jobs =
            expand(&Design { precisions, ..Design::paper(vec!["flux1-dev".to_owned()]) }).unwrap().jobs;
        (Columns::of(&jobs), jobs)
    }

    #[test]
    fn precisions_that_no_term_tells_apart_get_a_column_of_their_own() {
        let count = |precisions: &[&str]| columns(precisions).0.prior_sd().len();
        // Intercept, exponent, resolution.
        assert_eq!(count(&["fp16"]), 3);
        assert_eq!(count(&["fp16", "fp32"]), 4, "fp32 is a term of the law");
        assert_eq!(count(&["bf16", "fp16"]), 4);
        assert_eq!(count(&["bf16", "fp16", "tf32", "fp32"]), 6);
        let (columns, jobs) = columns(&["bf16", "fp16"]);
        let (model, gpu) = (jobs[0].workload.model(), wattpix_core::gpu::find("h200").unwrap());
        let row = |precision| {
            let workload = jobs[0].workload.with_precision(precision);
            columns.row(convention(model), &workload, gpu)
        };
        assert_ne!(row(Precision::Bf16), row(Precision::Fp16));
    }
}
