//! Architectures of one's own: a panel in which the dimensions of the present model are changed, and the model as others would write it.

mod fields;
mod panel;

use wattpix_core::model::custom::Description;
use wattpix_core::model::custom::source_file::source_file;

use crate::view::View;

pub use panel::panel;

/// The present model with one dimension set to a value as typed, as it is written in a link; empty is the value of its base.
///
/// # Errors
/// What is wrong with the value, in words.
pub fn changed(view: &View, key: &str, value: &str) -> Result<String, String> {
    let model = view.page.main.question.workload.model();
    let changed = Description::of(model).and_then(|description| description.with(key, value));
    changed.map(|description| description.to_string()).map_err(|error| error.tell(view.words))
}

/// The present model as a file of the catalogue.
pub fn source(view: &View) -> String {
    source_file(view.page.main.question.workload.model())
}
