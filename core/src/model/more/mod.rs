//! Further models of images, which the page leaves out: each would be a kilobyte of a first visit.
//!
//! To add a model, write its file beside [`auraflow`] and one line in `MORE` of `model/catalogue.rs`.

pub mod auraflow;
mod auraflow_dit;
pub mod cogview4;
mod cogview4_dit;
pub mod flux3;
mod flux3_dit;
pub mod hidream;
mod hidream_dit;
pub mod hunyuan_image;
mod hunyuan_image_decoder;
mod hunyuan_image_dit;
pub mod krea2;
mod krea2_dit;
pub mod longcat_image;
mod norm;
pub mod ovis_image;
mod text_encoder;

pub use auraflow_dit::AuraFlowDit;
pub use cogview4_dit::CogView4Dit;
pub use flux3_dit::Flux3Dit;
pub use hidream_dit::HiDreamDit;
pub use hunyuan_image_decoder::HunyuanImageDecoder;
pub use hunyuan_image_dit::HunyuanImageDit;
pub use krea2_dit::Krea2Dit;
