//! A clip beside its energy: a second of it, the images that take as much, and its energy by length.

use leptos::prelude::*;
use wattpix_core::estimate::{Estimate, Question, estimate};
use wattpix_core::model;
use wattpix_core::words::Word;
use wattpix_core::workload::Workload;

use crate::charts::energy_by_frames::CHART;
use crate::components::{Figure, bold, plain, sentence};
use crate::defaults::IMAGE;
use crate::state::State;
use crate::view::View;

/// The section.
#[component]
pub fn Clip() -> impl IntoView {
    let state = expect_context::<State>();
    let words = state.words;
    view! {
        <h2>{words.text(Word::CLIP_TITLE)}</h2>
        <ul class="follows">{move || state.get(lines)}</ul>
        <p class="about">{words.text(Word::CLIP_LAW)}</p>
        <Figure chart=&CHART/>
    }
}

fn lines(view: &View) -> AnyView {
    let Ok(estimate) = &view.estimate else { return ().into_any() };
    let lines = [second(view, estimate), as_images(view, estimate)];
    lines.map(|said| view! { <li>{said}</li> }.into_any()).into_iter().collect::<Vec<_>>().into_any()
}

/// The energy for a second of the clip.
fn second(view: &View, estimate: &Estimate) -> AnyView {
    let (words, workload) = (view.words, &estimate.question.workload);
    let (Some(energy), Some(fps), Some(seconds)) =
        (estimate.per_second(), workload.fps(), workload.seconds_shown())
    else {
        return ().into_any();
    };
    let values = [
        ("energy", bold(words.energy(energy, view.page.unit))),
        ("frames", plain(words.whole(u64::from(workload.frames())))),
        ("fps", plain(words.whole(u64::from(fps)))),
        ("seconds", plain(words.rounded(seconds))),
    ];
    sentence(words, Word::CLIP_SECOND, values)
}

/// The images of a much-used model that take as much energy on the same GPU.
fn as_images(view: &View, clip: &Estimate) -> AnyView {
    let words = view.words;
    let image = model::find(IMAGE).and_then(|model| {
        let workload = Workload::default_of(model);
        estimate(view.page.version.fits(), &Question { workload, ..clip.question })
    });
    let Ok(image) = image else { return ().into_any() };
    let images = clip.energy.joules() / image.energy.joules();
    let values =
        [("images", bold(words.rounded(images))), ("model", plain(image.question.workload.model().label))];
    sentence(words, Word::CLIP_AS_IMAGES, values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rendered::rendered;

    #[test]
    fn a_clip_is_told_by_the_second_and_in_images() {
        let said = rendered("?task=video&gpu=h100&fps=24&frames=49", || view! { <Clip/> });
        assert!(said.contains("per second of video: 49 frames at 24 per second are 2.0 s"), "{said}");
        assert!(said.contains("of FLUX.1-dev on this GPU"), "{said}");
    }
}
