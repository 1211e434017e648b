//! docs/why-we-differ.md: its estimates are those of the default fit, and its claims those of the data.

use std::fs;
use std::path::Path;

use wattpix_core::compute::FlopBreakdown;
use wattpix_core::configuration::{Configuration, Typed};
use wattpix_core::error::Key;
use wattpix_core::estimate::{Estimate, estimate};
use wattpix_core::fit::Version;
use wattpix_core::present::{EnergyUnit, significant};

/// Claims in Wh with their configurations: model, GPU, steps, precision, boundary.
const CLAIMS: [(f64, [&str; 5]); 3] = [
    (3.58, ["qwen-image", "a100-sxm4-80gb", "50", "fp16", "net"]),
    (2.9, ["sdxl", "a100-sxm4-80gb", "50", "fp32", "gross"]),
    (0.307, ["sdxl", "a100-sxm4-40gb", "25", "fp16", "gross"]),
];

/// EcoLogits' draft constant in kWh for a FLOP (mlco2/ecologits at f5c5882b, ecologits/impacts/diffusion.py).
const DRAFT: [f64; 2] = [2.5e-18, 4.5e-18];

fn page() -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/why-we-differ.md")).unwrap()
}

fn answer([model, gpu, steps, precision, boundary]: [&'static str; 5]) -> Estimate<'static> {
    let mut typed = Typed::default();
    for (key, value) in [
        (Key::Model, model),
        (Key::Gpu, gpu),
        (Key::Steps, steps),
        (Key::Precision, precision),
        (Key::Boundary, boundary),
        (Key::Guidance, "on"),
    ] {
        typed.set(key, value);
    }
    let (configuration, problems) = Configuration::read(&typed);
    assert!(problems.is_empty());
    estimate(Version::current().fits(), &configuration.question).unwrap()
}

#[test]
fn estimates_and_ratios_are_those_of_the_default_fit() {
    let page = page();
    for (claim, configuration) in CLAIMS {
        let estimate = answer(configuration);
        let [value, low, high] =
            [estimate.energy, estimate.low, estimate.high].map(|energy| EnergyUnit::WattHours.text(energy));
        let ratio = claim / estimate.energy.watt_hours();
        let cells = format!("| {value}, likely {low} to {high} | {ratio:.2} |");
        assert!(page.contains(&cells), "{configuration:?}: {cells}");
        assert!(page.contains(&format!("| {claim} Wh")), "{claim}");
    }
}

#[test]
fn the_draft_constant_is_applied_to_our_operations() {
    let estimate = answer(CLAIMS[2].1);
    let flops = FlopBreakdown::of(&estimate.question.workload).total_gflops() * 1e9;
    let [low, high] = DRAFT.map(|kwh| kwh * flops * 1000.0);
    let ratios = [low, high].map(|claim| significant(claim / estimate.energy.watt_hours(), 2));
    let page = page();
    assert!(page.contains(&format!("| {low:.2} to {high:.2} Wh, EcoLogits")), "{low} to {high}");
    assert!(page.contains(&format!("| {} to {} |", ratios[0], ratios[1])), "{ratios:?}");
    assert!(page.contains(&format!("{:.0} TFLOP", flops / 1e12)));
}
