//! The page: its frame as markup, and the one effect that keeps it in step with the state.
//!
//! Leptos holds the state: signals, a memo, an effect. The page itself is escaped markup that parts write (see [`crate::parts`]):
//! as reactive nodes it was half as large again, beyond what a first visit may transfer.

use leptos::prelude::{Effect, Get, GetValue, SetValue, StoredValue, UpdateValue};
use maud::{Markup, html};
use wattpix_core::error::Choice;
use wattpix_core::words::{Word, Words};
use web_sys::Element;

use crate::browser::{self, PAINTED, WRITTEN, chart_width};
use crate::charts::{self, Look};
use crate::exact::exact;
use crate::form;
use crate::form::draft::{Draft, Number};
use crate::held::Held;
use crate::panels;
use crate::parts;
use crate::say::Told;
use crate::store::Store;
use crate::view::View;

/// The page, once it is written.
const PAGE: &str = "#calculator";

/// A part of the page: the slot that it fills, and what writes it.
type Part = (&'static str, fn(&View) -> Markup);

/// Every part that is written again when it says something else, by the name of its slot.
const PARTS: [Part; 6] = [
    ("problems", parts::problems::problems),
    ("readout", parts::readout::readout),
    ("keep", parts::readout::keep),
    ("caveats", parts::caveats::caveats),
    ("compared", parts::compared::compared),
    ("sources", parts::sources::sources),
];

/// Writes the calculator, in a language, into a place of the page and keeps it in step with the state, which what a person does
/// changes.
pub fn start(place: &Element, words: Words) {
    browser::set_markup(place, &html! { main.page id="calculator" { (frame(words)) } }.into_string());
    let Some(page) = browser::find(PAGE) else { return };
    let store = Store::of_address(words);
    let written = StoredValue::new(Written::default());
    edit(&page, store);
    browser::listen(&page, "click", move |event| {
        if let Some((key, value)) = browser::offered(event) {
            store.finish(&key, &value);
            settle(store, &key);
            if let Some(page) = browser::find(PAGE) {
                browser::focus(&page, &key);
            }
        } else if let Some(query) = browser::state_link(event) {
            event.prevent_default();
            store.visit(query);
        }
    });
    let width = chart_width();
    // It holds nothing of the browser's: what may not leave its thread would need a wrapper that asks which thread this is, and the
    // library's answer to that is 4 kB on the wire.
    Effect::new_isomorphic(move |_| {
        let Some(page) = browser::find(PAGE) else { return };
        written.update_value(|written| {
            store.get(|view| store.drafts_now(|drafts| show(&page, view, drafts, width.get(), written)));
        });
        browser::keep_state_in_other_languages();
        browser::announce();
        browser::later(PAINTED, move || {
            written.update_value(|written| {
                for (place, table) in written.folded.drain(..) {
                    browser::fill(&page, &place, &table);
                }
            });
        });
    });
}

/// Carries what a person types to the state, and what cannot be used back to its field.
fn edit(page: &Element, store: Store) {
    browser::listen(page, "input", move |event| {
        let (key, text) = browser::field(event);
        store.type_in(&key, &text);
    });
    // While a pointer is down nothing is said and nothing moves: the click that it begins would miss what it was for.
    let pressed = StoredValue::new(false);
    let waiting = StoredValue::new(Vec::<String>::new());
    let finish = move |key: &str, text: &str| {
        if pressed.get_value() {
            waiting.update_value(|waiting| waiting.push(key.to_owned()));
        } else {
            store.finish(key, text);
            settle(store, key);
        }
    };
    browser::listen(page, "change", move |event| {
        let (key, text) = browser::field(event);
        finish(&key, &text);
    });
    // A text that was typed back to what it was makes no change.
    browser::listen(page, "focusout", move |event| {
        let (key, text) = browser::field(event);
        if store.has_draft(&key) {
            finish(&key, &text);
        }
    });
    browser::listen_in_window("pointerdown", move |_| pressed.set_value(true));
    for kind in ["pointerup", "pointercancel", "keydown"] {
        browser::listen_in_window(kind, move |_| {
            pressed.set_value(false);
            // After the click.
            browser::later(0, move || {
                let Some(page) = browser::find(PAGE) else { return };
                for key in waiting.try_update_value(std::mem::take).unwrap_or_default() {
                    if let Some(text) = browser::field_named(&page, &key).and_then(browser::value) {
                        store.finish(&key, &text);
                        settle(store, &key);
                    }
                }
            });
        });
    }
    browser::listen(page, "keydown", move |event| {
        let (key, text) = browser::field(event);
        let Some(number) = store.now(|view| Number::of(view, &key)) else { return };
        match browser::key(event).as_deref() {
            Some(arrow @ ("ArrowUp" | "ArrowDown")) => {
                let stepped = store.now(|view| number.stepped(&text, arrow == "ArrowUp", view.words));
                if let (Some(stepped), Some(page)) = (stepped, browser::find(PAGE)) {
                    event.prevent_default();
                    browser::set_value(&page, &key, &stepped);
                    store.type_in(&key, &stepped);
                }
            }
            Some("Escape") if store.has_draft(&key) => {
                store.drop_draft(&key);
                settle(store, &key);
            }
            _ => {}
        }
    });
    let notes = move |drafts: &[Draft]| {
        if let Some(page) = browser::find(PAGE) {
            store.now(|view| form::notes::show(&page, view, drafts));
        }
    };
    Effect::new_isomorphic(move |_| store.drafts(notes));
    // The site's script writes the fields of panels anew.
    browser::listen_in_document(WRITTEN, move |_| store.drafts_now(notes));
}

/// Shows in a field what counts, as fields show it, unless it holds what cannot be used.
fn settle(store: Store, key: &str) {
    if let Some(page) = browser::find(PAGE)
        && !store.has_draft(key)
    {
        store.now(|view| form::notes::settle(&page, view, key));
    }
}

/// The page without what the state fills in.
fn frame(words: Words) -> Markup {
    html! {
        div role="alert" data-testid="problems" data-slot="problems" {}
        div.desk {
            form.controls aria-label=(Told(words, Word::FORM_LABEL)) { (form::markup::form(words)) }
            div.answer {
                section.readout aria-label=(Told(words, Word::READOUT_LABEL)) data-testid="result" {
                    div data-slot="readout" {}
                    div.acts {
                        div data-slot="keep" {}
                        (parts::readout::acts(words))
                    }
                }
                div data-slot="caveats" {}
            }
        }
        div data-slot="compared" {}
        section.charts aria-label=(Told(words, Word::FIGURE_CHARTS)) {
            @for chart in &charts::FIRST { (parts::figure::frame(chart, words)) }
        }
        section.panels aria-label=(Told(words, Word::PANEL_LABEL)) { (panels::folded(words)) }
        section.sources data-slot="sources" {}
    }
}

/// What the page holds.
#[derive(Default)]
struct Written {
    /// The places of [`PARTS`] and the charts, in their order.
    parts: Held,
    /// The fields of the form, in theirs.
    form: Held,
    /// Tables of data that are folded away, by their place. They are most of the markup; after the first time they wait until
    /// what is seen is painted.
    folded: Vec<(String, String)>,
}

/// Fills the frame, but for the tables that are folded away.
fn show(page: &Element, view: &View, drafts: &[Draft], chart_width: u32, written: &mut Written) {
    let Written { parts, form, folded } = written;
    for (place, (slot, write)) in PARTS.into_iter().enumerate() {
        let markup = write(view).into_string();
        if parts.changes(place, &markup) {
            browser::fill(page, &["[data-slot=", slot, "]"].concat(), &markup);
        }
    }
    for (place, chart) in charts::FIRST.iter().enumerate() {
        let (drawing, table) = parts::figure::contents(view, chart, Look::on_page(chart_width));
        let figure = [".charts > [data-chart=", chart.id, "] "].concat();
        let place = PARTS.len() + 2 * place;
        if parts.changes(place, &drawing) {
            browser::fill(page, &[&figure, ".drawing"].concat(), &drawing);
        }
        if parts.changes(place + 1, &table) {
            let open = browser::is_there(page, &[&figure, "details.data[open]"].concat());
            let place = [&figure, ".scroll"].concat();
            let first = !browser::is_there(page, &[&place, " > *"].concat());
            folded.retain(|(waiting, _)| *waiting != place);
            if open || first { browser::fill(page, &place, &table) } else { folded.push((place, table)) }
        }
    }
    form::show(page, view, drafts, form);
    show_result(page, view);
}

/// The result for programs: numbers that read back exactly.
fn show_result(page: &Element, view: &View) {
    let Ok(Some(result)) = page.query_selector("[data-testid=result]") else { return };
    let attributes = match &view.estimate {
        Ok(estimate) => [
            ("data-wh-per-image", exact(estimate.energy.watt_hours())),
            ("data-wh-low", exact(estimate.low.watt_hours())),
            ("data-wh-high", exact(estimate.high.watt_hours())),
            ("data-g-co2e", exact(view.page.electricity.grams(estimate.energy))),
            ("data-fit", estimate.fit.id().to_owned()),
            ("data-boundary", estimate.question.boundary.name().to_owned()),
        ],
        Err(_) => {
            ["data-wh-per-image", "data-wh-low", "data-wh-high", "data-g-co2e", "data-fit", "data-boundary"]
                .map(|name| (name, String::new()))
        }
    };
    for (name, value) in &attributes {
        browser::set_attributes(&result, &[(name, value)]);
    }
}
