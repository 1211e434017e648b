//! A chart or table alone, as `embed.html` shows it in other people's pages.

use leptos::mount::mount_to;
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_split_helpers::wasm_split;
use wattpix_core::words::Word;
use web_sys::{HtmlElement, ResizeObserver};

use crate::charts;
use crate::components::{Figure, Problems, Voice};
use crate::own::kept_fits;
use crate::panels::heat_map::HeatMap;
use crate::part::{self, Lost};
use crate::problem::not_known;
use crate::reactive::memo;
use crate::share::{CHART, THEME};
use crate::state::State;
use crate::view::View;
use crate::{browser, country_names};

/// Shows what the link asks for in its place, once the part of the program that draws it has come; else a link to the calculator.
pub async fn open(place: HtmlElement, state: State) {
    dress(state);
    let ask = async || -> Result<(), Lost> {
        kept_fits::bring(state).await?;
        part::with_words(state.words, prepare()).await?;
        mount(place.clone(), state).await
    };
    if ask().await.is_err() {
        mount_to(place, move || {
            let said = state.words.text(Word::SCRIPT_CHART_NOT_ARRIVED);
            let href = state.now(calculator);
            view! { {said} " " <a href=href target="_blank">"Wattpix"</a> }
        })
        .forget();
    }
}

#[wasm_split(panels, fallible, preload(#[doc = "Fetches the part."] prepare))]
fn mount(place: HtmlElement, state: State) -> Result<(), Lost> {
    let page = mount_to(place.clone(), move || {
        provide_context(state);
        country_names::follow(state);
        tell_height(&place);
        view! {
            <Voice/>
            <Alone/>
        }
    });
    // It lives for as long as the page does.
    page.forget();
    Ok(())
}

/// A link to the same state in the calculator: without what is the chart's alone.
fn calculator(view: &View) -> String {
    let mut state = view.query.clone();
    for key in [CHART, THEME] {
        state.set(key, None);
    }
    ["index.html", &state.to_string()].concat()
}

/// The page has one file for all languages and follows the theme that it is asked for; without a word of it the system's setting counts.
fn dress(state: State) {
    let words = state.words;
    document().set_title(words.text(Word::SCRIPT_CHART_TITLE));
    if let Some(headline) = browser::find("h1") {
        headline.set_text_content(Some(words.text(Word::SCRIPT_CHART_HEADLINE)));
    }
    let theme = state.now(|view| view.query.get(THEME).map(str::to_owned));
    if let Some(theme) = theme.filter(|theme| ["light", "dark"].contains(&theme.as_str()))
        && let Some(root) = document().document_element()
    {
        // Refused only for names that are no names.
        let _ = root.set_attribute("data-theme", &theme);
    }
}

/// Tells the page around how high this one is. Anyone may embed a chart, and its height is no secret.
fn tell_height(place: &web_sys::Element) {
    let told = Closure::<dyn Fn()>::new(move || {
        let Some(body) = document().body() else { return };
        let height = body.get_bounding_client_rect().height().ceil();
        let message = js_sys::Object::new();
        let members: [(&str, JsValue); 2] = [("type", "wattpix-height".into()), ("height", height.into())];
        for (name, value) in members {
            // Refused only for objects that cannot be changed.
            let _ = js_sys::Reflect::set(&message, &name.into(), &value);
        }
        if let Ok(Some(parent)) = window().parent()
            && parent != window()
        {
            // Refused for what cannot be copied; this can.
            let _ = parent.post_message(&message, "*");
        }
    });
    if let Ok(observer) = ResizeObserver::new(told.as_ref().unchecked_ref()) {
        observer.observe(place);
        if let Some(body) = document().body() {
            observer.observe(&body);
        }
        told.forget();
    }
}

/// A chart or table alone, with where it is from and a link to the calculator.
#[component]
pub fn Alone() -> impl IntoView {
    let state = expect_context::<State>();
    let words = state.words;
    let id = state.now(|view| view.query.get(CHART).unwrap_or_default().to_owned());
    let chart = match charts::find(&id) {
        Some(chart) => {
            let caption =
                memo(move || state.get(|view| [words.text(chart.title), ". ", &view.what()].concat()));
            view! { <Figure chart caption/> }.into_any()
        }
        None if id == charts::heat_map::ID => view! { <HeatMap/> }.into_any(),
        None => {
            let known: Vec<&str> =
                charts::ALL.iter().map(|chart| chart.id).chain([charts::heat_map::ID]).collect();
            view! { <p class="problem">{not_known(words, CHART, &id, &known)}</p> }.into_any()
        }
    };
    view! {
        <Problems/>
        {chart}
        <p class="origin">
            {move || state.get(origin)} " "
            <a href=move || state.get(calculator) target="_blank" rel="noopener">
                {words.text(Word::EMBED_OPEN)}
            </a>
        </p>
    }
}

/// Returns the origin of the chart's numbers.
fn origin(view: &View) -> String {
    let words = view.words;
    let word = match &view.estimate {
        Ok(estimate) if estimate.is_extrapolated() => Word::EMBED_EXTRAPOLATED,
        Ok(_) => Word::EMBED_PREDICTED,
        Err(error) => return error.tell(words),
    };
    let boundary = words.text(view.page.main.question.boundary.of_idle());
    words.say(word, &[("boundary", boundary), ("number", &view.page.version.number.to_string())])
}
