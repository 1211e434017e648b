//! Greenhouse gas, cost and comparisons of an energy; each only when it is asked for.

use clap::Args;
use wattpix_core::equivalence;
use wattpix_core::estimate::Estimate;
use wattpix_core::present::{EnergyUnit, plain, rounded, scaled, whole};
use wattpix_core::report::Asked;
use wattpix_core::units::Energy;
use wattpix_core::words::Words;

use crate::grid_options::GridOptions;
use crate::output;

/// The command line's language.
const WORDS: Words = Words::ENGLISH;

/// The electricity of the data centre.
#[derive(Debug, Clone, Default, Args)]
pub struct ElectricityOptions {
    #[command(flatten)]
    grid: GridOptions,
    /// Price of a kilowatt-hour in any currency, for the cost.
    #[arg(long, value_name = "PRICE")]
    price: Option<String>,
    /// A comparison for the energy: led-lamp, phone-charge, cup-of-water, streaming, chatgpt-query, gemini-prompt or
    /// web-search.
    #[arg(long, value_name = "THING")]
    like: Option<String>,
}

impl ElectricityOptions {
    /// Returns the options, checked.
    ///
    /// # Errors
    /// The first value that cannot be used.
    pub fn read(&self) -> anyhow::Result<Asked> {
        let electricity = self.grid.read(self.price.as_deref())?;
        let like = self.like.as_deref().map(equivalence::find).transpose()?;
        let carbon = self.grid.is_asked();
        Ok(Asked { electricity, carbon, like })
    }
}

/// Prints the same for a person.
///
/// # Errors
/// Standard output closed.
pub fn print(asked: &Asked, estimate: &Estimate, images: u64) -> anyhow::Result<()> {
    let electricity = &asked.electricity;
    let total = estimate.energy * images as f64;
    let (images, pue) = (whole(images), plain(electricity.pue));
    if asked.carbon {
        let grams = |energy: Energy| scaled(electricity.grams(energy), "g");
        output::line(&format!(
            "  {} CO₂e per image, likely {} to {}; {} for {images} images",
            grams(estimate.energy),
            grams(estimate.low),
            grams(estimate.high),
            grams(total),
        ))?;
        output::line(&format!("    {}, PUE {pue}", electricity.basis(WORDS)))?;
    }
    if let (Some(price), Some(cost)) = (electricity.price, electricity.cost(total)) {
        output::line(&format!(
            "  {} for the electricity of {images} images, at {} per kWh and a PUE of {pue}",
            rounded(cost),
            plain(price),
        ))?;
    }
    if let Some(like) = asked.like {
        let drawn = electricity.drawn(estimate.energy);
        output::line(&format!(
            "  one image uses as much energy as {} {}, at a PUE of {pue}",
            like.text(WORDS, drawn),
            WORDS.text(like.of)
        ))?;
        let source = &like.source;
        output::line(&format!(
            "    {}: {}; {}, {}, {}",
            EnergyUnit::WattHours.text(like.energy),
            WORDS.text(like.covers),
            source.title,
            source.locator,
            source.url,
        ))?;
    }
    Ok(())
}
