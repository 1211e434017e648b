//! GPUs that somebody describes, and lists of the catalogue.

use std::fs;

use serde_json::Value;

use crate::command::{folder, json, measure, text};

const DESCRIBED: &str = "watts:285;fp16:110;bandwidth:500";

fn codes(estimate: &Value) -> Vec<&str> {
    estimate["caveats"].as_array().unwrap().iter().map(|caveat| caveat["code"].as_str().unwrap()).collect()
}

/// A described GPU as an option, in a table and in a file.
#[test]
fn a_described_gpu_is_a_gpu_like_any_other() {
    let turned = "bandwidth:500 ; FP16:110.0; watts:285";
    let estimate = json(&["estimate", "--model", "sdxl", "--gpu", turned, "--json"]);
    assert_eq!(estimate["gpu"], DESCRIBED, "as it is written in every other place");
    assert!(codes(&estimate).contains(&"described-gpu") && codes(&estimate).contains(&"gpu-not-in-fit"));

    let folder = folder("described-gpus");
    let (table, answers, file) =
        (folder.join("table.csv"), folder.join("answers.csv"), folder.join("mine.toml"));
    fs::write(&table, format!("model,gpu\nsdxl,{DESCRIBED}\nsdxl,watts:285\n")).unwrap();
    let out = measure(&["estimate", "--from", table.to_str().unwrap(), "--out", answers.to_str().unwrap()]);
    assert_eq!(out.status.code(), Some(1), "a bad row");
    let rows = fs::read_to_string(&answers).unwrap();
    assert!(rows.contains(&estimate["wh_per_image"].to_string()), "{rows}");
    assert!(rows.contains("fp16 is missing"), "{rows}");

    fs::write(&file, "bandwidth = 500\nfp16 = 110.0\nwatts = 285\nname = \"Mine\"\n").unwrap();
    let of_file = json(&["estimate", "--model", "sdxl", "--gpu", file.to_str().unwrap(), "--json"]);
    assert_eq!(of_file["gpu"], [DESCRIBED, ";name:Mine"].concat());
    assert_eq!(of_file["wh_per_image"], estimate["wh_per_image"]);
    let plan = json(&["plan", "--model", "sd2.1", "--paper", "--gpu", file.to_str().unwrap(), "--json"]);
    assert_eq!(plan["gpu"], of_file["gpu"]);
    for (content, fault) in
        [("watts = [1]", "watts must be a number"), ("", "gpu description"), ("=", "TOML")]
    {
        fs::write(&file, content).unwrap();
        let refused = measure(&["estimate", "--model", "sdxl", "--gpu", file.to_str().unwrap()]);
        assert_eq!(refused.status.code(), Some(1), "{content}");
        assert!(text(&refused.stderr).contains(fault), "{content}: {}", text(&refused.stderr));
    }
}

#[test]
fn lists_are_filtered() {
    let amd = json(&["gpus", "--maker", "AMD", "--json"]);
    let makers = |list: &Value| -> Vec<String> {
        list["gpus"].as_array().unwrap().iter().map(|gpu| gpu["maker"].as_str().unwrap().to_owned()).collect()
    };
    assert!(makers(&amd).iter().all(|maker| maker == "AMD") && makers(&amd).len() == 7);
    let cdna = json(&["gpus", "--architecture", "cdna-3", "--json"]);
    assert_eq!(cdna["gpus"].as_array().unwrap().len(), 2);
    let nets = json(&["models", "--family", "unet", "--json"]);
    assert!(nets["models"].as_array().unwrap().iter().all(|model| model["family"] == "U-Net"));
    for (list, option, choices) in [
        ("gpus", "--maker", "nvidia, amd, intel"),
        ("gpus", "--architecture", "Ampere, Ada"),
        ("models", "--family", "MMDiT, U-Net"),
    ] {
        let refused = measure(&[list, option, "none"]);
        assert_eq!(refused.status.code(), Some(1));
        assert!(text(&refused.stderr).contains(choices), "{}", text(&refused.stderr));
    }
}

/// GPUs of other makers are estimated with a caveat and a wider interval than any of NVIDIA's.
#[test]
fn another_maker_has_its_caveat() {
    let estimate = |gpu: &str| json(&["estimate", "--model", "flux1-dev", "--gpu", gpu, "--json"]);
    let width = |of: &Value| of["wh_high"].as_f64().unwrap() / of["wh_low"].as_f64().unwrap();
    let (amd, nvidia) = (estimate("mi300x"), estimate("b200"));
    assert!(codes(&amd).contains(&"other-maker") && !codes(&nvidia).contains(&"other-maker"));
    assert!(width(&amd) > width(&nvidia));
}
