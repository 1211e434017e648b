//! The result: energy of one image, its interval, and what follows from it.

use maud::{Markup, html};
use wattpix_core::caveat::Caveat;
use wattpix_core::estimate::{Coverage, Estimate, paper_beside};
use wattpix_core::units::Energy;
use wattpix_core::words::{Word, Words};

use crate::page::MOST_COMPARED;
use crate::say::{Told, said, tell};
use crate::view::{View, what};

/// The figure that the page is for, or why there is none.
pub fn readout(view: &View) -> Markup {
    match &view.estimate {
        Ok(estimate) => figure(view, estimate),
        Err(error) => html! { p.problem { (error.tell(view.words)) } },
    }
}

fn figure(view: &View, estimate: &Estimate) -> Markup {
    let (page, words) = (&view.page, view.words);
    let energy = |energy: Energy| words.energy(energy, page.unit);
    let total = estimate.energy * page.main.images as f64;
    let [text, low, high] = words.energies_alike([estimate.energy, estimate.low, estimate.high], page.unit);
    let impossible = estimate.caveats.iter().find(|caveat| matches!(caveat, Caveat::DoesNotFit { .. }));
    let (number, symbol) = text.rsplit_once(' ').unwrap_or((&text, ""));
    let bold = |text: String| html! { b { (text) } };
    let shown = |text: String| html! { (text) };
    html! {
        p.what { (what(words, &estimate.question)) }
        @if let Some(caveat) = impossible {
            p.figure.impossible data-testid="impossible" { (Told(words, Word::READOUT_IMPOSSIBLE)) }
            p.problem { (caveat.tell(words)) }
        } @else {
            p.figure {
                span.number { (number) }
                " "
                span.unit { (symbol) }
                " "
                span.per { (Told(words, Word::READOUT_PER_IMAGE)) }
            }
        }
        p.interval {
            @if impossible.is_some() {
                (said(words, Word::READOUT_WITH_MEMORY, [("energy", shown(text.clone())), ("low", bold(low)), ("high", bold(high))]))
            } @else {
                (said(words, Word::READOUT_LIKELY, [("low", bold(low)), ("high", bold(high))]))
            }
            " "
            span.note {
                (tell(words, Word::READOUT_INTERVAL, [
                    ("boundary", words.text(estimate.question.boundary.of_idle())),
                    ("basis", words.text(basis(estimate.coverage))),
                ]))
            }
        }
        ul.follows {
            li {
                (said(words, Word::READOUT_TOTAL, [("total", bold(energy(total))), ("images", shown(words.whole(page.main.images)))]))
            }
            @if let (Some(seconds), Some(power)) = (estimate.seconds, estimate.power) {
                @let seconds = words.rounded(seconds) + " s";
                @let power = words.rounded(power.watts()) + " W";
                li { (said(words, Word::READOUT_TIME, [("seconds", bold(seconds)), ("power", shown(power))])) }
            }
            @if let (Some(price), Some(cost)) = (page.electricity.price, page.electricity.cost(total)) {
                @let cost = words.rounded(cost);
                li { (said(words, Word::READOUT_COST, [("cost", bold(cost)), ("price", shown(words.plain(price)))])) }
            }
            li { (emissions(view, estimate)) }
            @if let Some(paper) = paper_beside(estimate) {
                @let [energy, low, high] = words.energies_alike([paper.energy, paper.low, paper.high], page.unit);
                li data-testid="paper" {
                    (said(words, Word::READOUT_PAPER, [("energy", bold(energy)), ("low", shown(low)), ("high", shown(high))]))
                }
            }
        }
    }
}

/// Carbon of an image.
fn emissions(view: &View, estimate: &Estimate) -> Markup {
    let (electricity, words) = (&view.page.electricity, view.words);
    let grams = words.scaled(electricity.grams(estimate.energy), "g");
    said(
        words,
        Word::READOUT_CARBON,
        [
            ("grams", html! { b { (grams) } }),
            ("basis", html! { (electricity.basis(words)) }),
            ("pue", html! { (words.plain(electricity.pue)) }),
        ],
    )
}

/// A link that keeps the configuration to compare others with it; where there is no place left, why there is none.
pub fn keep(view: &View) -> Markup {
    html! {
        @match view.keeping() {
            Some(link) => a.quiet href=(link) { (Told(view.words, Word::READOUT_KEEP)) },
            None => span.done { (tell(view.words, Word::READOUT_KEPT_ALL, [("most", &MOST_COMPARED.to_string())])) },
        }
    }
}

/// What can be done with the state; the site's script acts on it.
pub fn acts(words: Words) -> Markup {
    let acts = [
        ("link", Word::ACT_LINK),
        ("command", Word::ACT_COMMAND),
        ("citation", Word::ACT_CITATION),
        ("bibtex", Word::ACT_BIBTEX),
    ];
    html! {
        @for (act, label) in acts { button.quiet type="button" data-do=(act) { (Told(words, label)) } }
        span.done role="status" {}
    }
}

/// On what the figure rests, in words.
const fn basis(coverage: Coverage) -> Word {
    match coverage {
        Coverage::ModelAndGpu => Word::BASIS_MODEL_AND_GPU,
        Coverage::Gpu => Word::BASIS_GPU,
        Coverage::Model => Word::BASIS_MODEL,
        Coverage::Neither => Word::BASIS_NEITHER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Query;

    #[test]
    fn a_run_that_cannot_be_is_said_where_the_figure_would_be() {
        let said = |query: &str| readout(&View::of(Query::parse(query))).into_string();
        let impossible = said("?model=flux1-dev&gpu=t4");
        assert!(
            impossible.contains("Does not run here") && impossible.contains("With enough memory"),
            "{impossible}"
        );
        assert!(!impossible.contains("class=\"number\""), "{impossible}");
        assert!(said("").contains("class=\"number\"") && !said("").contains("impossible"));
    }

    #[test]
    fn the_paper_s_own_law_stands_beside_where_it_applies() {
        let said = |query: &str| readout(&View::of(Query::parse(query))).into_string();
        assert!(said("").contains("data-testid=\"paper\""), "measured in the paper");
        assert!(
            !said("?fit=paper-flux1-dev-a100").contains("data-testid=\"paper\""),
            "it is the figure itself"
        );
        assert!(!said("?gpu=h100").contains("data-testid=\"paper\""), "not measured there");
    }

    #[test]
    fn a_figure_and_its_interval_have_one_unit() {
        for query in
            ["?steps=1&width=256&height=256&gpu=h100", "?model=sd1.5&steps=1&gpu=h100", "", "?unit=j"]
        {
            let view = View::of(Query::parse(query));
            let markup = readout(&view).into_string();
            let unit =
                markup.split("class=\"unit\">").nth(1).and_then(|rest| rest.split('<').next()).unwrap();
            let interval = markup
                .split("class=\"interval\">")
                .nth(1)
                .and_then(|rest| rest.split("<span").next())
                .unwrap();
            assert_eq!(interval.matches(&format!(" {unit}</b>")).count(), 2, "{query}: {unit} in {interval}");
        }
    }
}
