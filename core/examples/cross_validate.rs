//! How the laws predict published measurements that they did not see.
//! `cargo run -p wattpix-core --features regress --example cross_validate`

use wattpix_core::error::Choice;
use wattpix_core::regress::cross_validation::{Split, summary, validate};
use wattpix_core::regress::fitting::Method;
use wattpix_core::regress::observed::Observed;
use wattpix_core::regress::table;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../fitted/observations");
    let mut rows: Vec<Observed> = Vec::new();
    for name in ["mlenergy-v2.csv", "luccioni-2023.csv", "paper-cells.csv"] {
        let table =
            table::read(name, std::fs::File::open(format!("{folder}/{name}"))?).map_err(|e| e.to_string())?;
        for rejected in &table.rejected {
            eprintln!("{rejected}");
        }
        rows.extend(table.rows);
    }
    let rows: Vec<&Observed> = rows.iter().collect();
    for (name, method) in Method::ALL {
        for split in [
            Split::Model,
            Split::Gpu,
            Split::Family,
            Split::GpuAndFamily,
            Split::Source,
            Split::KFold { k: 10, seed: 1 },
        ] {
            let validation = validate(&rows, *method, split)?;
            for (group, refusal) in &validation.refused {
                println!("{name} by {}: {group} refused: {refusal}", split.by());
            }
            let twenty: Vec<_> = validation
                .predictions
                .iter()
                .filter(|p| {
                    rows[p.row].source.starts_with("ML") && [1, 8].contains(&rows[p.row].workload.batch())
                })
                .collect();
            for (label, all) in [("all", validation.overall()), ("20 rows", summary("", &twenty))] {
                let Some(all) = all else { continue };
                println!(
                    "{name:9} by {:22} {label:8} n {:3} factor {:.3} bias {:+.3} inside {:3}/{} half-width {:.2}",
                    split.by(),
                    all.agreement.n,
                    all.agreement.mae_ln.exp(),
                    all.agreement.bias_ln,
                    all.inside,
                    all.agreement.n,
                    all.half_width_factor
                );
            }
        }
    }
    Ok(())
}
