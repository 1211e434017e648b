//! The estimate among others: every model on this GPU, and this image on every GPU.

use leptos::prelude::*;
use wattpix_core::estimate::{Question, estimate, memory_gb_needed};
use wattpix_core::gpu;
use wattpix_core::model;
use wattpix_core::present::plain;
use wattpix_core::units::Energy;
use wattpix_core::words::Word;
use wattpix_core::workload::Workload;

use crate::browser;
use crate::reactive::effect;
use crate::state::State;
use crate::view::View;

/// A line of a list.
#[derive(Debug, Clone, PartialEq)]
struct Line {
    label: &'static str,
    link: String,
    energy: String,
    /// Length of the bar, as a share of the longest.
    share: f64,
    /// Tells whether the page shows it.
    shown: bool,
    /// True where the weights exceed the memory.
    too_large: bool,
}

/// Both lists, beside each other.
#[component]
pub fn Ranking() -> impl IntoView {
    let about_models =
        |view: &View| view.words.say(Word::RANKING_MODELS_ABOUT, &[("model", view.model().label)]);
    view! {
        <List id="models" title=Word::RANKING_MODELS about=about_models lines=models/>
            <List
                id="gpus"
                title=Word::RANKING_GPUS
                about=|view| view.words.text(Word::RANKING_GPUS_ABOUT).to_owned()
                lines=gpus
            />
    }
}

/// One list. It is drawn after the answer and the charts are painted.
#[component]
fn List(
    id: &'static str,
    title: Word,
    about: fn(&View) -> String,
    lines: fn(&View) -> Vec<Line>,
) -> impl IntoView {
    let state = expect_context::<State>();
    let shown = RwSignal::new(state.now(lines));
    effect(move || {
        // A change of anything; read again once it is painted.
        state.query();
        browser::after_paint(move || {
            let now = state.now(lines);
            if shown.try_with_untracked(|shown| *shown != now) == Some(true) {
                shown.set(now);
            }
        });
    });
    let items = move || shown.get().into_iter().map(item).collect::<Vec<_>>();
    view! {
        <div class="ranking" data-ranking=id>
            <h2>{state.words.text(title)}</h2>
            <p class="about">{move || state.get(about)}</p>
            <ol aria-label=state.words.text(title)>{move || items()}</ol>
        </div>
    }
}

fn item(line: Line) -> AnyView {
    let Line { label, link, energy, share, shown, too_large } = line;
    let width = plain(100.0 * share) + "%";
    view! {
        <li class:lacking=too_large>
            <a href=link aria-current=shown.then_some("true")>
                <span>{label}</span>
                <span class="bar" style:width=width></span>
                <b>{energy}</b>
            </a>
        </li>
    }
    .into_any()
}

/// Every model of images, or of video, at its own defaults on the GPU shown, and the model shown as it is set.
fn models(view: &View) -> Vec<Line> {
    let main = view.page.main.question;
    let precision = main.workload.precision();
    let own = Some(main.workload.model()).filter(|model| model.is_custom());
    let video = main.workload.makes_video();
    let of_a_kind = model::every().filter(|model| model.frames().is_some() == video);
    let lines = of_a_kind.chain(own).filter_map(|model| {
        let shown = model.id == main.workload.model().id;
        let others = Workload::default_of(model).with_precision(precision);
        let workload = if shown { main.workload } else { others };
        line(view, model.label, Question { workload, ..main }, shown)
    });
    ranked(view, lines.collect())
}

/// The run shown on every GPU that has its precision.
fn gpus(view: &View) -> Vec<Line> {
    let main = view.page.main.question;
    let able = gpu::available().iter().filter(|gpu| gpu.has(main.workload.precision()));
    let lines = able.filter_map(|gpu| {
        line(
            view,
            gpu.label.strip_prefix("NVIDIA ").unwrap_or(gpu.label),
            Question { gpu, ..main },
            gpu.id == main.gpu.id,
        )
    });
    ranked(view, lines.collect())
}

/// A question with its estimate; nothing where there is none.
fn line(view: &View, label: &'static str, question: Question, shown: bool) -> Option<(Energy, Line)> {
    let energy = match shown {
        true => view.estimate.as_ref().ok()?.energy,
        false => estimate(view.page.version.fits(), &question).ok()?.energy,
    };
    let needed = memory_gb_needed(&question.workload);
    let too_large = question.gpu.memory_gb.is_some_and(|memory| needed > memory);
    let line =
        Line { label, link: view.asking(question), energy: String::new(), share: 0.0, shown, too_large };
    Some((energy, line))
}

/// Lines from the least energy to the most, in one unit, with the lengths of their bars.
fn ranked(view: &View, unsorted: Vec<(Energy, Line)>) -> Vec<Line> {
    // A sorted insertion: the library's sorting is 1.6 kB on the wire.
    let mut lines: Vec<(Energy, Line)> = Vec::with_capacity(unsorted.len());
    for line in unsorted {
        let place = lines.partition_point(|other| other.0.joules() <= line.0.joules());
        lines.insert(place, line);
    }
    let most = lines.last().map_or(1.0, |(energy, _)| energy.joules());
    let energy = |energy: Energy| view.words.energy(energy, view.page.unit);
    let told = |(of, line): (Energy, Line)| Line { energy: energy(of), share: of.joules() / most, ..line };
    lines.into_iter().map(told).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::Query;

    fn view(query: &str) -> View {
        View::of(Query::parse(query))
    }

    #[test]
    fn the_configuration_shown_stands_in_both_lists_with_its_own_energy() {
        for query in
            ["", "?model=sdxl&steps=7&gpu=rtx-4090&precision=fp8", "?model=flux1-dev~joint_blocks:10&unit=j"]
        {
            let view = view(query);
            let energy = view.words.energy(view.estimate.as_ref().unwrap().energy, view.page.unit);
            for lines in [models(&view), gpus(&view)] {
                let shown: Vec<&Line> = lines.iter().filter(|line| line.shown).collect();
                assert_eq!(shown.len(), 1, "{query}");
                assert_eq!(shown[0].energy, energy, "{query}");
                assert!(lines.is_sorted_by(|one, other| one.share <= other.share));
                assert_eq!(lines.last().unwrap().share, 1.0);
            }
        }
    }

    #[test]
    fn a_line_leads_to_its_own_energy() {
        let from = view("?model=sd2.1&steps=20&gpu=l4");
        for lines in [models(&from), gpus(&from)] {
            for line in lines {
                let there = view(&line.link);
                let energy = there.words.energy(there.estimate.as_ref().unwrap().energy, there.page.unit);
                assert_eq!(line.energy, energy, "{}", line.link);
            }
        }
    }

    #[test]
    fn a_gpu_without_the_memory_is_told_apart() {
        let lines = gpus(&view(""));
        let lacking = |label: &str| lines.iter().find(|line| line.label == label).unwrap().too_large;
        assert!(lacking("T4") && !lacking("A100-SXM4-80GB"));
    }
}
