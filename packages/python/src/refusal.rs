//! Core's messages as an exception.

use std::fmt::Display;

use pyo3::PyErr;
use pyo3::exceptions::PyValueError;

pyo3::create_exception!(
    wattpix,
    WattpixError,
    PyValueError,
    "A value that cannot be used: what was given, what is allowed, what to do."
);

/// Returns the exception that says why there is no result.
pub fn refused(message: impl Display) -> PyErr {
    WattpixError::new_err(message.to_string())
}
