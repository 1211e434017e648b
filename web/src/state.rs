//! The page's state as signals, and edits to it. The query is the state; everything else follows from it.
//!
//! Components get it by `expect_context::<State>()`.

use leptos::prelude::*;

use crate::reactive::memo;
use crate::spoken::Spoken;
use wattpix_core::words::Words;

use crate::browser::{self, Visit};
use crate::form::Presses;
use crate::form::draft::{self, Draft, Outcome};
use crate::page::SHOW;
use crate::panels;
use crate::query::Query;
use crate::view::View;

/// The state, shared with every component.
#[derive(Debug, Clone, Copy)]
pub struct State {
    /// The page's language.
    pub words: Words,
    query: RwSignal<Query>,
    view: Memo<View>,
    drafts: RwSignal<Vec<Draft>>,
    /// The width for which charts are laid out, in CSS pixels.
    pub chart_width: Memo<u32>,
    /// The place of the page that speaks.
    pub spoken: Spoken,
    /// True while the rest of the catalogue is fetched.
    pub(crate) awaits: RwSignal<bool>,
    /// Edits that go on while a pointer is down.
    pub(crate) presses: Presses,
    /// Tells whether the present history entry belongs to an edit that goes on.
    editing: StoredValue<bool>,
}

impl State {
    /// The state of a query in a language.
    pub fn new(words: Words, query: Query) -> Self {
        let query = RwSignal::new(query);
        let view = memo(move || View::told_in(words, query.get()));
        Self {
            words,
            query,
            view,
            drafts: RwSignal::default(),
            chart_width: browser::chart_width(),
            spoken: Spoken::new(),
            awaits: RwSignal::new(false),
            presses: Presses::new(),
            editing: StoredValue::new(false),
        }
    }

    /// The state of the address in a language, following Back and Forward.
    pub fn of_address(words: Words) -> Self {
        let state = Self::new(words, browser::query());
        browser::listen("popstate", move |_| state.look());
        state.follow_presses();
        state
    }

    /// Reads the address again, and what it is read with: the countries, a person's own fits.
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

    /// Reads the view, tracking it.
    pub fn get<T>(&self, read: impl FnOnce(&View) -> T) -> T {
        self.view.with(read)
    }

    /// Reads the view without tracking it.
    pub fn now<T>(&self, read: impl FnOnce(&View) -> T) -> T {
        self.view.with_untracked(read)
    }

    /// Returns the query, tracking it.
    pub fn query(&self) -> Query {
        self.query.get()
    }

    /// Returns the query without tracking it.
    pub fn query_now(&self) -> Query {
        self.query.get_untracked()
    }

    /// A value while it is typed: shown at once where it can be used, else kept in its field as a draft.
    pub fn type_in(&self, key: &str, text: &str) {
        match self.now(|view| draft::read(view, key, text, false)) {
            Outcome::State(_) if draft::waits_for_the_end(key) => {
                self.keep_draft(self.now(|view| Draft::waiting(view, key, text)));
            }
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

    /// The draft of a field, tracking it.
    pub fn draft(&self, key: &str) -> Option<Draft> {
        self.drafts.with(|drafts| drafts.iter().find(|draft| draft.key == key).cloned())
    }

    /// Tells whether a field holds a text that cannot be used.
    pub fn has_draft(&self, key: &str) -> bool {
        self.drafts.with_untracked(|drafts| drafts.iter().any(|draft| draft.key == key))
    }

    /// Forgets what was typed into a field.
    pub fn drop_draft(&self, key: &str) {
        if self.has_draft(key) {
            self.drafts.update(|drafts| drafts.retain(|draft| draft.key != key));
        }
    }

    fn keep_draft(&self, draft: Draft) {
        if self.drafts.with_untracked(|drafts| !drafts.contains(&draft)) {
            self.drafts.update(|drafts| {
                drafts.retain(|other| other.key != draft.key);
                drafts.push(draft);
            });
        }
    }

    /// Forgets what was typed into fields that something else changed.
    fn drop_replaced_drafts(&self) {
        let holds = |draft: &Draft| self.now(|view| draft.holds(view));
        if self.drafts.with_untracked(|drafts| !drafts.iter().all(holds)) {
            self.drafts.update(|drafts| drafts.retain(holds));
        }
    }

    /// Another state.
    pub fn visit(&self, query: Query) {
        self.editing.set_value(false);
        self.show(query, Visit::New);
    }

    /// Opens or closes a panel. Which are open stands in the link; it makes no entry in the history.
    pub fn show_panel(&self, id: &str, open: bool) {
        if self.now(|view| view.page.shows(id)) == open {
            return;
        }
        let shows = |panel: &&str| if *panel == id { open } else { self.now(|view| view.page.shows(panel)) };
        let shown: Vec<&str> = panels::all().map(|panel| panel.id).filter(shows).collect();
        self.put(SHOW, &shown.join(","), Visit::Same);
    }

    /// Makes one entry in the history for one edit, however many keys it takes.
    fn visit_of_edit(&self) -> Visit {
        if self.editing.get_value() { Visit::Same } else { Visit::New }
    }

    /// Shows a query and tells whether it is another one than before.
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
