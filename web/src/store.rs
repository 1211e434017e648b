//! The page's state as signals, and edits to it. The query is the state; everything else follows from it.

use std::cell::Cell;

use leptos::prelude::{
    Get, GetUntracked, GetValue, Memo, RwSignal, Set, SetValue, StoredValue, Update, With, WithUntracked,
};
use wattpix_core::words::Words;

use crate::browser::{self, Visit};
use crate::form::draft::{self, Draft, Outcome};
use crate::query::Query;
use crate::view::View;

thread_local! {
    static PRESENT: Cell<Option<Store>> = const { Cell::new(None) };
}

/// The state, shared with every part of the page.
#[derive(Debug, Clone, Copy)]
pub struct Store {
    query: RwSignal<Query>,
    view: Memo<View>,
    drafts: RwSignal<Vec<Draft>>,
    /// Whether the present history entry belongs to an edit that goes on.
    editing: StoredValue<bool>,
}

impl Store {
    /// The state of a query in a language.
    pub fn new(words: Words, query: Query) -> Self {
        let query = RwSignal::new(query);
        let view = Memo::new(move |_| View::told_in(words, query.get()));
        Self { query, view, drafts: RwSignal::default(), editing: StoredValue::new(false) }
    }

    /// The state of the address in a language, following Back and Forward.
    pub fn of_address(words: Words) -> Self {
        let store = Self::new(words, browser::query());
        browser::listen_in_window("popstate", move |_| store.look());
        PRESENT.set(Some(store));
        store
    }

    /// The state of the page that runs; `None` before there is one.
    pub fn present() -> Option<Self> {
        PRESENT.get()
    }

    /// Reads the address again, and what it is read with.
    pub fn look(&self) {
        self.editing.set_value(false);
        self.query.set(browser::query());
        self.drop_replaced_drafts();
    }

    /// Puts a value for a key into the link; an empty one takes the key away.
    pub fn put(&self, key: &str, value: &str, visit: Visit) {
        self.editing.set_value(false);
        let mut query = self.query.get_untracked();
        query.set(key, Some(value).filter(|value| !value.is_empty()));
        self.show(query, visit);
    }

    /// Something of the view, followed.
    pub fn get<T>(&self, read: impl FnOnce(&View) -> T) -> T {
        self.view.with(read)
    }

    /// Something of the view, not followed.
    pub fn now<T>(&self, read: impl FnOnce(&View) -> T) -> T {
        self.view.with_untracked(read)
    }

    /// A value while it is typed: shown at once where it can be used, else kept in its field as a draft.
    pub fn type_in(&self, key: &str, text: &str) {
        match self.now(|view| draft::read(view, key, text, false)) {
            Outcome::State(_) if draft::waits_for_the_end(key) => self.drop_draft(key),
            Outcome::State(query) => {
                self.drop_draft(key);
                let visit = self.visit_of_edit();
                // What changes nothing yet is no edit: the first change makes the entry in the history.
                if self.show(query, visit) {
                    self.editing.set_value(true);
                }
            }
            Outcome::Draft(draft) => self.keep_draft(*draft),
        }
    }

    /// A finished value; one that cannot be used stays in its field.
    pub fn finish(&self, key: &str, text: &str) {
        let visit = self.visit_of_edit();
        self.editing.set_value(false);
        match self.now(|view| draft::read(view, key, text, true)) {
            Outcome::State(query) => {
                self.drop_draft(key);
                self.show(query, visit);
            }
            Outcome::Draft(draft) => self.keep_draft(*draft),
        }
    }

    /// The texts that cannot be used, followed.
    pub fn drafts<T>(&self, read: impl FnOnce(&[Draft]) -> T) -> T {
        self.drafts.with(|drafts| read(drafts))
    }

    /// The same, not followed.
    pub fn drafts_now<T>(&self, read: impl FnOnce(&[Draft]) -> T) -> T {
        self.drafts.with_untracked(|drafts| read(drafts))
    }

    /// Whether a field holds a text that cannot be used.
    pub fn has_draft(&self, key: &str) -> bool {
        self.drafts_now(|drafts| drafts.iter().any(|draft| draft.key == key))
    }

    /// Forgets what was typed into a field.
    pub fn drop_draft(&self, key: &str) {
        if self.has_draft(key) {
            self.drafts.update(|drafts| drafts.retain(|draft| draft.key != key));
        }
    }

    fn keep_draft(&self, draft: Draft) {
        if self.drafts_now(|drafts| !drafts.contains(&draft)) {
            self.drafts.update(|drafts| {
                drafts.retain(|other| other.key != draft.key);
                drafts.push(draft);
            });
        }
    }

    /// Forgets what was typed into fields that something else changed.
    fn drop_replaced_drafts(&self) {
        let holds = |draft: &Draft| self.now(|view| draft.holds(view));
        if self.drafts_now(|drafts| !drafts.iter().all(holds)) {
            self.drafts.update(|drafts| drafts.retain(holds));
        }
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
            self.drop_replaced_drafts();
        }
        other
    }
}
