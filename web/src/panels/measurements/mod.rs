//! A person's own measurements and fits: files that are read, shown beside what the page's fits say, and fitted in the worker.
//!
//! `desk` — the task under way and its results; `own_fits` — a person's fits there. The rest are the panel's components.

mod acts;
mod desk;
mod files;
mod own_fits;
mod quality;
mod shelf;
mod summary;
mod template;
#[cfg(test)]
mod tests;

use leptos::prelude::*;
use maud::html;
use wattpix_core::words::Word;

use crate::charts;
use crate::components::{Figure, Written};
use crate::own::kept_fits;
use desk::Desk;
use files::{Busy, Files};
use quality::quality;
use shelf::shelf;
use summary::summary;
use template::columns;

/// The panel's body.
#[component]
pub fn Measurements() -> impl IntoView {
    let desk = Desk::new(kept_fits::unreadable());
    view! { <Panel desk/> }
}

#[component]
fn Panel(desk: Desk) -> impl IntoView {
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
        // Drawn again with other rows.
        let drawn = desk.summary.with(|rows| rows.as_ref().is_some_and(|rows| !rows.points.is_empty()));
        let figures = || const { &charts::OWN }.iter().map(|chart| view! { <Figure chart/> }).collect_view();
        drawn.then(figures)
    };
    let made =
        move || desk.made.with(|made| made.as_ref().map(|made| quality(words, made))).unwrap_or_default();
    let fits = move || desk.fits.with(|fits| desk.kept.with(|kept| shelf(words, fits, kept)));
    view! {
        <div on:click=move |event| acts::act(desk, &event)>
            <Files desk/>
            <p class="privacy">{desk.text(Word::MEASUREMENTS_PRIVACY)}</p>
            <Busy desk/>
            <div role="alert"><Written own="problem" class="" markup=Box::new(problems)/></div>
            <Written own="template" class="" markup=Box::new(columns)/>
            <Written own="read" class="" markup=Box::new(rows)/>
            <div class="charts" data-own="charts">{move || charts().into_any()}</div>
            <Written own="made" class="" markup=Box::new(made)/>
            <Written own="shelf" class="" markup=Box::new(fits)/>
        </div>
    }
}
