//! The paper's tables for any model and GPU: energy over a grid of sizes, steps, precisions and guidance, and what each of these
//! settings does alone.

use crate::error::Choice;
use crate::estimate::{Estimate, Question};
use crate::gpu::Gpu;
use crate::model::Pixels;
use crate::setting::{Guidance, Precision};
use crate::units::Energy;
use crate::workload::Workload;

/// Sides of the paper's square images in pixels (arXiv:2511.17031, tables of energy).
pub const SIDES: [u32; 4] = [256, 512, 768, 1024];

/// The paper's denoising steps.
pub const STEPS: [u32; 5] = [10, 20, 30, 40, 50];

/// The paper's precisions.
pub const PRECISIONS: [Precision; 2] = [Precision::Fp16, Precision::Fp32];

/// The paper's guidance: without and with.
pub const GUIDANCE: [Guidance; 2] = [Guidance::Off, Guidance::On];

/// Answers a question; `None` where it has no answer.
pub type Answer<'a, 'f> = &'a dyn Fn(&Question) -> Option<Estimate<'f>>;

/// The settings that are combined with each other.
#[derive(Debug, Clone, PartialEq)]
pub struct Grid {
    /// Sizes of the image, small ones first.
    pub sizes: Vec<Pixels>,
    /// Denoising steps, few first.
    pub steps: Vec<u32>,
    /// Precisions.
    pub precisions: Vec<Precision>,
    /// Guidance.
    pub guidance: Vec<Guidance>,
}

/// A table: a precision with or without guidance.
#[derive(Debug, Clone)]
pub struct Block<'f> {
    /// Precision of all cells.
    pub precision: Precision,
    /// Guidance of all cells.
    pub guidance: Guidance,
    /// Rows by size, cells by number of steps; `None` where the model or GPU cannot run it.
    pub rows: Vec<Vec<Option<Cell<'f>>>>,
}

/// A configuration of a table.
#[derive(Debug, Clone)]
pub struct Cell<'f> {
    /// Estimate of a fit.
    pub estimate: Estimate<'f>,
    /// Measured energy, where there is one.
    pub measured: Option<Energy>,
}

/// A setting of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Setting {
    /// Width and height.
    Size,
    /// Denoising steps.
    Steps,
    /// Precision.
    Precision,
    /// Guidance.
    Guidance,
}

/// A setting at one level, all else as in a base configuration.
#[derive(Debug, Clone)]
pub struct Effect<'f> {
    /// The setting.
    pub setting: Setting,
    /// Estimate of a fit there.
    pub estimate: Estimate<'f>,
}

impl Effect<'_> {
    /// The level in words: `512 × 512 px`, `20 steps`, `fp32`, `guidance on`.
    pub fn level(&self) -> String {
        let workload = &self.estimate.question.workload;
        match self.setting {
            Setting::Size => {
                let size = workload.size();
                [&size.width.to_string(), " × ", &size.height.to_string(), " px"].concat()
            }
            Setting::Steps => [&workload.steps().to_string(), " steps"].concat(),
            Setting::Precision => workload.precision().name().to_owned(),
            Setting::Guidance => ["guidance ", workload.guidance().name()].concat(),
        }
    }
}

impl Grid {
    /// The paper's grid, at those of its precisions that a GPU has.
    pub fn of_paper(gpu: &Gpu) -> Self {
        Self {
            sizes: SIDES.map(Pixels::square).into(),
            steps: STEPS.into(),
            precisions: PRECISIONS.into_iter().filter(|precision| gpu.has(*precision)).collect(),
            guidance: GUIDANCE.into(),
        }
    }

    /// Adds the settings of a workload where they are not there yet.
    pub fn include(&mut self, workload: &Workload) {
        self.include_size(workload.size());
        self.include_steps(workload.steps());
        self.include_precision(workload.precision());
    }

    /// Adds a size where it is not there yet.
    pub fn include_size(&mut self, size: Pixels) {
        if !self.sizes.contains(&size) {
            self.sizes.push(size);
            self.sizes.sort_by_key(|size| (size.area(), size.width));
        }
    }

    /// Adds a number of steps where it is not there yet.
    pub fn include_steps(&mut self, steps: u32) {
        if !self.steps.contains(&steps) {
            self.steps.push(steps);
            self.steps.sort_unstable();
        }
    }

    /// Adds a precision where it is not there yet.
    pub fn include_precision(&mut self, precision: Precision) {
        if !self.precisions.contains(&precision) {
            self.precisions.push(precision);
        }
    }

