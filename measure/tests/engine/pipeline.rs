//! Whole pipelines on tiny checkpoints: every latent and the image of diffusers.

use std::collections::HashMap;
use std::path::Path;

use candle_core::{Device, Tensor};
use wattpix_core::model::Pixels;
use wattpix_core::setting::{Guidance, Precision};
use wattpix_core::workload::Workload;
use wattpix_measure::engine::detail;
use wattpix_measure::engine::pipeline::load::Checkpoint;
use wattpix_measure::engine::pipeline::report::{Stage, Unwatched, Watch};
use wattpix_measure::engine::pipeline::{Engine, Passes, Run};
use wattpix_measure::engine::prompt::rows::Length;

use crate::fixture::{Expected, folder};
use crate::tokens::CAPTIONS;

/// Runs the configuration of scripts/diffusion-fixtures/pipelines.py.
fn run(model: &str, passes: Option<Passes>) -> (Engine, Run) {
    let detail = detail::find_tiny(model).unwrap();
    let workload = Workload::default_of(detail.model).with_precision(Precision::Fp32);
    let workload = workload.with_steps(3).unwrap().with_size(Pixels { width: 64, height: 48 }).unwrap();
    let tokens = match model {
        "flux1-dev" => 20,
        "sd3.5-large" => 77 + 20,
        _ => workload.text_tokens(),
    };
    let workload = workload.with_text_tokens(tokens).unwrap();
    let checkpoint = Checkpoint::Folder(folder(model));
    let engine = Engine::load(detail, &checkpoint, &workload, &Device::Cpu, &mut |_, _| {}).unwrap();
    let mut run = Run::new(detail, workload, vec![CAPTIONS[0].to_owned()], 0);
    run.negative = "blurry, low quality".to_owned();
    run.length = Length::Natural;
    run.start = Some(Expected::of(model).get("pipeline.start").clone());
    run.passes = passes.unwrap_or(run.passes);
    (engine, run)
}

/// Compares every step's latents.
struct Latents<'a>(&'a Expected);

impl Watch for Latents<'_> {
    fn step(&mut self, step: usize, _: usize, latents: &Tensor) {
        self.0.assert_close(&format!("pipeline.step.{}", step - 1), latents);
    }
}

#[test]
fn images_are_diffusers() {
    for model in ["flux1-dev", "sd3.5-large", "qwen-image", "sd2.1"] {
        let expected = Expected::of(model);
        for passes in [Passes::Batched, Passes::Separate] {
            let (engine, run) = run(model, Some(passes));
            // diffusers' first pass has the prompt last.
            let conditions = engine.encode(&run).unwrap();
            let theirs = |name: &str, ours: &Tensor| {
                let (ours, all) = (ours.clone(), expected.get(name));
                let before = all.dim(0).unwrap() - 1;
                let others = all.narrow(0, 0, before).unwrap();
                let padded = if before == 0 { ours } else { Tensor::cat(&[others, ours], 0).unwrap() };
                expected.assert_close(name, &padded);
            };
            theirs("pipeline.text", &conditions.positive.text);
            if let Some(pooled) = &conditions.positive.pooled {
                theirs("pipeline.pooled", pooled);
            }
            let mut latents = Latents(&expected);
            let generated = engine.generate(&run, &mut latents).unwrap();
            expected.assert_close("pipeline.image", &generated.images);
        }
    }
}

#[test]
fn a_batch_is_its_images_one_by_one() {
    for model in ["flux1-dev", "sd3.5-large", "qwen-image", "sd2.1"] {
        let (engine, one) = run(model, None);
        for guidance in [Guidance::Off, Guidance::On] {
            for passes in [Passes::Batched, Passes::Separate] {
                let workload = one.workload.with_guidance(guidance);
                let both = Run {
                    workload: workload.with_batch(2).unwrap(),
                    prompts: CAPTIONS.map(str::to_owned).to_vec(),
                    start: None,
                    seed: 40,
                    passes,
                    ..one.clone()
                };
                let together = engine.generate(&both, &mut Unwatched).unwrap().images;
                for image in 0..2 {
                    let prompts = vec![both.prompts[image].clone()];
                    let alone = Run { workload, prompts, seed: 40 + image as u64, ..both.clone() };
                    let alone = engine.generate(&alone, &mut Unwatched).unwrap().images;
                    let difference = (together.get(image).unwrap() - alone.get(0).unwrap()).unwrap();
                    let difference = largest(&difference);
                    assert!(difference < 1e-4, "{model} {guidance:?} {passes:?} {image}: {difference}");
                }
            }
        }
    }
}

fn largest(tensor: &Tensor) -> f32 {
    tensor.abs().unwrap().flatten_all().unwrap().max(0).unwrap().to_scalar().unwrap()
}

#[test]
fn other_spellings_of_names_are_read() {
    type Respell = fn(&str) -> String;
    let spellings: [(&str, &str, Respell); 4] = [
        ("sd2.1", "vae", |name| {
            let name = name.replace("attentions.0.to_q", "attentions.0.query");
            let name = name.replace("attentions.0.to_k", "attentions.0.key");
            name.replace("attentions.0.to_v", "attentions.0.value").replace("to_out.0", "proj_attn")
        }),
        ("sd2.1", "text_encoder", |name| name.replace("text_model.", "")),
        ("flux1-dev", "text_encoder_2", |name| name.replace("shared", "encoder.embed_tokens")),
        ("qwen-image", "text_encoder", |name| name.replace("model.", "model.language_model.")),
    ];
    for (model, component, other) in spellings {
        let detail = detail::find_tiny(model).unwrap();
        let (engine, run) = run(model, None);
        let copy = std::env::temp_dir().join(format!("wattpix-names-{}-{component}", std::process::id()));
        copy_tree(&folder(model), &copy);
        let file = std::fs::read_dir(copy.join(component)).unwrap().next().unwrap().unwrap().path();
        let tensors = candle_core::safetensors::load(&file, &Device::Cpu).unwrap();
        let renamed: HashMap<_, _> =
            tensors.into_iter().map(|(name, tensor)| (other(&name), tensor)).collect();
        candle_core::safetensors::save(&renamed, &file).unwrap();
        let checkpoint = Checkpoint::Folder(copy.clone());
        let same = Engine::load(detail, &checkpoint, &run.workload, &Device::Cpu, &mut |_, _| {}).unwrap();
        std::fs::remove_dir_all(copy).unwrap();
        let images = |engine: &Engine| engine.generate(&run, &mut Unwatched).unwrap().images;
        assert_eq!(largest(&(images(&engine) - images(&same)).unwrap()), 0.0, "{model} {component}");
    }
}

fn copy_tree(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_tree(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Notes what it is told.
#[derive(Default)]
struct Notes(Vec<String>);

impl Watch for Notes {
    fn begin(&mut self, stage: Stage) {
        self.0.push(format!("begin {}", stage.name()));
    }
    fn step(&mut self, step: usize, of: usize, _: &Tensor) {
        self.0.push(format!("step {step}/{of}"));
    }
    fn end(&mut self, stage: Stage, seconds: f64) {
        assert!(seconds > 0.0);
        self.0.push(format!("end {}", stage.name()));
    }
}

#[test]
fn stages_are_told_in_order() {
    let (engine, run) = run("sd2.1", None);
    let mut notes = Notes::default();
    engine.generate(&run, &mut notes).unwrap();
    let expected = [
        "begin text",
        "end text",
        "begin denoise",
        "step 1/3",
        "step 2/3",
        "step 3/3",
        "end denoise",
        "begin decode",
        "end decode",
    ];
    assert_eq!(notes.0, expected);
}
