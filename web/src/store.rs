//! The page's state as signals, and edits to it. The query is the state; everything else follows from it.

use leptos::prelude::{Get, GetValue, Memo, RwSignal, Set, SetValue, StoredValue, With, WithUntracked};
use wattpix_core::words::Words;

use crate::browser::{self, Visit};
use crate::own;
use crate::page::Page;
use crate::query::Query;
use crate::view::View;

/// The state, shared with every part of the page.
#[derive(Debug, Clone, Copy)]
pub struct Store {
    query: RwSignal<Query>,
    view: Memo<View>,
    /// Whether the present history entry belongs to an edit that goes on.
    editing: StoredValue<bool>,
}

impl Store {
    /// The state of the address in a language, following Back, Forward and the fits that a person brings.
    pub fn of_address(words: Words) -> Self {
        own::fits::offer(&browser::own_fits());
        let query = RwSignal::new(browser::query());
        let view = Memo::new(move |_| View::told_in(words, query.get()));
        let store = Self { query, view, editing: StoredValue::new(false) };
        browser::listen_in_window("popstate", move |_| {
            store.editing.set_value(false);
            own::fits::offer(&browser::own_fits());
            store.query.set(browser::query());
        });
        store
    }

    /// Something of the view, followed.
    pub fn get<T>(&self, read: impl FnOnce(&View) -> T) -> T {
        self.view.with(read)
    }

    /// Something of the view, not followed.
    pub fn now<T>(&self, read: impl FnOnce(&View) -> T) -> T {
        self.view.with_untracked(read)
    }

    /// A value while it is typed: shown at once where it can be used, else ignored until it is finished.
    pub fn type_in(&self, key: &str, text: &str) {
        let query = self.now(|view| view.with(key, text));
        if !self.now(|view| Page::read(&query, view.words)).has_problem(key) {
            let visit = self.visit_of_edit();
            // What changes nothing yet is no edit: the first change makes the entry in the history.
            if self.show(query, visit) {
                self.editing.set_value(true);
            }
        }
    }

    /// A finished value; one that cannot be used is reported. Whether the state is another than before.
    pub fn finish(&self, key: &str, text: &str) -> bool {
        let visit = self.visit_of_edit();
        self.editing.set_value(false);
        self.show(self.now(|view| view.with(key, text)), visit)
    }

    /// Another state.
    pub fn visit(&self, query: Query) {
        self.editing.set_value(false);
        self.show(query, Visit::New);
    }

    /// One entry in the history for one edit, however many keys it takes.
    fn visit_of_edit(&self) -> Visit {
        if self.editing.get_value() { Visit::Same } else { Visit::New }
    }

    /// Whether it is another state than before.
    fn show(&self, query: Query, visit: Visit) -> bool {
        let other = self.query.with_untracked(|shown| *shown != query);
        if other {
            browser::show(&query, visit);
            self.query.set(query);
        }
        other
    }
}
