//! Operations that candle lacks on NVIDIA GPUs (feature `cuda`): the only part of the engine, beside mapped files, that may use unsafe
//! code, because it starts kernels and calls the driver.
//!
//! - [`attention`] — attention whose scores never leave the chip (feature `fused-attention`).
//! - [`conv`] — convolutions by cuDNN that multiply as the precision says (feature `cudnn`).
//! - [`memory`] — freed memory stays with the process.

#[cfg(feature = "fused-attention")]
pub mod attention;
#[cfg(feature = "cudnn")]
pub mod conv;
pub mod memory;
