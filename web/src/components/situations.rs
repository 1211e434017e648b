//! Configurations to start from, each one press away.

use leptos::prelude::*;
use wattpix_core::estimate::Question;
use wattpix_core::gpu;
use wattpix_core::model;
use wattpix_core::words::Word;
use wattpix_core::workload::Workload;

use crate::reactive::memo;
use crate::state::State;
use crate::view::View;

/// A model at its own defaults on a GPU.
struct Situation {
    label: Word,
    model: &'static str,
    gpu: &'static str,
}

/// Every situation, in the order in which they are offered.
const ALL: [Situation; 4] = [
    Situation { label: Word::SITUATIONS_DRAFT, model: "flux1-schnell", gpu: "a100" },
    Situation { label: Word::SITUATIONS_TYPICAL, model: "flux1-dev", gpu: "a100" },
    Situation { label: Word::SITUATIONS_QUALITY, model: "qwen-image", gpu: "h100" },
    Situation { label: Word::SITUATIONS_GAMING, model: "sdxl", gpu: "rtx-4090" },
];

/// Returns the link to a situation, and true if the page shows it.
fn link(view: &View, situation: &Situation) -> Option<(String, bool)> {
    let main = view.page.main.question;
    let workload = Workload::default_of(model::find(situation.model).ok()?);
    let question = Question { workload, gpu: gpu::find(situation.gpu).ok()?, ..main };
    let link = view.asking(question);
    let shown = view.asking(main) == link;
    Some((link, shown))
}

/// Links to them.
#[component]
pub fn Situations() -> impl IntoView {
    let words = expect_context::<State>().words;
    view! {
        <nav class="situations" aria-label=words.text(Word::SITUATIONS_LABEL) data-links="situations">
            <span>{words.text(Word::SITUATIONS_LABEL)}</span>
            {chips()}
        </nav>
    }
}

fn chips() -> Vec<AnyView> {
    let state = expect_context::<State>();
    let chip = |situation: &'static Situation| {
        let link = memo(move || state.get(|view| link(view, situation)).unwrap_or_default());
        let href = move || link.with(|(link, _)| link.clone());
        let current = move || link.with(|(_, shown)| shown.then_some("true"));
        let label = state.words.text(situation.label);
        view! { <a class="chip" href=href aria-current=current>{label}</a> }.into_any()
    };
    const { &ALL }.iter().map(chip).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Query;

    #[test]
    fn every_situation_runs_and_is_told_apart() {
        for situation in &ALL {
            let (there, shown) = link(&View::of(Query::default()), situation).unwrap();
            let view = View::of(Query::parse(&there));
            assert!(view.page.problems.is_empty(), "{there}");
            assert_eq!(shown, situation.model == "flux1-dev");
            let estimate = view.estimate.as_ref().unwrap();
            assert!(!estimate.caveats.iter().any(|caveat| caveat.code() == "does-not-fit"), "{there}");
            let current: Vec<bool> = ALL.iter().map(|one| link(&view, one).unwrap().1).collect();
            assert_eq!(current.iter().filter(|shown| **shown).count(), 1, "{there}");
        }
    }
}
