//! Configurations within a budget, and the Pareto front: the most steps × pixels for the energy.

use wattpix_core::error::Error;
use wattpix_core::estimate::{Estimate, Question, estimate, estimate_with};
use wattpix_core::fit::Fit;
use wattpix_core::gpu::{self, Gpu};
use wattpix_core::model::{Pixels, Sides};
use wattpix_core::units::Energy;
use wattpix_core::workload::{MAX_STEPS, Workload};

/// Steps from which a front is chosen.
const STEPS: [u32; 7] = [4, 8, 15, 20, 30, 50, 100];

/// Sides of the squares from which it is chosen; multiples of 64 suit every model.
const SIDES: [u32; 7] = [256, 512, 768, 1024, 1280, 1536, 2048];

/// Pixels in a megapixel.
const PIXELS_PER_MEGAPIXEL: f64 = 1e6;

/// A configuration and what it costs.
#[derive(Debug, Clone)]
pub struct Candidate {
    /// The estimate of one image.
    pub estimate: Estimate<'static>,
}

impl Candidate {
    /// Denoising steps × megapixels.
    pub fn work(&self) -> f64 {
        let workload = &self.estimate.question.workload;
        f64::from(workload.steps()) * workload.size().area() as f64 / PIXELS_PER_MEGAPIXEL
    }
}

/// Reach of a GPU within a budget.
#[derive(Debug, Clone)]
pub struct Reach {
    /// The asked configuration on this GPU.
    pub asked: Estimate<'static>,
    /// The most denoising steps at the asked size; `None` where not even one fits.
    pub steps: Option<u32>,
    /// The largest square at the asked steps, by its side in pixels; `None` where not even the smallest fits.
    pub side: Option<u32>,
}

/// The asked configuration on a GPU whose memory holds the weights, at the precision that takes the least energy.
fn best_on(fits: &'static [Fit], question: &Question, gpu: &'static Gpu) -> Option<Estimate<'static>> {
    let on = |workload: Workload| estimate(fits, &Question { workload, gpu, ..*question }).ok().filter(holds);
    let answers = gpu.precisions().filter_map(|precision| on(question.workload.with_precision(precision)));
    answers.min_by(|a, b| a.energy.joules().total_cmp(&b.energy.joules()))
}

/// The fronts of a question.
#[derive(Debug, Clone)]
pub struct Fronts {
    /// On the chosen GPU.
    pub chosen: Vec<Candidate>,
    /// Over all GPUs.
    pub any: Vec<Candidate>,
}

impl Fronts {
    /// Computes both.
    pub fn of(fits: &'static [Fit], question: &Question) -> Self {
        let all = looked_at(question).flat_map(|gpu| candidates(fits, question, gpu));
        let chosen = candidates(fits, question, question.gpu);
        Self { chosen: exact(fits, front(chosen)), any: exact(fits, front(all.collect())) }
    }
}

/// The GPUs that most people use, and the chosen one.
fn looked_at(question: &Question) -> impl Iterator<Item = &'static Gpu> {
    let common = gpu::common();
    let other = Some(question.gpu).filter(|gpu| !common.iter().any(|one| one.id == gpu.id));
    common.iter().copied().chain(other)
}

/// Every step count and side on a GPU, at the precision that suits the asked configuration best, by the fit that answers it.
fn candidates(fits: &'static [Fit], question: &Question, gpu: &'static Gpu) -> Vec<Candidate> {
    let Some(best) = best_on(fits, question, gpu) else { return Vec::new() };
    let workload = best.question.workload;
    let sizes = SIDES.iter().filter_map(|side| workload.with_size(Pixels::square(*side)).ok());
    let workloads =
        sizes.flat_map(|workload| STEPS.iter().filter_map(move |steps| workload.with_steps(*steps).ok()));
    let answers = workloads
        .filter_map(|workload| estimate_with(best.fit, &Question { workload, ..best.question }).ok());
    answers.map(|estimate| Candidate { estimate }).collect()
}

/// Those that no other beats in both energy and work, by rising work.
fn front(choices: Vec<Candidate>) -> Vec<Candidate> {
    let energy = |choice: &Candidate| choice.estimate.energy.joules();
    let order = order(choices.iter().map(|choice| (-choice.work(), energy(choice))).collect());
    let mut least = f64::INFINITY;
    let mut kept = Vec::new();
    for choice in order.into_iter().filter_map(|at| choices.get(at)) {
        if energy(choice) < least {
            least = energy(choice);
            kept.push(choice.clone());
        }
    }
    kept.reverse();
    kept
}

/// A front by the fit that suits each of its points best: what a link to one then shows.
fn exact(fits: &'static [Fit], rough: Vec<Candidate>) -> Vec<Candidate> {
    let again = |one: Candidate| estimate(fits, &one.estimate.question).ok();
    front(rough.into_iter().filter_map(again).map(|estimate| Candidate { estimate }).collect())
}

/// The places of pairs in rising order, equal ones as they stand. For all that is sorted here: a sorted insertion of places, which
/// are moved fast, where the library's sorting is 1.6 kB on the wire.
fn order(keys: Vec<(f64, f64)>) -> Vec<usize> {
    let mut order: Vec<usize> = Vec::with_capacity(keys.len());
    for (at, (a, b)) in keys.iter().enumerate() {
        let before = |other: &(f64, f64)| other.0.total_cmp(a).then(other.1.total_cmp(b)).is_le();
        let place = order.partition_point(|other| keys.get(*other).is_some_and(before));
        order.insert(place, at);
    }
    order
}

