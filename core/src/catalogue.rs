//! The whole catalogue: every model, GPU and shipped fit, and names (of countries, too) as people write them.
//!
//! With the feature `whole-catalogue` a program knows all of it from its start. Without it, it knows the models of images, the GPUs that most people
//! use and the fits that answer today, by id, alias and code, until [`arrive`] is called: the page calls it from a part of its program that comes on
//! demand, and only that part carries the rest.

use std::sync::atomic::{AtomicBool, Ordering};

use crate::carbon::electricity;
use crate::{fit, gpu, model};

static ARRIVED: AtomicBool = AtomicBool::new(cfg!(feature = "whole-catalogue"));

/// Makes the whole catalogue known.
pub fn arrive() {
    gpu::arrive();
    model::arrive();
    fit::arrive();
    electricity::arrive();
    ARRIVED.store(true, Ordering::Release);
}

/// Tells whether the whole catalogue is known.
pub fn is_whole() -> bool {
    ARRIVED.load(Ordering::Acquire)
}
