//! The result: energy of one image, its interval, and what follows from it.

use leptos::prelude::*;
use wattpix_core::carbon::electricity::ZONE;
use wattpix_core::caveat::Caveat;
use wattpix_core::equivalence::{LED_LAMP, PHONE_CHARGE, STREAMING};
use wattpix_core::error::Choice;
use wattpix_core::estimate::{Coverage, Estimate, paper_beside};
use wattpix_core::units::Energy;
use wattpix_core::words::{Word, Words};

use super::interval_bar::interval_bar;
use super::{ShareButton, bold, plain, sentence};
use crate::exact::exact;
use crate::page::MOST_COMPARED;
use crate::reactive::memo;
use crate::state::State;
use crate::view::{View, what};

/// Actions on the state.
const ACTS: [(&str, Word); 4] = [
    ("link", Word::ACT_LINK),
    ("command", Word::ACT_COMMAND),
    ("citation", Word::ACT_CITATION),
    ("bibtex", Word::ACT_BIBTEX),
];

/// The figure that the page is for, or why there is none. Its attributes give the numbers to programs.
#[component]
pub fn Readout() -> impl IntoView {
    let state = expect_context::<State>();
    let words = state.words;
    let numbers = memo(move || state.get(numbers));
    let number = move |at: usize| numbers.with(|all| all[at].clone());
    let acts = ACTS.map(|(act, label)| view! { <ShareButton act label=words.text(label)/> }.into_any());
    view! {
        <section
            class="readout"
            aria-label=words.text(Word::READOUT_LABEL)
            data-testid="result"
            data-wh-per-image=move || number(0)
            data-wh-low=move || number(1)
            data-wh-high=move || number(2)
            data-g-co2e=move || number(3)
            data-fit=move || number(4)
            data-boundary=move || number(5)
            data-wh-per-second=move || number(6)
        >
            <div data-slot="readout">{move || state.get(readout)}</div>
            <div class="acts">
                <div data-slot="keep">{move || state.get(keep)}</div>
                {Vec::from(acts)}
                <span class="done" role="status"></span>
            </div>
        </section>
    }
}

/// The result for programs: energy, its interval and carbon as numbers that read back exactly, the fit and the boundary.
fn numbers(view: &View) -> [String; 7] {
    match &view.estimate {
        Ok(estimate) => [
            exact(estimate.energy.watt_hours()),
            exact(estimate.low.watt_hours()),
            exact(estimate.high.watt_hours()),
            exact(view.page.electricity.grams(estimate.energy)),
            estimate.fit.id().to_owned(),
            estimate.question.boundary.name().to_owned(),
            estimate.per_second().map(|energy| exact(energy.watt_hours())).unwrap_or_default(),
        ],
        Err(_) => Default::default(),
    }
}

fn readout(view: &View) -> AnyView {
    match &view.estimate {
        Ok(estimate) => figure(view, estimate),
        Err(error) => view! { <p class="problem">{error.tell(view.words)}</p> }.into_any(),
    }
}

/// The first word for an image, the second for a clip.
fn of_made(estimate: &Estimate, image: Word, clip: Word) -> Word {
    if estimate.question.workload.makes_video() { clip } else { image }
}

fn per(estimate: &Estimate) -> Word {
    of_made(estimate, Word::READOUT_PER_IMAGE, Word::CLIP_PER_CLIP)
}

/// Why the run cannot be, where it cannot.
fn impossible<'a>(estimate: &'a Estimate<'static>) -> Option<&'a Caveat<'static>> {
    estimate.caveats.iter().find(|caveat| matches!(caveat, Caveat::DoesNotFit { .. }))
}

/// The energy and the ends of its interval in one unit.
fn energies(view: &View, estimate: &Estimate) -> [String; 3] {
    view.words.energies_alike([estimate.energy, estimate.low, estimate.high], view.page.unit)
}

/// The result in a sentence, for those who hear the page; `None` where there is none.
pub fn spoken(view: &View) -> Option<String> {
    let (words, estimate) = (view.words, view.estimate.as_ref().ok()?);
    let [energy, low, high] = energies(view, estimate);
    let figure = match impossible(estimate) {
        Some(_) => words.text(Word::READOUT_IMPOSSIBLE).to_owned(),
        None => [&*energy, " ", words.text(per(estimate))].concat(),
    };
    Some(words.say(Word::SCRIPT_RESULT, &[("figure", &figure), ("low", &low), ("high", &high)]))
}

