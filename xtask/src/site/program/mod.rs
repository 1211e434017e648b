//! The site's one program: compiled once, split into a main part and parts that a visitor asks for, and put into one folder.
//!
//! [`compile`] asks cargo for the WebAssembly, [`split`] takes it apart and writes the scripts around it, [`App`] is the folder that
//! comes of it.
//!
//! No `wasm-opt` runs afterwards. On a page with Leptos, plotters, nalgebra and serde_json it takes 2 % off what a visitor
//! loads, which is not worth a further tool that a fresh machine lacks (bytes, profile `site`, rustc 1.95):
//!
//! | | plain | gzip -9 |
//! |---|---|---|
//! | as `wasm-bindgen` leaves it | 270,795 | 117,496 |
//! | binaryen 108 `-Oz` (Debian 12) | 254,259 | 115,415 |
//! | binaryen 108 `-Os` | 255,620 | 115,381 |
//! | binaryen 132 `-Oz` (npm) | 252,249 | 115,284 |
//! | binaryen 132 `-Oz --converge` | 251,938 | 115,444 |
//!
//! `opt-level = "z"` instead of `"s"` takes off 0.8 %.

mod app;
mod compile;
mod part;
mod small;
mod split;

use anyhow::{Context, Result};

use crate::workspace::Workspace;
pub use app::App;
pub use part::Part;

/// Compiles, splits and binds the program.
///
/// # Errors
/// When the target cannot be added, the program does not compile, or it cannot be split or bound.
pub fn build(workspace: &Workspace) -> Result<App> {
    let compiled = compile::compile(workspace)?;
    eprintln!("Splitting the program");
    // Not target/site: that is cargo's own, named after the profile.
    let staging = workspace.target().join("wasm-split");
    let parts = split::split(&compiled, &staging)
        .with_context(|| format!("{} could not be split", compiled.display()))?;
    App::read(&staging, parts)
}
