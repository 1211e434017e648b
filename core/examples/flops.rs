//! The operations of an image, by component and kind of layer.
//!
//! `cargo run -p wattpix-core --example flops`

use wattpix_core::compute::FlopBreakdown;
use wattpix_core::error::Error;
use wattpix_core::flops::Flops;
use wattpix_core::model;
use wattpix_core::workload::Workload;

fn main() -> Result<(), Error> {
    println!("GFLOP of an image{:>22}{:>14}{:>14}", "linear", "convolution", "attention");
    for id in ["sd2.1", "sd3.5-large", "flux1-dev", "qwen-image"] {
        let counted = FlopBreakdown::of(&Workload::default_of(model::find(id)?));
        println!("{id}, {} denoiser passes", counted.passes);
        let rows = [
            ("text encoders", counted.text_encoder),
            ("one denoiser pass", counted.denoiser_pass),
            ("decoder", counted.decoder),
        ];
        for (component, Flops { attention, linear, conv }) in rows {
            let [linear, conv, attention] =
                [linear, conv, attention].map(|operations| operations as f64 / 1e9);
            println!("  {component:<20}{linear:>17.1}{conv:>14.1}{attention:>14.1}");
        }
        println!(
            "  denoising is {:.1} % of {:.0}",
            counted.denoising_share() * 100.0,
            counted.total_gflops()
        );
    }
    Ok(())
}
