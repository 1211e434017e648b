//! The native half of the Python package `wattpix`: core's functions with Python values in and plain dictionaries out.
//!
//! - `settings`: Python values as the texts that core's `Configuration` reads. `refusal`: core's messages as an exception.
//! - `estimate`, `table`, `flops`, `budget`, `chart`: answers for one configuration, for columns of them, and what follows from them.
//! - `catalogue`, `electricity`: models, GPUs, fits and zones; carbon, cost and comparisons. `numbers`: numbers for people.
//! - `evidence`, `regression`: observation files, and laws fitted to them.
//!
//! The public functions, their documentation and their classes are Python, in `python/wattpix`.

mod budget;
mod catalogue;
mod chart;
mod coefficients;
mod electricity;
mod estimate;
mod evidence;
mod flops;
mod numbers;
mod refusal;
mod regression;
mod settings;
mod table;

use pyo3::prelude::*;

/// Functions that the Python modules call.
#[pymodule(name = "_native")]
mod native {
    #[pymodule_export]
    use super::budget::largest;
    #[pymodule_export]
    use super::catalogue::{dimensions_of, fits, gpus, models, versions, zones};
    #[pymodule_export]
    use super::chart::chart;
    #[pymodule_export]
    use super::electricity::{carbon, cost, equivalences};
    #[pymodule_export]
    use super::estimate::estimate;
    #[pymodule_export]
    use super::evidence::observations;
    #[pymodule_export]
    use super::flops::flops;
    #[pymodule_export]
    use super::numbers::rounded;
    #[pymodule_export]
    use super::refusal::WattpixError;
    #[pymodule_export]
    use super::regression::{fit, validate};
    #[pymodule_export]
    use super::table::estimate_columns;
}
