//! What fitted runs covered, as fit files say it.

use std::collections::{BTreeMap, BTreeSet};

use super::design::Configuration;
use crate::error::Choice;
use crate::fit::schema::{Pair, Ranges, Text};
use crate::workload::Workload;

/// Which models ran on which GPUs, at which precisions.
pub(super) fn pairs(ran: &[&Configuration]) -> Vec<Pair> {
    let mut seen: BTreeMap<(&'static str, &'static str), BTreeSet<&'static str>> = BTreeMap::new();
    for one in ran {
        let pair = (one.workload.model().id, one.gpu.id);
        seen.entry(pair).or_default().insert(one.workload.precision().name());
    }
    let pair = |((model, gpu), precisions): ((&'static str, &'static str), BTreeSet<&'static str>)| Pair {
        model: model.into(),
        gpu: gpu.into(),
        precisions: precisions.into_iter().map(Text::from).collect::<Vec<_>>().into(),
    };
    seen.into_iter().map(pair).collect()
}

/// The least and the most of every setting.
pub(super) fn ranges(ran: &[&Configuration], images: impl Iterator<Item = u64>) -> Ranges {
    let images = images.fold([u64::MAX, 1], |[least, most], count| [least.min(count), most.max(count)]);
    let span = |value: &dyn Fn(&Workload) -> u32| {
        let values = || ran.iter().map(|one| value(&one.workload));
        [values().min().unwrap_or(1), values().max().unwrap_or(1)]
    };
    let words = |word: &dyn Fn(&Workload) -> &'static str| {
        let set: BTreeSet<&'static str> = ran.iter().map(|one| word(&one.workload)).collect();
        set.into_iter().map(Text::from).collect::<Vec<_>>().into()
    };
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
