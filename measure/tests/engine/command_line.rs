//! `measure generate` as a person runs it.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

use crate::fixture::folder;

fn generate(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_measure")).arg("generate").args(arguments).output().unwrap()
}

fn out(name: &str) -> PathBuf {
    std::env::temp_dir().join(format!("wattpix-generate-{}-{name}.png", std::process::id()))
}

/// Runs a tiny model of random weights with more options.
fn generate_tiny(model: &str, path: &Path, options: &[&str]) -> Output {
    let path = path.to_str().unwrap();
    let fixed = ["--model", model, "--tiny", "--weights", "random", "--width", "64", "--height", "48"];
    generate(&[&fixed[..], &["--out", path, "--json"], options].concat())
}

/// Width, height and bytes of a PNG.
fn read(path: &PathBuf) -> (u32, u32, Vec<u8>) {
    let file = std::io::BufReader::new(std::fs::File::open(path).unwrap());
    let mut reader = png::Decoder::new(file).read_info().unwrap();
    let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut bytes).unwrap();
    std::fs::remove_file(path).unwrap();
    (info.width, info.height, bytes)
}

#[test]
fn every_tiny_model_writes_an_image() {
    for model in ["flux1-dev", "sd3.5-large", "qwen-image", "sd2.1"] {
        let path = out(model);
        let run = |seed: &str| {
            let result = generate_tiny(model, &path, &["--steps", "2", "--seed", seed]);
            assert!(result.status.success(), "{}", String::from_utf8_lossy(&result.stderr));
            let printed: Value = serde_json::from_slice(&result.stdout).unwrap();
            (printed, read(&path))
        };
        let (printed, (width, height, bytes)) = run("3");
        assert_eq!((width, height), (64, 48));
        assert!(bytes.iter().collect::<std::collections::BTreeSet<_>>().len() > 20, "{model} is one colour");
        assert_eq!(printed["outcome"], "image");
        for stage in ["text", "denoise", "decode"] {
            let stage = &printed["stages"][stage];
            assert_eq!(stage["executed_gflops"], stage["counted_gflops"], "{model}");
        }
        let spreads = printed["spreads"].as_object().unwrap();
        for place in ["prediction", "text states", "last latent", "image"] {
            assert_eq!(spreads[place]["finite"], true, "{model}, {place}: {spreads:?}");
        }
        assert!(spreads.len() >= 4 + 2, "{model}: what every block of random weights gave: {spreads:?}");
        assert_eq!(run("3").1.2, bytes, "{model}: the seed decides the image");
        assert_ne!(run("4").1.2, bytes, "{model}: another seed, another image");
    }
}

#[test]
fn a_batch_from_a_checkpoint_is_numbered() {
    let path = out("batch");
    let weights = folder("sd2.1");
    let result = generate(&[
        "--model",
        "sd2.1",
        "--tiny",
        "--weights",
        weights.to_str().unwrap(),
        "--width",
        "64",
        "--height",
        "64",
        "--steps",
        "1",
        "--batch",
        "2",
        "--prompt",
        "a red fox",
        "--prompt",
        "an old tree",
        "--out",
        path.to_str().unwrap(),
    ]);
    assert!(result.status.success(), "{}", String::from_utf8_lossy(&result.stderr));
    let stem = path.file_stem().unwrap().to_str().unwrap();
    let [first, second] = [0, 1].map(|index| read(&path.with_file_name(format!("{stem}-{index}.png"))));
    assert_ne!(first.2, second.2);
}

/// The stages of a run become phases of the `measure exec` around it, so that shares of energy and of operations compare.
#[test]
fn a_metered_run_files_a_row_a_stage() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let measure = env!("CARGO_BIN_EXE_measure");
    let (rows, image) = (path("rows.jsonl"), path("image.png"));
    let result = Command::new(measure)
        .args([
            "exec",
            "--gpu",
            "fake",
            "--no-idle",
            "--no-traces",
            "--out",
            &rows,
            "--",
            measure,
            "generate",
        ])
        .args(["--model", "sd3.5-large", "--tiny", "--weights", "random", "--width", "64", "--height", "48"])
        .args(["--steps", "2", "--seed", "3", "--out", &image, "--json"])
        .output()
        .unwrap();
    assert!(result.status.success(), "{}", String::from_utf8_lossy(&result.stderr));
    let printed: Value = serde_json::from_slice(&result.stdout).unwrap();
    assert_eq!(printed["outcome"], "image");
    let (_, rows) = wattpix_measure::observation::read(std::path::Path::new(&rows)).unwrap();
    let stages: Vec<&str> = rows.iter().map(|row| row.stage.word()).collect();
    assert_eq!(stages, ["idle", "text", "denoise", "decode", "image"]);
    for row in &rows {
        assert_eq!((row.model.as_deref(), row.steps, row.images), (Some("sd3.5-large"), Some(2), Some(1)));
        assert_eq!((row.weights.as_deref(), row.engine.as_deref()), (Some("random"), Some("candle-0.11.1")));
    }
    assert!(rows[0].valid && rows[0].duration_s > 4.9, "{:?}", rows[0]);
    let inside: f64 = rows[1..4].iter().map(|row| row.duration_s).sum();
    // Each edge waits for a step of the counter, a tenth of a second on this card.
    let apart = rows[4].duration_s - inside;
    assert!((-0.1..1.0).contains(&apart), "stages {inside} s, the image {} s", rows[4].duration_s);
}

