//! The paper's tables 3 to 6 for a model on a GPU: sizes and steps down, precision and guidance across, in the unit that is asked for.
//!
//! - [`text`] — for a terminal. [`latex`] — for a paper. [`csv`] — a cell a row, for programs.

pub mod csv;
pub mod latex;
pub mod text;

use wattpix_core::error::Choice;
use wattpix_core::fit::Fit;
use wattpix_core::grid::Cell;
use wattpix_core::model::Pixels;
use wattpix_core::present::{EnergyUnit, significant};
use wattpix_core::setting::{Guidance, Precision};
use wattpix_core::units::Energy;

use crate::report::pair::Pair;

/// Digits of an energy, as the paper prints them.
const DIGITS: usize = 3;

/// A table before it is written.
#[derive(Debug)]
pub struct EnergyTable<'f> {
    /// The model on the GPU, with what all cells share.
    pub pair: &'f Pair,
    /// The fit behind the predictions, in words.
    pub by: String,
    /// The unit of every number.
    pub unit: EnergyUnit,
    /// The energies are those of so many images together.
    pub images: u32,
    /// Precision and guidance of each column.
    pub columns: Vec<(Precision, Guidance)>,
    /// A row for each size and number of steps.
    pub rows: Vec<TableRow<'f>>,
}

/// A row: one size and number of steps.
#[derive(Debug)]
pub struct TableRow<'f> {
    /// The size.
    pub size: Pixels,
    /// Denoising steps.
    pub steps: u32,
    /// Cells, one per column; `None` where the model or GPU cannot run it.
    pub cells: Vec<Option<Cell<'f>>>,
}

impl<'f> EnergyTable<'f> {
    /// The table of a model on a GPU by a fit, which `law` names where it has no id of its own.
    #[must_use]
    pub fn new(pair: &'f Pair, fit: &'f Fit, law: Option<&str>, unit: EnergyUnit, images: u32) -> Self {
        let mut blocks = pair.blocks(fit);
        let columns = blocks.iter().map(|block| (block.precision, block.guidance)).collect();
        let mut rows = Vec::new();
        for (at, size) in pair.grid.sizes.iter().enumerate() {
            for (column, steps) in pair.grid.steps.iter().enumerate() {
                let cells = blocks.iter_mut().map(|block| block.rows[at][column].take()).collect();
                rows.push(TableRow { size: *size, steps: *steps, cells });
            }
        }
        let by = match law {
            Some(law) => format!("the {law} law fitted to these rows"),
            None => fit.id().to_owned(),
        };
        Self { pair, by, unit, images, columns, rows }
    }

    /// An energy of an image as a number of the table.
    #[must_use]
    pub fn number(&self, of_image: Energy) -> f64 {
        self.unit.of(of_image) * f64::from(self.images)
    }

    fn shown(&self, of_image: Energy) -> String {
        significant(self.number(of_image), DIGITS)
    }

    /// Returns the quantity of the numbers: `Wh of one image`, `J of 100 images`.
    #[must_use]
    pub fn quantity(&self) -> String {
        match self.images {
            1 => format!("{} of one image", self.unit.symbol()),
            images => format!("{} of {images} images", self.unit.symbol()),
        }
    }

    /// The name of a column, as the paper has it.
    fn column(precision: Precision, guidance: Guidance) -> String {
        let name = precision.name().replace("fp", "f");
        match guidance {
            Guidance::On => format!("{name} CFG"),
            Guidance::Off => format!("{name} no-CFG"),
        }
    }

    /// True if any cell was measured; true if any is extrapolated.
    fn marks(&self) -> [bool; 2] {
        let cells = || self.rows.iter().flat_map(|row| row.cells.iter().flatten());
        [cells().any(|cell| cell.measured.is_some()), cells().any(|cell| cell.estimate.is_extrapolated())]
    }
}

/// `512×512`, as the paper writes sizes.
fn size(of: Pixels) -> String {
    format!("{}×{}", of.width, of.height)
}
