//! Every message that a person can be shown, as it reads.

use wattpix_core::carbon::zone::TABLE;
use wattpix_core::carbon::{Countries, Electricity};
use wattpix_core::caveat::Caveat;
use wattpix_core::configuration::{Configuration, Typed};
use wattpix_core::equivalence;
use wattpix_core::error::{Error, Key};
use wattpix_core::estimate::estimate;
use wattpix_core::fit::{BUNDLED, find};

fn problems(values: &[(Key, &str)]) -> String {
    let mut typed = Typed::default();
    for (key, text) in values {
        typed.set(*key, text);
    }
    let (_, problems) = Configuration::read(&typed);
    let lines: Vec<_> = problems.iter().map(|problem| problem.error.to_string()).collect();
    lines.join("\n")
}

#[test]
fn errors() {
    let long = "x".repeat(500);
    let messages = [
        problems(&[(Key::Model, "dall-e")]),
        problems(&[(Key::Model, &long)]),
        problems(&[(Key::Gpu, "gtx-970")]),
        problems(&[(Key::Gpu, "cpu")]),
        problems(&[(Key::Width, "1000"), (Key::Height, "64")]),
        problems(&[(Key::Model, "sd3.5-large"), (Key::Width, "4096")]),
        problems(&[(Key::Width, "99999999999999999999999")]),
        problems(&[(Key::Steps, "0")]),
        problems(&[(Key::Steps, "1001")]),
        problems(&[(Key::Steps, "-5")]),
        problems(&[(Key::Steps, "28.5")]),
        problems(&[(Key::Steps, "٣")]),
        problems(&[(Key::Precision, "int4")]),
        problems(&[(Key::Gpu, "a100"), (Key::Precision, "fp8")]),
        problems(&[(Key::Gpu, "t4"), (Key::Precision, "bf16")]),
        problems(&[(Key::Guidance, "7.5")]),
        problems(&[(Key::Boundary, "wall")]),
        problems(&[(Key::Images, "0")]),
        problems(&[(Key::Batch, "4096")]),
        problems(&[(Key::Model, "sd3.5-large"), (Key::TextTokens, "77")]),
        problems(&[(Key::Model, "hunyuandit-1.2"), (Key::TextTokens, "77")]),
        problems(&[(Key::Model, "wan2.1-t2v-14b"), (Key::Frames, "80"), (Key::Fps, "0")]),
        problems(&[(Key::Model, "flux1-dev"), (Key::Frames, "81")]),
        find(BUNDLED, "mine").unwrap_err().to_string(),
        Error::Missing { key: Key::Gpu }.to_string(),
        Error::NotFinite { fit: "mine".to_owned() }.to_string(),
    ];
    insta::assert_snapshot!(messages.join("\n"));
}

/// Faults of the description of a GPU.
#[test]
fn gpu_faults() {
    let long = ["watts:285;fp16:110;bandwidth:500;name:", &"x".repeat(41)].concat();
    let described = [
        "watts:285",
        "watts:285;fp16",
        "watts:285;fp64:1;bandwidth:500",
        "watts:285;fp16:110;fp16:100;bandwidth:500",
        "watts:0;fp16:110;bandwidth:500",
        "watts:285;fp16:1e3;bandwidth:500",
        "watts:285;fp16:110;bandwidth:-1",
        "watts:285;fp16:110;bandwidth:500;idle:150",
        &long,
        "nvidia:5090",
    ];
    insta::assert_snapshot!(described.map(|text| problems(&[(Key::Gpu, text)])).join("\n"));
    let typed = [(Key::Gpu, "watts:285;fp16:110;bandwidth:500"), (Key::Precision, "fp32")];
    insta::assert_snapshot!("a_rate_that_is_not_given", problems(&typed));
}

