//! A law fitted to one's own table, validated, and used for an estimate.
//!
//! `cargo run -p wattpix-core --features regress --example fit -- fitted/observations/mlenergy-v2.csv`

use std::error::Error;
use std::fs::File;

use wattpix_core::estimate::{Question, estimate_with};
use wattpix_core::regress::cross_validation::{Split, validate};
use wattpix_core::regress::fitting::{About, Method, fit};
use wattpix_core::regress::table::read;
use wattpix_core::setting::Boundary;
use wattpix_core::workload::Workload;
use wattpix_core::{gpu, model};

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args().nth(1).unwrap_or_else(|| "fitted/observations/mlenergy-v2.csv".to_owned());
    let table = read(&path, File::open(&path)?).map_err(|refused| refused.reason)?;
    for refused in &table.rejected {
        eprintln!("{}: {}", refused.place, refused.reason);
    }
    let rows: Vec<_> = table.rows.iter().collect();
    let fitted = fit(&rows, Method::Additive, About::scratch())?;
    let left_out = validate(&rows, Method::Additive, Split::Model)?;
    for summary in left_out.groups() {
        let factor = summary.agreement.mae_ln.exp();
        println!("without {}: predicted within a typical factor of {factor:.2}", summary.group);
    }
    let workload = Workload::default_of(model::find("sdxl")?);
    let question = Question { workload, gpu: gpu::find("a100")?, boundary: Boundary::Gross };
    let answer = estimate_with(&fitted, &question)?;
    println!("SDXL on an A100 by this fit: {:.2} Wh an image", answer.energy.watt_hours());
    Ok(())
}
