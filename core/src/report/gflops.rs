//! Counts of operations as numbers of GFLOP.

use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

/// Operations in a GFLOP.
const OPERATIONS_PER_GFLOP: u128 = 1_000_000_000;

/// A count of operations, written as GFLOP with all nine decimals, so that no operation is lost to rounding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExactGflops(pub u64);

impl Serialize for ExactGflops {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(decimal(self.0.into())).map_err(S::Error::custom)?.serialize(serializer)
    }
}

/// A count of operations, written as the nearest number of GFLOP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NearestGflops(pub u128);

impl Serialize for NearestGflops {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Parsing rounds once; converting and then dividing would round twice.
        let number: f64 = decimal(self.0).parse().map_err(S::Error::custom)?;
        serializer.serialize_f64(number)
    }
}

fn decimal(operations: u128) -> String {
    let (whole, rest) = (operations / OPERATIONS_PER_GFLOP, operations % OPERATIONS_PER_GFLOP);
    format!("{whole}.{rest:09}")
}
