//! Configurations side by side, with ratios.

use maud::{Markup, html};
use wattpix_core::configuration::Configuration;
use wattpix_core::words::Word;

use crate::parts::figure::scrollable;
use crate::say::Told;
use crate::view::{View, what};

/// The table; nothing while there is nothing to compare with.
pub fn compared(view: &View) -> Markup {
    let (words, others) = (view.words, &view.page.others);
    let text = |word: Word| Told(words, word);
    html! {
        @if !others.is_empty() {
            section.compared aria-label=(text(Word::COMPARED_LABEL)) {
                h2 { (text(Word::COMPARED_TITLE)) }
                div.scroll tabindex="0" role="region" aria-label=(scrollable(words, words.text(Word::COMPARED_LABEL))) {
                    table {
                        thead {
                            tr {
                                th scope="col" { (text(Word::COMPARED_CONFIGURATION)) }
                                th.numeric scope="col" { (text(Word::COMPARED_PER_IMAGE)) }
                                th.numeric scope="col" { (text(Word::COMPARED_LIKELY)) }
                                th.numeric scope="col" { (text(Word::COMPARED_RATIO)) }
                                th scope="col" { span.unseen { (text(Word::COMPARED_ACT)) } }
                            }
                        }
                        tbody {
                            (row(view, &view.page.main, None))
                            @for (index, other) in others.iter().enumerate() { (row(view, other, Some(index))) }
                        }
                    }
                }
            }
        }
    }
}

fn row(view: &View, configuration: &Configuration, kept: Option<usize>) -> Markup {
    let (words, unit) = (view.words, view.page.unit);
    let main = view.estimate.as_ref().ok().map(|estimate| estimate.energy);
    html! {
        tr {
            th scope="row" { (what(words, &configuration.question)) }
            @match view.answer(configuration) {
                Ok(estimate) => {
                    // One unit down a column.
                    @let like = main.unwrap_or(estimate.energy);
                    @let [_, energy] = words.energies_alike([like, estimate.energy], unit);
                    td.numeric { (energy) }
                    td.numeric { (words.energies(like, [estimate.low, estimate.high], unit)) }
                    td.numeric {
                        @if let Some(main) = main {
                            (words.significant(estimate.energy.joules() / main.joules(), 2)) "×"
                        }
                    }
                }
                Err(error) => { td colspan="3" { (error.tell(words)) } }
            }
            td {
                @if let Some(index) = kept {
                    a.quiet href=(view.without(index)) { (Told(words, Word::ACT_REMOVE)) }
                }
            }
        }
    }
}
