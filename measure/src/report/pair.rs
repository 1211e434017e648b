//! A model on a GPU: the paper's table of it, with what was measured.

use std::collections::{BTreeMap, BTreeSet};

use wattpix_core::error::Choice;
use wattpix_core::estimate::{Estimate, Question, estimate_with};
use wattpix_core::fit::Fit;
use wattpix_core::gpu::Gpu;
use wattpix_core::grid::{Block, Effect, Grid, cheapest};
use wattpix_core::model::Model;
use wattpix_core::observation::Observed;
use wattpix_core::setting::Boundary;
use wattpix_core::units::Energy;
use wattpix_core::workload::Workload;

/// A model on a GPU.
#[derive(Debug, Clone)]
pub struct Pair {
    /// Settings that all cells share: model, GPU, text tokens, batch, boundary.
    pub base: Question,
    /// The paper's grid, and the settings that were measured most often.
    pub grid: Grid,
    /// Measured configurations that are not on the grid, because they have too many sizes or steps for a table.
    pub off_grid: usize,
    /// Measured cells, with the energy of one image.
    pub measured: Vec<(Workload, Energy)>,
    /// Rows of this model on this GPU, whatever their boundary, batch and text.
    pub rows: usize,
    /// The boundaries of those rows.
    pub boundaries: BTreeSet<&'static str>,
    /// The batches of those rows.
    pub batches: BTreeSet<u32>,
}

impl Pair {
    /// The tables of a model on a GPU: within the boundary that most of its rows have (`boundary` where it has none), at their
    /// smallest batch, with the text of the first such row.
    pub fn of(model: &'static Model, gpu: &'static Gpu, rows: &[&Observed], boundary: Boundary) -> Self {
        let own = || rows.iter().filter(|row| row.workload.model().id == model.id && row.gpu.id == gpu.id);
        let net = own().filter(|row| row.boundary == Boundary::Net).count();
        let boundary = match own().count() {
            0 => boundary,
            all if 2 * net >= all => Boundary::Net,
            _ => Boundary::Gross,
        };
        let within = || own().filter(|row| row.boundary == boundary);
        let first = within().min_by_key(|row| row.workload.batch()).map(|row| row.workload);
        let base = Question { workload: first.unwrap_or_else(|| Workload::default_of(model)), gpu, boundary };
        let alike = |workload: &Workload| {
            workload.batch() == base.workload.batch() && workload.text_tokens() == base.workload.text_tokens()
        };
        let measured: Vec<(Workload, Energy)> =
            within().filter(|row| alike(&row.workload)).map(|row| (row.workload, row.energy)).collect();
        let grid = grid(gpu, &measured);
        let off_grid =
            distinct(measured.iter().map(|(workload, _)| workload).filter(|one| !holds(&grid, one)));
        Self {
            base,
            grid,
            off_grid,
            measured,
            rows: own().count(),
            boundaries: own().map(|row| row.boundary.name()).collect(),
            batches: own().map(|row| row.workload.batch()).collect(),
        }
    }

    /// Every cell by a fit.
    pub fn blocks<'f>(&self, fit: &'f Fit) -> Vec<Block<'f>> {
        self.grid.blocks(&self.base, &|question| estimate_with(fit, question).ok(), &|question| {
            self.measured(&question.workload)
        })
    }

    /// The mean energy of an image in the rows of this configuration.
    fn measured(&self, asked: &Workload) -> Option<Energy> {
        let same = |workload: &Workload| {
            workload.size() == asked.size()
                && workload.steps() == asked.steps()
                && workload.precision() == asked.precision()
                && workload.guidance() == asked.guidance()
        };
        let joules: Vec<f64> = self
            .measured
            .iter()
            .filter(|(workload, _)| same(workload))
            .map(|(_, energy)| energy.joules())
            .collect();
        (!joules.is_empty()).then(|| Energy::from_joules(joules.iter().sum::<f64>() / joules.len() as f64))
    }

    /// The cheapest configuration of the tables, and each setting varied alone from there.
    pub fn effects<'f>(&self, fit: &'f Fit) -> Option<(Estimate<'f>, Vec<Effect<'f>>)> {
        let blocks = self.blocks(fit);
        let cheapest = cheapest(&blocks)?.estimate.clone();
        let effects = self.grid.effects(&cheapest.question, &|question| estimate_with(fit, question).ok());
        Some((cheapest, effects))
    }

    /// `flux1-dev-h100-sxm`, for ids and names of files.
    pub fn slug(&self) -> String {
        let name = format!("{}-{}", self.base.workload.model().id, self.base.gpu.id);
        name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect()
    }

    /// Returns the shared settings in words.
    pub fn about(&self) -> String {
        let workload = &self.base.workload;
        format!(
            "{} on {}, {} energy, batch {}, {} text tokens",
            workload.model().label,
            self.base.gpu.label,
            self.base.boundary.name(),
            workload.batch(),
            workload.text_tokens()
        )
    }
}

