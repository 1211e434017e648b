//! Objects on standard output.

use serde::Serialize;

/// Prints one JSON object and a line end.
///
/// # Errors
/// Standard output closed.
pub fn print(value: &impl Serialize) -> anyhow::Result<()> {
    crate::output::line(&serde_json::to_string(value)?)
}
