//! Ranges that fitted runs covered, as fit files state them.

use super::design::Configuration;
use super::order::{distinct, firsts, groups};
use crate::error::Choice;
use crate::fit::schema::{List, Pair, Ranges, Text};
use crate::workload::Workload;

/// Returns the pairs of model and GPU that ran, with their precisions.
pub(super) fn pairs(ran: &[&Configuration]) -> Vec<Pair> {
    let same = |a: usize, b: usize| {
        let (one, other) = (&ran[a], &ran[b]);
        std::ptr::eq(one.workload.model(), other.workload.model())
            && std::ptr::eq(one.gpu, other.gpu)
            && one.workload.precision() == other.workload.precision()
    };
    let few: Vec<&Configuration> = firsts(ran.len(), &same).into_iter().map(|at| ran[at]).collect();
    let ran = &few;
    let id = |at: usize| (ran[at].workload.model().id, ran[at].gpu.id);
    let pair = |group: Vec<usize>| {
        let (model, gpu) = id(group[0]);
        let precisions = group.iter().map(|at| ran[*at].workload.precision().name()).collect();
        Pair { model: model.into(), gpu: gpu.into(), precisions: texts(precisions) }
    };
    groups(ran.len(), &|a, b| id(a).cmp(&id(b))).into_iter().map(pair).collect()
}

/// Each word once, in their order, as fit files have them.
fn texts(words: Vec<&'static str>) -> List<Text> {
    distinct(words).into_iter().map(Text::from).collect::<Vec<_>>().into()
}

/// The least and the most of every setting.
pub(super) fn ranges(ran: &[&Configuration], images: impl Iterator<Item = u64>) -> Ranges {
    let images = images.fold([u64::MAX, 1], |[least, most], count| [least.min(count), most.max(count)]);
    let span = |value: &dyn Fn(&Workload) -> u32| {
        let values = || ran.iter().map(|one| value(&one.workload));
        [values().min().unwrap_or(1), values().max().unwrap_or(1)]
    };
    let words =
        |word: &dyn Fn(&Workload) -> &'static str| texts(ran.iter().map(|one| word(&one.workload)).collect());
    Ranges {
        width: span(&|workload| workload.size().width),
        height: span(&|workload| workload.size().height),
        steps: span(&|workload| workload.steps()),
        precisions: words(&|workload| workload.precision().name()),
        guidance: words(&|workload| workload.guidance().name()),
        images,
        batch: span(&|workload| workload.batch()),
        text_tokens: span(&|workload| workload.text_tokens()),
    }
}
