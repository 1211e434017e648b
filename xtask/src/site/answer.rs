//! The answer of a first visit, in the page itself: it is there before the program, which then takes its place. A link to another configuration
//! shows none of it.

use maud::{Markup, html};
use wattpix_core::words::{Word, Words};
use wattpix_web::query::Query;
use wattpix_web::view::View;

/// The energy of the default configuration with its interval.
pub fn answer(words: Words) -> Markup {
    let view = View::told_in(words, Query::default());
    let Ok(estimate) = &view.estimate else { return html! {} };
    let [energy, low, high] =
        words.energies_alike([estimate.energy, estimate.low, estimate.high], view.page.unit);
    let (number, unit) = energy.rsplit_once(' ').unwrap_or((&energy, ""));
    html! {
        div.page aria-busy="true" {
            div.situations {}
            div.desk {
                div.controls.coming {}
                div.answer {
                    section.readout aria-label=(words.text(Word::READOUT_LABEL)) {
                        p.what { (view.what()) }
                        p.figure {
                            span.number { (number) } " " span.unit { (unit) } " "
                            span.per { (words.text(Word::READOUT_PER_IMAGE)) }
                        }
                        p.interval { (words.say(Word::READOUT_LIKELY, &[("low", &low), ("high", &high)])) }
                    }
                }
                // Room for the first chart, which comes with the program: in the page it would be 2 kB of a first visit.
                section.charts.coming {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_default_answer_is_there_with_its_interval() {
        for words in wattpix_core::words::LANGUAGES {
            let page = answer(words).into_string();
            let view = View::told_in(words, Query::default());
            let energy = words.energy(view.estimate.unwrap().energy, view.page.unit);
            let number = energy.split(' ').next().unwrap();
            assert!(page.contains(&format!("<span class=\"number\">{number}</span>")), "{page}");
            assert!(page.contains("class=\"interval\"") && !page.contains("style="), "{page}");
        }
    }
}
