//! The figures of a described GPU: one entry each in [`ALL`].

/// Stands between figures.
pub const MARK: char = ';';

/// Stands between a figure's key and its value.
pub const IS: char = ':';

/// Key of the name, which is no figure.
pub const NAME: &str = "name";

/// Characters of a name at most.
pub const LONGEST_NAME: usize = 40;

/// Signs that a name may have besides letters and digits.
pub const SIGNS_OF_A_NAME: [char; 8] = [' ', '-', '_', '.', '+', '(', ')', '/'];

/// A figure that a description may give.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Figure {
    /// Board power, W.
    Watts,
    /// Dense rate of fp16, TFLOP/s.
    Fp16,
    /// Memory bandwidth, GB/s.
    Bandwidth,
    /// Rate of fp32 outside tensor cores, TFLOP/s.
    Fp32,
    /// Dense rate of TF32, TFLOP/s.
    Tf32,
    /// Dense rate of fp8, TFLOP/s.
    Fp8,
    /// Memory, GB.
    Memory,
    /// Idle power, W.
    Idle,
}

/// Every figure, in the order in which they are written; [`REQUIRED`] come first.
pub const ALL: [Figure; 8] = [
    Figure::Watts,
    Figure::Fp16,
    Figure::Bandwidth,
    Figure::Fp32,
    Figure::Tf32,
    Figure::Fp8,
    Figure::Memory,
    Figure::Idle,
];

/// Number of the figures that every description gives.
pub const REQUIRED: usize = 3;

impl Figure {
    /// Returns the key.
    pub const fn key(self) -> &'static str {
        match self {
            Self::Watts => "watts",
            Self::Fp16 => "fp16",
            Self::Bandwidth => "bandwidth",
            Self::Fp32 => "fp32",
            Self::Tf32 => "tf32",
            Self::Fp8 => "fp8",
            Self::Memory => "memory",
            Self::Idle => "idle",
        }
    }

    /// Returns the unit, as messages write it.
    pub const fn unit(self) -> &'static str {
        match self {
            Self::Watts | Self::Idle => "W",
            Self::Fp16 | Self::Fp32 | Self::Tf32 | Self::Fp8 => "TFLOP/s",
            Self::Bandwidth => "GB/s",
            Self::Memory => "GB",
        }
    }

    /// Returns the least and the most that are taken, far around every GPU there is. Of idle power the most is half of the board power, so that
    /// something is left to work with.
    pub const fn limits(self, watts: f64) -> [f64; 2] {
        match self {
            Self::Watts => [1.0, 10_000.0],
            Self::Fp16 | Self::Fp32 | Self::Tf32 | Self::Fp8 => [0.01, 1_000_000.0],
            Self::Bandwidth => [1.0, 1_000_000.0],
            Self::Memory => [0.1, 100_000.0],
            Self::Idle => [0.0, watts / 2.0],
        }
    }
}
