//! The page and the command line give the same figures.

use std::env;
use std::path::PathBuf;
use std::process::Command;
use std::sync::OnceLock;

use serde_json::Value;

use crate::calculator::Calculator;

/// The largest relative difference between the page and `measure`: rounding of two mathematical libraries.
const TOLERANCE: f64 = 1e-9;

/// Configurations as the link says them.
const QUERIES: [&str; 21] = [
    "",
    "model=sd3.5-large",
    "model=qwen-image",
    "model=sd2.1",
    "model=flux1-dev&gpu=a4000&steps=20",
    "model=flux1-dev&gpu=paper-a6000&precision=fp32&guidance=on",
    "model=sd3.5-large&gpu=rtx-6000-ada&width=512&height=512&precision=fp32",
    "model=qwen-image&gpu=h100&width=1344&height=768&precision=bf16",
    "model=sd2.1&gpu=t4&width=768&height=1096&steps=30&guidance=off",
    "model=sd2.1&gpu=l4&boundary=gross&images=7",
    "model=flux1-dev&gpu=b200&precision=fp8&boundary=gross&steps=4",
    "model=flux1-dev&guidance=on&width=2048&height=2048&text_tokens=77",
    "model=sd3.5-large&gpu=rtx-4090&batch=8&text_tokens=154",
    "model=qwen-image&precision=tf32&width=4096&height=128&steps=1000",
    "model=flux1-dev&fit=paper-flux1-dev-a100-6000ada&gpu=h200",
    "model=sd2.1&fit=paper-qwen-image-a100&boundary=gross&steps=1",
    "zone=FRA&pue=1.25&price=0.2",
    "model=qwen-image&zone=POL&intensity=30.5",
    "model=flux1-dev~joint_blocks:10~width:2048&gpu=h100",
    "model=unet~decoder:flux1-dev~levels:3&steps=20&gpu=rtx-3090",
    "model=sana-1.6b~blocks:9~patch:2&precision=fp32&gpu=l40s&boundary=gross",
];

/// The `measure` program beside this test, built once.
pub fn measure() -> &'static PathBuf {
    static PROGRAM: OnceLock<PathBuf> = OnceLock::new();
    PROGRAM.get_or_init(|| {
        let mut build = Command::new(env!("CARGO"));
        build.current_dir(env!("CARGO_MANIFEST_DIR"));
        let built =
            build.args(["build", "--quiet", "--package", "wattpix-measure", "--bin", "measure"]).status();
        assert!(built.is_ok_and(|status| status.success()), "`measure` could not be built");
        // This test is target/PROFILE/deps/e2e-HASH.
        let test = env::current_exe().unwrap();
        let folder = test.parent().and_then(|deps| deps.parent()).unwrap();
        folder.join("measure").with_extension(env::consts::EXE_EXTENSION)
    })
}

/// Returns the output of `measure estimate --json` for the same configuration.
fn estimate(query: &str) -> Value {
    let mut command = Command::new(measure());
    command.arg("estimate").arg("--json");
    for (key, default) in [("model", "flux1-dev"), ("gpu", "a100")] {
        if !query.split('&').any(|pair| pair.starts_with(&format!("{key}="))) {
            command.arg(format!("--{key}")).arg(default);
        }
    }
    for (key, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
        command.arg(format!("--{}", key.replace('_', "-"))).arg(value);
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{query}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn page_equals_command_line() {
    let page = Calculator::open("");
    for query in QUERIES {
        page.visit(&format!("?{query}"));
        assert_eq!(page.problems(), Vec::<String>::new(), "{query}");
        let (shown, printed) = (page.answer(), estimate(query));
        let pairs = [
            (shown.wh_per_image, &printed["wh_per_image"]),
            (shown.wh_low, &printed["wh_low"]),
            (shown.wh_high, &printed["wh_high"]),
        ];
        for (shown, printed) in pairs {
            let printed = printed.as_f64().unwrap();
            let apart = (shown / printed - 1.0).abs();
            assert!(apart <= TOLERANCE, "{query}: the page shows {shown}, measure prints {printed}");
        }
        if let Some(printed) = printed["g_co2e_per_image"].as_f64() {
            let shown = page.attribute("[data-testid=result]", "data-g-co2e").unwrap();
            let apart = (shown.parse::<f64>().unwrap() / printed - 1.0).abs();
            assert!(apart <= TOLERANCE, "{query}: the page shows {shown} g, measure prints {printed}");
        }
        assert_eq!(printed["fit"], shown.fit.as_str(), "{query}");
        assert_eq!(printed["boundary"], shown.boundary.as_str(), "{query}");
        let codes = page
            .run("return [...document.querySelectorAll('[data-caveat]')].map(line => line.dataset.caveat)");
        let printed: Vec<_> =
            printed["caveats"].as_array().unwrap().iter().map(|caveat| &caveat["code"]).collect();
        assert_eq!(codes.as_array().unwrap().iter().collect::<Vec<_>>(), printed, "{query}: caveats");
    }
    page.assert_quiet();
}
