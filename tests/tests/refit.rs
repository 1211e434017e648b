//! Fitting finds what made the data, and refuses what cannot be told.

use proptest::prelude::*;
use wattpix_core::fit::schema::Feature;
use wattpix_core::gpu::{self, Gpu};
use wattpix_core::model::{self, Pixels};
use wattpix_core::observation::Observed;
use wattpix_core::regress::fitting::{About, Method, fit};
use wattpix_core::regress::refusal::Refusal;
use wattpix_core::roofline::DataSheetTime;
use wattpix_core::setting::{Boundary, Guidance, Precision};
use wattpix_core::units::Energy;
use wattpix_core::workload::Workload;

fn about() -> About {
    use wattpix_core::fit::schema::{Origin, Software};
    About {
        id: "made".into(),
        title: "".into(),
        origin: Origin::Measured { observations: vec![].into(), tool: "".into(), date: "".into() },
        software: Software { engine: "".into(), version: "".into(), precision_modes: vec![].into() },
        sources: vec![],
        notes: "".into(),
    }
}

/// The paper's design for one model: sizes × steps × precisions × guidance, on some GPUs.
fn design(model: &str, gpus: &[&'static Gpu], images: u64) -> Vec<Observed> {
    let model = model::find(model).unwrap();
    let mut rows = Vec::new();
    for gpu in gpus {
        for side in [256, 512, 768, 1024] {
            for steps in [10, 20, 30, 40, 50] {
                for precision in [Precision::Fp16, Precision::Fp32] {
                    for guidance in [Guidance::On, Guidance::Off] {
                        let workload = Workload::default_of(model).with_size(Pixels::square(side)).unwrap();
                        let workload = workload.with_steps(steps).unwrap();
                        rows.push(Observed {
                            workload: workload.with_precision(precision).with_guidance(guidance),
                            gpu,
                            boundary: Boundary::Net,
                            energy: Energy::from_joules(1.0),
                            seconds: None,
                            images,
                            source: "made".to_owned(),
                            place: format!("row {}", rows.len() + 1),
                        });
                    }
                }
            }
        }
    }
    rows
}

fn ln_kwh_by_the_paper(row: &Observed, coefficients: &[f64; 5]) -> f64 {
    let [intercept, alpha, fp32, on_ada, resolution] = coefficients;
    let gflops = Method::Paper.convention().gflops_per_image(&row.workload) * row.images as f64;
    let indicator = |holds: bool| if holds { 1.0 } else { 0.0 };
    intercept
        + alpha * gflops.ln()
        + fp32 * indicator(row.workload.precision() == Precision::Fp32)
        + on_ada * indicator(row.gpu.id == "rtx-6000-ada")
        + resolution * (row.workload.size().area() as f64 / 256.0).ln()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    /// The paper's law on its own design gives back any coefficients.
    #[test]
    fn the_papers_coefficients_come_back(
        intercept in -22.0..-17.0, alpha in 0.8..1.1, fp32 in 0.5..2.5, on_ada in -0.5..0.8, resolution in -0.4..0.1,
    ) {
        let truth = [intercept, alpha, fp32, on_ada, resolution];
        let mut rows = design("flux1-dev", &[gpu::find("a100").unwrap(), gpu::find("rtx-6000-ada").unwrap()], 100);
        for row in &mut rows {
            let kwh = ln_kwh_by_the_paper(row, &truth).exp();
            row.energy = Energy::from_kilowatt_hours(kwh / 100.0);
        }
        // Equally many rows on both cards; the first by id is the baseline.
        let made = fit(&rows.iter().collect::<Vec<_>>(), Method::Paper, about()).unwrap();
        let law = &made.file().law;
        prop_assert_eq!(law.evaluated_at_images, 100);
        prop_assert_eq!(&*made.file().baseline_gpu, "a100-sxm4-80gb");
        for (feature, truth) in [
            (Feature::Intercept, intercept), (Feature::LnGflops, alpha), (Feature::Fp32, fp32),
            (Feature::Gpu, on_ada), (Feature::LnPixelsOver256, resolution),
        ] {
            let found = law.terms.iter().find(|term| term.feature == feature).unwrap().coefficient;
            prop_assert!((found - truth).abs() < 1e-9, "{feature:?}: {found} for {truth}");
        }
    }

    /// The additive law predicts data that an additive law made, wherever in the priors' reach it lies. Each of the 16 clusters weighs as
    /// one row of 10 %, so the expectations still pull by some per cent of that.
    #[test]
    fn an_additive_truth_is_predicted(weights in prop::array::uniform7(-0.5_f64..0.5)) {
        let centres = [1.3, 0.7, 5.0, 10.0, 2.0, 1.0, 2.5e-5];
        let mut rows = Vec::new();
        for model in ["flux1-dev", "sdxl", "sd2.1", "sd3.5-large"] {
            rows.extend(design(model, &[gpu::find("h100").unwrap()], 1));
        }
        for row in &mut rows {
            row.boundary = Boundary::Gross;
            let sheet = DataSheetTime::of(&row.workload, row.gpu).unwrap();
            let seconds: f64 = Feature::SUMMED
                .into_iter()
                .zip(centres.iter().zip(weights))
                .map(|(feature, (centre, ln))| centre * ln.exp() * sheet.get(feature).unwrap())
                .sum();
            row.energy = Energy::from_joules(row.gpu.board_power_w * seconds);
        }
        let made = fit(&rows.iter().collect::<Vec<_>>(), Method::Additive, about()).unwrap();
        let mae = made.file().quality.mae_ln.unwrap();
        prop_assert!(mae < 0.02, "{mae}");
    }
}

#[test]
fn what_cannot_be_told_apart_is_refused_by_name() {
    let a100 = gpu::find("a100").unwrap();
    let mut rows = design("flux1-dev", &[a100], 100);
    rows.retain(|row| row.workload.steps() == 10 && row.workload.guidance() == Guidance::On);
    rows.retain(|row| row.workload.precision() == Precision::Fp16 || row.workload.size().width == 256);
    rows.retain(|row| row.workload.size().width <= 512);
    rows.push(rows[0].clone());
    rows.push(rows[0].clone());
    let refused = fit(&rows.iter().collect::<Vec<_>>(), Method::Paper, about()).unwrap_err();
    let expected = Refusal::RankDeficient {
        column: "ln_pixels_over_256".into(),
        others: "intercept and ln_gflops".into(),
    };
    assert_eq!(refused, expected, "two sizes at one step count differ in operations and pixels at once");
}

#[test]
fn few_empty_and_impossible_rows_are_refused() {
    let a100 = gpu::find("a100").unwrap();
    for method in [Method::Additive, Method::Paper, Method::Constant] {
        assert_eq!(fit(&[], method, about()).unwrap_err(), Refusal::Empty);
        let mut rows = design("flux1-dev", &[a100], 100);
        for joules in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            rows[3].energy = Energy::from_joules(joules);
            let refused = fit(&rows.iter().collect::<Vec<_>>(), method, about()).unwrap_err();
            assert!(refused.to_string().starts_with("row 4: energy is "), "{refused}");
        }
    }
    let few = design("flux1-dev", &[a100], 100);
    let refused = fit(&[&few[0], &few[5]], Method::Paper, about()).unwrap_err();
    assert!(matches!(refused, Refusal::TooFewRows { rows: 2, .. }), "{refused}");
}
