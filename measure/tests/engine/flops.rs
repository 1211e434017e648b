//! Operations: what the layers execute is what `core` counts; and the full-size models have the published weights.

use candle_core::{DType, Device};
use wattpix_core::model::mmdit::MmDit;
use wattpix_core::model::{Denoiser, Model, Pixels, flux, qwen_image, sd35};
use wattpix_core::setting::{Guidance, Precision};
use wattpix_core::workload::Workload;
use wattpix_measure::engine::detail::{self, Detail};
use wattpix_measure::engine::elements;
use wattpix_measure::engine::pipeline::load::{Checkpoint, memory_need, tensors};
use wattpix_measure::engine::pipeline::report::{Stage, Unwatched, Watch};
use wattpix_measure::engine::pipeline::{Engine, Passes, Run};
use wattpix_measure::engine::prompt::caption::synthetic;
use wattpix_measure::engine::prompt::rows::Length;
use wattpix_measure::engine::tally;
use wattpix_measure::engine::tiny;
use wattpix_measure::engine::weights::shapes::Needed;

/// Elements of the largest tensor in each stage.
#[derive(Default)]
struct Reached(Vec<u64>);

impl Watch for Reached {
    fn begin(&mut self, _: Stage) {
        tally::take_largest();
    }
    fn end(&mut self, _: Stage, _: f64) {
        self.0.push(tally::take_largest());
    }
}

#[test]
fn what_runs_is_what_core_counts() {
    for full in detail::ALL {
        let detail = detail::find_tiny(full.model.id).unwrap();
        let (least, most) = if detail.model.id == "qwen-image" { (3, 21) } else { (0, 0) };
        let mut workload = Workload::default_of(detail.model).with_steps(2).unwrap();
        for (batch, guidance, passes, tokens) in [
            (1, Guidance::Off, Passes::Separate, least),
            (2, Guidance::On, Passes::Batched, most),
            (1, Guidance::On, Passes::Separate, most),
        ] {
            workload = workload.with_guidance(guidance).with_batch(batch).unwrap();
            workload = workload.with_size(Pixels { width: 64, height: 48 }).unwrap();
            if tokens > 0 {
                workload = workload.with_text_tokens(tokens).unwrap();
            }
            let checkpoint = Checkpoint::Random { seed: 1 };
            let engine = Engine::load(detail, &checkpoint, &workload, &Device::Cpu, &mut |_, _| {}).unwrap();
            let run = Run { passes, ..Run::new(detail, workload, synthetic(batch as usize, 5), 9) };
            let mut reached = Reached::default();
            let report = engine.generate(&run, &mut reached).unwrap().report;
            let name = format!("{}, {batch}, {guidance:?}, {passes:?}", detail.model.id);
            for stage in [report.text, report.denoise, report.decode] {
                assert_eq!(stage.executed, stage.counted, "{name}");
                assert!(stage.counted.total() > 0, "{name}");
            }
            assert_eq!(report.text_tokens, workload.text_tokens() as usize, "{name}");
            assert!(report.is_finite(), "{name}: {:?}", report.spreads);
            // Known beforehand, so that what a GPU cannot count is refused.
            let foreseen = elements::largest(&workload, passes == Passes::Batched);
            assert_eq!(reached.0, foreseen, "{name}: largest tensors of text, denoising and decoding");
        }
    }
}

/// Prompts as long as they are, the negative one among them: each is encoded alone, and the passes of guidance differ in length.
#[test]
fn prompts_of_unequal_length_are_counted_as_they_run() {
    let detail = detail::find_tiny("qwen-image").unwrap();
    for (guidance, passes) in
        [(Guidance::Off, Passes::Separate), (Guidance::On, Passes::Separate), (Guidance::On, Passes::Batched)]
    {
        let workload = Workload::default_of(detail.model).with_steps(2).unwrap().with_guidance(guidance);
        let workload = workload.with_size(Pixels { width: 64, height: 48 }).unwrap().with_batch(2).unwrap();
        let engine =
            Engine::load(detail, &Checkpoint::Random { seed: 1 }, &workload, &Device::Cpu, &mut |_, _| {})
                .unwrap();
        let prompts = ["a fox", "two children playing chess under an old tree, at noon"];
        let run = Run {
            passes,
            length: Length::Natural,
            negative: "blurry, low quality, words".to_owned(),
            ..Run::new(detail, workload, prompts.map(str::to_owned).to_vec(), 9)
        };
        let report = engine.generate(&run, &mut Unwatched).unwrap().report;
        for (name, stage) in [("text", report.text), ("denoise", report.denoise), ("decode", report.decode)] {
            assert_eq!(stage.executed, stage.counted, "{name}, {guidance:?}, {passes:?}");
        }
    }
}

/// The twins with as many blocks as the models have: what a residual stream grows to depends on depth, not on width.
static DEEP: [(&str, Model); 3] = [
    ("flux1-dev", Model { denoiser: deep(&tiny::FLUX1_DEV, &flux::FLUX1_DEV), ..tiny::FLUX1_DEV }),
    ("sd3.5-large", Model { denoiser: deep(&tiny::SD35_LARGE, &sd35::SD35_LARGE), ..tiny::SD35_LARGE }),
    ("qwen-image", Model { denoiser: deep(&tiny::QWEN_IMAGE, &qwen_image::QWEN_IMAGE), ..tiny::QWEN_IMAGE }),
];

