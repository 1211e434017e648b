//! Amounts of memory, and what a run needs.

use std::fmt;

/// Bytes, written for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Bytes(pub u64);

impl fmt::Display for Bytes {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        const GIB: f64 = 1_073_741_824.0;
        const MIB: f64 = 1_048_576.0;
        let bytes = self.0 as f64;
        if bytes >= GIB {
            write!(formatter, "{:.1} GiB", bytes / GIB)
        } else {
            write!(formatter, "{:.1} MiB", bytes / MIB)
        }
    }
}

/// Memory that a run needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemoryNeed {
    /// Weights of each component in the run's precision, in bytes; exact.
    pub weights: Vec<(String, Bytes)>,
    /// The largest activations at one moment; an estimate.
    pub activations: Bytes,
}

impl MemoryNeed {
    /// All of it.
    pub fn total(&self) -> Bytes {
        Bytes(self.weights.iter().map(|(_, bytes)| bytes.0).sum::<u64>() + self.activations.0)
    }
}

impl fmt::Display for MemoryNeed {
    fn fmt(&self, formatter: &mut fmt::Formatter) -> fmt::Result {
        write!(formatter, "{} (", self.total())?;
        for (name, bytes) in &self.weights {
            write!(formatter, "{name} {bytes}, ")?;
        }
        write!(formatter, "activations about {})", self.activations)
    }
}