/// Returns the reach of each GPU whose memory holds the model, for an energy of an image: the chosen GPU first, as chosen and then at the
/// precision that takes the least energy; the others by the energy of the asked configuration.
pub fn within(fits: &'static [Fit], question: &Question, most: Energy) -> Vec<Reach> {
    let as_asked = estimate(fits, question).ok().filter(holds);
    let best = |gpu: &'static Gpu| best_on(fits, question, gpu);
    let mut others: Vec<Estimate> = looked_at(question).filter_map(best).collect();
    let same = |a: &Estimate, b: &Estimate| {
        a.question.gpu.id == b.question.gpu.id
            && a.question.workload.precision() == b.question.workload.precision()
    };
    others.retain(|other| !as_asked.as_ref().is_some_and(|asked| same(asked, other)));
    let first = |estimate: &Estimate| if estimate.question.gpu.id == question.gpu.id { 0.0 } else { 1.0 };
    let order = order(others.iter().map(|other| (first(other), other.energy.joules())).collect());
    let others = order.into_iter().filter_map(|at| others.get(at).cloned());
    as_asked.into_iter().chain(others).map(|asked| reach(fits, asked, most)).collect()
}

/// True if the GPU's memory holds the weights.
fn holds(estimate: &Estimate) -> bool {
    estimate.question.gpu.memory_gb.is_none_or(|memory_gb| estimate.memory_gb_needed() <= memory_gb)
}

/// Returns how far an energy goes from a configuration, in steps and in size.
fn reach(fits: &'static [Fit], asked: Estimate<'static>, most: Energy) -> Reach {
    let workload = asked.question.workload;
    let Sides { multiple_of: pitch, min, max } = workload.model().sides;
    // By the fit that answers the asked configuration, then by the best one where that led: a search by the best of all would
    // take as long as all else in the panel.
    let affordable = |workload: Result<Workload, Error>, exactly: bool| {
        let Ok(workload) = workload else { return false };
        let question = Question { workload, ..asked.question };
        let answer = if exactly { estimate(fits, &question) } else { estimate_with(asked.fit, &question) };
        answer.is_ok_and(|estimate| estimate.energy <= most)
    };
    let steps = last(1, MAX_STEPS, |steps, exactly| affordable(workload.with_steps(steps), exactly));
    let multiple = last(min.div_ceil(pitch), max / pitch, |multiple, exactly| {
        affordable(workload.with_size(Pixels::square(multiple * pitch)), exactly)
    });
    Reach { asked, steps, side: multiple.map(|multiple| multiple * pitch) }
}

/// The last number from `least`, which is above 0, to `most` for which a condition holds that, once it fails, goes on failing.
/// Searched by the condition roughly, then settled by the condition exactly, step by step.
fn last(least: u32, most: u32, holds: impl Fn(u32, bool) -> bool) -> Option<u32> {
    let (mut low, mut high) = (least, most + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle, false) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    let mut last = low - 1;
    while last < most && holds(last + 1, true) {
        last += 1;
    }
    while last >= least && !holds(last, true) {
        last -= 1;
    }
    (last >= least).then_some(last)
}

#[cfg(test)]
mod tests {
    use wattpix_core::configuration::Configuration;
    use wattpix_core::fit::BUNDLED;

    use super::*;

    #[test]
    fn nothing_on_a_front_is_beaten_and_nothing_off_it_would_be_missed() {
        let question = Configuration::first().question;
        let all = candidates(BUNDLED, &question, question.gpu);
        assert_eq!(all.len(), STEPS.len() * SIDES.len());
        let front = front(all.clone());
        let (energy, work) = (|c: &Candidate| c.estimate.energy.joules(), Candidate::work);
        assert!(
            front
                .windows(2)
                .all(|pair| work(&pair[0]) < work(&pair[1]) && energy(&pair[0]) < energy(&pair[1]))
        );
        for choice in &all {
            let covered = front.iter().any(|on| work(on) >= work(choice) && energy(on) <= energy(choice));
            assert!(covered, "{:?}", choice.estimate.question.workload);
        }
    }

    #[test]
    fn pairs_are_ordered_by_both_and_equal_ones_stay_as_they_stand() {
        let keys = vec![(1.0, 2.0), (0.0, 3.0), (1.0, -2.0), (0.0, 3.0), (-1.0, 9.0)];
        assert_eq!(order(keys), [4, 1, 3, 2, 0]);
        assert_eq!(order(Vec::new()), [] as [usize; 0]);
    }

    #[test]
    fn one_step_or_one_size_more_would_not_fit() {
        let question = Configuration::first().question;
        let most = Energy::from_watt_hours(1.0);
        let reaches = within(BUNDLED, &question, most);
        assert_eq!(reaches[0].asked.question.gpu.id, question.gpu.id, "the chosen GPU comes first");
        assert!(reaches.len() > 5);
        for reach in &reaches {
            let cost = |workload: Workload| {
                estimate(BUNDLED, &Question { workload, ..reach.asked.question }).unwrap().energy
            };
            let workload = reach.asked.question.workload;
            let steps = reach.steps.unwrap();
            assert!(cost(workload.with_steps(steps).unwrap()) <= most);
            assert!(cost(workload.with_steps(steps + 1).unwrap()) > most);
            let side = reach.side.unwrap();
            assert!(cost(workload.with_size(Pixels::square(side)).unwrap()) <= most);
            let more = workload.with_size(Pixels::square(side + workload.model().sides.multiple_of));
            assert!(more.is_err() || cost(more.unwrap()) > most);
            assert!(holds(&reach.asked));
        }
        assert_eq!(within(BUNDLED, &question, Energy::from_joules(1e-9))[0].steps, None);
    }
}
