//! Check of a device's arithmetic: compared values, their distance, and the distance allowed.
//!
//! - [`attention`] — fused attention beside unfused attention in 32 bits, on random shapes and views.
//! - [`products`] — matrix products and convolutions beside the processor's, in every precision.
//! - [`pipelines`] — whole tiny pipelines beside the processor's.

pub mod attention;
pub mod pipelines;
pub mod products;

use candle_core::{DType, Result, Tensor};

/// A comparison.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Finding {
    /// Compared values.
    pub what: String,
    /// Distance found.
    pub found: f64,
    /// The least and the most that pass. A least above 0: products said to be TF32 that are exact are none.
    pub allowed: [f64; 2],
    /// True if it passes.
    pub passed: bool,
}

/// Is told of every finding as it is found: what comes next may end the program.
pub type Tell<'a> = dyn FnMut(Finding) + 'a;

impl Finding {
    fn new(what: String, found: f64, allowed: [f64; 2]) -> Self {
        // Not finite never passes.
        Self { what, found, allowed, passed: found >= allowed[0] && found <= allowed[1] }
    }
}

/// The largest difference.
fn largest(ours: &Tensor, reference: &Tensor) -> Result<f64> {
    let wide = |tensor: &Tensor| tensor.to_dtype(DType::F32)?.to_device(reference.device());
    let difference = (wide(ours)? - wide(reference)?)?.abs()?.flatten_all()?;
    // A maximum may pass over what is no number; a sum does not.
    let sum = f64::from(difference.sum_all()?.to_scalar::<f32>()?);
    if sum.is_finite() { Ok(f64::from(difference.max(0)?.to_scalar::<f32>()?)) } else { Ok(f64::NAN) }
}

/// The length of the difference over that of the reference.
fn relative(ours: &Tensor, reference: &Tensor) -> Result<f64> {
    let wide = |tensor: &Tensor| tensor.to_device(reference.device())?.to_dtype(DType::F64)?.flatten_all();
    let (ours, reference) = (wide(ours)?, wide(reference)?);
    let length = |tensor: &Tensor| tensor.sqr()?.sum_all()?.to_scalar::<f64>().map(f64::sqrt);
    Ok(length(&(ours - &reference)?)? / length(&reference)?)
}
