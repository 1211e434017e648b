//! What the energy is as much as: one thing at a time, with its source.

use maud::{Markup, html};
use wattpix_core::equivalence::{self, Equivalence, LIKE};
use wattpix_core::error::shortened;
use wattpix_core::present::{plain, whole};

use crate::exact::exact;
use crate::page::Problem;
use crate::panels::setting;
use crate::parts::problems;
use crate::view::View;

/// The thing that a link names, else the first; what is not known is reported.
fn chosen(view: &View) -> (&'static Equivalence, Option<Problem>) {
    let first = const { &equivalence::ALL[0] };
    match view.query.get(LIKE).map(equivalence::find) {
        None => (first, None),
        Some(Ok(one)) => (one, None),
        Some(Err(_)) => {
            let given = view.query.get(LIKE).unwrap_or_default();
            let message = ["like '", &shortened(given), "' is not known; choose one of the list"].concat();
            (first, Some(Problem { key: LIKE.to_owned(), message }))
        }
    }
}

/// The choice of the thing.
pub fn fields(view: &View) -> Markup {
    let (chosen, _) = chosen(view);
    let words = const { &equivalence::ALL }.each_ref().map(|one| (one.id, one.label));
    html! { div.row.budget { (setting::choice(LIKE, "As much as", &words, chosen.id)) } }
}

/// An image and the total in terms of it.
pub fn body(view: &View) -> Markup {
    let (one, problem) = chosen(view);
    let page = &view.page;
    html! {
        (problems::list(problem.as_slice()))
        @match &view.estimate {
            Err(error) => p.problem { (error.to_string()) },
            Ok(estimate) => {
                @let [image, low, high] = [estimate.energy, estimate.low, estimate.high].map(|energy| page.electricity.drawn(energy));
                @let total = image * page.main.images as f64;
                p.likeness data-testid="likeness" data-like=(one.id) data-amount=(exact(one.amount(image)))
                    data-total=(exact(one.amount(total))) {
                    "An image is as much as " b { (one.text(image)) } " " (one.of)
                    " (likely " (one.text(low)) " to " (one.text(high)) "), "
                    (whole(page.main.images)) " images as much as " b { (one.text(total)) } "."
                }
                p.about {
                    "Energy of the GPU"
                    @if page.electricity.pue != 1.0 { " times a PUE of " (plain(page.electricity.pue)) }
                    " against " (page.unit.text(one.energy)) ": " (one.covers) ". "
                    a href=(one.source.url) rel="noopener noreferrer" { (one.source.title) } ", " (one.source.locator)
                    ". It is counted from energy, so it is the same on every grid."
                }
            }
        }
    }
}
