//! Caveats that follow from what people rarely run.

use wattpix_core::estimate::{Question, estimate};
use wattpix_core::fit::BUNDLED;
use wattpix_core::setting::{Boundary, Guidance};
use wattpix_core::workload::Workload;
use wattpix_core::{gpu, model};

/// Guidance is answered for models that do without, and said to be unusual; `defaults` of the catalogue tell which those are.
#[test]
fn guidance_of_a_distilled_model_has_its_caveat() {
    for model in model::ALL {
        for guidance in [Guidance::On, Guidance::Off] {
            let workload = Workload::default_of(model).with_guidance(guidance);
            let question = Question { workload, gpu: gpu::find("a100").unwrap(), boundary: Boundary::Net };
            let estimate = estimate(BUNDLED, &question).unwrap();
            let told = estimate.caveats.iter().any(|caveat| caveat.code() == "distilled-guidance");
            let unusual = guidance == Guidance::On && model.defaults.guidance == Guidance::Off;
            assert_eq!(told, unusual, "{} {guidance:?}", model.id);
        }
    }
}

/// Every code of the source has a row in docs/caveats.md, and no other.
#[test]
fn every_caveat_is_documented() {
    let source = include_str!("../../core/src/caveat/mod.rs");
    let codes = source.split("pub const fn code").nth(1).unwrap().split("pub const fn").next().unwrap();
    // Attributes of the source hold names of features.
    let lines = codes.lines().filter(|line| !line.trim_start().starts_with("#["));
    let mut codes: Vec<&str> = lines.filter_map(|line| line.split('"').nth(1)).collect();
    let rows = include_str!("../../docs/caveats.md").lines().filter_map(|line| line.strip_prefix("| `"));
    let mut documented: Vec<&str> = rows.filter_map(|row| row.split('`').next()).collect();
    codes.sort_unstable();
    documented.sort_unstable();
    codes.dedup();
    assert_eq!(documented, codes);
}
