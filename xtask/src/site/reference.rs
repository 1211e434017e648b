//! Text of the site that needs no program: written from `wattpix-core` while it is built, so that page and program cannot disagree.
//!
//! | in a file of `public/` | in the built one |
//! |---|---|
//! | `<!-- site:answer -->` | the answer of a first visit, until the program is there |
//! | `<!-- site:common -->` | a table of the models as their authors run them, on a few GPUs |
//! | `<!-- site:method -->` | how the figures come about, and what they rest on |
//! | `<!-- site:sources -->` | every model, GPU and fit with its figures and sources |
//! | `<!-- site:versions -->` | the versions of the coefficients and the numbers of each |
//! | `<!-- site:dataset -->` | what the site holds, as a `Dataset` of schema.org in JSON-LD |
//! | `/* site:charts */` | the style of charts |

use maud::{Markup, html};
use wattpix_core::charts;
use wattpix_core::estimate::{Estimate, Question, estimate};
use wattpix_core::fit::{BUNDLED, Fit, VERSIONS};
use wattpix_core::gpu::{self, Gpu};
use wattpix_core::model::{self, Model};
use wattpix_core::present::EnergyUnit;
use wattpix_core::setting::Boundary;
use wattpix_core::source::Source;
use wattpix_core::words::{Word, Words};
use wattpix_core::workload::Workload;
use wattpix_web::law::origin;

use super::answer::answer;
use super::electricity;
use super::method::method;
use super::table::scrollable;
use super::versions::versions;

/// GPUs of the table of common configurations: the paper's three, and two that many use.
const COMMON_GPUS: [&str; 5] = ["a100-sxm4-80gb", "rtx-a6000", "rtx-a4000", "h100-sxm", "rtx-4090"];

/// Models of that table: the paper's four, and those that many use.
const COMMON_MODELS: [&str; 6] = ["flux1-dev", "sd3.5-large", "qwen-image", "sd2.1", "sdxl", "flux1-schnell"];

/// Writes what goes into a place.
type Writer = fn(Words) -> String;

/// Fills the places that a page or style sheet leaves, in a language.
pub fn fill(text: &str, words: Words) -> String {
    let fillings: [(&str, Writer); 7] = [
        ("<!-- site:answer -->", |words| answer(words).into_string()),
        ("<!-- site:common -->", |words| common(words).into_string()),
        ("<!-- site:method -->", |words| method(words).into_string()),
        ("<!-- site:sources -->", |words| sources(words).into_string()),
        ("<!-- site:versions -->", |words| versions(words).into_string()),
        ("<!-- site:dataset -->", dataset),
        ("/* site:charts */", |_| charts::stylesheet()),
    ];
    let mut filled = text.to_owned();
    for (place, write) in fillings {
        if filled.contains(place) {
            filled = filled.replace(place, &write(words));
        }
    }
    filled
}

/// <https://schema.org/Dataset>, for engines that search for data. The terms hold no `<` and need no escaping beyond JSON's.
fn dataset(words: Words) -> String {
    let version = VERSIONS.last().map_or(("", String::new()), |last| (last.date, last.number.to_string()));
    let counts = [model::ALL.len(), gpu::ALL.len()].map(|count| count.to_string());
    let models = COMMON_MODELS.iter().filter_map(|id| model::find(id).ok()).map(|model| model.label);
    let gpus = COMMON_GPUS.iter().filter_map(|id| gpu::find(id).ok()).map(|gpu| gpu.label);
    let keywords: Vec<&str> = models.chain(gpus).collect();
    serde_json::json!({
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": words.text(Word::DATASET_NAME),
        "inLanguage": words.code(),
        "description": words.say(Word::DATASET_DESCRIPTION, &[("models", &counts[0]), ("gpus", &counts[1])]),
        "creator": { "@type": "Organization", "name": words.text(Word::CITE_AUTHORS) },
        "isBasedOn": "https://arxiv.org/abs/2511.17031",
        "license": "https://opensource.org/license/mit",
        "isAccessibleForFree": true,
        "version": version.1,
        "dateModified": version.0,
        "keywords": keywords.join(", "),
        "variableMeasured": { "@type": "PropertyValue", "name": words.text(Word::DATASET_VARIABLE), "unitText": "Wh" },
        "measurementTechnique": words.text(Word::DATASET_TECHNIQUE)
    })
    .to_string()
}

fn common(words: Words) -> Markup {
    let gpus: Vec<&Gpu> = COMMON_GPUS.iter().filter_map(|id| gpu::find(id).ok()).collect();
    let models = COMMON_MODELS.iter().filter_map(|id| model::find(id).ok());
    html! {
        div.scroll tabindex="0" role="region" aria-label=(scrollable(words, Word::COMMON_TABLE)) {
            table {
                thead {
                    tr {
                        th scope="col" { (words.text(Word::COMMON_MODEL)) }
                        @for gpu in &gpus { th.numeric scope="col" { (gpu.label) } }
                    }
                }
                tbody {
                    @for model in models {
                        tr {
                            th scope="row" {
                                (defaults(words, model))
                            }
                            @for gpu in &gpus { td.numeric { (cell(words, model, gpu)) } }
                        }
                    }
                }
            }
        }
        p {
            (words.text(Word::COMMON_ABOUT))
        }
    }
}

/// A model with how its authors run it.
fn defaults(words: Words, model: &Model) -> String {
    let size = model.defaults.size;
    let [width, height, steps] =
        [size.width, size.height, model.defaults.steps].map(|count| count.to_string());
    let values = [("model", model.label), ("width", &*width), ("height", &*height), ("steps", &*steps)];
    words.say(Word::COMMON_DEFAULTS, &values)
}

