//! The footprint beyond the energy of GPUs, against the published examples and formulas that it follows.

use proptest::prelude::{ProptestConfig, prop_assert, proptest};
use wattpix_core::carbon::zone::TABLE;
use wattpix_core::carbon::{Countries, Electricity};
use wattpix_core::footprint::embodied::{Embodied, share_of_life};
use wattpix_core::footprint::{FootprintProblem, FootprintSettings, LifeCycle, Load, Range};
use wattpix_core::gpu;

/// Settings of what was typed, for so many kept images, nothing refused.
fn settings(typed: &[(&str, &'static str)], kept: u64) -> FootprintSettings {
    let find = |key: &str| typed.iter().find(|(known, _)| *known == key).map(|(_, text)| *text);
    let (settings, problems) = FootprintSettings::read(find, kept);
    assert_eq!(problems, []);
    settings
}

fn electricity(typed: &[(&str, &'static str)]) -> Electricity {
    let find = |key: &str| typed.iter().find(|(known, _)| *known == key).map(|(_, text)| *text);
    let (electricity, problems) = Electricity::read(find, Countries::Table(TABLE));
    assert_eq!(problems, []);
    electricity
}

fn h100(kwh: f64, seconds: f64) -> Load {
    Load { kwh: Range::exact(kwh), seconds: Some(seconds), gpu: gpu::find("h100-sxm").ok(), gpus: 1 }
}

#[track_caller]
fn near(found: f64, expected: f64) {
    assert!((found / expected - 1.0).abs() < 1e-12, "{found}, expected {expected}");
}

/// Impact Framework's example of the SCI (Green-Software-Foundation/if at 0829a399e1f309375ee499c5377d4639dbb812d1,
/// manifests/examples/builtins/sci/success.yml): 5 g of operation and 0.02 g embodied for 100 requests, 5.02 g in all.
#[test]
fn the_worked_example_of_the_sci() {
    let electricity = electricity(&[("intensity", "1")]);
    let mut one =
        LifeCycle::new(&h100(0.05, 1.0), &electricity, &settings(&[("embodied_kg", "1")], 100)).unwrap();
    // The example states the embodied grams; here they follow from seconds, so they are set.
    let embodied = one.embodied.as_mut().unwrap();
    embodied.gpu = Range::exact(0.02 / 100.0);
    let all = one.sci_g().times(one.scenario.units());
    assert_eq!(one.operational_g().times(100.0).value, 5.0);
    near(all.value, 5.02);
    near(one.sci_g().value, 0.0502);
}

/// The specification's M = TE × (TiR ÷ EL) × (RR ÷ ToR) with the figures of Impact Framework's example (sci-embodied/success.yml of the same commit): 1533.12 g
/// (so its comment; 1.53312 kg) over 94,608,000 s, which are three years, one hour of one in eight.
#[test]
fn embodied_emissions_are_those_of_the_specification() {
    let typed = [("embodied_kg", "0.19164"), ("lifetime", "3")];
    let one = LifeCycle::new(&h100(0.1, 3600.0), &electricity(&[]), &settings(&typed, 1)).unwrap();
    near(one.embodied_g().value, 1533.12 * (3600.0 / 94_608_000.0) * (1.0 / 8.0));
}

/// EcoLogits' formulas (mlco2/ecologits at 5be90dadc86ed92f48dc55316469d888827aec55, ecologits/impacts/llm.py): embodied
/// `ΔT ÷ (B·ΔL) × (GPU ÷ 8 × 5700 + GPU × 164)` kg with ΔL of three years, energy `PUE × (ΔT × 1.2 kW × GPU ÷ 8 + GPU energy)`, water
/// `E_server × (WUE + PUE × WUE of the grid)` with 3.6737 l/kWh in France.
#[test]
fn ecologits_formulas_give_the_same() {
    let typed = [("embodied", "on"), ("host", "on"), ("wue", "0.13")];
    let electricity = electricity(&[("zone", "FRA"), ("pue", "1.09")]);
    let one = LifeCycle::new(&h100(0.0006, 5.0), &electricity, &settings(&typed, 1)).unwrap();
    near(one.embodied_g().value, 5.0 / (3.0 * 365.0 * 86_400.0) * (5700.0 / 8.0 + 164.0) * 1000.0);
    let server = 5.0 / 3600.0 * 1.2 / 8.0 + 0.0006;
    near(one.energy_kwh().value, 1.09 * server);
    near(one.operational_g().value, 1.09 * server * 44.18);
    near(one.water.unwrap().total().value, server * (0.13 + 1.09 * 3.6737));
}

/// An H100 at 450 W and the French mean: the GPU's own making is near a fifth of what it emits, and with its share of the server more than half.
#[test]
fn in_a_clean_grid_the_making_of_an_h100_is_seen() {
    let france = electricity(&[("zone", "FRA")]);
    let one = LifeCycle::new(&h100(0.45, 3600.0), &france, &settings(&[("embodied", "on")], 1)).unwrap();
    let (operation, embodied) = (one.operational_g().value, one.embodied.unwrap());
    let of_gpu = embodied.gpu.value / (embodied.gpu.value + operation);
    assert!((0.15..0.30).contains(&of_gpu), "{of_gpu}");
    assert!(embodied.total().value / one.sci_g().value > 0.5);
}

#[test]
fn what_no_source_has_is_refused_and_an_own_figure_counts() {
    let l40s = gpu::find("l40s").unwrap();
    assert!(matches!(Embodied::find(Some(l40s), None), Err(FootprintProblem::NoEmbodied { .. })));
    let own = Embodied::find(Some(l40s), Some(200.0)).unwrap();
    assert_eq!((own.gpu_kg, own.gpu_source, own.server_kg), (Range::exact(200.0), None, None));
    // Cards that EcoDiag's entry is for.
    let geforce = Embodied::find(gpu::find("rtx-4090").ok(), None).unwrap();
    assert!(geforce.gpu_kg.value == 60.0 && geforce.gpu_kg.high < 112.0 && geforce.server_kg.is_none());
    let load = Load { seconds: None, ..h100(0.1, 1.0) };
    for key in ["embodied", "host"] {
        let refused = LifeCycle::new(&load, &electricity(&[]), &settings(&[(key, "on")], 1));
        assert_eq!(refused, Err(FootprintProblem::NoSeconds), "{key}");
    }
    let card = Load { gpu: gpu::find("rtx-4090").ok(), ..h100(0.1, 1.0) };
    let refused = LifeCycle::new(&card, &electricity(&[]), &settings(&[("host", "on")], 1));
    assert!(matches!(refused, Err(FootprintProblem::NoHost { .. })));
    let host = LifeCycle::new(&card, &electricity(&[]), &settings(&[("host", "90")], 1)).unwrap().host_kwh;
    near(host.unwrap().value, 90.0 / 3.6e6);
}

#[test]
fn values_that_cannot_be_used_are_told_with_what_is_allowed() {
    for (key, text, told) in [
        ("embodied", "yes", "on or off"),
        ("lifetime", "0", "from 0.5 to 20"),
        ("utilisation", "1.5", "from 0.01 to 1"),
        ("failed", "1", "from 0 to 0.95"),
        ("per", "day", "kept-image, campaign or 1000-users-a-month"),
        ("wue", "-1", "from 0 to 100"),
    ] {
        let (read, problems) = FootprintSettings::read(|asked| (asked == key).then_some(text), 1);
        assert_eq!(read, settings(&[], 1), "{key}: a bad value is replaced by the default");
        assert!(problems.len() == 1 && problems[0].to_string().contains(told), "{problems:?}");
    }
}

#[test]
fn functional_units_share_one_total() {
    let typed = |per: &'static str| [("attempts", "4"), ("failed", "0.2"), ("per", per)];
    let one = |typed: &[(&str, &'static str)]| {
        LifeCycle::new(&h100(0.001, 4.0), &electricity(&[]), &settings(typed, 500)).unwrap()
    };
    let (image, campaign) = (one(&typed("kept-image")), one(&typed("campaign")));
    // Four that finish, and a fifth of all runs fails: five runs.
    near(image.gpu_kwh.value, 0.005);
    near(campaign.sci_g().value, image.sci_g().value * 500.0);
    let users = [("per", "1000-users-a-month"), ("kept_per_user", "30"), ("users", "20000")];
    let users = one(&users);
    near(users.gpu_kwh.value, 30.0);
    near(users.scenario.units(), 20.0);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn embodied_emissions_scale_with_seconds_and_never_touch_the_energy(
        kwh in 1e-6_f64..10.0, seconds in 1e-3_f64..1e6, factor in 1.0_f64..100.0, years in 1_u32..20, percent in 1_u32..=100,
    ) {
        let (years, share) = (years.to_string(), (f64::from(percent) / 100.0).to_string());
        let typed = |key: &str| match key {
            "embodied" => Some("on"),
            "lifetime" => Some(&*years),
            "utilisation" => Some(&*share),
            _ => None,
        };
        let (on, problems) = FootprintSettings::read(typed, 1);
        prop_assert!(problems.is_empty());
        let off = settings(&[], 1);
        let grid = electricity(&[]);
        let one = |load: &Load, settings: &FootprintSettings| LifeCycle::new(load, &grid, settings).unwrap();
        let (short, long) = (one(&h100(kwh, seconds), &on), one(&h100(kwh, seconds * factor), &on));
        let near = |found: f64, expected: f64| (found / expected - 1.0).abs() < 1e-9;
        prop_assert!(near(long.embodied_g().value, short.embodied_g().value * factor));
        prop_assert!(near(short.embodied_g().value, 1000.0 * (5700.0 / 8.0 + 164.0) * share_of_life(seconds, years.parse().unwrap(), share.parse().unwrap())));
        // Off: nothing but the energy counts. On: the energy is the same.
        let plain = one(&h100(kwh, seconds), &off);
        prop_assert!(plain.embodied_g() == Range::exact(0.0) && plain.water.is_none() && plain.host_kwh.is_none());
        prop_assert!(plain.energy_kwh() == short.energy_kwh() && plain.energy_kwh().value == kwh);
        prop_assert!(plain.sci_g() == plain.operational_g());
        prop_assert!(short.sci_g().low <= short.sci_g().value && short.sci_g().value <= short.sci_g().high);
    }

    #[test]
    fn a_gpu_more_costs_its_share_more(gpus in 1_u32..9) {
        let on = settings(&[("embodied", "on"), ("host", "on")], 1);
        let one = LifeCycle::new(&h100(0.1, 10.0), &electricity(&[]), &on).unwrap();
        let many = LifeCycle::new(&Load { gpus, ..h100(0.1, 10.0) }, &electricity(&[]), &on).unwrap();
        let times = many.embodied_g().value / one.embodied_g().value;
        prop_assert!((times - f64::from(gpus)).abs() < 1e-9);
        prop_assert!((many.host_kwh.unwrap().value / one.host_kwh.unwrap().value - f64::from(gpus)).abs() < 1e-9);
    }
}
