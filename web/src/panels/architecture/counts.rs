//! Effect of a changed architecture: weights, operations and energy beside those of the model that it was made from.

use leptos::prelude::*;
use wattpix_core::compute::FlopBreakdown;
use wattpix_core::estimate::{Question, estimate_with};
use wattpix_core::flops::OPERATIONS_PER_GFLOP;
use wattpix_core::model::Model;
use wattpix_core::words::Word;
use wattpix_core::workload::Workload;

use crate::components::table::{head, number, number_head, row, row_head};
use crate::components::{Table, scrollable};
use crate::view::View;

/// Operations in a TFLOP.
const OPERATIONS_PER_TFLOP: f64 = 1e12;

/// A count or an energy with that of the base beside it.
struct Row {
    name: Word,
    value: f64,
    text: String,
    base: Option<(f64, String)>,
}

fn rows(view: &View, workload: &Workload, base: Option<&'static Model>) -> Vec<Row> {
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
    rows
}

/// The table.
pub fn counts(view: &View) -> AnyView {
    let words = view.words;
    let workload = &view.page.main.question.workload;
    let (model, base) = (workload.model(), workload.model().base());
    let base = (!std::ptr::eq(model, base)).then_some(base);
    let mut heads =
        vec![head(words.text(Word::ARCHITECTURE_COUNT)), number_head(words.text(Word::ARCHITECTURE_THIS))];
    if let Some(base) = base {
        heads.extend([number_head(base.label), number_head(words.text(Word::COMPARED_RATIO))]);
    }
    let counted = |counted: Row| {
        let mut cells = vec![row_head(words.text(counted.name)), number(counted.text)];
        if let Some((value, text)) = counted.base {
            cells.extend([number(text), number(words.significant(counted.value / value, 3) + "×")]);
        }
        row(cells)
    };
    let rows: Vec<AnyView> = rows(view, workload, base).into_iter().map(counted).collect();
    let label = scrollable(words, words.text(Word::ARCHITECTURE_COUNTS));
    view! { <Table label testid="architecture-counts" heads rows/> }.into_any()
}
