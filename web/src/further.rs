//! The rest of the catalogue: models of video, GPUs that few people use, older fits, and names as people write them. It is a part of the
//! program, fetched when a link asks for something unknown, when a choice is looked at, and with the lists of
//! other models and GPUs, which are of that part too.

use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_split_helpers::wasm_split;
use wattpix_core::catalogue;

use crate::clip::Clip;
use crate::form::panel_fields;
use crate::panels::architecture::{self, Architecture};
use crate::part::{self, Lost};
use crate::ranking::Ranking;
use crate::reactive::effect;
use crate::state::State;
use crate::view::View;

/// Makes the whole catalogue known, once, with the words for it.
///
/// # Errors
/// [`Lost`] where it does not arrive.
pub async fn bring(state: State) -> Result<(), Lost> {
    if catalogue::is_whole() {
        return Ok(());
    }
    state.awaits.set(true);
    let arrived = fetched(state).await;
    state.awaits.set(false);
    if arrived.is_ok() {
        state.look();
    }
    arrived
}

async fn fetched(state: State) -> Result<(), Lost> {
    part::with_words(state.words, prepare()).await?;
    arrive().await
}

/// Fetches it in the background.
pub fn ask(state: State) {
    if !catalogue::is_whole() {
        spawn_local(async move {
            // One that does not arrive is asked for again next time.
            let _ = bring(state).await;
        });
    }
}

/// Makes it known in a worker, which has its words already.
///
/// # Errors
/// [`Lost`] where it does not arrive.
#[wasm_split(catalogue, fallible, preload(#[doc = "Fetches the part."] prepare))]
pub fn arrive() -> Result<(), Lost> {
    catalogue::arrive();
    Ok(())
}

/// Tells whether a view refuses what the whole catalogue may know.
pub fn is_needed(view: &View) -> bool {
    !catalogue::is_whole() && !view.page.problems.is_empty()
}

/// Fetches it once a state needs it.
pub fn follow(state: State) {
    effect(move || {
        if state.get(is_needed) {
            ask(state);
        }
    });
}

/// A component of the part.
#[derive(Debug, Clone, Copy)]
pub enum Section {
    /// The lists of other models and GPUs.
    Ranking,
    /// A clip beside its energy.
    Clip,
    /// The panel of changed models.
    Architecture,
}

/// Brings a component, and with it the whole catalogue.
///
/// # Errors
/// [`Lost`] where it does not arrive.
pub async fn content(state: State, section: Section) -> Result<fn() -> AnyView, Lost> {
    bring(state).await?;
    component(section).await
}

#[wasm_split(catalogue, fallible)]
fn component(section: Section) -> Result<fn() -> AnyView, Lost> {
    Ok(match section {
        Section::Ranking => || view! { <Ranking/> }.into_any(),
        Section::Clip => || view! { <Clip/> }.into_any(),
        Section::Architecture => {
            panel_fields::arrive(&[&architecture::FIELDS]);
            || view! { <Architecture/> }.into_any()
        }
    })
}
