//! Whose electricity it is: the figure with its year and its source.

use maud::{Markup, html};
use wattpix_core::words::Word;

use crate::say::said;
use crate::view::View;

/// The carbon intensity that counts, in half a sentence: whose it is, the figure, its year and who says so.
pub fn basis(view: &View) -> Markup {
    let (electricity, words) = (&view.page.electricity, view.words);
    let zone = &electricity.zone;
    let intensity = ("intensity", html! { (words.plain(electricity.grams_per_kwh())) });
    if electricity.own.is_some() {
        return said(words, Word::ELECTRICITY_OWN, [intensity]);
    }
    let whose = match (zone.is_world(), electricity.awaits) {
        (true, false) => words.text(Word::ELECTRICITY_WORLD).to_owned(),
        (true, true) => words.text(Word::ELECTRICITY_AWAITS).to_owned(),
        (false, _) => words.say(Word::ELECTRICITY_COUNTRY, &[("country", zone.name)]),
    };
    let publisher = html! { a href="sources.html#electricity" { (words.text(zone.publisher.name())) } };
    let values =
        [("whose", html! { (whose) }), intensity, ("year", html! { (zone.year) }), ("publisher", publisher)];
    said(words, Word::ELECTRICITY_ZONE, values)
}
