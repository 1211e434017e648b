//! Results of the ML.ENERGY benchmark and leaderboards, for images.
//!
//! Four shapes: results of a run
//! (<https://github.com/ml-energy/benchmark/blob/c1d6557fbf7c7c495749b0fcf649f71774eabde9/mlenergy/benchmark/diffusion/benchmark.py>), those of the
//! benchmark before it, with averages of a batch
//! (<https://github.com/ml-energy/leaderboard-v2/blob/c3af7f31e231a2a7021c5f8e2a54dd712d02e6e2/benchmark/diffusion/text-to-image/scripts/benchmark_one_datapoint.py>), the
//! leaderboard's files of one configuration (`data/diffusion/text-to-image` there), and those of a model
//! (<https://github.com/ml-energy/leaderboard/tree/0cd52dab897c5d91a45f4d413038f3b8b4251b0f/public/data/models>). Energies are of all GPUs, by Zeus, in joules.
//! `weight_precision` is how weights are kept, not what is computed in, and is not taken for a precision; nothing states guidance.

use super::format::Format;
use super::run::{GpuEnergy, RunEnergy, Runs, Setting, positive};
use super::tree::{any, count, get, items, number, objects, text};
use super::zeus::gpu_energies;
use crate::json::Json;

/// Fields by one of which these files are told from others.
pub(super) const KEYS: [&str; 8] = [
    "average_energy_per_batch",
    "average_batch_energy",
    "Energy/image (J)",
    "Energy/video (J)",
    "energy_per_image",
    "energy_per_image_joules",
    "iteration_energy_measurements",
    "activated_params_billions",
];

const BATCH_ENERGY: [&str; 2] = ["average_batch_energy", "average_energy_per_batch"];
const IMAGE_ENERGY: [&str; 3] = ["Energy/image (J)", "energy_per_image_joules", "energy_per_image"];
const BATCH_SECONDS: [&str; 3] = ["average_batch_latency", "Batch latency (s)", "batch_latency_s"];
const BATCH: [&str; 2] = ["batch_size", "Batch size"];
const MODEL: [&str; 3] = ["model_id", "model", "Model"];
const GPU: [&str; 2] = ["gpu_model", "GPU"];
const STEPS: [&str; 3] = ["inference_steps", "num_inference_steps", "Denoising steps"];
const VIDEO: [&str; 4] = ["num_frames", "Energy/video (J)", "energy_per_video", "energy_per_video_joules"];

/// Reads a file.
///
/// # Errors
/// What is no JSON, with its place.
pub(super) fn read(text: &str) -> Result<Runs, String> {
    let mut found = Runs::new(Format::MlEnergy);
    for (line, object) in objects(text)? {
        match get(&object, "configurations") {
            Some(Json::List(configurations)) => {
                for (at, item) in (1..).zip(configurations) {
                    take(at, item, Some(&object), &mut found);
                }
            }
            _ => take(line, &object, None, &mut found),
        }
    }
    Ok(found)
}

fn take(line: usize, object: &Json, model: Option<&Json>, found: &mut Runs) {
    let stated =
        any(object, &["weight_precision"]).or_else(|| model.and_then(|model| get(model, "weight_precision")));
    if let Some(precision) = stated.and_then(text) {
        found.note(format!("weight_precision is {precision}, the format of the weights; say what was computed in with --config precision=..."));
    }
    if any(object, &["resolution"]).is_some_and(|resolution| square(resolution).is_none()) {
        found.note(
            "which side of resolution is the width is not stated; give --config width=... and height=..."
                .to_owned(),
        );
    }
    match run(line, object, model) {
        Ok(run) => found.runs.push(run),
        Err(reason) => found.skip(line, reason),
    }
}

fn run(line: usize, object: &Json, model: Option<&Json>) -> Result<RunEnergy, String> {
    let field = |names: &[&str]| any(object, names);
    if field(&VIDEO).is_some() {
        return Err("a clip, and rows are of images".to_owned());
    }
    if get(object, "configurations").and_then(|configurations| get(configurations, "use_torch_compile"))
        == Some(&Json::Bool(true))
    {
        return Err("it ran compiled, which a row cannot say".to_owned());
    }
    let batch = field(&BATCH).and_then(count);
    let named = |name: &str| (name.to_owned(), field(&[name]).and_then(number));
    let total = ["total_energy", "total_time", "total_images"].map(named);
    let (joules, seconds, images) = if let [(_, Some(joules)), (_, Some(seconds)), (_, Some(images))] = &total
    {
        (positive("total_energy", Some(*joules))?, positive("total_time", Some(*seconds))?, *images)
    } else {
        let images = f64::from(batch.ok_or("batch_size is missing")?);
        let joules = match (field(&BATCH_ENERGY), field(&IMAGE_ENERGY)) {
            (Some(of_batch), _) => positive("the energy of a batch", number(of_batch))?,
            (None, of_image) => images * positive("the energy of an image", of_image.and_then(number))?,
        };
        (joules, positive("the latency of a batch", field(&BATCH_SECONDS).and_then(number))?, images)
    };
    let gpus = match get(object, "energy_measurement") {
        Some(measured) => gpu_energies(measured)?,
        // Where no number is stated, the benchmark ran on one.
        None => vec![GpuEnergy {
            id: String::new(),
            count: field(&["num_gpus"]).map_or(Some(1), count).ok_or("num_gpus is not a number")?,
            joules,
        }],
    };
    let mut settings: Vec<Setting> = vec![("images", images.to_string())];
    let mut set = |key: &'static str, value: Option<String>| settings.extend(value.map(|value| (key, value)));
    let model_id = field(&MODEL).or_else(|| model.and_then(|model| any(model, &MODEL)));
    set("model", model_id.and_then(text).map(str::to_owned));
    set("gpu", field(&GPU).and_then(text).map(str::to_owned));
    set("batch", batch.map(|batch| batch.to_string()));
    set("steps", field(&STEPS).and_then(count).map(|steps| steps.to_string()));
    set("seed", field(&["seed"]).and_then(count).map(|seed| seed.to_string()));
    let side = field(&["resolution"]).and_then(square);
    for (key, names) in [("width", ["width", "image_width"]), ("height", ["height", "image_height"])] {
        set(key, field(&names).and_then(count).or(side).map(|pixels| pixels.to_string()));
    }
    Ok(RunEnergy { line, version: None, gpus, seconds, started: None, settings, of_whole_machine: false })
}

