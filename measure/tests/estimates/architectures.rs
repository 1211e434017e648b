//! Architectures of one's own.

use std::fs;

use serde_json::Value;

use crate::command::{folder, json, measure, text};

/// An architecture that nobody published, in every place where a model stands.
#[test]
fn an_architecture_of_ones_own_is_a_model_like_any_other() {
    let own = "flux1-dev~joint_blocks:10~width:2048";
    let flops =
        json(&["flops", "--model", "flux1-dev~width:2048~joint_blocks:10~single_blocks:38", "--json"]);
    assert_eq!(flops["model"], own, "as it is written in every other place");
    // X-Val: diffusers 0.42.1's FluxTransformer2DModel with 10 layers and 16 heads, tests/data/flops_custom.csv counts the same class.
    assert_eq!(flops["denoiser_parameters"], 3_934_452_288_u64);
    let estimate = json(&["estimate", "--model", own, "--gpu", "a100", "--json"]);
    assert_eq!(estimate["model"], own);
    let codes: Vec<_> =
        estimate["caveats"].as_array().unwrap().iter().map(|c| c["code"].as_str().unwrap()).collect();
    assert!(codes.contains(&"custom-architecture") && codes.contains(&"model-not-in-fit"), "{codes:?}");
    let base = json(&["estimate", "--model", "flux1-dev", "--gpu", "a100", "--json"]);
    let number = |of: &Value, key: &str| of[key].as_f64().unwrap();
    assert!(number(&estimate, "wh_per_image") < number(&base, "wh_per_image"));
    let width = |of: &Value| number(of, "wh_high") / number(of, "wh_low");
    assert!(width(&estimate) > width(&base), "its interval is that of a model that nobody measured");

    let folder = folder("own-architectures");
    let (table, answers) = (folder.join("table.csv"), folder.join("answers.csv"));
    fs::write(&table, format!("model,gpu\n{own},a100\nunet~levels:9,a100\nmmdit~heads:12,h100\n")).unwrap();
    let output =
        measure(&["estimate", "--from", table.to_str().unwrap(), "--out", answers.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(1));
    let answers = fs::read_to_string(answers).unwrap();
    let rows: Vec<_> = answers.lines().collect();
    let shown: f64 = rows[1]
        .strip_prefix(&format!("{own},a100,"))
        .and_then(|rest| rest.split(',').nth(2))
        .unwrap()
        .parse()
        .unwrap();
    assert!((shown / number(&estimate, "wh_per_image") - 1.0).abs() < 1e-12, "{}", rows[1]);
    assert!(rows[2].contains("levels '9' must be a whole number from 1 to 6"), "{}", rows[2]);
    assert!(rows[3].contains("custom-architecture"), "{}", rows[3]);
}

#[test]
fn the_dimensions_of_a_model_are_listed_with_what_they_may_be() {
    let listed = json(&["models", "--dimensions", "sd2.1", "--json"]);
    let entry = |key: &str| {
        let all = listed["dimensions"].as_array().unwrap();
        all.iter().find(|entry| entry["key"] == key).cloned().unwrap_or_default()
    };
    assert_eq!((&entry("channels_3")["value"], &entry("levels")["most"]), (&"1280".into(), &6.into()));
    assert_eq!(entry("joint_blocks"), Value::Null, "a U-Net has none");
    assert!(entry("decoder")["choices"].as_array().unwrap().contains(&"flux2-dev".into()));
    let table = text(&measure(&["models", "--dimensions", "mmdit~width:2048"]).stdout);
    assert!(table.lines().any(|line| line.starts_with("width ") && line.contains("2048")), "{table}");
    let refused = measure(&["models", "--dimensions", "mmdit~depth:3"]);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("unknown dimension 'depth'; choose"), "{refused:?}");
}
