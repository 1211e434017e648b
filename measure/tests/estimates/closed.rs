//! Models that nobody can count, by the names that people write.

use crate::command::{json, measure, text};

/// The message names why, and the cheapest and the dearest open model at that size on an H100: both answer with the figures that it has.
#[test]
fn a_closed_model_is_refused_with_bounds_that_can_be_asked_for() {
    let refused = measure(&["estimate", "--model", "gpt-image-1", "--width", "512", "--height", "512"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(refused.stdout.is_empty());
    let message = text(&refused.stderr);
    for part in ["OpenAI", "GPT-Image", "neither weights nor architecture", "512 × 512", "h100-sxm"] {
        assert!(message.contains(part), "{message}");
    }
    assert_eq!(message.lines().count(), 1, "{message}");
    // "LOW Wh (MODEL) to HIGH Wh (MODEL)".
    let (_, figures) = message.split_once("take ").unwrap();
    for figure in figures.split(" to ").take(2) {
        let (watt_hours, rest) = figure.split_once(" Wh (").unwrap();
        let (model, _) = rest.split_once(')').unwrap();
        let answer = json(&[
            "estimate", "--model", model, "--gpu", "h100-sxm", "--width", "512", "--height", "512", "--json",
        ]);
        let (told, asked) = (watt_hours.parse::<f64>().unwrap(), answer["wh_per_image"].as_f64().unwrap());
        assert!((told / asked - 1.0).abs() < 0.05, "{model}: {told}, {asked}");
    }
    for name in ["dall-e-3", "nano banana", "Imagen 4", "midjourney v7", "adobe firefly", "ideogram 3"] {
        let refused = measure(&["estimate", "--model", name, "--gpu", "a100"]);
        assert_eq!(refused.status.code(), Some(1), "{name}");
        assert!(text(&refused.stderr).contains("has published neither"), "{name}");
    }
}
