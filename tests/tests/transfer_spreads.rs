//! The spreads of `core::transfer`, re-derived from the published figures that they are said to come from.

use std::collections::BTreeMap;

use wattpix_core::compute::{Convention, Scope};
use wattpix_core::estimate::{Question, estimate};
use wattpix_core::fit::schema::Feature;
use wattpix_core::fit::{self, BUNDLED};
use wattpix_core::flops::AttentionCount;
use wattpix_core::gpu;
use wattpix_core::law::{Conditions, combined_sd, ln_value};
use wattpix_core::model::{self, Pixels};
use wattpix_core::roofline::DataSheetTime;
use wattpix_core::setting::{Boundary, Guidance, Precision};
use wattpix_core::transfer;
use wattpix_core::workload::Workload;
use wattpix_tests::data::{ml_energy, paper_cells};

/// The published A100 fits of one model each.
const SINGLE_MODEL_FITS: [&str; 3] =
    ["paper-flux1-dev-a100", "paper-sd3.5-large-a100", "paper-qwen-image-a100"];

fn root_mean_square(values: &[f64]) -> f64 {
    (values.iter().map(|value| value * value).sum::<f64>() / values.len() as f64).sqrt()
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    let middle = values.len() / 2;
    if values.len() % 2 == 1 { values[middle] } else { (values[middle - 1] + values[middle]) / 2.0 }
}

/// ln(predicted / measured) of each published fit on cells of models that it did not see.
fn errors_on_other_models(of_stable_diffusion_2: bool) -> Vec<f64> {
    let convention = Convention { scope: Scope::Denoiser, attention: AttentionCount::Kaplan };
    let mut errors = Vec::new();
    for id in SINGLE_MODEL_FITS {
        let fit = fit::find(BUNDLED, id).unwrap();
        for cell in paper_cells() {
            let model = model::find(&cell.model).unwrap();
            if fit.saw_model(model) || (model.id == "sd2.1") != of_stable_diffusion_2 {
                continue;
            }
            let guidance = if cell.guidance == "none" { Guidance::Off } else { Guidance::On };
            let workload = Workload::default_of(model)
                .with_size(Pixels { width: cell.width, height: cell.height })
                .and_then(|workload| workload.with_steps(cell.steps))
                .unwrap()
                .with_guidance(guidance);
            let conditions = Conditions {
                gflops_all_images: convention.gflops_per_image(&workload) * cell.prompts as f64,
                fp32: false,
                gpu: "a100-sxm4-80gb",
                pixels: workload.size().area(),
                sheet: DataSheetTime::default(),
                per_second: 1.0,
            };
            let kwh = ln_value(&fit.file().law, &conditions);
            let measured = cell.joules_per_image() * cell.prompts as f64 / 3.6e6;
            errors.push(kwh - measured.ln());
        }
    }
    errors
}

#[test]
fn to_another_model_of_the_family() {
    let errors = errors_on_other_models(false);
    assert_eq!(errors.len(), 14);
    assert!((root_mean_square(&errors) - transfer::MODEL_LN_SD).abs() < 0.01, "{errors:?}");
}

#[test]
fn to_another_family() {
    let errors = errors_on_other_models(true);
    assert_eq!(errors.len(), 6);
    assert!((root_mean_square(&errors) - transfer::FAMILY_LN_SD).abs() < 0.01, "{errors:?}");
}

#[test]
fn to_another_precision() {
    let a100 = gpu::find("a100").unwrap();
    let promised =
        transfer::specification_ln_ratio((a100, Precision::Fp32), (a100, Precision::Fp16)).unwrap();
    assert!((promised - 16.0_f64.sqrt().ln()).abs() < 1e-12, "312 over 19.5 TFLOP/s is 16");
    // arXiv:2511.17031 figure 1(d), b_fp32; Luccioni et al. 2023 over ML.ENERGY v2, per step.
    let published = [2.04, 1.90, f64::ln(3.06), f64::ln(4.43)];
    let errors: Vec<f64> = published.iter().map(|ln| ln - promised).collect();
    assert!((root_mean_square(&errors) - transfer::PRECISION_LN_SD).abs() < 0.02, "{errors:?}");
}

/// ln of the energy on the H100 over that on the A100 at the same model and batch, ML.ENERGY v2, less what is predicted.
fn errors_on_the_h100() -> (f64, Vec<f64>) {
    let (h100, a100) = (gpu::find("h100").unwrap(), gpu::find("a100").unwrap());
    let predicted =
        transfer::specification_ln_ratio((h100, Precision::Fp16), (a100, Precision::Fp16)).unwrap();
    let mut energies = BTreeMap::<(String, u32), [Option<f64>; 2]>::new();
    for row in ml_energy() {
        let card = usize::from(row.gpu_model.contains("H100"));
        energies.entry((row.model_id, row.batch_size)).or_default()[card] = Some(row.energy_per_image_j);
    }
    let errors: Vec<f64> = energies
        .values()
        .filter_map(|[a100, h100]| Some((h100.as_ref()? / a100.as_ref()?).ln() - predicted))
        .collect();
    assert_eq!(errors.len(), 38, "pairs at the same model and batch");
    (predicted, errors)
}

