//! The inverse: what can be had for so much energy, carbon or money.

use maud::{Markup, html};
use wattpix_core::configuration::short_id;
use wattpix_core::error::{Choice, Key};
use wattpix_core::present::{EnergyUnit, plain};
use wattpix_core::units::Energy;
use wattpix_core::words::Word;

use crate::budget::{AMOUNT, AMOUNT_LIMITS, Budget, IN, MONTHLY, MONTHLY_LIMITS, PER, Per, Unit, written};
use crate::front::{Candidate, Reach, within};
use crate::panels::setting::{choice, number};
use crate::parts::figure::scrollable;
use crate::parts::problems;
use crate::say::{Told, said, tell};
use crate::view::{View, how};

/// Points of each front that are listed.
const MOST_LISTED: usize = 4;

/// The settings of the budget.
pub fn fields(view: &View) -> Markup {
    let (budget, problems) = Budget::read(view);
    let text = |word: Word| view.words.text(word);
    let units = [
        ("wh", EnergyUnit::WattHours.symbol()),
        ("g", text(Word::BUDGET_GRAMS)),
        ("cost", text(Word::BUDGET_MONEY)),
    ];
    let spans = [("image", text(Word::BUDGET_IMAGE)), ("month", text(Word::BUDGET_MONTH))];
    html! {
        div.row.budget {
            (number(view.words, AMOUNT, text(Word::BUDGET_AMOUNT), AMOUNT_LIMITS, written(view, AMOUNT, &problems), &problems))
            (choice(IN, text(Word::BUDGET_UNIT), &units, budget.unit.name()))
            (choice(PER, text(Word::BUDGET_PER), &spans, budget.per.name()))
            @if budget.per == Per::Month {
                (number(view.words, MONTHLY, text(Word::BUDGET_MONTHLY), MONTHLY_LIMITS, written(view, MONTHLY, &problems), &problems))
            }
        }
    }
}

/// What fits.
pub fn body(view: &View) -> Markup {
    let (budget, problems) = Budget::read(view);
    let most = budget.energy_per_image(view);
    html! {
        (problems::list(&problems))
        @match most {
            Err(why) => p.problem { (why) },
            Ok(most) => (reaches(view, &budget, most)),
        }
    }
}

fn reaches(view: &View, budget: &Budget, most: Energy) -> Markup {
    let question = &view.page.main.question;
    let reaches = within(view.fits(), question, most);
    let (words, pue) = (view.words, view.words.plain(view.page.electricity.pue));
    let text = |word: Word| Told(words, word);
    let energy = words.energy(most, view.page.unit);
    let workload = &question.workload;
    let [width, height, steps] =
        [workload.size().width, workload.size().height, workload.steps()].map(|count| count.to_string());
    html! {
        p.about data-most=(plain(most.watt_hours())) {
            @if budget.unit == Unit::WattHours && budget.per == Per::Image && view.page.electricity.pue == 1.0 {
                (tell(words, Word::BUDGET_ABOUT_ENERGY, [("most", &energy)]))
            } @else {
                (said(words, Word::BUDGET_ABOUT_OTHER, [("most", html! { b { (energy) } }), ("pue", html! { (pue) })]))
            }
            " " (tell(words, Word::BUDGET_ABOUT, [("model", workload.model().label)]))
        }
        @if reaches.is_empty() {
            p.problem { (text(Word::BUDGET_NONE)) }
        } @else {
            div.scroll.tall tabindex="0" role="region" aria-label=(scrollable(words, words.text(Word::BUDGET_TABLE))) {
                table data-testid="budget" {
                    thead {
                        tr {
                            th scope="col" { (text(Word::FORM_GPU)) }
                            th scope="col" { (text(Word::FORM_PRECISION)) }
                            th.numeric scope="col" { (text(Word::BUDGET_AS_ASKED)) }
                            th scope="col" { (text(Word::BUDGET_FITS)) }
                            th.numeric scope="col" {
                                (tell(words, Word::BUDGET_MOST_STEPS, [("width", &width), ("height", &height)]))
                            }
                            th.numeric scope="col" { (tell(words, Word::BUDGET_LARGEST, [("steps", &steps)])) }
                        }
                    }
                    tbody { @for reach in &reaches { (row(view, reach, most)) } }
                }
            }
            (the_most(view, most))
        }
    }
}

