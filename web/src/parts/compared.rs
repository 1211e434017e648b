//! Configurations side by side, with ratios.

use maud::{Markup, html};
use wattpix_core::configuration::Configuration;
use wattpix_core::present::significant;

use crate::view::{View, what};

/// The table; nothing while there is nothing to compare with.
pub fn compared(view: &View) -> Markup {
    let others = &view.page.others;
    html! {
        @if !others.is_empty() {
            section.compared aria-label="Comparison" {
                h2 { "Side by side" }
                div.scroll tabindex="0" role="region" aria-label="Comparison, scrollable" {
                    table {
                        thead {
                            tr {
                                th scope="col" { "Configuration" }
                                th.numeric scope="col" { "Per image" }
                                th.numeric scope="col" { "Likely" }
                                th.numeric scope="col" { "Ratio" }
                                th scope="col" { span.unseen { "Action" } }
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
    let unit = view.page.unit;
    let main = view.estimate.as_ref().ok().map(|estimate| estimate.energy.joules());
    html! {
        tr {
            th scope="row" { (what(&configuration.question)) }
            @match view.answer(configuration) {
                Ok(estimate) => {
                    td.numeric { (unit.text(estimate.energy)) }
                    td.numeric { (unit.text(estimate.low)) " to " (unit.text(estimate.high)) }
                    td.numeric {
                        @if let Some(main) = main { (significant(estimate.energy.joules() / main, 2)) "×" }
                    }
                }
                Err(error) => { td colspan="3" { (error.to_string()) } }
            }
            td {
                @if let Some(index) = kept {
                    a.quiet href=(view.without(index)) { "Remove" }
                }
            }
        }
    }
}
