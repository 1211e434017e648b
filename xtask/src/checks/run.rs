//! State that the checks of one run share.

use crate::summary::Outcome;
use crate::workspace::Workspace;

/// State that the checks of one run share.
pub struct Run<'a> {
    /// The checkout.
    pub workspace: &'a Workspace,
    /// Tests that the running check has passed and failed.
    pub tests: Outcome,
    /// True if `dist/` is of this run.
    pub site_is_built: bool,
}