/// The pairs of rows, and each asked model with each asked GPU; where one of the two is not asked for, those of the rows stand for it. Within
/// `boundary` where no row says another.
pub fn pairs(
    rows: &[&Observed],
    models: &[&'static Model],
    gpus: &[&'static Gpu],
    boundary: Boundary,
) -> Vec<Pair> {
    let of_row = |row: &&Observed| (row.workload.model(), row.gpu);
    let mut pairs: BTreeMap<(&str, &str), (&'static Model, &'static Gpu)> = BTreeMap::new();
    let mut add = |model: &'static Model, gpu: &'static Gpu| {
        pairs.insert((model.id, gpu.id), (model, gpu));
    };
    for (model, gpu) in rows.iter().map(of_row) {
        add(model, gpu);
        if models.is_empty() {
            gpus.iter().for_each(|gpu| add(model, gpu));
        }
        if gpus.is_empty() {
            models.iter().for_each(|model| add(model, gpu));
        }
    }
    for model in models {
        gpus.iter().for_each(|gpu| add(model, gpu));
    }
    pairs.into_values().map(|(model, gpu)| Pair::of(model, gpu, rows, boundary)).collect()
}

/// Sizes and steps of a table at most: more cannot be read.
const MOST_SIZES: usize = 8;
const MOST_STEPS: usize = 10;

/// The paper's grid with the precisions, and the most frequent sizes and steps, of what was measured.
fn grid(gpu: &'static Gpu, measured: &[(Workload, Energy)]) -> Grid {
    let mut grid = Grid::of_paper(gpu);
    let mut sizes: BTreeMap<(u64, u32), (usize, Workload)> = BTreeMap::new();
    let mut steps: BTreeMap<u32, (usize, Workload)> = BTreeMap::new();
    for (workload, _) in measured {
        let size = workload.size();
        sizes.entry((size.area(), size.width)).or_insert((0, *workload)).0 += 1;
        steps.entry(workload.steps()).or_insert((0, *workload)).0 += 1;
        grid.include_precision(workload.precision());
    }
    let frequent = |mut counted: Vec<(usize, Workload)>| {
        counted.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
        counted.into_iter().map(|(_, workload)| workload)
    };
    for workload in frequent(sizes.into_values().collect()) {
        if grid.sizes.len() < MOST_SIZES {
            grid.include_size(workload.size());
        }
    }
    for workload in frequent(steps.into_values().collect()) {
        if grid.steps.len() < MOST_STEPS {
            grid.include_steps(workload.steps());
        }
    }
    grid
}

/// True if a table of the grid has a cell for a configuration.
fn holds(grid: &Grid, workload: &Workload) -> bool {
    grid.sizes.contains(&workload.size()) && grid.steps.contains(&workload.steps())
}

/// Returns the number of different sizes, steps, precisions and guidances together.
fn distinct<'w>(workloads: impl Iterator<Item = &'w Workload>) -> usize {
    let settings = workloads.map(|workload| {
        let size = workload.size();
        (size.width, size.height, workload.steps(), workload.precision() as u8, workload.guidance() as u8)
    });
    settings.collect::<BTreeSet<_>>().len()
}