const fn deep(twin: &Model, full: &Model) -> Denoiser {
    match (&twin.denoiser, &full.denoiser) {
        (Denoiser::MmDit(twin), Denoiser::MmDit(full)) => Denoiser::MmDit(MmDit {
            joint_blocks: full.joint_blocks,
            single_blocks: full.single_blocks,
            ..*twin
        }),
        (denoiser, _) => *denoiser,
    }
}

#[test]
fn random_weights_stay_realistic_through_as_many_blocks_as_the_models_have() {
    for ((id, model), blocks) in DEEP.iter().zip([57, 38, 60]) {
        let twin = detail::find_tiny(id).unwrap();
        let detail: &'static Detail = Box::leak(Box::new(Detail { model, ..*twin }));
        for precision in [Precision::Fp16, Precision::Bf16] {
            let workload = Workload::default_of(model).with_steps(1).unwrap().with_precision(precision);
            let tokens = model.text_tokens.0.max(12);
            let workload = workload.with_size(Pixels::square(32)).unwrap().with_text_tokens(tokens).unwrap();
            let checkpoint = Checkpoint::Random { seed: 2 };
            let engine = Engine::load(detail, &checkpoint, &workload, &Device::Cpu, &mut |_, _| {}).unwrap();
            let spreads = engine.probe(&Run::new(detail, workload, synthetic(1, 5), 9)).unwrap();
            let most = spreads.iter().map(|(_, spread)| spread.largest).fold(0.0, f64::max);
            let last = spreads[spreads.len() - 2].1.deviation;
            println!("{id} {precision:?}: largest {most:.0}, deviation after the last block {last:.1}");
            // Every block, and the prediction.
            assert_eq!(spreads.len(), blocks + 1, "{id}");
            for (place, spread) in &spreads {
                let name = format!("{id} {precision:?} {place}: {spread:?}");
                // fp16 ends at 65,504.
                assert!(spread.finite && spread.largest < 300.0, "{name}");
                assert!((0.05..30.0).contains(&spread.deviation), "{name}");
            }
        }
    }
}

#[test]
fn models_have_the_published_weights() {
    let tiny = detail::ALL.map(|detail| detail::find_tiny(detail.model.id).unwrap());
    for detail in detail::ALL.into_iter().chain(tiny) {
        let components = tensors(detail, DType::BF16).unwrap();
        let count = |tensors: &[Needed]| tensors.iter().map(Needed::elements).sum::<u64>();
        let model = detail.model;
        let mut expected: Vec<u64> = model.text_encoders.iter().map(|encoder| encoder.parameters).collect();
        expected.push(model.denoiser_parameters);
        expected.push(model.decoder_parameters - never_used(model));
        let ours: Vec<u64> = components.iter().map(|(_, tensors)| count(tensors)).collect();
        assert_eq!(ours, expected, "{}", model.id);
    }
}

/// docs/engine.md tells what the weights take, in GB.
#[test]
fn the_published_memory_table_is_what_is_foreseen() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/engine.md")).unwrap();
    for detail in detail::ALL {
        let gigabytes = |precision| {
            let workload = Workload::default_of(detail.model).with_precision(precision);
            let need = memory_need(detail, &workload, Passes::Separate).unwrap();
            need.weights.iter().map(|(_, bytes)| bytes.0).sum::<u64>() as f64 / 1e9
        };
        let [bf16, fp16, fp32] = [Precision::Bf16, Precision::Fp16, Precision::Fp32].map(gigabytes);
        let row = format!("| `{}` | {bf16:.1} | {fp16:.1} | {fp32:.1} |", detail.model.id);
        assert!(page.contains(&row), "docs/engine.md should have the row {row}");
    }
}

/// Weights of convolutions that Qwen-Image's decoder has for further frames of a video, and does not load: two from
/// 384 to 768 channels with three taps.
fn never_used(model: &Model) -> u64 {
    if std::ptr::eq(model, &qwen_image::QWEN_IMAGE) { 2 * (3 * 384 * 768 + 768) } else { 0 }
}

#[test]
fn every_precision_runs_and_stays_finite() {
    for full in detail::ALL {
        let detail = detail::find_tiny(full.model.id).unwrap();
        for precision in [Precision::Fp32, Precision::Tf32, Precision::Fp16, Precision::Bf16] {
            let workload = Workload::default_of(detail.model).with_steps(1).unwrap();
            let workload = workload.with_precision(precision).with_size(Pixels::square(32)).unwrap();
            let checkpoint = Checkpoint::Random { seed: 1 };
            let engine = Engine::load(detail, &checkpoint, &workload, &Device::Cpu, &mut |_, _| {}).unwrap();
            let run = Run::new(detail, workload, synthetic(1, 5), 9);
            let spreads = engine.probe(&run).unwrap();
            for (place, spread) in &spreads {
                let name = format!("{} {precision:?} {place}: {spread:?}", detail.model.id);
                assert!(spread.finite && spread.deviation > 0.05 && spread.largest < 1000.0, "{name}");
            }
            assert!(engine.generate(&run, &mut Unwatched).unwrap().report.is_finite());
        }
    }
}
