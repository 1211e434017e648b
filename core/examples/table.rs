//! A table of every model on a few GPUs, as CSV: watt-hours of an image with default settings.
//!
//! `cargo run -p wattpix-core --example table > table.csv`

use wattpix_core::error::Error;
use wattpix_core::estimate::{Question, estimate};
use wattpix_core::fit::BUNDLED;
use wattpix_core::setting::Boundary;
use wattpix_core::workload::Workload;
use wattpix_core::{gpu, model};

fn main() -> Result<(), Error> {
    let gpus = ["a100", "h100", "rtx-4090"].map(gpu::find).into_iter().collect::<Result<Vec<_>, _>>()?;
    println!("model,gpu,wh_per_image,wh_low,wh_high");
    for model in model::ALL {
        for &gpu in &gpus {
            let question = Question { workload: Workload::default_of(model), gpu, boundary: Boundary::Net };
            let answer = estimate(BUNDLED, &question)?;
            let [energy, low, high] =
                [answer.energy, answer.low, answer.high].map(|energy| energy.watt_hours());
            println!("{},{},{energy},{low},{high}", model.id, gpu.id);
        }
    }
    Ok(())
}
