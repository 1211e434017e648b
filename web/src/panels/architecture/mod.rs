//! An architecture of one's own: a panel in which the dimensions of the present model are changed, and the model as others would write it.
//!
//! `dimension` is its fields, `counts` what the change does, `fields` what texts in them mean, `export` the model as text.

mod counts;
mod dimension;
mod export;
mod fields;

use leptos::prelude::*;
use wattpix_core::error::Key;
use wattpix_core::model::Model;
use wattpix_core::model::custom::{dimensions, template};
use wattpix_core::words::Word;

use crate::components::{bold, sentence};
use crate::state::State;
use crate::view::View;
use dimension::DimensionField;
use export::Export;
pub use fields::FIELDS;

/// Starting points, dimensions, effect of the changes, and the model as text.
#[component]
pub fn Architecture() -> impl IntoView {
    let state = expect_context::<State>();
    let words = state.words;
    let all = move || state.get(|view| dimensions::of(view.model()).collect::<Vec<_>>());
    view! {
        <p class="about">{move || state.get(about)}</p>
        <nav class="presets" aria-label=words.text(Word::ARCHITECTURE_START)>{move || state.get(starts)}</nav>
        <div class="dimensions">
            <For each=all key=|dimension| dimension.key let:dimension>
                <DimensionField dimension/>
            </For>
        </div>
        {move || state.get(counts::counts)}
        <Export/>
    }
}

fn about(view: &View) -> AnyView {
    sentence(view.words, Word::ARCHITECTURE_ABOUT, [("model", bold(view.model().label.to_owned()))])
}

/// Links to the base of a changed model, and to the templates.
fn starts(view: &View) -> Vec<AnyView> {
    let (words, model) = (view.words, view.model());
    let base = model.base();
    let start = |model: &Model| view.link(&[(Key::Model.name(), model.id)]);
    let mut links = Vec::new();
    if !std::ptr::eq(model, base) {
        let back = words.say(Word::ARCHITECTURE_BACK, &[("model", base.label)]);
        links.push(view! { <a class="chip" href=start(base) data-testid="reset">{back}</a> }.into_any());
    }
    links.extend(template::ALL.into_iter().map(|template| {
        let current = std::ptr::eq(base, template).then_some("true");
        view! { <a class="chip" href=start(template) aria-current=current>{template.label}</a> }.into_any()
    }));
    links
}

#[cfg(test)]
mod tests {
    use wattpix_core::present::whole;

    use super::*;
    use crate::rendered::rendered;

    fn panel(query: &str) -> String {
        crate::form::panel_fields::arrive(&[&FIELDS]);
        rendered(query, || view! { <Architecture/> })
    }

    #[test]
    fn the_panel_shows_what_changed_and_by_how_much() {
        let plain = panel("?model=sd2.1");
        assert!(!plain.contains("data-changed") && !plain.contains("Ratio"), "{plain}");
        let markup = panel("?model=flux1-dev~single_blocks:19&show=architecture");
        assert!(
            markup.contains("74.38 TFLOP"),
            "one pass of the base, tests/data/flops_ground_truth.csv: {markup}"
        );
        assert!(
            markup.contains("name=\"model.single_blocks\"") && markup.contains("value=\"19\""),
            "{markup}"
        );
        assert!(markup.contains("<b>38</b> in FLUX.1-dev"), "{markup}");
        assert_eq!(markup.matches("data-changed").count(), 1);
        // Half of the single blocks, by their published shape (3072 wide, ratio 4): queries, keys, values, MLP, output, three
        // vectors of modulation; their biases; two norms of 128.
        let fewer = 11_901_408_320_u64 - 19 * ((3 + 4 + 5 + 3) * 3072 * 3072 + 11 * 3072 + 256);
        assert!(markup.contains(&whole(fewer)), "{fewer}: {markup}");
        assert!(markup.contains("show=architecture") && !markup.contains("NaN"));
    }

    #[test]
    fn every_base_has_a_panel_whose_fields_are_named_once() {
        for id in wattpix_core::model::ALL.into_iter().chain(template::ALL).map(|model| model.id) {
            let markup = panel(&["?model=", id].concat());
            let names: Vec<_> =
                markup.split("name=\"model.").skip(1).filter_map(|rest| rest.split('"').next()).collect();
            let mut once = names.clone();
            once.sort_unstable();
            once.dedup();
            assert!(once.len() == names.len() && names.len() > 8, "{id}: {names:?}");
        }
    }
}
