//! Further models of images, which the page leaves out: each would be a kilobyte of a first visit.
//!
//! To add a model, write its file beside [`auraflow`] and one line in `MORE` of `model/catalogue.rs`.

pub mod auraflow;
mod auraflow_dit;
pub mod cogview4;
mod cogview4_dit;
pub mod longcat_image;
mod norm;
pub mod ovis_image;
mod text_encoder;

pub use auraflow_dit::AuraFlowDit;
pub use cogview4_dit::CogView4Dit;
