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

/// Panels of one purpose, under a title.
#[derive(Debug)]
pub struct Group {
    /// Title.
    pub title: Word,
    /// The panels, in the order in which the page shows them.
    pub panels: &'static [Entry],
}

/// Every panel, by purpose.
pub const GROUPS: [Group; 3] = [
    Group {
        title: Word::PANEL_PLAN,
        panels: &[
            panel("budget", Word::PANEL_BUDGET),
            panel("fleet", Word::PANEL_FLEET),
            panel("likeness", Word::PANEL_LIKENESS),
            panel("comparison", Word::PANEL_COMPARISON),
            panel("heat-map", Word::PANEL_HEAT_MAP),
        ],
    },
    Group {
        title: Word::PANEL_UNDERSTAND,
        panels: &[
            panel("explanation", Word::PANEL_EXPLANATION),
            panel("law", Word::PANEL_LAW),
            panel("drivers", Word::PANEL_DRIVERS),
            panel("operations", Word::PANEL_OPERATIONS),
        ],
    },
    Group {
        title: Word::PANEL_RESEARCH,
        panels: &[
            panel("architecture", Word::PANEL_ARCHITECTURE),
            // A person's files.
            Entry { stays: true, ..panel("measurements", Word::PANEL_MEASUREMENTS) },
        ],
    },
];

/// Returns every panel.
pub fn all() -> impl Iterator<Item = &'static Entry> {
    const { &GROUPS }.iter().flat_map(|group| group.panels)
}
