//! Parts of an interval: they add up, and name what the fit does not know.

use wattpix_core::caveat::Caveat;
use wattpix_core::estimate::{Cause, Estimate, Question, estimate, estimate_with};
use wattpix_core::fit::{BUNDLED, NORMAL, default_fit};
use wattpix_core::gpu;
use wattpix_core::model;
use wattpix_core::setting::{Boundary, Execution, Precision};
use wattpix_core::workload::Workload;
use wattpix_tests::pairs::pairs;

fn ask(model: &str, gpu: &str, change: impl Fn(Workload) -> Workload) -> Estimate<'static> {
    let workload = change(Workload::default_of(model::find(model).unwrap()));
    let question = Question { workload, gpu: gpu::find(gpu).unwrap(), boundary: Boundary::Net };
    estimate(BUNDLED, &question).unwrap()
}

/// The standard deviation of a cause; 0 where the interval has no part of it.
fn sd(estimate: &Estimate, cause: Cause) -> f64 {
    estimate.interval_parts().into_iter().find(|part| part.cause == cause).map_or(0.0, |part| part.ln_sd)
}

#[test]
fn parts_add_up_to_the_interval_of_every_fit() {
    for fit in BUNDLED {
        for (model, gpu) in pairs(&model::ALL, &gpu::ALL, |gpu| gpu.architecture) {
            for precision in gpu.precisions() {
                let workload = Workload::default_of(model).with_precision(precision);
                for boundary in [Boundary::Net, Boundary::Gross] {
                    let answer = estimate_with(fit, &Question { workload, gpu, boundary }).unwrap();
                    let parts = answer.interval_parts();
                    let ln_adds: f64 = parts.iter().map(|part| part.ln_adds).sum();
                    let squares: f64 = parts.iter().map(|part| part.ln_sd * part.ln_sd).sum();
                    let named = format!("{}: {} on {}", fit.id(), model.id, gpu.id);
                    assert!((ln_adds - answer.ln_half_width).abs() < 1e-9, "{named}: {parts:?}");
                    assert!((NORMAL * squares.sqrt() - answer.ln_half_width).abs() < 1e-9, "{named}");
                    let end: f64 = parts.iter().map(|part| part.factor()).product();
                    let factor = answer.high.joules() / answer.energy.joules();
                    assert!((end / factor - 1.0).abs() < 1e-9, "{named}");
                }
            }
        }
    }
}

#[test]
fn what_a_fit_knows_is_charged_nothing_and_what_it_does_not_its_spread() {
    let spreads = default_fit(BUNDLED).unwrap().file().law.effects.unwrap();
    let known = ask("flux1-dev", "a100", |run| run);
    let unknown = [Cause::Model, Cause::Gpu, Cause::Architecture, Cause::DataSheet, Cause::Precision];
    assert_eq!(unknown.map(|cause| sd(&known, cause)), [0.0; 5]);
    assert!((sd(&known, Cause::Laboratory) - spreads.source).abs() < 1e-12);
    assert!(known.effects().iter().all(|effect| effect.factor.is_some() == (effect.of != "laboratory")));

    let model = ask("chroma", "a100", |run| run);
    assert!((sd(&model, Cause::Model) - spreads.model).abs() < 1e-12);
    // Of the RTX 4090 only seconds are known: what it draws is charged, but not how long it takes.
    let timed = ask("flux1-dev", "rtx-4090", |run| run);
    assert!(sd(&timed, Cause::Gpu) < 0.1 * spreads.gpu && sd(&timed, Cause::Architecture) == 0.0);
    let unknown = ask("flux1-dev", "rtx-5090", |run| run);
    assert!(sd(&unknown, Cause::Gpu) >= spreads.gpu);
    assert!((sd(&unknown, Cause::Architecture) - spreads.architecture).abs() < 1e-12);
    assert!(unknown.effects().iter().any(|effect| effect.of == "gpu" && effect.factor.is_none()));
    assert!(sd(&ask("sdxl", "a100", |run| run.with_execution(Execution::Compiled)), Cause::Compiled) > 0.0);
}

/// A model that was not run at fp32 is charged 0.20, and one that was nothing: the 0.45 of older fits does not enter the default.
#[test]
fn fp32_is_charged_where_the_model_was_not_run_at_it() {
    let at_fp32 = |run: Workload| run.with_precision(Precision::Fp32);
    let unseen = ask("flux1-dev", "a100", at_fp32);
    assert!((sd(&unseen, Cause::Precision) - 0.20).abs() < 1e-12);
    assert!(sd(&ask("sdxl", "a100", at_fp32), Cause::Precision) == 0.0);
    let caveat = unseen.caveats.iter().find(|caveat| caveat.code() == "precision-not-measured").unwrap();
    assert!(unseen.caveat_factor(caveat).unwrap() > 1.05);
}

/// A caveat that stands for an assumption says how much it adds.
#[test]
fn caveats_say_how_much_they_add() {
    let unknown = ask("chroma", "rtx-5090", |run| run.with_steps(500).unwrap());
    for caveat in &unknown.caveats {
        let adds = unknown.caveat_factor(caveat);
        let is_assumed = matches!(
            caveat,
            Caveat::ModelNotInFit { .. } | Caveat::GpuByDataSheet { .. } | Caveat::OutsideFittedRange { .. }
        );
        assert_eq!(adds.is_some_and(|factor| factor > 1.0), is_assumed, "{caveat}: {adds:?}");
    }
    assert!(unknown.caveats.len() >= 3);
}
