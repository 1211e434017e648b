//! The document of link keys names every key that the page and the parser know, and no other.

use std::collections::BTreeSet;

use wattpix_core::carbon::electricity::{INTENSITY, PRICE, PUE, ZONE};
use wattpix_core::equivalence::{self, LIKE};
use wattpix_core::error::Key;
use wattpix_web::budget::{AMOUNT, IN, MONTHLY, PER};
use wattpix_web::defaults::TASK;
use wattpix_web::fleet::DAILY;
use wattpix_web::page::{LANG, SHOW, UNIT, VERSION};
use wattpix_web::share::{CHART, THEME};
use wattpix_web::whole::WHOLE;

const DOCUMENT: &str = include_str!("../../docs/link-keys.md");

/// Source of the list of panels, which only the page's own build compiles.
const PANELS: &str = include_str!("../../web/src/panels/list.rs");

#[test]
fn every_key_of_a_link_is_documented() {
    let others = [
        ZONE, INTENSITY, PUE, PRICE, LIKE, AMOUNT, IN, PER, MONTHLY, DAILY, LANG, SHOW, UNIT, VERSION, CHART,
        TASK, THEME, WHOLE,
    ];
    let known: BTreeSet<&str> = Key::ALL.into_iter().map(Key::name).chain(others).collect();
    let rows = DOCUMENT.lines().filter_map(|line| line.strip_prefix("| `")?.split_once(" |"));
    let documented: BTreeSet<&str> =
        rows.flat_map(|(keys, _)| keys.split(", ")).map(|key| key.trim_matches('`')).collect();
    assert_eq!(documented, known);
}

#[test]
fn panels_and_comparisons_are_documented() {
    let panels = PANELS.split("panel(\"").skip(1).filter_map(|rest| rest.split_once('"'));
    let ids: Vec<&str> = panels.map(|(id, _)| id).chain(equivalence::ALL.iter().map(|one| one.id)).collect();
    assert!(ids.len() > 15, "{ids:?}");
    for id in ids {
        assert!(DOCUMENT.contains(&format!("`{id}`")), "{id} is missing in docs/link-keys.md");
    }
}
