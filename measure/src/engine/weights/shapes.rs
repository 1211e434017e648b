//! A source that has no numbers: it notes what a model asks for.

use std::cell::RefCell;

use candle_core::{DType, Device, Result, Tensor};

use super::{Role, Source, Weights};

/// A tensor that a model needs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Needed {
    /// Name in the checkpoint.
    pub name: String,
    /// Shape.
    pub shape: Vec<usize>,
    /// Role.
    pub role: Role,
    /// The precision in which the model holds it.
    pub dtype: DType,
}

impl Needed {
    /// Numbers that it holds.
    pub fn elements(&self) -> u64 {
        self.shape.iter().map(|&side| side as u64).product()
    }

    /// Memory that it takes in the model's precision, in bytes.
    pub fn bytes(&self) -> u64 {
        self.elements() * self.dtype.size_in_bytes() as u64
    }
}

/// Says whether a tensor of this name exists; it decides between spellings of names.
pub type Has<'a> = dyn Fn(&str) -> bool + 'a;

/// Every name exists: the first spelling of each is taken.
pub fn any(_: &str) -> bool {
    true
}

/// Notes what is asked for and answers with a single zero spread over the shape, which takes no memory.
struct Notes<'a> {
    needed: RefCell<Vec<Needed>>,
    has: &'a Has<'a>,
}

impl Source for Notes<'_> {
    fn tensor(&self, name: &str, shape: &[usize], role: Role, dtype: DType) -> Result<Tensor> {
        self.needed.borrow_mut().push(Needed { name: name.to_owned(), shape: shape.to_vec(), role, dtype });
        Tensor::zeros((), dtype, &Device::Cpu)?.broadcast_as(shape)
    }

    fn has(&self, name: &str) -> bool {
        (self.has)(name)
    }

    fn device(&self) -> &Device {
        &Device::Cpu
    }
}

/// Everything that `load` asks for, in order, from a source with the names that `has` knows.
///
/// # Errors
/// Whatever `load` fails with.
pub fn needed<T>(dtype: DType, has: &Has, load: impl FnOnce(&Weights) -> Result<T>) -> Result<Vec<Needed>> {
    let notes = Notes { needed: RefCell::default(), has };
    load(&Weights::new(&notes, dtype))?;
    Ok(notes.needed.into_inner())
}
