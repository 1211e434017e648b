//! The energy of an image, with its interval and caveats.
//!
//! `cargo run -p wattpix-core --example estimate`

use wattpix_core::error::Error;
use wattpix_core::estimate::{Question, estimate};
use wattpix_core::fit::BUNDLED;
use wattpix_core::gpu;
use wattpix_core::model::{self, Pixels};
use wattpix_core::setting::{Boundary, Guidance, Precision};
use wattpix_core::words::Words;
use wattpix_core::workload::Workload;

fn main() -> Result<(), Error> {
    let workload = Workload::default_of(model::find("sd3.5-large")?)
        .with_size(Pixels { width: 1024, height: 768 })?
        .with_steps(28)?
        .with_guidance(Guidance::On)
        .with_precision(Precision::Bf16);
    let question = Question { workload, gpu: gpu::find("l40s")?, boundary: Boundary::Net };
    let answer = estimate(BUNDLED, &question)?;
    let [energy, low, high] = [answer.energy, answer.low, answer.high].map(|energy| energy.watt_hours());
    println!("{energy:.2} Wh an image, {low:.2} to {high:.2} Wh (90 % interval, net of idle power)");
    if let Some(seconds) = answer.seconds {
        println!("{seconds:.1} s an image");
    }
    for caveat in &answer.caveats {
        println!("{}: {}", caveat.code(), caveat.tell(Words::ENGLISH));
    }
    Ok(())
}
