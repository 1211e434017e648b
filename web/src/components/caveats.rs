//! Notes on the estimate.

use leptos::prelude::*;
use wattpix_core::words::Word;

use crate::state::State;
use crate::view::View;

/// List of caveats, a line each; empty without any.
#[component]
pub fn Caveats() -> impl IntoView {
    let state = expect_context::<State>();
    view! { <div data-slot="caveats">{move || state.get(caveats)}</div> }
}

fn caveats(view: &View) -> AnyView {
    let caveats = view.estimate.as_ref().map(|estimate| estimate.caveats.as_slice()).unwrap_or_default();
    if caveats.is_empty() {
        return ().into_any();
    }
    let words = view.words;
    let line = |(code, text)| view! { <li data-caveat=code>{text}</li> }.into_any();
    let lines: Vec<AnyView> =
        caveats.iter().map(|caveat| line((caveat.code(), caveat.tell(words)))).collect();
    view! {
        <section class="caveats" aria-label=words.text(Word::CAVEATS_LABEL)>
            <h2>{words.text(Word::CAVEATS_TITLE)}</h2>
            <ul>{lines}</ul>
        </section>
    }
    .into_any()
}
