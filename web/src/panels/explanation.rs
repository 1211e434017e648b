//! The law behind the figure, term by term, and the documents behind the fit.

use leptos::prelude::*;
use maud::Render;
use wattpix_core::explain::{Share, Sum, shares, sum};
use wattpix_core::fit::Provenance;
use wattpix_core::fit::schema::Citation;
use wattpix_core::words::Word;

use super::reading::Charts;
use crate::components::table::{cell, head, number, number_head, row, row_head};
use crate::components::{Table, scrollable, sentence, value};
use crate::law::{equation, origin, time_and_power};
use crate::state::State;
use crate::view::View;

/// Equation, terms and documents; nothing where there is no estimate.
#[component]
pub fn Explanation() -> impl IntoView {
    let state = expect_context::<State>();
    view! {
        {move || state.get(law).into_any()}
        {move || state.get(terms).into_any()}
        <Charts ids=&["interval-parts"]/>
        {move || state.get(documents).into_any()}
    }
}

/// Returns the kind of law, its equation, and the fit.
fn law(view: &View) -> Option<AnyView> {
    let (words, estimate) = (view.words, view.estimate.as_ref().ok()?);
    let joules = || maud::html! { "E = exp(b" sub { "gpu" } ") · P · Σ c·t" };
    let (about, equation) = match (sum(estimate), estimate.fit.answers_everything()) {
        (Sum::LnKilowattHours, _) => (Word::EXPLANATION_LOGARITHMS, equation()),
        (_, true) => (Word::EXPLANATION_TIME_AND_POWER, time_and_power()),
        (_, false) => (Word::EXPLANATION_JOULES, joules()),
    };
    let file = estimate.fit.file();
    let title = view! { <b lang="en">{estimate.fit.provenance().title.to_string()}</b> }.into_any();
    let origin = view! { <span inner_html=origin(words, &file.origin).into_string()></span> }.into_any();
    let fit = sentence(words, Word::EXPLANATION_FIT, [("title", value(title)), ("origin", value(origin))]);
    let shown = view! {
        <p>{words.text(about)}</p>
        <p class="law" inner_html=equation.render().into_string()></p>
        <p>{fit}</p>
    };
    Some(shown.into_any())
}

/// The terms in symbols, words and numbers.
fn terms(view: &View) -> Option<AnyView> {
    let (words, estimate) = (view.words, view.estimate.as_ref().ok()?);
    let text = |word: Word| words.text(word);
    let logarithms = sum(estimate) == Sum::LnKilowattHours;
    let decimals = |adds: f64| words.fixed(adds, if logarithms { 3 } else { 1 });
    let term =
        |term: String, said: String, adds: f64| vec![row_head(term), cell(said), number(decimals(adds))];
    let shares = shares(estimate, words);
    let added: f64 = shares.iter().map(|share| share.adds).sum();
    let mut rows: Vec<AnyView> =
        shares.into_iter().map(|Share { formula, words, adds }| row(term(formula, words, adds))).collect();
    let images = estimate.fit.file().law.evaluated_at_images;
    let each = words.significant(estimate.energy.watt_hours(), 4);
    let (sum, said, unit) = if logarithms {
        let total = words.significant(estimate.energy.kilowatt_hours() * images as f64, 4);
        let values = [("total", &*total), ("images", &words.whole(images)), ("each", &each)];
        ("ln E", words.say(Word::EXPLANATION_SUM_LOGARITHM, &values), Word::EXPLANATION_ADDS_LOGARITHM)
    } else {
        ("E", words.say(Word::EXPLANATION_SUM_JOULES, &[("each", &each)]), Word::EXPLANATION_ADDS_JOULES)
    };
    rows.push(view! { <tr class="sum">{term(sum.to_owned(), said, added)}</tr> }.into_any());
    let heads = vec![
        head(text(Word::EXPLANATION_TERM)),
        head(text(Word::EXPLANATION_IN_WORDS)),
        number_head(text(unit)),
    ];
    let label = scrollable(words, text(Word::EXPLANATION_TERMS));
    Some(view! { <Table label heads rows/> }.into_any())
}

/// Notes and documents of the fit, which are in their own language.
fn documents(view: &View) -> Option<AnyView> {
    let Provenance { notes, sources, .. } = view.estimate.as_ref().ok()?.fit.provenance();
    let document = |source: &Citation| {
        let (url, title, locator) =
            (source.url.to_string(), source.title.to_string(), [": ", &source.locator].concat());
        view! { <li><a href=url target="_blank" rel="noopener noreferrer">{title}</a>{locator}</li> }
            .into_any()
    };
    let documents: Vec<AnyView> = sources.iter().map(document).collect();
    let shown = view! {
        <p lang="en">{notes.to_string()}</p>
        <ul lang="en">{documents}</ul>
    };
    Some(shown.into_any())
}
