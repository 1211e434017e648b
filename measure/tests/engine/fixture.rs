//! Tiny checkpoints and what diffusers computed with them.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use candle_core::{DType, Device, Tensor};
use wattpix_measure::engine::weights::folder::Folder;

/// The largest difference from diffusers that counts as equal, relative to the largest value where that is above 1.
const TOLERANCE: f32 = 1e-4;

/// The tiny checkpoint of a model.
pub fn folder(model: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/data/diffusion").join(model)
}

/// Returns a component of the fixture.
pub fn component(model: &str, name: &str) -> Folder {
    Folder::open(&folder(model).join(name), &Device::Cpu).unwrap()
}

/// Tensors that diffusers computed.
pub struct Expected(HashMap<String, Tensor>);

impl Expected {
    pub fn of(model: &str) -> Self {
        let path = folder(model).join("expected.safetensors");
        Self(candle_core::safetensors::load(path, &Device::Cpu).unwrap())
    }

    pub fn find(&self, name: &str) -> Option<&Tensor> {
        self.0.get(name)
    }

    pub fn get(&self, name: &str) -> &Tensor {
        self.find(name).unwrap_or_else(|| panic!("the fixture has no {name}"))
    }

    pub fn numbers(&self, name: &str) -> Vec<f64> {
        let tensor = self.get(name).to_dtype(DType::F64).unwrap();
        tensor.flatten_all().unwrap().to_vec1().unwrap()
    }

    /// Returns the number of the fixture's names that start and end so.
    pub fn count(&self, start: &str, end: &str) -> usize {
        self.0.keys().filter(|name| name.starts_with(start) && name.ends_with(end)).count()
    }

    pub fn assert_close(&self, name: &str, ours: &Tensor) {
        let theirs = self.get(name);
        assert_eq!(ours.dims(), theirs.dims(), "shape of {name}");
        let largest = |tensor: &Tensor| {
            tensor.abs().unwrap().flatten_all().unwrap().max(0).unwrap().to_scalar::<f32>().unwrap()
        };
        let difference = largest(&(ours - theirs).unwrap());
        let allowed = TOLERANCE * largest(theirs).max(1.0);
        assert!(difference <= allowed, "{name} differs by {difference}, allowed {allowed}");
    }
}
