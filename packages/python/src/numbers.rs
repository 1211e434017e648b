//! Numbers for people.

use pyo3::prelude::*;
use wattpix_core::present;

/// Writes a number with two significant digits and without an exponent, as the page and `measure` do.
#[pyfunction]
pub fn rounded(value: f64) -> String {
    present::rounded(value)
}