fn cell(words: Words, model: &'static Model, gpu: &'static Gpu) -> Markup {
    let question = Question { workload: Workload::default_of(model), gpu, boundary: Boundary::Net };
    html! {
        @match estimate(BUNDLED, &question) {
            Ok(estimate) => {
                // One unit in all of the table.
                (words.rounded(estimate.energy.watt_hours())) " " (EnergyUnit::WattHours.symbol())
                (marks(&estimate))
                br;
                small {
                    @let [low, high] = [estimate.low, estimate.high].map(|end| words.rounded(end.watt_hours()));
                    (words.say(Word::NUMBER_RANGE, &[("low", &low), ("high", &high)]))
                }
            }
            Err(error) => { (error.tell(words)) }
        }
    }
}

fn marks(estimate: &Estimate) -> String {
    let has = |code: &str| estimate.caveats.iter().any(|caveat| caveat.code() == code);
    let star = if has("gpu-not-in-fit") || has("model-not-in-fit") { "*" } else { "" };
    let dagger = if has("does-not-fit") { "†" } else { "" };
    [star, dagger].concat()
}

fn sources(words: Words) -> Markup {
    html! {
        section.common {
            h2 { (words.text(Word::CATALOGUE_MODELS)) }
            @for model in model::ALL { (model_entry(words, model)) }
        }
        section.common {
            h2 { (words.text(Word::CATALOGUE_GPUS)) }
            p { (words.text(Word::CATALOGUE_RATES)) }
            @for gpu in gpu::ALL { (gpu_entry(words, gpu)) }
        }
        section.common {
            h2 { (words.text(Word::CATALOGUE_FITS)) }
            @for fit in BUNDLED { (fit_entry(words, fit)) }
        }
        (electricity::sources(words))
    }
}

fn model_entry(words: Words, model: &Model) -> Markup {
    html! {
        h3 id=(model.id) { (model.label) }
        p {
            (words.say(Word::CATALOGUE_MODEL, &[
                ("family", model.denoiser.family().label()),
                ("denoiser", &words.significant(model.denoiser_parameters as f64 / 1e9, 3)),
                ("all", &words.significant(model.parameters() as f64 / 1e9, 3)),
                ("least", &model.sides.min.to_string()),
                ("most", &model.sides.max.to_string()),
                ("pitch", &model.sides.multiple_of.to_string()),
            ]))
        }
        (list(model.sources))
    }
}

fn gpu_entry(words: Words, gpu: &Gpu) -> Markup {
    let plain = |value| words.plain(value);
    let memory =
        words.say(Word::NUMBER_GIGABYTES, &[("number", &gpu.memory_gb.map_or_else(String::new, plain))]);
    let per_second = words.say(Word::NUMBER_GIGABYTES, &[("number", &plain(gpu.bandwidth_gb_per_s))]);
    let rate = |rate: Option<f64>| rate.map_or_else(|| words.text(Word::CATALOGUE_NO_RATE).to_owned(), plain);
    html! {
        h3 id=(gpu.id) { (gpu.label) }
        p {
            (gpu.architecture) ", " (memory) ", " (per_second) "/s, "
            (plain(gpu.board_power_w)) " W"
            @if let Some(idle_w) = gpu.idle_w { ", " (words.say(Word::CATALOGUE_IDLE, &[("power", &plain(idle_w))])) }
            (words.text(Word::CATALOGUE_THEN)) "fp32 " (rate(gpu.fp32_tflop_per_s)) ", TF32 " (rate(gpu.tf32_tflop_per_s)) ", fp16 "
            (plain(gpu.fp16_tflop_per_s)) ", fp8 " (rate(gpu.fp8_tflop_per_s)) "."
        }
        (list(gpu.sources))
    }
}

fn fit_entry(words: Words, fit: &Fit) -> Markup {
    let (file, colon) = (fit.file(), words.text(Word::LANGUAGE_COLON));
    html! {
        h3 id=(file.id) lang="en" { (file.title) }
        p { code { (file.id) } (colon) (origin(words, &file.origin)) ". " span lang="en" { (file.notes) } }
        ul {
            @for term in file.law.terms.iter() {
                li {
                    code { (term.feature.name()) }
                    @if let Some(level) = &term.level { " " code { (level) } }
                    (colon) (words.plain(term.coefficient))
                }
            }
            li { (words.text(Word::CATALOGUE_RESIDUAL)) " " (words.plain(file.law.residual_sd)) }
        }
    }
}

/// Documents by their own titles.
fn list(sources: &[Source]) -> Markup {
    html! {
        ul lang="en" {
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
        let filled = fill("<!-- site:common --><!-- site:sources -->", Words::ENGLISH);
        assert!(!filled.contains("<!--"));
        let ids = model::ALL.iter().map(|model| model.id).chain(gpu::ALL.iter().map(|gpu| gpu.id));
        for id in ids.chain(BUNDLED.iter().map(|fit| fit.id())) {
            assert_eq!(filled.matches(&format!("id=\"{id}\"")).count(), 1, "{id}");
        }
        assert!(fill("/* site:charts */", Words::ENGLISH).contains("--chart-1"));
    }

    #[test]
    fn the_table_says_what_it_rests_on() {
        let table = common(Words::ENGLISH).into_string();
        assert!(!table.contains("mWh"), "one unit in all of it");
        // FLUX.1-dev on the A100 was measured; on the RTX 4090 it was not, and does not fit.
        assert!(table.contains("2.3 Wh<br>"), "{table}");
        assert!(table.contains("*†"), "{table}");
    }
}