    /// The tables: one a precision and guidance, all else as in `base`.
    pub fn blocks<'f>(
        &self,
        base: &Question,
        answer: Answer<'_, 'f>,
        measured: &dyn Fn(&Question) -> Option<Energy>,
    ) -> Vec<Block<'f>> {
        let cell = |size: Pixels, steps: u32, precision, guidance| {
            let workload = base.workload.with_size(size).ok()?.with_steps(steps).ok()?;
            let workload = workload.with_precision(precision).with_guidance(guidance);
            let question = Question { workload, ..*base };
            Some(Cell { estimate: answer(&question)?, measured: measured(&question) })
        };
        let mut blocks = Vec::new();
        for &precision in &self.precisions {
            for &guidance in &self.guidance {
                let row = |size: &Pixels| {
                    self.steps.iter().map(|steps| cell(*size, *steps, precision, guidance)).collect()
                };
                blocks.push(Block { precision, guidance, rows: self.sizes.iter().map(row).collect() });
            }
        }
        blocks
    }

    /// Each setting at each of its levels, all others as in `base`; levels without an answer are left out.
    pub fn effects<'f>(&self, base: &Question, answer: Answer<'_, 'f>) -> Vec<Effect<'f>> {
        let workload = base.workload;
        let mut effects = Vec::new();
        let mut add = |setting: Setting, workload: Option<Workload>| {
            let estimate = workload.and_then(|workload| answer(&Question { workload, ..*base }));
            effects.extend(estimate.map(|estimate| Effect { setting, estimate }));
        };
        self.sizes.iter().for_each(|size| add(Setting::Size, workload.with_size(*size).ok()));
        self.steps.iter().for_each(|steps| add(Setting::Steps, workload.with_steps(*steps).ok()));
        let precisions = self.precisions.iter();
        precisions.for_each(|precision| add(Setting::Precision, Some(workload.with_precision(*precision))));
        let guidance = self.guidance.iter();
        guidance.for_each(|guidance| add(Setting::Guidance, Some(workload.with_guidance(*guidance))));
        effects
    }
}

/// The configuration of some tables that takes the least energy.
pub fn cheapest<'b, 'f>(blocks: &'b [Block<'f>]) -> Option<&'b Cell<'f>> {
    let cells = blocks.iter().flat_map(|block| block.rows.iter().flatten().flatten());
    cells.min_by(|a, b| a.estimate.energy.joules().total_cmp(&b.estimate.energy.joules()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::estimate::estimate;
    use crate::fit::Version;
    use crate::setting::Boundary;
    use crate::{gpu, model};

    fn base(model: &str, gpu: &str) -> Question {
        let workload = Workload::default_of(model::find(model).unwrap());
        Question { workload, gpu: gpu::find(gpu).unwrap(), boundary: Boundary::Net }
    }

    fn blocks(base: &Question, grid: &Grid) -> Vec<Block<'static>> {
        grid.blocks(base, &|question| estimate(Version::find("1").unwrap().fits(), question).ok(), &|_| None)
    }

    #[test]
    fn the_papers_grid_has_its_eighty_cells_and_a_measured_setting_joins_it() {
        let base = base("flux1-dev", "a100");
        let mut grid = Grid::of_paper(base.gpu);
        let cells =
            |grid: &Grid| blocks(&base, grid).iter().flat_map(|block| block.rows.iter().flatten()).count();
        // arXiv:2511.17031: 4 sizes × 5 step counts × 2 precisions × guidance.
        assert_eq!(cells(&grid), 80);
        let other = base.workload.with_size(Pixels { width: 768, height: 512 }).unwrap();
        grid.include(&other.with_steps(25).unwrap());
        assert_eq!(cells(&grid), 5 * 6 * 4);
        assert!(grid.steps.is_sorted() && grid.sizes.iter().map(|size| size.area()).is_sorted());
    }

    #[test]
    fn what_cannot_be_run_is_an_empty_cell() {
        let base = base("sana-1.6b", "t4");
        let mut grid = Grid::of_paper(base.gpu);
        grid.sizes.push(Pixels::square(520));
        let empty: Vec<bool> = blocks(&base, &grid)[0].rows.iter().map(|row| row[0].is_none()).collect();
        assert_eq!(empty, [false, false, false, false, true], "sides are multiples of 32");
    }

    #[test]
    fn the_cheapest_is_the_smallest_and_effects_start_from_it() {
        let base = base("sd3.5-large", "a100");
        let grid = Grid::of_paper(base.gpu);
        let blocks = blocks(&base, &grid);
        let cheapest = &cheapest(&blocks).unwrap().estimate;
        let workload = &cheapest.question.workload;
        assert_eq!((workload.size().width, workload.steps(), workload.passes()), (256, 10, 10));
        let effects = grid.effects(&cheapest.question, &|question| {
            estimate(Version::find("1").unwrap().fits(), question).ok()
        });
        let ratio = |effect: &Effect| effect.estimate.energy.joules() / cheapest.energy.joules();
        assert!(effects.iter().all(|effect| ratio(effect) >= 1.0));
        let levels: Vec<String> = effects.iter().map(Effect::level).collect();
        assert_eq!(levels.len(), 4 + 5 + 2 + 2);
        assert_eq!((levels[1].as_str(), levels[4].as_str()), ("512 × 512 px", "10 steps"));
        assert_eq!((levels[10].as_str(), levels[12].as_str()), ("fp32", "guidance on"));
        // X-Val: arXiv:2511.17031v1 figure 1(d), b_fp32 of SD 3.5: e^1.90.
        assert!((ratio(&effects[10]) / 1.90_f64.exp() - 1.0).abs() < 1e-12);
    }
}