/// Faults of a description.
#[test]
fn faults() {
    let described = [
        "flux9~width:2048",
        "flux1-dev~",
        "flux1-dev~depth",
        "flux1-dev~depth:3",
        "sd2.1~joint_blocks:3",
        "sd1.5~levels:2~channels_3:64",
        "flux1-dev~width:2048~width:1024",
        "flux1-dev~head_width:64~heads:12",
        "flux1-dev~joint_blocks:257",
        "flux1-dev~joint_blocks:-1",
        "flux1-dev~decoder:vae",
        "pixart-sigma~encoders:hunyuandit-1.2",
        "flux1-dev~width:2000",
        "mmdit~width:16",
        "unet~channels_2:600",
        "flux1-dev~heads:7",
        "sana-1.6b~latent_channels:48",
        "mmdit~joint_blocks:0",
        "sd3.5-medium~joint_blocks:12",
        "hunyuandit-1.2~blocks:21",
        "sd3-medium~tokens:77",
        "mmdit~joint_blocks:256~width:16384~mlp_ratio:64",
        "mmdit~joint_blocks:256~width:16384~tokens:8192~patch:1",
    ];
    insta::assert_snapshot!(described.map(|text| problems(&[(Key::Model, text)])).join("\n"));
}

#[test]
fn electricity_and_equivalences() {
    let problems = |zone: &'static str, intensity, pue, price, countries| {
        let typed = move |key: &str| match key {
            "zone" => Some(zone),
            "intensity" => Some(intensity),
            "pue" => Some(pue),
            "price" => Some(price),
            _ => None,
        };
        let (_, problems) = Electricity::read(typed, countries);
        problems.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
    };
    let messages = [
        problems("Atlantis", "-3", "0.9", "12,5", Countries::Table(TABLE)),
        problems("CAF", "1e3", "NaN", "1000001", Countries::Table(TABLE)),
        problems("FRA", "", "", "", Countries::Lost),
        equivalence::find("toast").unwrap_err().to_string(),
    ];
    insta::assert_snapshot!(messages.join("\n"));
}

#[test]
fn caveats() {
    let asked = [
        vec![],
        vec![(Key::Gpu, "rtx-4090"), (Key::Width, "2048"), (Key::Steps, "4"), (Key::Boundary, "gross")],
        vec![(Key::Gpu, "paper-a6000"), (Key::Model, "qwen-image"), (Key::Precision, "bf16")],
        vec![(Key::Gpu, "a6000"), (Key::Model, "sd2.1")],
        vec![(Key::Model, "sd2.1"), (Key::Guidance, "off"), (Key::Batch, "8"), (Key::Gpu, "h200")],
        vec![(Key::Model, "qwen-image"), (Key::Precision, "fp32"), (Key::TextTokens, "512")],
        vec![(Key::Gpu, "h100"), (Key::Precision, "fp8"), (Key::Boundary, "gross")],
        vec![(Key::Model, "flux2-dev")],
        vec![(Key::Gpu, "mi300x")],
        vec![(Key::Gpu, "watts:285;fp16:110;bandwidth:500")],
        vec![(Key::Gpu, "watts:285;fp16:110;bandwidth:500;memory:24;idle:18;name:My GPU")],
        vec![(Key::Model, "flux1-dev~joint_blocks:10~single_blocks:20~width:2048~mlp_ratio:3")],
    ];
    let mut lines = Vec::new();
    for values in asked {
        let mut typed = Typed::default();
        values.iter().for_each(|(key, text)| typed.set(*key, text));
        let (configuration, problems) = Configuration::read(&typed);
        assert!(problems.is_empty(), "{problems:?}");
        let mut estimate = estimate(BUNDLED, &configuration.question).unwrap();
        configuration.add_caveats(&mut estimate);
        let asked: Vec<_> = values.iter().map(|(key, text)| format!("{key}={text}")).collect();
        lines.push(format!("[{}] {}", asked.join(" "), estimate.fit.id()));
        lines.extend(estimate.caveats.iter().map(line));
    }
    insta::assert_snapshot!(lines.join("\n"));
}

fn line(caveat: &Caveat) -> String {
    format!("  {} ({}): {caveat}", caveat.code(), caveat.axis().map_or("-", Key::name))
}
