//! The inverse: what can be had for so much energy, carbon or money.

use maud::{Markup, html};
use wattpix_core::configuration::short_id;
use wattpix_core::error::{Choice, Key};
use wattpix_core::present::{plain, significant};
use wattpix_core::units::Energy;

use crate::budget::{AMOUNT, Budget, IN, MONTHLY, MOST_WRITTEN, PER, Per, Unit, written};
use crate::front::{Candidate, Reach, within};
use crate::panels::setting::{choice, number};
use crate::parts::problems;
use crate::view::{View, how};

/// Points of each front that are listed.
const MOST_LISTED: usize = 4;

/// The settings of the budget.
pub fn fields(view: &View) -> Markup {
    let (budget, problems) = Budget::read(view);
    html! {
        div.row.budget {
            (number(AMOUNT, "Budget", ["0", MOST_WRITTEN, "any"], written(view, AMOUNT, &problems), &problems))
            (choice(IN, "of", &[("wh", "Wh"), ("g", "g CO₂e"), ("cost", "money")], budget.unit.name()))
            (choice(PER, "for", &[("image", "an image"), ("month", "a month")], budget.per.name()))
            @if budget.per == Per::Month {
                (number(MONTHLY, "Images a month", ["1", MOST_WRITTEN, "1"], written(view, MONTHLY, &problems), &problems))
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
    let unit = view.page.unit;
    html! {
        p.about data-most=(plain(most.watt_hours())) {
            @if budget.unit == Unit::WattHours && budget.per == Per::Image && view.page.electricity.pue == 1.0 {
                "With " (unit.text(most)) " of the GPU for an image, "
            } @else {
                "That is " b { (unit.text(most)) } " of the GPU for an image (PUE " (plain(view.page.electricity.pue)) "). With it, "
            }
            (question.workload.model().label) " goes so far: on the chosen GPU as asked, and on each at the precision that takes the least "
            "energy. Cards whose memory does not hold the weights are left out; a star marks what is extrapolated."
        }
        @if reaches.is_empty() {
            p.problem { "No card of the catalogue holds the weights." }
        } @else {
            div.scroll.tall tabindex="0" role="region" aria-label="What fits the budget, scrollable" {
                table data-testid="budget" {
                    thead {
                        tr {
                            th scope="col" { "GPU" }
                            th scope="col" { "Precision" }
                            th.numeric scope="col" { "As asked" }
                            th scope="col" { "Fits" }
                            th.numeric scope="col" { "Most steps at " (question.workload.size().width) " × " (question.workload.size().height) }
                            th.numeric scope="col" { "Largest square at " (question.workload.steps()) " steps" }
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
    let mut choices: Vec<&Candidate> = Vec::new();
    for front in [&fronts.chosen, &fronts.any] {
        let within = front.iter().rev().filter(|choice| choice.estimate.energy <= most);
        choices.extend(within.take(MOST_LISTED));
    }
    html! {
        @if !choices.is_empty() {
            p.about { "The most steps × megapixels for the budget, of squares and common step counts: on the chosen GPU, then on any." }
            div.scroll tabindex="0" role="region" aria-label="The most for the budget, scrollable" {
                table data-testid="front" {
                    thead {
                        tr {
                            th.numeric scope="col" { "Steps × MP" }
                            th scope="col" { "Configuration" }
                            th.numeric scope="col" { "Energy" }
                            th.numeric scope="col" { "Likely" }
                        }
                    }
                    tbody { @for choice in choices { (front_row(view, choice)) } }
                }
            }
        }
    }
}

fn front_row(view: &View, choice: &Candidate) -> Markup {
    let (unit, estimate) = (view.page.unit, &choice.estimate);
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
            td.numeric { (significant(choice.work(), 3)) }
            th scope="row" {
                a href=(link) { (side) "², " (steps) " steps" }
                ", " (workload.precision().name()) ", " (estimate.question.gpu.label)
                @if estimate.is_extrapolated() { " *" }
            }
            td.numeric { (unit.text(estimate.energy)) }
            td.numeric { (unit.text(estimate.low)) " to " (unit.text(estimate.high)) }
        }
    }
}

fn row(view: &View, reach: &Reach, most: Energy) -> Markup {
    let asked = &reach.asked;
    let (gpu, workload) = (short_id(asked.question.gpu), &asked.question.workload);
    let precision = workload.precision().name();
    let link = |values: &[(&str, &str)]| {
        let mut all = vec![(Key::Gpu.name(), gpu), (Key::Precision.name(), precision)];
        all.extend(values);
        view.link(&all)
    };
    let fits = match (asked.energy <= most, asked.high <= most, asked.low <= most) {
        (_, true, _) => "yes",
        (true, ..) => "likely",
        (_, _, true) => "perhaps",
        _ => "no",
    };
    html! {
        tr data-gpu=(asked.question.gpu.id) {
            th scope="row" { (asked.question.gpu.label) @if asked.is_extrapolated() { " *" } }
            td { (precision) }
            td.numeric title=(how(workload)) { (view.page.unit.text(asked.energy)) }
            td { (fits) }
            td.numeric {
                @match reach.steps {
                    Some(steps) => { @let text = steps.to_string(); a href=(link(&[(Key::Steps.name(), &text)])) { (text) } },
                    None => "none",
                }
            }
            td.numeric {
                @match reach.side {
                    Some(side) => {
                        @let text = side.to_string();
                        a href=(link(&[(Key::Width.name(), &text), (Key::Height.name(), &text)])) { (text) " px" }
                    },
                    None => "none",
                }
            }
        }
    }
}