/// The last points of the fronts that the budget reaches: the most steps × pixels for it.
fn the_most(view: &View, most: Energy) -> Markup {
    let fronts = view.fronts();
    let text = |word: Word| Told(view.words, word);
    let mut choices: Vec<&Candidate> = Vec::new();
    for front in [&fronts.chosen, &fronts.any] {
        let within = front.iter().rev().filter(|choice| choice.estimate.energy <= most);
        choices.extend(within.take(MOST_LISTED));
    }
    html! {
        @if !choices.is_empty() {
            p.about { (text(Word::BUDGET_FRONT_ABOUT)) }
            div.scroll tabindex="0" role="region" aria-label=(scrollable(view.words, view.words.text(Word::BUDGET_FRONT))) {
                table data-testid="front" {
                    thead {
                        tr {
                            th.numeric scope="col" { (text(Word::BUDGET_WORK)) }
                            th scope="col" { (text(Word::COMPARED_CONFIGURATION)) }
                            th.numeric scope="col" { (text(Word::BUDGET_ENERGY)) }
                            th.numeric scope="col" { (text(Word::COMPARED_LIKELY)) }
                        }
                    }
                    tbody { @for choice in choices { (front_row(view, choice)) } }
                }
            }
        }
    }
}

fn front_row(view: &View, choice: &Candidate) -> Markup {
    let (words, unit, estimate) = (view.words, view.page.unit, &choice.estimate);
    let workload = &estimate.question.workload;
    let [side, steps] = [workload.size().width, workload.steps()].map(|count| count.to_string());
    let link = view.link(&[
        (Key::Gpu.name(), short_id(estimate.question.gpu)),
        (Key::Precision.name(), workload.precision().name()),
        (Key::Width.name(), &side),
        (Key::Height.name(), &side),
        (Key::Steps.name(), &steps),
    ]);
    html! {
        tr {
            td.numeric { (words.significant(choice.work(), 3)) }
            th scope="row" {
                a href=(link) { (tell(words, Word::BUDGET_SQUARE, [("side", &side), ("steps", &steps)])) }
                ", " (workload.precision().name()) ", " (estimate.question.gpu.label)
                @if estimate.is_extrapolated() { " *" }
            }
            td.numeric { (words.energy(estimate.energy, unit)) }
            td.numeric { (words.energies(estimate.energy, [estimate.low, estimate.high], unit)) }
        }
    }
}

fn row(view: &View, reach: &Reach, most: Energy) -> Markup {
    let (words, asked) = (view.words, &reach.asked);
    let (gpu, workload) = (short_id(asked.question.gpu), &asked.question.workload);
    let precision = workload.precision().name();
    let link = |values: &[(&str, &str)]| {
        let mut all = vec![(Key::Gpu.name(), gpu), (Key::Precision.name(), precision)];
        all.extend(values);
        view.link(&all)
    };
    let fits = match (asked.energy <= most, asked.high <= most, asked.low <= most) {
        (_, true, _) => Word::BUDGET_YES,
        (true, ..) => Word::BUDGET_LIKELY,
        (_, _, true) => Word::BUDGET_PERHAPS,
        _ => Word::BUDGET_NO,
    };
    html! {
        tr data-gpu=(asked.question.gpu.id) {
            th scope="row" { (asked.question.gpu.label) @if asked.is_extrapolated() { " *" } }
            td { (precision) }
            td.numeric title=(how(words, workload)) { (words.energy(asked.energy, view.page.unit)) }
            td { (Told(words, fits)) }
            td.numeric {
                @match reach.steps {
                    Some(steps) => { @let text = steps.to_string(); a href=(link(&[(Key::Steps.name(), &text)])) { (text) } },
                    None => (Told(words, Word::BUDGET_NOTHING)),
                }
            }
            td.numeric {
                @match reach.side {
                    Some(side) => {
                        @let text = side.to_string();
                        a href=(link(&[(Key::Width.name(), &text), (Key::Height.name(), &text)])) { (text) " px" }
                    },
                    None => (Told(words, Word::BUDGET_NOTHING)),
                }
            }
        }
    }
}
