//! Estimates and counts of clips.

use std::fs;

use crate::command::{folder, json, measure, text};

#[test]
fn a_clip_has_its_energy_and_that_of_a_second() {
    let clip = json(&["estimate", "--model", "wan2.1-t2v-14b", "--gpu", "h100", "--frames", "81", "--json"]);
    let number = |key: &str| clip[key].as_f64().unwrap();
    assert_eq!((clip["frames"].as_u64(), clip["fps"].as_u64()), (Some(81), Some(16)));
    // 81 frames at 16 a second.
    assert!((number("wh_per_second") * 81.0 / 16.0 / number("wh_per_image") - 1.0).abs() < 1e-12);
    assert!(number("wh_low") < number("wh_per_image") && number("wh_per_image") < number("wh_high"));
    let codes: Vec<_> = clip["caveats"].as_array().unwrap().iter().map(|one| one["code"].as_str()).collect();
    assert!(codes.contains(&Some("model-not-in-fit")) && codes.contains(&Some("outside-fitted-range")));
    // All weights in 16 bits, and more.
    assert!(number("memory_gb_needed") > 2.0 * (14.288 + 5.681));

    let faster = json(&["estimate", "--model", "wan2.1-t2v-14b", "--gpu", "h100", "--fps", "24", "--json"]);
    assert_eq!(faster["wh_per_image"], clip["wh_per_image"]);
    assert!(faster["wh_per_second"].as_f64().unwrap() > number("wh_per_second"));
    let printed = measure(&["estimate", "--model", "wan2.1-t2v-14b", "--gpu", "h100"]);
    let printed = text(&printed.stdout);
    assert!(printed.contains("a clip, likely") && printed.contains("a second of video"), "{printed}");

    let image = json(&["estimate", "--model", "flux1-dev", "--gpu", "h100", "--json"]);
    assert!(image.get("frames").is_none() && image.get("wh_per_second").is_none());
}

#[test]
fn operations_of_a_clip_are_counted_and_models_say_what_they_make() {
    let counted = json(&[
        "flops",
        "--model",
        "wan2.1-t2v-1.3b",
        "--width",
        "832",
        "--height",
        "480",
        "--frames",
        "81",
        "--json",
    ]);
    // X-Val: diffusers 0.42.1, tests/data/flops_video.csv.
    assert_eq!(counted["denoiser_pass"]["gflops"].as_f64(), Some(283_001.787777024));
    assert_eq!(counted["frames"].as_u64(), Some(81));
    let models = json(&["models", "--json"]);
    let tasks: Vec<_> =
        models["models"].as_array().unwrap().iter().map(|model| model["task"].as_str()).collect();
    assert_eq!(tasks.iter().filter(|task| **task == Some("video")).count(), 10);
}

#[test]
fn frames_are_a_column_and_images_have_none() {
    let folder = folder("clips");
    let from = folder.join("clips.csv");
    fs::write(
        &from,
        "model,gpu,frames,fps\nltx-video,l40s,9,\nltx-video,l40s,161,30\nltx-video,l40s,10,\nsdxl,l40s,9,\n",
    )
    .unwrap();
    let output = measure(&["estimate", "--from", from.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1), "two bad rows");
    let table = text(&output.stdout);
    let mut reader = csv::Reader::from_reader(table.as_bytes());
    let heads = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    let field =
        |row: usize, head: &str| rows[row][heads.iter().position(|name| name == head).unwrap()].to_owned();
    let [short, long] = [0, 1].map(|row| field(row, "wh_per_image").parse::<f64>().unwrap());
    assert!(short < long);
    let alone = json(&["estimate", "--model", "ltx-video", "--gpu", "l40s", "--frames", "9", "--json"]);
    assert!((short / alone["wh_per_image"].as_f64().unwrap() - 1.0).abs() < 1e-12);
    assert!(field(2, "error").contains("the nearest is 9"), "{}", field(2, "error"));
    assert!(field(3, "error").contains("sdxl makes images"), "{}", field(3, "error"));
}
