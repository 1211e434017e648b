//! Manifests of the Impact Framework, which works out the Software Carbon Intensity from them.
//!
//! Shape: `manifestSchema` of
//! <https://github.com/Green-Software-Foundation/if/blob/0829a399e1f309375ee499c5377d4639dbb812d1/src/common/util/validations.ts>; plugins: `Sum`, `Multiply`
//! and `Sci` of its builtins. A manifest is YAML, of which JSON is a part. The interval is two further children, `low` and `high`; caveats are in the description.

use std::collections::BTreeMap;

use serde::Serialize;

use super::facts::RunFacts;
use crate::footprint::Range;

/// Names of the terms in the order in which they are worked out: plugin, builtin, what goes in, what comes out.
const STEPS: [(&str, &str, &[&str], &str); 4] = [
    ("computers", "Sum", &["energy-gpu", "energy-host"], "energy-computers"),
    ("data-centre", "Multiply", &["energy-computers", "pue"], "energy"),
    ("operational", "Multiply", &["energy", "grid/carbon-intensity"], "carbon-operational"),
    ("total", "Sum", &["carbon-operational", "carbon-embodied"], "carbon"),
];

/// Name of the last step, which divides by the functional unit.
const SCI: &str = "sci";

/// A manifest.
#[derive(Debug, Serialize)]
pub struct ImpactManifest {
    name: String,
    description: String,
    initialize: Initialize,
    tree: Tree,
}

#[derive(Debug, Serialize)]
struct Initialize {
    plugins: BTreeMap<&'static str, Plugin>,
}

#[derive(Debug, Serialize)]
struct Plugin {
    method: &'static str,
    path: &'static str,
    config: Config,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case", untagged)]
enum Config {
    #[serde(rename_all = "kebab-case")]
    Arithmetic { input_parameters: &'static [&'static str], output_parameter: &'static str },
    #[serde(rename_all = "kebab-case")]
    Rate { functional_unit: &'static str },
}

#[derive(Debug, Serialize)]
struct Tree {
    children: BTreeMap<&'static str, Child>,
}

#[derive(Debug, Serialize)]
struct Child {
    pipeline: Pipeline,
    inputs: [Input; 1],
}

#[derive(Debug, Serialize)]
struct Pipeline {
    compute: [&'static str; 5],
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
struct Input {
    timestamp: String,
    duration: f64,
    /// In kWh.
    energy_gpu: f64,
    /// In kWh; 0 where the host is not counted.
    energy_host: f64,
    pue: f64,
    /// In grams per kWh.
    #[serde(rename = "grid/carbon-intensity")]
    grid_carbon_intensity: f64,
    /// In grams; 0 where embodied emissions are not counted.
    carbon_embodied: f64,
    /// Count of functional units under its name.
    #[serde(flatten)]
    units: BTreeMap<&'static str, f64>,
}

impl From<&RunFacts> for ImpactManifest {
    fn from(facts: &RunFacts) -> Self {
        let one = &facts.life_cycle;
        let (scenario, unit) = (one.scenario, one.scenario.unit.name());
        let units = scenario.units();
        let child = |end: fn(Range) -> f64| Child {
            pipeline: Pipeline { compute: [STEPS[0].0, STEPS[1].0, STEPS[2].0, STEPS[3].0, SCI] },
            inputs: [Input {
                timestamp: facts.time.clone(),
                duration: one.seconds.unwrap_or_default() * units,
                energy_gpu: end(one.gpu_kwh) * units,
                energy_host: one.host_kwh.map_or(0.0, end) * units,
                pue: one.pue,
                grid_carbon_intensity: one.grams_per_kwh,
                carbon_embodied: end(one.embodied_g()) * units,
                units: BTreeMap::from([(unit, units)]),
            }],
        };
        let mut children: BTreeMap<&'static str, Child> = BTreeMap::new();
        children.insert("generation", child(|range| range.value));
        if facts.meter.is_none() {
            children.insert("generation-low", child(|range| range.low));
            children.insert("generation-high", child(|range| range.high));
        }
        let arithmetic = STEPS.iter().map(|(name, method, input_parameters, output_parameter)| {
            let config = Config::Arithmetic { input_parameters, output_parameter };
            (*name, Plugin { method, path: "builtin", config })
        });
        let rate = Plugin { method: "Sci", path: "builtin", config: Config::Rate { functional_unit: unit } };
        let counted = match (one.host_kwh.is_some(), one.embodied.is_some()) {
            (true, true) => "Host and embodied emissions are counted.",
            (true, false) => "Embodied emissions are not counted.",
            (false, true) => "The host is not counted.",
            (false, false) => "Host and embodied emissions are not counted.",
        };
        Self {
            name: format!("{} on {}", facts.model_label, facts.gpu),
            description: format!("{}. {counted} {}", facts.settings_line(), facts.remarks()),
            initialize: Initialize { plugins: arithmetic.chain([(SCI, rate)]).collect() },
            tree: Tree { children },
        }
    }
}
