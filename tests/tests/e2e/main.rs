//! The built site in a real browser. Run with `cargo xtask test e2e`; pictures go to `target/e2e/`.
//!
//! One file a subject. What they share is the [`calculator`]: the page as its stable hooks show it.

mod accessibility;
mod architecture;
mod calculator;
mod charts;
mod command_line;
mod compare;
mod controls;
mod electricity;
mod embedding;
mod firefox;
mod first_visit;
mod further;
mod hostile_links;
mod keyboard;
mod language;
mod layout;
mod links;
mod many_rows;
mod measurements;
mod offline;
mod old_links;
mod own_fits;
mod own_panel;
mod panels;
mod printing;
mod safety;
mod saving;
mod timings;
mod typing;
mod without_javascript;
