//! Limits on the size of described models and on how many are kept.

/// Text tokens at most.
pub(super) const MOST_TOKENS: u64 = 8192;

/// Blocks of a kind of an MMDiT at most.
pub(super) const MOST_BLOCKS: u64 = 256;

/// Layers of a transformer of a U-Net at most.
pub(super) const MOST_LAYERS: u64 = 32;

/// Operations of a pass at most: below this a pass is an exact floating-point number, and 2,000 passes fit 64 bits.
pub const MOST_OPERATIONS: u64 = 1 << 53;

/// Weights of a denoiser at most: with them no count of a pass leaves 64 bits, however large the image.
pub const MOST_WEIGHTS: u64 = 10_000_000_000_000;

/// Different descriptions that are kept, each below 2 kB: more than a person describes, few enough that no table or link fills the
/// memory.
pub const MOST_KEPT: usize = 16_384;
