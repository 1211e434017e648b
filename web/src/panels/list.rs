//! The panels, as the page knows them before their part has come.

use wattpix_core::words::Word;

/// Facts about a panel before its part has come.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// Stable name: links open it by the key [`SHOW`](crate::page::SHOW).
    pub id: &'static str,
    /// Title.
    pub title: Word,
    /// Tells whether it keeps what it holds while it is closed.
    pub stays: bool,
}

const fn panel(id: &'static str, title: Word) -> Entry {
    Entry { id, title, stays: false }
}

/// Every panel, in the order in which the page shows them.
pub const ALL: [Entry; 11] = [
    panel("budget", Word::PANEL_BUDGET),
    panel("fleet", Word::PANEL_FLEET),
    panel("likeness", Word::PANEL_LIKENESS),
    panel("heat-map", Word::PANEL_HEAT_MAP),
    panel("explanation", Word::PANEL_EXPLANATION),
    panel("law", Word::PANEL_LAW),
    panel("drivers", Word::PANEL_DRIVERS),
    panel("operations", Word::PANEL_OPERATIONS),
    panel("comparison", Word::PANEL_COMPARISON),
    panel("architecture", Word::PANEL_ARCHITECTURE),
    // A person's files.
    Entry { stays: true, ..panel("measurements", Word::PANEL_MEASUREMENTS) },
];
