//! Configurations side by side, with ratios.

use leptos::prelude::*;
use wattpix_core::configuration::Configuration;
use wattpix_core::words::Word;

use super::table::{cell_of, head, number, number_head, row, row_head};
use super::{Table, scrollable};
use crate::state::State;
use crate::view::{View, what};

/// The table; nothing while there is nothing to compare with.
#[component]
pub fn Compared() -> impl IntoView {
    let state = expect_context::<State>();
    view! { <div data-slot="compared">{move || state.get(compared)}</div> }
}

fn compared(view: &View) -> AnyView {
    let (words, others) = (view.words, &view.page.others);
    if others.is_empty() {
        return ().into_any();
    }
    let text = move |word: Word| words.text(word);
    let mut rows = vec![configuration(view, &view.page.main, None)];
    let kept = others.iter().enumerate();
    rows.extend(kept.map(|(index, other)| configuration(view, other, Some(index))));
    let act = view! { <span class="unseen">{text(Word::COMPARED_ACT)}</span> };
    let heads = vec![
        head(text(Word::COMPARED_CONFIGURATION)),
        number_head(text(Word::COMPARED_PER_IMAGE)),
        number_head(text(Word::COMPARED_LIKELY)),
        number_head(text(Word::COMPARED_RATIO)),
        view! { <th scope="col">{act.into_any()}</th> }.into_any(),
    ];
    view! {
        <section class="compared" aria-label=text(Word::COMPARED_LABEL)>
            <h2>{text(Word::COMPARED_TITLE)}</h2>
            <Table label=scrollable(words, text(Word::COMPARED_LABEL)) heads rows/>
        </section>
    }
    .into_any()
}

fn configuration(view: &View, configuration: &Configuration, kept: Option<usize>) -> AnyView {
    let words = view.words;
    let remove = match kept {
        Some(index) => {
            view! { <a class="quiet" href=view.without(index)>{words.text(Word::ACT_REMOVE)}</a> }.into_any()
        }
        None => ().into_any(),
    };
    let mut cells = vec![row_head(what(words, &configuration.question))];
    cells.extend(figures(view, configuration));
    cells.push(cell_of("", remove));
    row(cells)
}

/// Energy, interval and ratio of a configuration, or why there are none.
fn figures(view: &View, configuration: &Configuration) -> Vec<AnyView> {
    let (words, unit) = (view.words, view.page.unit);
    let estimate = match view.answer(configuration) {
        Ok(estimate) => estimate,
        Err(error) => return vec![view! { <td colspan="3">{error.tell(words)}</td> }.into_any()],
    };
    // One unit down a column.
    let main = view.estimate.as_ref().ok().map(|estimate| estimate.energy);
    let like = main.unwrap_or(estimate.energy);
    let [_, energy] = words.energies_alike([like, estimate.energy], unit);
    let likely = words.energies(like, [estimate.low, estimate.high], unit);
    let ratio = main.map(|main| words.significant(estimate.energy.joules() / main.joules(), 2) + "×");
    vec![number(energy), number(likely), number(ratio.unwrap_or_default())]
}