/// The energy and its interval in a few words; empty where there is none.
pub fn in_a_line(view: &View) -> AnyView {
    let Ok(estimate) = &view.estimate else { return ().into_any() };
    let words = view.words;
    let [energy, low, high] = energies(view, estimate);
    let energy = match impossible(estimate) {
        Some(_) => words.text(Word::READOUT_IMPOSSIBLE).to_owned(),
        None => energy,
    };
    let likely = sentence(words, Word::READOUT_LIKELY, [("low", plain(low)), ("high", plain(high))]);
    view! { <b>{energy}</b> " " <span>{likely}</span> }.into_any()
}

fn figure(view: &View, estimate: &Estimate<'static>) -> AnyView {
    let words = view.words;
    let [energy, low, high] = energies(view, estimate);
    let impossible = impossible(estimate);
    let head = match impossible {
        Some(caveat) => view! {
            <p class="figure impossible" data-testid="impossible">{words.text(Word::READOUT_IMPOSSIBLE)}</p>
            <p class="problem">{caveat.tell(words)}</p>
        }
        .into_any(),
        None => {
            let (number, symbol) = energy.rsplit_once(' ').unwrap_or((&energy, ""));
            view! {
                <p class="figure">
                    <span class="number">{number.to_owned()}</span>
                    " "
                    <span class="unit">{symbol.to_owned()}</span>
                    " "
                    <span class="per">{words.text(per(estimate))}</span>
                    " "
                    {badge(words, estimate.coverage)}
                </p>
            }
            .into_any()
        }
    };
    let interval = match impossible {
        Some(_) => sentence(
            words,
            of_made(estimate, Word::READOUT_WITH_MEMORY, Word::CLIP_WITH_MEMORY),
            [("energy", plain(energy)), ("low", bold(low)), ("high", bold(high))],
        ),
        None => sentence(words, Word::READOUT_LIKELY, [("low", bold(low)), ("high", bold(high))]),
    };
    let basis = words.say(
        Word::READOUT_INTERVAL,
        &[
            ("boundary", words.text(estimate.question.boundary.of_idle())),
            ("basis", words.text(basis(estimate.coverage))),
        ],
    );
    view! {
        <p class="what">{what(words, &estimate.question)}</p>
        {head}
        {interval_bar(estimate)}
        <p class="interval">
            {interval} " " <span class="note">{basis}</span>
        </p>
        <ul class="follows">{follows(view, estimate)}</ul>
    }
    .into_any()
}

/// Returns what follows from the energy, a line each.
fn follows(view: &View, estimate: &Estimate<'static>) -> AnyView {
    let (page, words) = (&view.page, view.words);
    let total = estimate.energy * page.main.images as f64;
    let line = |said: AnyView| view! { <li>{said}</li> }.into_any();
    let images = plain(words.whole(page.main.images));
    let total_shown = words.energy(total, page.unit);
    let mut lines = vec![line(sentence(
        words,
        of_made(estimate, Word::READOUT_TOTAL, Word::CLIP_TOTAL),
        [("total", bold(total_shown)), ("images", images)],
    ))];
    if let (Some(seconds), Some(power)) = (estimate.seconds, estimate.power) {
        let seconds = bold(words.rounded(seconds) + " s");
        let power = plain(words.rounded(power.watts()) + " W");
        lines.push(line(sentence(
            words,
            of_made(estimate, Word::READOUT_TIME, Word::CLIP_TIME),
            [("seconds", seconds), ("power", power)],
        )));
    }
    if let (Some(price), Some(cost)) = (page.electricity.price, page.electricity.cost(total)) {
        let (cost, price) = (bold(words.rounded(cost)), plain(words.plain(price)));
        lines.push(line(sentence(words, Word::READOUT_COST, [("cost", cost), ("price", price)])));
    }
    lines.push(line(alike(view, estimate.energy)));
    lines.push(line(emissions(view, estimate)));
    if let Some(paper) = paper_beside(estimate) {
        let [energy, low, high] = words.energies_alike([paper.energy, paper.low, paper.high], page.unit);
        let values = [("energy", bold(energy)), ("low", plain(low)), ("high", plain(high))];
        let said = sentence(words, Word::READOUT_PAPER, values);
        lines.push(view! { <li data-testid="paper">{said}</li> }.into_any());
    }
    lines.into_any()
}

