//! What the energy is as much as: one thing at a time, with its source.

use maud::{Markup, html};
use wattpix_core::equivalence::{self, Equivalence, LIKE};
use wattpix_core::excerpt::shortened;
use wattpix_core::units::Energy;
use wattpix_core::words::Word;

use crate::exact::exact;
use crate::panels::setting;
use crate::parts::problems;
use crate::problem::Problem;
use crate::view::View;

/// The thing that a link names, else the first; what is not known is reported.
fn chosen(view: &View) -> (&'static Equivalence, Option<Problem>) {
    let first = const { &equivalence::ALL[0] };
    match view.query.get(LIKE).map(equivalence::find) {
        None => (first, None),
        Some(Ok(one)) => (one, None),
        Some(Err(_)) => {
            let given = view.query.get(LIKE).unwrap_or_default();
            let message = view.words.say(Word::LIKE_REFUSED, &[("given", &shortened(given))]);
            (first, Some(Problem { key: LIKE.to_owned(), message }))
        }
    }
}

/// The choice of the thing.
pub fn fields(view: &View) -> Markup {
    let (chosen, _) = chosen(view);
    let things = const { &equivalence::ALL }.each_ref().map(|one| (one.id, view.words.text(one.label)));
    html! { div.row.budget { (setting::choice(LIKE, view.words.text(Word::LIKE_CHOICE), &things, chosen.id)) } }
}

/// An image and the total in terms of it.
pub fn body(view: &View) -> Markup {
    let (one, problem) = chosen(view);
    let (page, words) = (&view.page, view.words);
    let estimate = match &view.estimate {
        Ok(estimate) => estimate,
        Err(error) => return html! { p.problem { (error.tell(view.words)) } },
    };
    let [image, low, high] =
        [estimate.energy, estimate.low, estimate.high].map(|energy| page.electricity.drawn(energy));
    let total = image * page.main.images as f64;
    let amount = |energy: Energy| one.text(words, energy);
    let sentence = [
        ("image", &*amount(image)),
        ("of", words.text(one.of)),
        ("low", &amount(low)),
        ("high", &amount(high)),
        ("images", &words.whole(page.main.images)),
        ("total", &amount(total)),
    ];
    let basis = [
        ("pue", &*words.plain(page.electricity.pue)),
        ("energy", &words.energy(one.energy, page.unit)),
        ("covers", words.text(one.covers)),
    ];
    html! {
        (problems::list(problem.as_slice()))
        p.likeness data-testid="likeness" data-like=(one.id) data-amount=(exact(one.amount(image))) data-total=(exact(one.amount(total))) {
            (words.say(Word::LIKE_SENTENCE, &sentence))
        }
        p.about {
            (words.say(Word::LIKE_BASIS, &basis))
            " "
            span lang="en" {
                a href=(one.source.url) rel="noopener noreferrer" { (one.source.title) }
                ", " (one.source.locator)
            }
        }
    }
}
