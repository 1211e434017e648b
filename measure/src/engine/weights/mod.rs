//! Sources of a model's tensors.
//!
//! Models ask for every tensor by name, shape and [`Role`]; a [`Source`] answers: [`folder`] from safetensors files,
//! [`random`] with random numbers, [`shapes`] with nothing but a note of what was asked for, which is how sizes are
//! known and folders are checked before anything is loaded.

pub mod folder;
pub mod random;
pub mod shapes;

use std::fmt::Display;

use candle_core::{DType, Device, Result, Tensor};

/// Role of a tensor in its layer; random weights depend on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Multiplies: a linear layer's or a convolution's weight; all dimensions but the first are summed over.
    Matrix,
    /// Is added.
    Bias,
    /// Scales what was normalised.
    Gain,
    /// Is looked up: token or position embeddings.
    Table,
}

/// Answers requests for tensors.
pub trait Source {
    /// The tensor of this name, shape and role, in `dtype` on the source's device.
    ///
    /// # Errors
    /// There is none such, or no memory for it.
    fn tensor(&self, name: &str, shape: &[usize], role: Role, dtype: DType) -> Result<Tensor>;

    /// True if there is a tensor of this name. Sources that make tensors up say yes to the first spelling asked for.
    fn has(&self, name: &str) -> bool;

    /// Returns the device of the tensors.
    fn device(&self) -> &Device;
}

/// A source seen from one module of a model: names are relative to it.
#[derive(Clone)]
pub struct Weights<'a> {
    source: &'a dyn Source,
    prefix: String,
    dtype: DType,
}

impl<'a> Weights<'a> {
    /// The source seen from the root, its tensors converted to `dtype`.
    pub fn new(source: &'a dyn Source, dtype: DType) -> Self {
        Self { source, prefix: String::new(), dtype }
    }

    /// Seen from the module `name` below this one.
    #[must_use]
    pub fn at(&self, name: impl Display) -> Self {
        Self { prefix: self.full(name), ..self.clone() }
    }

    /// Seen from the module `name`, or from this one where `name` is empty.
    fn at_or_here(&self, name: &str) -> Self {
        if name.is_empty() { self.clone() } else { self.at(name) }
    }

    /// The first of several spellings of a module's name (empty: this module) whose tensor `probe` exists; the first if
    /// none does.
    #[must_use]
    pub fn at_first(&self, names: &[&str], probe: &str) -> Self {
        let exists = |name: &&&str| self.source.has(&self.at_or_here(name).full(probe));
        match names.iter().find(exists).or(names.first()) {
            Some(name) => self.at_or_here(name),
            None => self.clone(),
        }
    }

    /// Returns the tensors in another precision.
    #[must_use]
    pub fn in_dtype(&self, dtype: DType) -> Self {
        Self { dtype, ..self.clone() }
    }

    /// The tensor `name` of this module.
    ///
    /// # Errors
    /// The source has none in this shape.
    pub fn tensor(&self, name: &str, shape: &[usize], role: Role) -> Result<Tensor> {
        self.source.tensor(&self.full(name), shape, role, self.dtype)
    }

    /// The precision of the tensors.
    pub fn dtype(&self) -> DType {
        self.dtype
    }

    /// The device of the tensors.
    pub fn device(&self) -> &'a Device {
        self.source.device()
    }

    fn full(&self, name: impl Display) -> String {
        if self.prefix.is_empty() { name.to_string() } else { format!("{}.{name}", self.prefix) }
    }
}
