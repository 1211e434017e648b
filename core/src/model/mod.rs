//! The models: architecture as values, one file a model, one type an architecture family.
//!
//! To add a model, write its file beside [`flux`] and one line in `catalogue.rs`.

mod available;
mod catalogue;
pub mod class_dit;
mod clip;
pub mod closed;
pub mod cross_dit;
pub mod custom;
pub mod decoder;
mod denoiser;
#[cfg(feature = "how-it-runs")]
pub mod editing;
mod family;
mod grid;
mod lookup;
pub mod mmdit;
pub mod more;
pub mod next_dit;
mod published;
mod size;
#[cfg(feature = "sources")]
mod source;
mod spelling;
pub mod text_encoder;
pub mod unet;
mod unknown;
pub mod video;

pub mod chroma;
pub mod flux;
pub mod flux2;
pub mod hunyuan_dit;
pub mod lcm;
pub mod lumina;
pub mod pixart;
pub mod qwen_image;
pub mod sana;
pub mod sd1;
pub mod sd2;
pub mod sd3;
pub mod sd35;
pub mod sdxl;
pub mod z_image;

use crate::flops::Work;
use crate::setting::Guidance;
#[cfg(feature = "sources")]
use crate::source::Source;
pub use available::{every, of_video};
pub use catalogue::{ALL, EDITING, MORE, VIDEO};
pub use clip::{Clip, Frames};
use decoder::Decoder;
pub use denoiser::Denoiser;
#[cfg(feature = "how-it-runs")]
pub use denoiser::SequenceParallel;
pub use family::Family;
pub use grid::Grid;
pub(crate) use lookup::arrive;
pub use lookup::find;
pub use published::published;
pub use size::{Pixels, Sides};
use text_encoder::TextEncoder;

/// Settings of a run that names none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Defaults {
    /// Image size.
    pub size: Pixels,
    /// Denoising steps.
    pub steps: u32,
    /// Classifier-free guidance.
    pub guidance: Guidance,
    /// Text tokens that the denoiser sees.
    pub text_tokens: u32,
}

/// Origin of a model.
#[derive(Debug, Clone, Copy)]
pub enum Origin {
    /// Published by its authors: an entry of the catalogue.
    Published,
    /// Plain description of a family, to be changed.
    Template,
    /// A catalogue model or template with some of its dimensions changed.
    Changed(&'static Model),
}

/// A diffusion model that makes images or video from text: its architecture, the sizes it takes, and where all this is written.
#[derive(Debug, Clone, Copy)]
pub struct Model {
    /// Stable identifier.
    pub id: &'static str,
    /// Name as its authors write it.
    pub label: &'static str,
    /// Other identifiers that mean this model.
    pub aliases: &'static [&'static str],
    /// Repositories on Hugging Face that hold its weights; their names mean this model too.
    #[cfg(feature = "names")]
    pub hub_ids: &'static [&'static str],
    /// Origin of the model.
    pub origin: Origin,
    /// Settings of a run that names none.
    pub defaults: Defaults,
    /// Sides that it takes.
    pub sides: Sides,
    /// Least and most text tokens that the denoiser can see.
    pub text_tokens: (u32, u32),
    /// Text encoders; each runs once an image.
    pub text_encoders: &'static [TextEncoder],
    /// The denoiser.
    pub denoiser: Denoiser,
    /// Weights of the denoiser, as diffusers counts them.
    pub denoiser_parameters: u64,
    /// The decoder.
    pub decoder: Decoder,
    /// Weights of the decoder.
    pub decoder_parameters: u64,
    /// Pixels along one side that a latent position covers.
    pub latent_scale: u64,
    /// Sources of the numbers; never empty.
    #[cfg(feature = "sources")]
    pub sources: &'static [Source],
}

impl Model {
    /// Encoding one prompt with every text encoder. Guidance encodes the negative prompt as well, which would
    /// double this; by the convention of arXiv:2511.17031 the encoders are counted once an image.
    pub fn text_work(&self, text_tokens: u32) -> Work {
        self.text_encoders.iter().map(|encoder| encoder.work(u64::from(text_tokens))).sum()
    }

    /// Returns the work of a denoiser pass over one image or clip and its prompt. A size alone is that of one frame.
    pub fn denoiser_work(&self, clip: impl Into<Clip>, text_tokens: u32) -> Work {
        self.denoiser.pass(clip.into(), self.latent_scale, u64::from(text_tokens))
    }

    /// Decoding one latent.
    pub fn decoder_work(&self, clip: impl Into<Clip>) -> Work {
        self.decoder.work(clip.into(), self.latent_scale)
    }

    /// Frames that it makes; `None` for a model of images.
    pub const fn frames(&self) -> Option<Frames> {
        match &self.denoiser {
            Denoiser::Class(class) => class.frames,
            _ => None,
        }
    }

    /// Networks of the size of the denoiser that its memory holds; each pass runs one of them.
    pub const fn experts(&self) -> u64 {
        match &self.denoiser {
            Denoiser::Class(class) => class.experts,
            _ => 1,
        }
    }

    /// True if nobody published it.
    pub const fn is_custom(&self) -> bool {
        !matches!(self.origin, Origin::Published)
    }

    /// The model of the catalogue or the template that it was made from; itself where it was made from none.
    pub const fn base(&self) -> &Self {
        match self.origin {
            Origin::Changed(base) => base,
            Origin::Published | Origin::Template => self,
        }
    }

    /// Weights of all components.
    pub fn parameters(&self) -> u64 {
        self.other_parameters() + self.denoiser_parameters * self.experts()
    }

    /// Weights of the text encoders.
    #[cfg(feature = "how-it-runs")]
    pub fn text_parameters(&self) -> u64 {
        self.text_encoders.iter().map(|encoder| encoder.parameters).sum()
    }

    /// Weights of text encoders and decoder.
    pub fn other_parameters(&self) -> u64 {
        let text: u64 = self.text_encoders.iter().map(|encoder| encoder.parameters).sum();
        text + self.decoder_parameters
    }

    /// Estimates a denoiser pass by the rule of thumb for language models, `2·N·S + 2·L·S²·d` with `N` all weights of
    /// the denoiser and `S` all tokens (Kaplan et al. 2020, arXiv:2001.08361, equation 2.2), in GFLOP. `None` where image and
    /// text are not one sequence. It overstates MMDiT, whose tokens each meet the weights of one stream only.
    pub fn kaplan_pass_gflops(&self, clip: impl Into<Clip>, text_tokens: u32) -> Option<f64> {
        let (layers, width) = self.denoiser.sequence()?;
        let image_tokens = self.denoiser.image_tokens(clip.into(), self.latent_scale)?;
        let tokens = (image_tokens + u64::from(text_tokens)) as f64;
        let operations = 2.0 * self.denoiser_parameters as f64 * tokens
            + 2.0 * layers as f64 * tokens * tokens * width as f64;
        Some(operations / crate::flops::OPERATIONS_PER_GFLOP)
    }
}
