//! The result in a line that stays at the edge of a narrow screen, where the result itself is out of sight while a field is edited.

use leptos::prelude::*;

use super::readout::in_a_line;
use crate::state::State;

/// The line. It repeats what the result says, so it is hidden from those who hear the page.
#[component]
pub fn Strip() -> impl IntoView {
    let state = expect_context::<State>();
    view! { <p class="strip" aria-hidden="true">{move || state.get(in_a_line)}</p> }
}