/// Returns a badge that tells a model measured on this GPU from a prediction.
fn badge(words: Words, coverage: Coverage) -> AnyView {
    let (class, word) = match coverage {
        Coverage::ModelAndGpu => ("badge measured", Word::READOUT_MEASURED),
        Coverage::Gpu | Coverage::Model | Coverage::Neither => ("badge", Word::READOUT_PREDICTED),
    };
    view! { <span class=class>{words.text(word)}</span> }.into_any()
}

/// Three things that take as much energy as an image with the data centre's overhead.
fn alike(view: &View, energy: Energy) -> AnyView {
    let words = view.words;
    let amount = |of_one: Energy| view.page.electricity.drawn(energy).joules() / of_one.joules();
    let minutes = |of_an_hour| {
        let amount = words.rounded(60.0 * amount(of_an_hour));
        bold(words.say(Word::READOUT_LIKE_MINUTES, &[("amount", &amount)]))
    };
    let values = [
        ("lamp", minutes(LED_LAMP.energy)),
        ("phones", bold(words.rounded(amount(PHONE_CHARGE.energy)))),
        ("video", minutes(STREAMING.energy)),
    ];
    let said = sentence(words, Word::READOUT_LIKE, values);
    view! { <span data-testid="alike">{said}</span> }.into_any()
}

/// Carbon of an image or a clip, and a way to the country whose electricity it is.
fn emissions(view: &View, estimate: &Estimate) -> AnyView {
    let (electricity, words) = (&view.page.electricity, view.words);
    let values = [
        ("grams", bold(words.scaled(electricity.grams(estimate.energy), "g"))),
        ("basis", plain(electricity.basis(words))),
        ("pue", plain(words.plain(electricity.pue))),
    ];
    view! {
        {sentence(words, of_made(estimate, Word::READOUT_CARBON, Word::CLIP_CARBON), values)}
        " "
        <button type="button" class="inline" data-field=ZONE>{words.text(Word::READOUT_COUNTRY)}</button>
    }
    .into_any()
}

/// A link that keeps the configuration to compare others with it; where there is no place left, why there is none.
fn keep(view: &View) -> AnyView {
    let words = view.words;
    match view.keeping() {
        Some(link) => view! { <a class="quiet" href=link>{words.text(Word::READOUT_KEEP)}</a> }.into_any(),
        None => {
            let said = words.say(Word::READOUT_KEPT_ALL, &[("most", &MOST_COMPARED.to_string())]);
            view! { <span class="kept">{said}</span> }.into_any()
        }
    }
}

/// Returns the basis of the estimate, in words.
const fn basis(coverage: Coverage) -> Word {
    match coverage {
        Coverage::ModelAndGpu => Word::BASIS_MODEL_AND_GPU,
        Coverage::Gpu => Word::BASIS_GPU,
        Coverage::Model => Word::BASIS_MODEL,
        Coverage::Neither => Word::BASIS_NEITHER,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rendered::rendered;

    #[test]
    fn a_run_that_cannot_be_is_said_where_the_figure_would_be() {
        let said = |query: &str| rendered(query, || view! { <Readout/> });
        let impossible = said("?model=flux1-dev&gpu=t4");
        assert!(
            impossible.contains("Does not run here") && impossible.contains("With enough memory"),
            "{impossible}"
        );
        assert!(!impossible.contains("class=\"number\""), "{impossible}");
        assert!(said("").contains("class=\"number\"") && !said("").contains("impossible"));
    }

    #[test]
    fn the_paper_s_own_law_stands_beside_where_it_applies() {
        let said = |query: &str| rendered(query, || view! { <Readout/> });
        assert!(said("").contains("data-testid=\"paper\""), "measured in the paper");
        assert!(
            !said("?fit=paper-flux1-dev-a100").contains("data-testid=\"paper\""),
            "it is the figure itself"
        );
        assert!(!said("?gpu=h100").contains("data-testid=\"paper\""), "not measured there");
    }

    #[test]
    fn a_figure_and_its_interval_have_one_unit() {
        for query in
            ["?steps=1&width=256&height=256&gpu=h100", "?model=sd1.5&steps=1&gpu=h100", "", "?unit=j"]
        {
            let markup = rendered(query, || view! { <Readout/> });
            let unit =
                markup.split("class=\"unit\">").nth(1).and_then(|rest| rest.split('<').next()).unwrap();
            let interval = markup
                .split("class=\"interval\">")
                .nth(1)
                .and_then(|rest| rest.split("<span").next())
                .unwrap();
            assert_eq!(interval.matches(&format!(" {unit}</b>")).count(), 2, "{query}: {unit} in {interval}");
        }
    }
}
