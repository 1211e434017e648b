//! The countries' carbon intensities: a file of its own beside the page, fetched when a link names a country or its field is used.
//!
//! Until it has come the world's figure counts, and the page says so; see [`wattpix_core::carbon::electricity`].

use std::cell::Cell;

use wattpix_core::carbon::Countries;

thread_local! {
    static COUNTRIES: Cell<Countries> = const { Cell::new(Countries::Awaited) };
}

/// Returns the countries known at present.
pub fn countries() -> Countries {
    COUNTRIES.get()
}

/// Takes the table as text; an empty one says that it did not arrive. The text is kept for good: it comes once.
pub fn arrive(table: &str) {
    let known = match countries() {
        Countries::Table(known) => known,
        Countries::Awaited | Countries::Lost => "",
    };
    if table.is_empty() {
        COUNTRIES.set(Countries::Lost);
    } else if table != known {
        COUNTRIES.set(Countries::Table(Box::leak(table.to_owned().into_boxed_str())));
    }
}
