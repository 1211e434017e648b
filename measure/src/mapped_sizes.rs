//! Rows at sizes in whose place diffusers' pipelines run others.

use std::collections::BTreeMap;

use wattpix_core::observation::Observed;
use wattpix_core::pipeline_size::runs;
use wattpix_core::size_text::mapped_text;
use wattpix_core::words::Words;

/// Returns a sentence for each model and size that its pipeline maps, with how many of the rows have it.
#[must_use]
pub fn notes<'a>(rows: impl IntoIterator<Item = &'a Observed>) -> Vec<String> {
    let mut counted: BTreeMap<(&str, String), usize> = BTreeMap::new();
    for row in rows {
        let (model, asked) = (row.workload.model(), row.workload.size());
        if let Some(run) = runs(model, asked) {
            let said = mapped_text(asked.sides(), run.sides(), Words::ENGLISH);
            *counted.entry((model.id, said)).or_default() += 1;
        }
    }
    let rows = |count| if count == 1 { "1 row".to_owned() } else { format!("{count} rows") };
    counted
        .into_iter()
        .map(|((model, said), count)| {
            format!("{model}, {}: {said}; rows count as the size that they say [size-mapped]", rows(count))
        })
        .collect()
}
