//! What the panel says: where to start from, the fields, what the change does, and the model as others would write it.

use maud::{Markup, html};
use wattpix_core::compute::FlopBreakdown;
use wattpix_core::error::Key;
use wattpix_core::estimate::{Question, estimate_with};
use wattpix_core::flops::OPERATIONS_PER_GFLOP;
use wattpix_core::model::Model;
use wattpix_core::model::custom::template;
use wattpix_core::words::Word;
use wattpix_core::workload::Workload;

use super::fields::fields;
use super::source;
use crate::parts::figure::scrollable;
use crate::say::{Told, said, tell};
use crate::view::View;

/// Operations in a TFLOP.
const OPERATIONS_PER_TFLOP: f64 = 1e12;

/// The whole panel. Its fields are the page's as those of the form are.
pub fn panel(view: &View) -> Markup {
    let workload = &view.page.main.question.workload;
    let model = workload.model();
    let base = model.base();
    let (changed, words) = (!std::ptr::eq(model, base), view.words);
    html! {
        p.about {
            (said(words, Word::ARCHITECTURE_ABOUT, [("model", html! { b { (model.label) } })]))
        }
        nav.presets aria-label=(Told(words, Word::ARCHITECTURE_START)) {
            @if changed { a.chip href=(start(view, base)) data-testid="reset" { (tell(words, Word::ARCHITECTURE_BACK, [("model", base.label)])) } }
            @for template in template::ALL {
                a.chip href=(start(view, template)) aria-current=[std::ptr::eq(base, template).then_some("true")] { (template.label) }
            }
        }
        (fields(words, model, base))
        (counts(view, workload, changed.then_some(base)))
        (written(view, model))
    }
}

fn start(view: &View, model: &Model) -> String {
    view.link(&[(Key::Model.name(), model.id)])
}

/// A count or an energy with that of the base beside it.
struct Row {
    name: Word,
    value: f64,
    text: String,
    base: Option<(f64, String)>,
}

fn counts(view: &View, workload: &Workload, base: Option<&'static Model>) -> Markup {
    let (words, unit) = (view.words, view.page.unit);
    let other = base.map(|base| workload.with_model(base));
    let row = |name, count: &dyn Fn(&Workload) -> (f64, String)| {
        let (value, text) = count(workload);
        Row { name, value, text, base: other.as_ref().map(count) }
    };
    let operations =
        |count: f64| (count, [&words.significant(count / OPERATIONS_PER_TFLOP, 4), " TFLOP"].concat());
    let mut rows = vec![
        row(Word::ARCHITECTURE_WEIGHTS, &|workload| {
            let weights = workload.model().denoiser_parameters;
            (weights as f64, words.whole(weights))
        }),
        row(Word::ARCHITECTURE_PASS, &|workload| {
            operations(FlopBreakdown::of(workload).denoiser_pass.total() as f64)
        }),
        row(Word::ARCHITECTURE_IMAGE, &|workload| {
            operations(FlopBreakdown::of(workload).total_gflops() * OPERATIONS_PER_GFLOP)
        }),
    ];
    if let Ok(estimate) = &view.estimate {
        // By the same fit, so that the ratio is that of the models and not that of two laws.
        let asked = |workload| estimate_with(estimate.fit, &Question { workload, ..estimate.question }).ok();
        let base = other.and_then(asked).map(|base| (base.energy.joules(), words.energy(base.energy, unit)));
        let (value, text) = (estimate.energy.joules(), words.energy(estimate.energy, unit));
        rows.push(Row { name: Word::ARCHITECTURE_ENERGY, value, text, base });
    }
    html! {
        div.scroll tabindex="0" role="region" aria-label=(scrollable(words, words.text(Word::ARCHITECTURE_COUNTS))) {
            table data-testid="architecture-counts" {
                thead {
                    tr {
                        th scope="col" { (Told(words, Word::ARCHITECTURE_COUNT)) }
                        th.numeric scope="col" { (Told(words, Word::ARCHITECTURE_THIS)) }
                        @if let Some(base) = base {
                            th.numeric scope="col" { (base.label) }
                            th.numeric scope="col" { (Told(words, Word::COMPARED_RATIO)) }
                        }
                    }
                }
                tbody {
                    @for row in &rows {
                        tr {
                            th scope="row" { (Told(words, row.name)) }
                            td.numeric { (row.text) }
                            @if let Some((value, text)) = &row.base {
                                td.numeric { (text) }
                                td.numeric { (words.significant(row.value / value, 3)) "×" }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The model in one line and as a file.
fn written(view: &View, model: &Model) -> Markup {
    let words = view.words;
    html! {
        details.menu {
            summary { (Told(words, Word::ARCHITECTURE_EXPORT)) }
            div.snippet {
                label for="architecture-text" {
                    (said(words, Word::ARCHITECTURE_TEXT, [("command", html! { code { "measure" } })]))
                }
                textarea id="architecture-text" rows="2" readonly { (model.id) }
                button.quiet type="button" data-copy="architecture-text" { (Told(words, Word::ACT_COPY)) }
                span.done role="status" {}
            }
            div.snippet {
                label for="architecture-source" {
                    (said(words, Word::ARCHITECTURE_SOURCE, [("file", html! { code { "core/src/model/my_model.rs" } })]))
                }
                textarea id="architecture-source" rows="12" readonly { (source(view)) }
                button.quiet type="button" data-copy="architecture-source" { (Told(words, Word::ACT_COPY)) }
                " "
                button.quiet type="button" data-save="architecture-source" { (Told(words, Word::ACT_SAVE)) }
                span.done role="status" {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use wattpix_core::present::whole;

    use super::*;
    use crate::query::Query;

    fn view(query: &str) -> View {
        View::of(Query::parse(query))
    }

    #[test]
    fn the_panel_shows_what_changed_and_by_how_much() {
        let plain = panel(&view("?model=sd2.1")).into_string();
        assert!(!plain.contains("data-changed") && !plain.contains("Ratio"), "{plain}");
        let markup = panel(&view("?model=flux1-dev~single_blocks:19&show=architecture")).into_string();
        assert!(
            markup.contains("74.38 TFLOP"),
            "one pass of the base, tests/data/flops_ground_truth.csv: {markup}"
        );
        assert!(
            markup.contains("name=\"model.single_blocks\"") && markup.contains("value=\"19\""),
            "{markup}"
        );
        assert!(markup.contains("<b>38</b> in FLUX.1-dev"), "{markup}");
        assert_eq!(markup.matches("data-changed").count(), 1);
        // Half of the single blocks, by their published shape (3072 wide, ratio 4): queries, keys, values, perceptron, output, three
        // vectors of modulation; their biases; two norms of 128.
        let fewer = 11_901_408_320_u64 - 19 * ((3 + 4 + 5 + 3) * 3072 * 3072 + 11 * 3072 + 256);
        assert!(markup.contains(&whole(fewer)), "{fewer}: {markup}");
        assert!(markup.contains("show=architecture") && !markup.contains("NaN"));
    }

    #[test]
    fn every_base_has_a_panel_whose_fields_are_named_once() {
        for id in wattpix_core::model::ALL.into_iter().chain(template::ALL).map(|model| model.id) {
            let markup = panel(&view(&["?model=", id].concat())).into_string();
            let names: Vec<_> =
                markup.split("name=\"model.").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            let mut once = names.clone();
            once.sort_unstable();
            once.dedup();
            assert!(once.len() == names.len() && names.len() > 8, "{id}: {names:?}");
        }
    }
}
