//! Numbers and objects on standard output.

use anyhow::Context;
use serde::Serialize;
use serde_json::value::RawValue;

/// Operations in a GFLOP.
const OPERATIONS_PER_GFLOP: u128 = 1_000_000_000;

/// A count of operations as GFLOP with all nine decimals, so that no operation is lost to rounding.
///
/// # Errors
/// None that can be provoked: the text is a number.
pub fn exact_gflops(operations: u64) -> anyhow::Result<Box<RawValue>> {
    RawValue::from_string(decimal(operations.into())).context("a count is a number")
}

/// A count of operations as the nearest number of GFLOP.
///
/// # Errors
/// None that can be provoked: the text is a number.
pub fn nearest_gflops(operations: u128) -> anyhow::Result<f64> {
    // Parsing rounds once; converting and then dividing would round twice.
    decimal(operations).parse().context("a count is a number")
}

fn decimal(operations: u128) -> String {
    let (whole, rest) = (operations / OPERATIONS_PER_GFLOP, operations % OPERATIONS_PER_GFLOP);
    format!("{whole}.{rest:09}")
}

/// Prints one JSON object and a line end.
///
/// # Errors
/// Standard output closed.
pub fn print(value: &impl Serialize) -> anyhow::Result<()> {
    crate::output::line(&serde_json::to_string(value)?)
}
