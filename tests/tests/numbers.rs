//! The changelog of numbers: `docs/numbers.csv` says what each version of the coefficients answers, and no change of code or data may
//! move one of them unseen.
//!
//! Where a change is meant, `WATTPIX_NUMBERS=write cargo test -p wattpix-tests --test numbers` writes the file again; the difference
//! belongs into CHANGELOG.md, under "Numbers". A new fit is a new version in `core/versions.csv`.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use wattpix_core::estimate::{Question, estimate};
use wattpix_core::fit::{BUNDLED, VERSIONS, Version};
use wattpix_core::gpu;
use wattpix_core::model;
use wattpix_core::setting::Boundary;
use wattpix_core::workload::Workload;

/// GPUs of the record: one that the paper measured, one that others did, one that nobody did.
const GPUS: [&str; 3] = ["a100-sxm4-80gb", "h100-sxm", "rtx-4090"];

/// The file's first line.
const HEADER: &str = "version,model,gpu,wh_per_image,wh_low,wh_high";

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/numbers.csv")
}

/// Returns the answers of a version for each model with its default settings.
fn lines(version: &Version) -> String {
    let mut lines = String::new();
    for model in model::ALL {
        for id in GPUS {
            let gpu = gpu::find(id).unwrap();
            let question = Question { workload: Workload::default_of(model), gpu, boundary: Boundary::Net };
            let answer = estimate(version.fits(), &question).unwrap();
            let [energy, low, high] =
                [answer.energy, answer.low, answer.high].map(|energy| energy.watt_hours());
            let (number, model) = (version.number, model.id);
            writeln!(lines, "{number},{model},{id},{energy:.4e},{low:.4e},{high:.4e}").unwrap();
        }
    }
    lines
}

#[test]
fn no_number_moves_unseen() {
    let mut computed = format!("{HEADER}\n");
    for version in VERSIONS {
        computed.push_str(&lines(version));
    }
    if env::var_os("WATTPIX_NUMBERS").is_some_and(|value| value == "write") {
        fs::write(path(), &computed).unwrap();
    }
    let recorded = fs::read_to_string(path()).unwrap();
    let moved: Vec<String> = recorded
        .lines()
        .zip(computed.lines())
        .filter(|(recorded, computed)| recorded != computed)
        .map(|(recorded, computed)| format!("recorded {recorded}\ncomputed {computed}"))
        .collect();
    assert!(
        moved.is_empty() && recorded == computed,
        "{} numbers moved (see the first lines of this file for what to do):\n{}",
        moved.len(),
        moved.join("\n")
    );
}

#[test]
fn every_shipped_fit_is_in_a_version() {
    let listed =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../core/versions.csv")).unwrap();
    let mut listed: Vec<&str> = listed.lines().skip(1).filter_map(|line| line.split(',').nth(2)).collect();
    let mut shipped: Vec<&str> = BUNDLED.iter().map(|fit| fit.id()).collect();
    listed.sort_unstable();
    shipped.sort_unstable();
    assert_eq!(listed, shipped, "core/versions.csv names each file of fitted/ once");
}
