//! The answer of a first visit, in the page itself: it is there before the program, which then takes its place. A link to another configuration
//! shows none of it.

use maud::{Markup, PreEscaped, html};
use wattpix_core::words::{Word, Words};
use wattpix_web::charts::{FIRST, Look};
use wattpix_web::query::Query;
use wattpix_web::view::View;

/// Width of a chart on a wide screen in CSS pixels, as `wattpix_web` draws it there.
const WIDE: u32 = 620;

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
                section.charts.coming { (first_chart(&view)) }
            }
        }
    }
}

/// The first chart as a wide screen shows it; the program draws it anew for the reader's.
fn first_chart(view: &View) -> Markup {
    let [chart, ..] = FIRST;
    let Some(Ok(drawing)) = (chart.draw)(view, Look::on_page(WIDE)) else { return html! {} };
    html! {
        figure {
            figcaption { (view.words.text(chart.title)) }
            div.drawing { div { (PreEscaped(drawing.svg)) } }
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
            assert!(page.matches("<svg").count() == 1, "one chart");
            assert!(page.contains("class=\"interval\"") && !page.contains("style="), "{page}");
        }
    }
}
