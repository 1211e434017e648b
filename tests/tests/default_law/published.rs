//! Everything that the default fit was made from.

use std::fs::File;
use std::path::{Path, PathBuf};

use wattpix_core::fit::{BUNDLED, find};
use wattpix_core::observation::Observed;
use wattpix_core::regress::cross_validation::{Split, Validation, validate_with_supplement};
use wattpix_core::regress::fitting::Method;
use wattpix_core::regress::law_rows::{PAPER, law_rows};
use wattpix_core::regress::supplement::Supplement;
use wattpix_core::regress::table::{self, Table};
use wattpix_core::regress::timing::Timing;

const LAWS: [&str; 3] = ["paper-flux1-dev-a100", "paper-sd3.5-large-a100", "paper-qwen-image-a100"];

/// Everything that the default fit was made from, in the order of `scripts/observations/fit.sh`.
pub struct Published {
    pub rows: Vec<Observed>,
    pub timings: Vec<Timing>,
    pub law_rows: Vec<Observed>,
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> Table {
    let table = table::read(path, File::open(root().join("fitted").join(path)).unwrap()).unwrap();
    assert_eq!(table.rejected, [], "{path}");
    table
}

pub fn published() -> Published {
    let energies = ["mlenergy-v2.csv", "luccioni-2023.csv", "paper-cells.csv"];
    let rows = energies.iter().flat_map(|name| read(&format!("observations/{name}")).rows).collect();
    let laws = LAWS.iter().flat_map(|id| law_rows(find(BUNDLED, id).unwrap(), PAPER)).collect();
    Published { rows, timings: read("timings/published.csv").timings, law_rows: laws }
}

impl Published {
    pub fn supplement(&self) -> Supplement<'_> {
        Supplement { timings: self.timings.iter().collect(), law_rows: self.law_rows.iter().collect() }
    }

    pub fn validated(&self, split: Split) -> Validation {
        let rows: Vec<&Observed> = self.rows.iter().collect();
        let validation =
            validate_with_supplement(&rows, &self.supplement(), Method::TimeAndPower, split).unwrap();
        assert_eq!(validation.refused, []);
        validation
    }
}