/// The side of a square, `[1024, 1024]`, `"1024x1024"` or `1024`.
fn square(resolution: &Json) -> Option<u32> {
    let (width, height) = match (items(resolution), text(resolution)) {
        ([width, height], _) => (count(width)?, count(height)?),
        (_, Some(text)) => {
            let (width, height) = text.split_once(['x', 'X', '×'])?;
            (width.trim().parse().ok()?, height.trim().parse().ok()?)
        }
        _ => (count(resolution)?, count(resolution)?),
    };
    (width == height).then_some(width)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn setting<'r>(run: &'r RunEnergy, key: &str) -> Option<&'r str> {
        run.settings.iter().find(|(known, _)| *known == key).map(|(_, value)| &**value)
    }

    /// Values are invented.
    #[test]
    fn every_shape_gives_the_energy_of_all_images_and_the_stated_settings() {
        for (text, images, joules, seconds) in [
            (
                r#"{"model":"stabilityai/sdxl-turbo","gpu_model":"NVIDIA H100 80GB HBM3","batch_size":4,"num_inference_steps":25,"average_batch_latency":8.0,"average_batch_energy":4000.0,"resolution":[1024,1024]}"#,
                4.0,
                4000.0,
                8.0,
            ),
            (
                r#"{"Model":"m","GPU":"NVIDIA H100 80GB HBM3","Energy/image (J)":1000.0,"Batch latency (s)":8.0,"Batch size":4,"Denoising steps":25}"#,
                4.0,
                4000.0,
                8.0,
            ),
            (
                r#"{"model_id":"m","weight_precision":"bfloat16","configurations":[{"gpu_model":"H100","batch_size":4,"batch_latency_s":8.0,"energy_per_image_joules":1000.0,"image_width":1024,"image_height":1024,"inference_steps":25,"num_gpus":1}]}"#,
                4.0,
                4000.0,
                8.0,
            ),
            (
                r#"{"model_id":"m","batch_size":4,"height":1024,"width":1024,"inference_steps":25,"seed":48,"total_images":16,"total_time":32.0,"total_energy":16000.0,"energy_per_image":1000.0,"energy_measurement":{"time":32.0,"gpu_energy":{"0":16000.0}},"configurations":{"use_torch_compile":false}}"#,
                16.0,
                16_000.0,
                32.0,
            ),
        ] {
            let found = read(text).unwrap();
            let run = &found.runs[0];
            assert_eq!((run.joules(), run.seconds, run.gpu_count()), (joules, seconds, 1), "{text}");
            assert_eq!(setting(run, "images"), Some(&*images.to_string()));
            assert_eq!(
                (setting(run, "steps"), setting(run, "batch"), setting(run, "precision")),
                (Some("25"), Some("4"), None)
            );
        }
    }

    #[test]
    fn what_is_not_certain_is_not_taken() {
        let with = |more: &str| {
            format!(r#"{{"average_batch_energy":4000.0,"average_batch_latency":8.0,"batch_size":1,{more}}}"#)
        };
        let oblong = read(&with(r#""resolution":[1024,768]"#)).unwrap();
        assert_eq!((setting(&oblong.runs[0], "width"), oblong.notes.len()), (None, 1));
        assert_eq!(read(&with(r#""num_gpus":8"#)).unwrap().runs[0].gpu_count(), 8);
        for (more, reason) in [
            (r#""num_frames":16"#, "clip"),
            (r#""configurations":{"use_torch_compile":true}"#, "compiled"),
            (r#""num_gpus":"two""#, "num_gpus"),
        ] {
            let found = read(&with(more)).unwrap();
            assert!(found.runs.is_empty() && found.skipped[0].reason.contains(reason), "{more}: {found:?}");
        }
        let zero = read(r#"{"average_batch_energy":0,"average_batch_latency":8.0,"batch_size":1}"#).unwrap();
        assert!(zero.skipped[0].reason.contains("is 0"));
    }
}
