//! The paper's "A6000", a name that two GPUs could bear.

use crate::bare::is_same;

/// Names of a card that two GPUs could be: the paper's "A6000". They are aliases of the one that its energies fit.
pub const INFERRED: [&str; 2] = ["a6000", "paper-a6000"];

/// Returns true for such a name, however it is spelt.
pub fn is_inferred(name: &str) -> bool {
    INFERRED.iter().any(|inferred| is_same(inferred, name))
}

/// The version of the coefficients from which on the paper's card is the RTX A6000.
const INFERRED_SINCE: u32 = 3;

/// The name that a GPU's name stands for in a version of the coefficients: before version 3, `paper-a6000` meant the RTX 6000 Ada.
pub fn name_in_version(name: &str, version: u32) -> &str {
    if version < INFERRED_SINCE && is_same(name, "paper-a6000") { "rtx-6000-ada" } else { name }
}
