//! A button that saves or copies.

use leptos::prelude::*;

/// Saves or copies: `act` says what. [`crate::share::press`] does it, for every such button of the page.
#[component]
pub fn ShareButton(act: &'static str, label: &'static str) -> impl IntoView {
    view! { <button class="quiet" type="button" data-do=act>{label}</button> }
}
