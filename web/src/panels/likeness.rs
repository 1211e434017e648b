//! Everyday comparisons of the energy: one at a time, with its source.

use leptos::prelude::*;
use wattpix_core::equivalence::{self, Equivalence, LIKE};
use wattpix_core::excerpt::shortened;
use wattpix_core::units::Energy;
use wattpix_core::words::Word;

use crate::components::refused;
use crate::exact::exact;
use crate::form::ChoiceField;
use crate::form::field::Item;
use crate::problem::Problem;
use crate::state::State;
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

/// The things to choose from.
fn things(view: &View) -> Vec<Item> {
    const { &equivalence::ALL }.iter().map(|one| Item::new(one.id, view.words.text(one.label))).collect()
}

/// The choice of the thing, and an image and the total in terms of it.
#[component]
pub fn Likeness() -> impl IntoView {
    let state = expect_context::<State>();
    let label = state.words.text(Word::LIKE_CHOICE);
    view! {
        <div class="row budget">
            <ChoiceField key=LIKE label hint=None value=|view| chosen(view).0.id.to_owned() items=things/>
        </div>
        {move || state.get(|view| refused(chosen(view).1.as_slice()))}
        {move || state.get(likeness)}
    }
}

fn likeness(view: &View) -> AnyView {
    let (one, _) = chosen(view);
    let (page, words) = (&view.page, view.words);
    let estimate = match &view.estimate {
        Ok(estimate) => estimate,
        Err(error) => return view! { <p class="problem">{error.tell(words)}</p> }.into_any(),
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
    let locator = [", ", one.source.locator].concat();
    view! {
        <p
            class="likeness"
            data-testid="likeness"
            data-like=one.id
            data-amount=exact(one.amount(image))
            data-total=exact(one.amount(total))
        >
            {words.say(Word::LIKE_SENTENCE, &sentence)}
        </p>
        <p class="about">
            {words.say(Word::LIKE_BASIS, &basis)} " "
            <span lang="en">
                <a href=one.source.url rel="noopener noreferrer">{one.source.title}</a>
                {locator}
            </span>
        </p>
    }
    .into_any()
}
