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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rendered::rendered;

    #[test]
    fn a_size_that_the_pipeline_maps_is_noted_and_the_size_itself_is_not() {
        let caveats = |query: &str| rendered(query, || view! { <Caveats/> });
        let mapped = caveats("?model=pixart-sigma&width=800&height=608");
        assert!(mapped.contains("data-caveat=\"size-mapped\"") && mapped.contains("1152 × 896"), "{mapped}");
        assert!(!caveats("?model=pixart-sigma&width=1024&height=1024").contains("size-mapped"));
    }
}
