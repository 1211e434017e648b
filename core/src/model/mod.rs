//! The models: architecture as values, one file a model, one type an architecture family.
//!
//! To add a model, write its file beside [`flux`] and one line in [`ALL`].

pub mod cross_dit;
pub mod custom;
pub mod decoder;
mod denoiser;
pub mod mmdit;
pub mod next_dit;
#[cfg(feature = "sources")]
mod source;
pub mod text_encoder;
pub mod unet;

pub mod chroma;
pub mod flux;
pub mod flux2;
pub mod hunyuan_dit;
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

use crate::error::{Error, shortened};
use crate::flops::Work;
#[cfg(feature = "sources")]
use crate::source::Source;
use crate::workload::Guidance;
use decoder::Decoder;
pub use denoiser::{Denoiser, Family};
use text_encoder::TextEncoder;

/// Every model of the catalogue, in the order in which they are offered: the paper's four first, the others by family.
pub static ALL: [&Model; 18] = [
    &flux::FLUX1_DEV,
    &sd35::SD35_LARGE,
    &qwen_image::QWEN_IMAGE,
    &sd2::SD21,
    &flux::FLUX1_SCHNELL,
    &flux2::FLUX2_DEV,
    &flux2::FLUX2_KLEIN_4B,
    &flux2::FLUX2_KLEIN_9B,
    &chroma::CHROMA,
    &sd3::SD3_MEDIUM,
    &sd35::SD35_MEDIUM,
    &z_image::Z_IMAGE,
    &lumina::LUMINA_2,
    &pixart::PIXART_SIGMA,
    &sana::SANA_1600M,
    &hunyuan_dit::HUNYUAN_DIT_12,
    &sdxl::SDXL,
    &sd1::SD15,
];

/// The model with this id or alias, or the one that the text describes (see [`custom`]).
///
/// # Errors
/// [`Error::UnknownModel`] with the ids there are, [`Error::Architecture`] for a description that is none.
pub fn find(id: &str) -> Result<&'static Model, Error> {
    published(id)
        .map(Ok)
        .or_else(|| custom::find(id))
        .unwrap_or_else(|| Err(Error::UnknownModel { given: shortened(id) }))
}

/// The model of the catalogue with this id or alias.
pub fn published(id: &str) -> Option<&'static Model> {
    ALL.iter().copied().find(|model| model.id == id || model.aliases.contains(&id))
}

/// Width and height of an image in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Pixels {
    /// Pixels along a row.
    pub width: u32,
    /// Rows.
    pub height: u32,
}

impl Pixels {
    /// A square image.
    pub const fn square(side: u32) -> Self {
        Self { width: side, height: side }
    }

    /// Pixels of the image (a count).
    pub const fn area(self) -> u64 {
        self.width as u64 * self.height as u64
    }

    /// Whole squares of `side` pixels that it divides into: positions of a latent, patches of a transformer.
    pub const fn squares(self, side: u64) -> u64 {
        (self.width as u64 / side) * (self.height as u64 / side)
    }
}

/// Sides that a model takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sides {
    /// A side is a multiple of this many pixels.
    pub multiple_of: u32,
    /// The shortest side in pixels.
    pub min: u32,
    /// The longest side in pixels.
    pub max: u32,
}

impl Sides {
    /// The side nearest to `given` that the model takes, in pixels.
    pub const fn nearest(self, given: u32) -> u32 {
        let rounded = given.saturating_add(self.multiple_of / 2) / self.multiple_of * self.multiple_of;
        let least = self.min.next_multiple_of(self.multiple_of);
        let most = self.max / self.multiple_of * self.multiple_of;
        if rounded < least {
            least
        } else if rounded > most {
            most
        } else {
            rounded
        }
    }

    /// What the catalogue allows where the model itself sets no limit.
    pub const fn multiples_of(multiple_of: u32) -> Self {
        Self { multiple_of, min: 128, max: 4096 }
    }
}

/// What a run uses when nothing is said.
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

/// Where a model comes from.
#[derive(Debug, Clone, Copy)]
pub enum Origin {
    /// Its authors published it: an entry of the catalogue.
    Published,
    /// Nobody's: the plain description of a family, to be changed.
    Template,
    /// Nobody's: one of the others with some of its dimensions changed.
    Changed(&'static Model),
}

/// A text-to-image diffusion model: its architecture, the sizes it takes, and where all this is written.
#[derive(Debug, Clone, Copy)]
pub struct Model {
    /// Stable identifier.
    pub id: &'static str,
    /// Name as its authors write it.
    pub label: &'static str,
    /// Other identifiers that mean this model.
    pub aliases: &'static [&'static str],
    /// Where it comes from.
    pub origin: Origin,
    /// What a run uses when nothing is said.
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
    /// Where the numbers come from; never empty.
    #[cfg(feature = "sources")]
    pub sources: &'static [Source],
}

impl Model {
    /// Encoding one prompt with every text encoder. Guidance encodes the negative prompt as well, which would
    /// double this; by the convention of arXiv:2511.17031 the encoders are counted once an image.
    pub fn text_work(&self, text_tokens: u32) -> Work {
        self.text_encoders.iter().map(|encoder| encoder.work(u64::from(text_tokens))).sum()
    }

    /// One denoiser pass.
    pub fn denoiser_work(&self, size: Pixels, text_tokens: u32) -> Work {
        self.denoiser.pass(size, self.latent_scale, u64::from(text_tokens))
    }

    /// Decoding one latent.
    pub fn decoder_work(&self, size: Pixels) -> Work {
        self.decoder.work(size, self.latent_scale)
    }

    /// Whether nobody published it.
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
        let text: u64 = self.text_encoders.iter().map(|encoder| encoder.parameters).sum();
        text + self.denoiser_parameters + self.decoder_parameters
    }

    /// One denoiser pass by the rule of thumb for language models, `2·N·S + 2·L·S²·d` with `N` all weights of
    /// the denoiser and `S` all tokens (Kaplan et al. 2020, arXiv:2001.08361, equation 2.2), in GFLOP. `None` where image and
    /// text are not one sequence. It overstates MMDiT, whose tokens each meet the weights of one stream only.
    pub fn kaplan_pass_gflops(&self, size: Pixels, text_tokens: u32) -> Option<f64> {
        let (layers, width) = self.denoiser.sequence()?;
        let image_tokens = self.denoiser.image_tokens(size, self.latent_scale)?;
        let tokens = (image_tokens + u64::from(text_tokens)) as f64;
        let operations = 2.0 * self.denoiser_parameters as f64 * tokens
            + 2.0 * layers as f64 * tokens * tokens * width as f64;
        Some(operations / crate::flops::OPERATIONS_PER_GFLOP)
    }
}
