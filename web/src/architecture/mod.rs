//! Architectures of one's own: a panel in which the dimensions of the present model are changed, and the model as others would write it.

mod fields;
mod panel;

use wattpix_core::model::custom::source_file::source_file;

use crate::view::View;

pub use panel::panel;

/// The present model as a file of the catalogue.
pub fn source(view: &View) -> String {
    source_file(view.page.main.question.workload.model())
}
