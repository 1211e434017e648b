//! The file of the countries' carbon intensities, fetched when it is needed, and their names, which every browser knows in the page's language.

use std::cell::Cell;

use js_sys::Intl::DisplayNames;
use js_sys::{Array, JsString, Object, Reflect};
use leptos::task::spawn_local;
use wattpix_core::carbon::electricity::ZONE;

use crate::countries::arrive;
use crate::data;
use crate::reactive::effect;
use crate::state::State;

/// Name of the file among the page's data.
const FILE: &str = "zones";

thread_local! {
    static ASKED: Cell<bool> = const { Cell::new(false) };
}

/// Fetches the file unless that is under way or done; after a failure it is asked for again.
pub fn ask(state: State) {
    if ASKED.replace(true) {
        return;
    }
    spawn_local(async move {
        match data::fetch(FILE).await {
            Ok(lines) => arrive(&named(&lines, state.words.code())),
            Err(data::Missing) => {
                ASKED.set(false);
                arrive("");
            }
        }
        state.look();
    });
}

/// Fetches the file once a link names a country.
pub fn follow(state: State) {
    effect(move || {
        if state.get(|view| view.query.get(ZONE).is_some()) {
            ask(state);
        }
    });
}

/// Lines of alpha-3 and alpha-2 code, g/kWh, year and source, with names and in their order.
fn named(lines: &str, language: &str) -> String {
    let languages = Array::of1(&language.into());
    let kind = Object::new();
    // Refused only for objects that cannot be changed.
    let _ = Reflect::set(&kind, &"type".into(), &"region".into());
    let names = DisplayNames::new(&languages, &kind);
    let row = |line: &str| {
        let code = line.split(',').nth(1).unwrap_or_default();
        (names.of(code).map(String::from).unwrap_or_default().replace(',', ""), line.to_owned())
    };
    let mut rows: Vec<(String, String)> = Vec::new();
    for (name, line) in lines.trim().lines().map(row) {
        // Two hundred: the library's sorting would be larger than what it saves.
        let before = |other: &(String, String)| {
            JsString::from(other.0.as_str()).locale_compare(&name, &languages, &Object::new()) < 0
        };
        rows.insert(rows.partition_point(before), (name, line));
    }
    let rows: Vec<String> = rows.iter().map(|(name, line)| [line, ",", name].concat()).collect();
    rows.join("\n")
}