#[test]
fn to_another_gpu_holds_the_measured_pairs() {
    let (_, errors) = errors_on_the_h100();
    let held = errors.iter().filter(|error| error.abs() <= 1.645 * transfer::GPU_LN_SD).count();
    assert!(held as f64 >= 0.9 * errors.len() as f64, "{held} of {} within the 90 % interval", errors.len());
}

#[test]
fn by_a_data_sheet_that_promises_more() {
    let (predicted, errors) = errors_on_the_h100();
    let promised = predicted / transfer::SPECIFICATION_EXPONENT;
    let exponents: Vec<f64> = errors.iter().map(|error| error / promised).collect();
    assert!(
        (root_mean_square(&exponents) - transfer::SPECIFICATION_EXPONENT_SD).abs() < 0.01,
        "{}",
        root_mean_square(&exponents)
    );
}

#[test]
fn to_another_laboratory() {
    // The factors of three groups of runs, each by one laboratory on one card, the first's being 0.
    let law = &fit::find(BUNDLED, "public-data-1").unwrap().file().law;
    let mut factors = vec![0.0];
    factors.extend(law.terms.iter().filter(|term| term.feature == Feature::Gpu).map(|term| term.coefficient));
    let mean = factors.iter().sum::<f64>() / factors.len() as f64;
    let squares: f64 = factors.iter().map(|factor| (factor - mean).powi(2)).sum();
    let sd = (squares / (factors.len() - 1) as f64).sqrt();
    assert_eq!(factors.len(), 3);
    assert!((sd - transfer::SOURCE_LN_SD).abs() < 0.01, "{sd}");
}

#[test]
fn to_another_batch() {
    let mut batches = BTreeMap::<(String, String), BTreeMap<u32, f64>>::new();
    for row in ml_energy() {
        batches
            .entry((row.model_id, row.gpu_model))
            .or_default()
            .insert(row.batch_size, row.energy_per_image_j);
    }
    let gains: Vec<f64> = batches
        .values()
        .map(|energies| (energies[&1] / energies.values().copied().fold(f64::INFINITY, f64::min)).ln())
        .collect();
    assert_eq!(gains.len(), 16);
    assert!((median(gains) - transfer::BATCH_LN_SD).abs() < 0.01);
}

#[test]
fn load_and_idle_power() {
    const A100_LIMIT_W: f64 = 400.0;
    let mut shares: Vec<f64> = ml_energy()
        .into_iter()
        .filter(|row| row.gpu_model.contains("A100") && row.batch_size == 1)
        .map(|row| row.power_w / A100_LIMIT_W)
        .collect();
    shares.sort_by(f64::total_cmp);
    assert!((median(shares.clone()) - transfer::LOAD_SHARE).abs() < 0.01, "{shares:?}");
    let quartiles = (shares[5] + shares[6] - shares[1] - shares[2]) / 4.0;
    assert!((quartiles - transfer::LOAD_SHARE_SD).abs() < 0.02, "half the quartile range {quartiles}");
    let idle: Vec<f64> = gpu::ALL.iter().filter_map(|gpu| Some(gpu.idle_w? / gpu.board_power_w)).collect();
    assert!((median(idle) - transfer::IDLE_SHARE).abs() < 0.01);
}

/// Seconds of Chroma at 1024 px on an RX 7900 XTX by stable-diffusion.cpp with Vulkan and Q4_0 weights: 75.0 s of 8 steps, 199.6 s of 28
/// (ccarokh/AI-Model-Benchmark-Runs at d1ecbf2d, data/image_generation_ab.tsv, CC BY 4.0). Loading is in both and falls out.
#[test]
fn to_another_maker() {
    let measured = (199.6 - 75.0) / f64::from(28 - 8);
    let seconds = |steps| {
        let workload = Workload::default_of(model::find("chroma").unwrap()).with_steps(steps).unwrap();
        let gpu = gpu::find("rx-7900-xtx").unwrap();
        estimate(BUNDLED, &Question { workload, gpu, boundary: Boundary::Net }).unwrap().seconds.unwrap()
    };
    let predicted = (seconds(28) - seconds(8)) / f64::from(28 - 8);
    let error = (measured / predicted).ln();
    // Two-sided 90 % of a normal distribution.
    let spreads = [transfer::OTHER_MAKER_LN_SD, transfer::GPU_LN_SD, transfer::SOURCE_LN_SD];
    let half = 1.645 * spreads.into_iter().reduce(combined_sd).unwrap();
    assert!(error.abs() < half && error.abs() > 0.5 * half, "{error} of {half}");
}

/// Seconds of published runs, eager and compiled: FLUX.1-dev on the H100 (docs.pytorch.org/devlogs, 2026-05-11), CogVideoX-5b at bf16 on A100
/// and H100 (sayakpaul/diffusers-torchao at 0803ee2b).
#[test]
fn to_compiled_runs() {
    let gains = [(6.7_f64, 4.5), (243.312, 212.022), (112.398, 87.455)]
        .map(|(eager, compiled)| (eager / compiled).ln());
    assert!((root_mean_square(&gains) - transfer::COMPILED_LN_SD).abs() < 0.01, "{gains:?}");
}
