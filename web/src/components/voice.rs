//! The one place of the page that speaks to those who hear it.

use leptos::prelude::*;

use crate::state::State;

/// The place itself.
#[component]
pub fn Voice() -> impl IntoView {
    let spoken = expect_context::<State>().spoken;
    view! { <p class="unseen" id="spoken" role="status" prop:textContent=move || spoken.text.get()></p> }
}