#[test]
fn what_cannot_run_is_said_in_a_line() {
    let wrong_weights = folder("sd2.1");
    for (arguments, said) in [
        (vec!["--model", "sdxl", "--weights", "random"], "it runs flux1-dev, sd3.5-large, qwen-image, sd2.1"),
        (vec!["--model", "flux1-dev", "--weights", "/nowhere", "--tiny"], "/nowhere/transformer"),
        (
            vec!["--model", "flux1-dev", "--weights", wrong_weights.to_str().unwrap(), "--tiny"],
            "misshapen: text_model.embeddings.token_embedding.weight is [612, 24], should be [612, 16]",
        ),
        (vec!["--model", "sd2.1", "--weights", "random", "--tiny", "--text-tokens", "80"], "sees 77"),
        (vec!["--model", "sd2.1", "--weights", "random", "--tiny", "--width", "100"], "nearest"),
        (
            vec!["--model", "sd2.1", "--weights", "random", "--tiny", "--device", "tpu"],
            "cpu, cuda or cuda:INDEX",
        ),
        (
            vec!["--model", "sd2.1", "--weights", "random", "--tiny", "--precision", "fp8"],
            "fp32, tf32, fp16 and bf16",
        ),
        // 1024 images of 4096 pixels.
        (
            vec![
                "--model",
                "flux1-dev",
                "--weights",
                "random",
                "--width",
                "4096",
                "--height",
                "4096",
                "--batch",
                "1024",
            ],
            "are needed and",
        ),
    ] {
        let result = generate(&arguments);
        let error = String::from_utf8_lossy(&result.stderr).into_owned();
        assert_eq!(result.status.code(), Some(1), "{arguments:?}: {error}");
        assert!(error.contains(said), "{arguments:?}: {error}");
        assert!(result.stdout.is_empty());
    }
    assert_eq!(generate(&["--model", "sd2.1"]).status.code(), Some(2));
}

#[test]
fn a_sampler_is_chosen_for_a_diffusion_alone() {
    let path = out("sampler");
    let run = |model: &str, sampler: &str| {
        generate_tiny(model, &path, &["--steps", "4", "--guidance", "off", "--sampler", sampler])
    };
    let mut images = Vec::new();
    let mut denoising = Vec::new();
    for sampler in ["ddim", "pndm", "euler"] {
        let result = run("sd2.1", sampler);
        assert!(result.status.success(), "{}", String::from_utf8_lossy(&result.stderr));
        let printed: Value = serde_json::from_slice(&result.stdout).unwrap();
        assert_eq!(printed["sampler"], sampler);
        let stage = &printed["stages"]["denoise"];
        assert_eq!(stage["executed_gflops"], stage["counted_gflops"], "{sampler}");
        denoising.push(stage["executed_gflops"].as_f64().unwrap());
        images.push(read(&path).2);
    }
    assert!(images[0] != images[1] && images[1] != images[2] && images[0] != images[2]);
    assert!((denoising[1] / denoising[0] - 1.25).abs() < 1e-12, "a pass more than steps");
    assert_eq!(denoising[2], denoising[0]);
    let refused = run("flux1-dev", "euler");
    assert!(!refused.status.success());
    let told = String::from_utf8_lossy(&refused.stderr);
    assert!(told.contains("samplers can be chosen for sd2.1"), "{told}");
    let unknown = run("sd2.1", "heun");
    assert!(String::from_utf8_lossy(&unknown.stderr).contains("expected one of ddim, pndm, euler"));
}
