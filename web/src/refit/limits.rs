//! Limits on the reader's files: enough for any sweep, and little enough that a browser stays at ease.

/// Bytes of an observation file or table. A row of an observation file is some 900 bytes.
pub const MOST_BYTES: f64 = 128e6;

/// Bytes of a fit file. The largest shipped one has 9,000.
pub const MOST_FIT_BYTES: f64 = 1e6;

/// Rows of a file, and of all files that are read together.
pub const MOST_ROWS: usize = 100_000;

/// Bytes of a line of an observation file.
pub const MOST_LINE: usize = 100_000;

/// Points that are drawn and listed: a sample of them where there are more.
pub const MOST_POINTS: usize = 500;

/// Reasons why rows were left out that are shown; the rest is counted.
pub const MOST_REASONS: usize = 10;
