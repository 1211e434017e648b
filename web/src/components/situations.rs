//! Configurations to start from, each one press away.

use leptos::prelude::*;
use wattpix_core::estimate::Question;
use wattpix_core::gpu;
use wattpix_core::model;
use wattpix_core::words::Word;
use wattpix_core::workload::Workload;

use crate::form::Presets;
use crate::form::field::Preset;
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

/// Links to them.
#[component]
pub fn Situations() -> impl IntoView {
    let label = expect_context::<State>().words.text(Word::SITUATIONS_LABEL);
    view! {
        <div class="situations">
            <span>{label}</span>
            <Presets key="situations" label presets/>
        </div>
    }
}

fn presets(view: &View) -> Vec<Preset> {
    let main = view.page.main.question;
    let here = view.asking(main);
    let preset = |situation: &Situation| {
        let workload = Workload::default_of(model::find(situation.model).ok()?);
        let link = view.asking(Question { workload, gpu: gpu::find(situation.gpu).ok()?, ..main });
        let label = view.words.text(situation.label).to_owned();
        Some(Preset { label, chosen: link == here, link })
    };
    const { &ALL }.iter().filter_map(preset).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Query;

    #[test]
    fn every_situation_runs_and_is_told_apart() {
        let first = presets(&View::of(Query::default()));
        assert_eq!(first.len(), ALL.len());
        for (at, preset) in first.iter().enumerate() {
            let view = View::of(Query::parse(&preset.link));
            assert!(view.page.problems.is_empty(), "{}", preset.link);
            let estimate = view.estimate.as_ref().unwrap();
            assert!(
                !estimate.caveats.iter().any(|caveat| caveat.code() == "does-not-fit"),
                "{}",
                preset.link
            );
            let chosen: Vec<usize> =
                presets(&view).iter().enumerate().filter(|(_, one)| one.chosen).map(|(at, _)| at).collect();
            assert_eq!(chosen, [at], "{}", preset.link);
        }
    }
}
