//! What the site says without running: written from `wattpix-core` while it is built, so that page and program cannot disagree.
//!
//! | in a file of `public/` | in the built one |
//! |---|---|
//! | `<!-- site:common -->` | a table of the models as their authors run them, on a few GPUs |
//! | `<!-- site:sources -->` | every model, GPU and fit with its figures and sources |
//! | `<!-- site:versions -->` | the versions of the coefficients and the numbers of each |
//! | `<!-- site:dataset -->` | what the site holds, as a `Dataset` of schema.org in JSON-LD |
//! | `/* site:charts */` | the style of charts |

use maud::{Markup, html};
use wattpix_core::charts;
use wattpix_core::estimate::{Estimate, Question, estimate};
use wattpix_core::fit::{BUNDLED, Fit, VERSIONS, origin_label};
use wattpix_core::gpu::{self, Gpu};
use wattpix_core::model::{self, Model};
use wattpix_core::present::{EnergyUnit, plain, significant};
use wattpix_core::source::Source;
use wattpix_core::workload::{Boundary, Workload};

use super::electricity;
use super::versions::versions;

/// GPUs of the table of common configurations: the paper's three, and two that many use.
const COMMON_GPUS: [&str; 5] = ["a100-sxm4-80gb", "rtx-6000-ada", "rtx-a4000", "h100-sxm", "rtx-4090"];

/// Writes what goes into a place.
type Writer = fn() -> String;

/// Fills the places that a page or style sheet leaves.
pub fn fill(text: &str) -> String {
    let fillings: [(&str, Writer); 5] = [
        ("<!-- site:common -->", || common().into_string()),
        ("<!-- site:sources -->", || sources().into_string()),
        ("<!-- site:versions -->", || versions().into_string()),
        ("<!-- site:dataset -->", dataset),
        ("/* site:charts */", charts::stylesheet),
    ];
    let mut filled = text.to_owned();
    for (place, write) in fillings {
        if filled.contains(place) {
            filled = filled.replace(place, &write());
        }
    }
    filled
}

/// <https://schema.org/Dataset>, for engines that search for data. The terms hold no `<` and need no escaping beyond JSON's.
fn dataset() -> String {
    let version = VERSIONS.last().map_or(("", String::new()), |last| (last.date, last.number.to_string()));
    let models: Vec<&str> = model::ALL.iter().map(|model| model.label).collect();
    let gpus: Vec<&str> = gpu::ALL.iter().map(|gpu| gpu.label).collect();
    serde_json::json!({
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": "Wattpix: energy of generated images",
        "description": format!(
            "Energy of the GPU for one generated image, in watt-hours with a 90 % interval, for {} models on {} GPUs by resolution, \
             denoising steps, precision and guidance.",
            models.len(), gpus.len()
        ),
        "creator": { "@type": "Organization", "name": "The Wattpix contributors" },
        "isBasedOn": "https://arxiv.org/abs/2511.17031",
        "license": "https://opensource.org/license/mit",
        "isAccessibleForFree": true,
        "version": version.1,
        "dateModified": version.0,
        "keywords": models.iter().chain(&gpus).copied().collect::<Vec<_>>().join(", "),
        "variableMeasured": { "@type": "PropertyValue", "name": "energy per image", "unitText": "Wh" },
        "measurementTechnique": "a law fitted to published measurements of GPU energy against counted floating-point operations"
    })
    .to_string()
}

fn common() -> Markup {
    let gpus: Vec<&Gpu> = COMMON_GPUS.iter().filter_map(|id| gpu::find(id).ok()).collect();
    html! {
        div.scroll tabindex="0" role="region" aria-label="Common configurations, scrollable" {
            table {
                thead {
                    tr {
                        th scope="col" { "Model, as its authors run it" }
                        @for gpu in &gpus { th.numeric scope="col" { (gpu.label) } }
                    }
                }
                tbody {
                    @for model in model::ALL {
                        tr {
                            th scope="row" {
                                (model.label) ": " (model.defaults.size.width) " × " (model.defaults.size.height) " px, "
                                (model.defaults.steps) " steps"
                            }
                            @for gpu in &gpus { td.numeric { (cell(model, gpu)) } }
                        }
                    }
                }
            }
        }
        p {
            "Watt-hours of the GPU for one image at fp16, net of idle power, with a 90 % interval. A star marks a card on which the model "
            "was not measured: its figure is scaled by data sheets. A dagger marks weights that exceed the card’s memory."
        }
    }
}

