//! A person's own measurements and fits: files that are read, shown beside what the page's fits say, and fitted in the worker.
//!
//! `desk` — the task under way and its results; `own_fits` — a person's fits there. The rest are the panel's components.

mod acts;
mod desk;
mod files;
mod own_fits;
mod place;
mod quality;
mod shelf;
mod summary;
mod template;
#[cfg(test)]
mod tests;

use leptos::prelude::*;
use maud::html;
use wattpix_core::words::Word;

use super::own_charts;
use desk::Desk;
use files::{Busy, Files};
use place::place;
use quality::quality;
use shelf::shelf;
use summary::summary;
use template::columns;

/// The panel's body.
#[component]
pub fn Measurements(
    /// Width for which charts are laid out, in CSS pixels.
    width: Memo<u32>,
    /// Reason why fits that the browser keeps cannot be read.
    unreadable: Option<String>,
) -> impl IntoView {
    let desk = Desk::new(unreadable);
    view! { <Panel desk width/> }
}

#[component]
fn Panel(desk: Desk, width: Memo<u32>) -> impl IntoView {
    let words = desk.words;
    let problems = move || {
        html! {
            @for said in desk.problems.get() { p.problem { (said) } }
        }
    };
    let columns = move || {
        if desk.summary.with(Option::is_none) {
            columns(words)
        } else {
            html! {}
        }
    };
    let rows =
        move || desk.summary.with(|rows| rows.as_ref().map(|rows| summary(words, rows))).unwrap_or_default();
    let charts = move || {
        let drawn = desk.summary.with(|rows| rows.as_ref().is_some_and(|rows| !rows.points.is_empty()));
        if drawn {
            desk.store.get(|view| own_charts(view, width.get()))
        } else {
            html! {}
        }
    };
    let made =
        move || desk.made.with(|made| made.as_ref().map(|made| quality(words, made))).unwrap_or_default();
    let fits = move || desk.fits.with(|fits| desk.kept.with(|kept| shelf(words, fits, kept)));
    view! {
        <div on:click=move |event| acts::act(desk, &event)>
            <Files desk/>
            <p class="privacy">{desk.text(Word::MEASUREMENTS_PRIVACY)}</p>
            <Busy desk/>
            <div role="alert">{place("problem", "", problems)}</div>
            {place("template", "", columns)}
            {place("read", "", rows)}
            {place("charts", "charts", charts)}
            {place("made", "", made)}
            {place("shelf", "", fits)}
        </div>
    }
}
