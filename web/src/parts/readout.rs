//! The result: energy of one image, its interval, and what follows from it.

use maud::{Markup, html};
use wattpix_core::estimate::{Coverage, Estimate};
use wattpix_core::units::Energy;
use wattpix_core::words::{Word, Words};

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
    let text = energy(estimate.energy);
    let (number, symbol) = text.rsplit_once(' ').unwrap_or((&text, ""));
    let bold = |text: String| html! { b { (text) } };
    let shown = |text: String| html! { (text) };
    html! {
        p.what { (what(words, &estimate.question)) }
        p.figure {
            span.number { (number) }
            " "
            span.unit { (symbol) }
            " "
            span.per { (Told(words, Word::READOUT_PER_IMAGE)) }
        }
        p.interval {
            (said(words, Word::READOUT_LIKELY, [("low", bold(energy(estimate.low))), ("high", bold(energy(estimate.high)))]))
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

/// A link that keeps the configuration to compare others with it.
pub fn keep(view: &View) -> Markup {
    html! {
        @if let Some(link) = view.keeping() { a.quiet href=(link) { (Told(view.words, Word::READOUT_KEEP)) } }
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