fn cell(model: &'static Model, gpu: &'static Gpu) -> Markup {
    let question = Question { workload: Workload::default_of(model), gpu, boundary: Boundary::Net };
    html! {
        @match estimate(BUNDLED, &question) {
            Ok(estimate) => {
                (EnergyUnit::WattHours.text(estimate.energy))
                (marks(&estimate))
                br;
                small {
                    (significant(estimate.low.watt_hours(), 2)) " to " (significant(estimate.high.watt_hours(), 2))
                }
            }
            Err(error) => { (error.to_string()) }
        }
    }
}

fn marks(estimate: &Estimate) -> String {
    let has = |code: &str| estimate.caveats.iter().any(|caveat| caveat.code() == code);
    let star = if has("gpu-not-in-fit") || has("model-not-in-fit") { "*" } else { "" };
    let dagger = if has("does-not-fit") { "†" } else { "" };
    [star, dagger].concat()
}

fn sources() -> Markup {
    html! {
        section.common {
            h2 { "Models" }
            @for model in model::ALL { (model_entry(model)) }
        }
        section.common {
            h2 { "GPUs" }
            p { "Rates are dense, without sparsity, in TFLOP/s; those of 16 bits accumulate in 32." }
            @for gpu in gpu::ALL { (gpu_entry(gpu)) }
        }
        section.common {
            h2 { "Fits" }
            @for fit in BUNDLED { (fit_entry(fit)) }
        }
        (electricity::sources())
    }
}

fn model_entry(model: &Model) -> Markup {
    html! {
        h3 id=(model.id) { (model.label) }
        p {
            (model.denoiser.family().label()) ", " (significant(model.denoiser_parameters as f64 / 1e9, 3))
            " billion weights in the denoiser, " (significant(model.parameters() as f64 / 1e9, 3)) " billion in all. Sides from "
            (model.sides.min) " to " (model.sides.max) " px in multiples of " (model.sides.multiple_of) "."
        }
        (list(model.sources))
    }
}

fn gpu_entry(gpu: &Gpu) -> Markup {
    let rate = |rate: Option<f64>| rate.map_or_else(|| "none".to_owned(), plain);
    html! {
        h3 id=(gpu.id) { (gpu.label) }
        p {
            (gpu.architecture) ", " (plain(gpu.memory_gb)) " GB, " (plain(gpu.bandwidth_gb_per_s)) " GB/s, "
            (plain(gpu.board_power_w)) " W"
            @if let Some(idle_w) = gpu.idle_w { ", idle " (plain(idle_w)) " W" }
            "; fp32 " (plain(gpu.fp32_tflop_per_s)) ", TF32 " (rate(gpu.tf32_tflop_per_s)) ", fp16 "
            (plain(gpu.fp16_tflop_per_s)) ", fp8 " (rate(gpu.fp8_tflop_per_s)) "."
        }
        (list(gpu.sources))
    }
}

fn fit_entry(fit: &Fit) -> Markup {
    let file = fit.file();
    html! {
        h3 id=(file.id) { (file.title) }
        p { code { (file.id) } ": " (origin_label(fit)) ". " (file.notes) }
        ul {
            @for term in file.law.terms.iter() {
                li {
                    code { (term.feature.name()) }
                    @if let Some(level) = &term.level { " " code { (level) } }
                    ": " (plain(term.coefficient))
                }
            }
            li { "residual standard deviation, ln: " (plain(file.law.residual_sd)) }
        }
    }
}

fn list(sources: &[Source]) -> Markup {
    html! {
        ul {
            @for source in sources {
                li { a href=(source.url) rel="noopener noreferrer" { (source.title) } ": " (source.locator) }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_place_is_filled_and_every_entry_can_be_linked() {
        let filled = fill("<!-- site:common --><!-- site:sources -->");
        assert!(!filled.contains("<!--"));
        let ids = model::ALL.iter().map(|model| model.id).chain(gpu::ALL.iter().map(|gpu| gpu.id));
        for id in ids.chain(BUNDLED.iter().map(|fit| fit.id())) {
            assert_eq!(filled.matches(&format!("id=\"{id}\"")).count(), 1, "{id}");
        }
        assert!(fill("/* site:charts */").contains("--chart-1"));
    }

    #[test]
    fn the_table_says_what_it_rests_on() {
        let table = common().into_string();
        // FLUX.1-dev on the A100 was measured; on the RTX 4090 it was not, and does not fit.
        assert!(table.contains("2.1 Wh<br>"), "{table}");
        assert!(table.contains("*†"), "{table}");
    }
}
