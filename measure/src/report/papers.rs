//! Figures 8 to 12 of arXiv:2511.17031 from any data: how the operations divide, and how size, steps, precision and guidance together move the
//! energy, as factors of the cheapest configuration.

use wattpix_core::charts::{
    Axis, Dot, DotKind, Frame, LineChart, LinePoint, MOST_SERIES, Series, StackedBar, StackedBars,
};
use wattpix_core::compute::FlopBreakdown;
use wattpix_core::error::Choice;
use wattpix_core::fit::Fit;
use wattpix_core::flops::OPERATIONS_PER_GFLOP;
use wattpix_core::grid::{Block, Cell, SIDES, STEPS, cheapest};
use wattpix_core::model::Pixels;
use wattpix_core::setting::Guidance;
use wattpix_core::workload::Workload;

use super::figures::{Figure, WIDTH};
use super::pair::Pair;

/// Title of the vertical axis.
const FACTOR: &str = "Times the energy of the cheapest configuration";

/// GFLOP in a TFLOP.
const GFLOPS_PER_TFLOP: f64 = 1e3;

/// Figure 8: text encoders, denoising and decoder of each model, at the fewest and the most of the paper's steps.
///
/// # Errors
/// A number that no chart can show.
pub fn operations(pairs: &[Pair]) -> anyhow::Result<Option<Figure>> {
    let mut models: Vec<Workload> = Vec::new();
    for pair in pairs {
        let workload = Workload::default_of(pair.base.workload.model());
        if models.iter().all(|known| known.model().id != workload.model().id) {
            models.push(workload);
        }
    }
    if models.is_empty() {
        return Ok(None);
    }
    let caption = "Operations of an image without guidance, by component";
    let mut chart = StackedBars {
        frame: Frame::new("operations-by-component", caption, WIDTH),
        title: "Operations".to_owned(),
        unit: "TFLOP".to_owned(),
        parts: ["text encoders", "denoising", "decoder"].map(str::to_owned).into(),
        bars: Vec::new(),
    };
    for workload in models {
        for steps in [STEPS[0], STEPS[STEPS.len() - 1]] {
            let Ok(workload) = workload.with_steps(steps) else { continue };
            let counted = FlopBreakdown::of(&workload.with_guidance(Guidance::Off));
            let tflop = |operations: u128| operations as f64 / OPERATIONS_PER_GFLOP / GFLOPS_PER_TFLOP;
            let size = workload.size();
            chart.bars.push(StackedBar {
                label: format!(
                    "{}, {} × {} px, {steps} steps",
                    workload.model().label,
                    size.width,
                    size.height
                ),
                values: vec![
                    tflop(counted.text_encoder.total().into()),
                    tflop(counted.denoiser_operations()),
                    tflop(counted.decoder.total().into()),
                ],
            });
        }
    }
    let id = chart.frame.id.clone();
    Ok(Some(Figure { id, caption: caption.to_owned(), drawing: chart.draw()? }))
}

/// Figures 9 to 12: a model's energy over the steps, a line a size, a chart for each precision with and without guidance.
///
/// # Errors
/// A number that no chart can show.
pub fn together(pair: &Pair, fit: &Fit) -> anyhow::Result<Vec<Figure>> {
    let blocks = pair.blocks(fit);
    let Some(least) = cheapest(&blocks).map(|cell| cell.estimate.energy.joules()) else {
        return Ok(Vec::new());
    };
    let mut figures = Vec::new();
    for block in &blocks {
        let (precision, guidance) = (block.precision.name(), block.guidance.name());
        let id = format!("together-{}-{precision}-{guidance}", pair.slug());
        let caption = format!("{}: {precision}, guidance {guidance}", pair.about());
        let mut chart = chart(&id, &caption, steps_axis());
        let sizes = pair.grid.sizes.iter().enumerate().filter(|(_, size)| is_papers(**size));
        for (at, size) in sizes.take(MOST_SERIES) {
            let cells = pair.grid.steps.iter().zip(&block.rows[at]);
            let label = format!("{} × {} px", size.width, size.height);
            let points = cells.filter_map(|(steps, cell)| Some((f64::from(*steps), cell.as_ref()?)));
            chart.series.push(series(label, points, least));
        }
        figures.push(Figure { id, caption, drawing: chart.draw()? });
    }
    Ok(figures)
}

/// Several models in one: over the steps at the largest of the paper's sizes and over the sizes at the most of its steps, each as factors of its own
/// cheapest configuration, for each precision without guidance. Nothing where a GPU has one model.
///
/// # Errors
/// A number that no chart can show.
pub fn several(pairs: &[Pair], fit: &Fit) -> anyhow::Result<Vec<Figure>> {
    let mut figures = Vec::new();
    for of_gpu in pairs_by_gpu(pairs).into_iter().filter(|pairs| pairs.len() > 1) {
        let (gpu, boundary) = (of_gpu[0].base.gpu, of_gpu[0].base.boundary.name());
        let tables: Vec<(&Pair, Vec<Block>)> = of_gpu.iter().map(|pair| (*pair, pair.blocks(fit))).collect();
        let mut precisions = Vec::new();
        for precision in of_gpu.iter().flat_map(|pair| &pair.grid.precisions) {
            if !precisions.contains(precision) {
                precisions.push(*precision);
            }
        }
        for precision in precisions {
            let name = precision.name();
            let (side, steps) = (SIDES[SIDES.len() - 1], STEPS[STEPS.len() - 1]);
            let by_steps =
                format!("{}, {boundary} energy, {name}, without guidance, {side} × {side} px", gpu.label);
            let by_side =
                format!("{}, {boundary} energy, {name}, without guidance, {steps} steps", gpu.label);
            let ids = ["steps", "side"].map(|axis| format!("models-{}-{boundary}-{name}-{axis}", gpu.id));
            let mut charts = [
                chart(&ids[0], &by_steps, steps_axis()),
                chart(
                    &ids[1],
                    &by_side,
                    Axis::linear("Side of the image", "px").ticks(&SIDES.map(f64::from)),
                ),
            ];
            for (pair, blocks) in tables.iter().take(MOST_SERIES) {
                let of_block =
                    |block: &&Block| block.precision == precision && block.guidance == Guidance::Off;
                let (Some(block), Some(least)) = (blocks.iter().find(of_block), cheapest(blocks)) else {
                    continue;
                };
                let least = least.estimate.energy.joules();
                let label = pair.base.workload.model().label.to_owned();
                let row = pair.grid.sizes.iter().position(|size| *size == Pixels::square(side));
                let over_steps = row.into_iter().flat_map(|row| {
                    let cells = pair.grid.steps.iter().zip(&block.rows[row]);
                    cells.filter_map(|(steps, cell)| Some((f64::from(*steps), cell.as_ref()?)))
                });
                charts[0].series.push(series(label.clone(), over_steps, least));
                let column = pair.grid.steps.iter().position(|one| *one == steps);
                let over_sizes = column.into_iter().flat_map(|column| {
                    let rows = pair.grid.sizes.iter().zip(&block.rows).filter(|(size, _)| is_papers(**size));
                    rows.filter_map(move |(size, row)| Some((f64::from(size.width), row[column].as_ref()?)))
                });
                charts[1].series.push(series(label, over_sizes, least));
            }
            for ((chart, id), caption) in charts.iter().zip(ids).zip([by_steps, by_side]) {
                figures.push(Figure { id, caption, drawing: chart.draw()? });
            }
        }
    }
    Ok(figures)
}

/// True if a size is one of the paper's.
fn is_papers(size: Pixels) -> bool {
    size.width == size.height && SIDES.contains(&size.width)
}

fn steps_axis() -> Axis {
    Axis::linear("Denoising steps", "").ticks(&STEPS.map(f64::from))
}

fn chart(id: &str, caption: &str, x: Axis) -> LineChart {
    LineChart::new(Frame::new(id, caption, WIDTH), x, Axis::log(FACTOR, ""))
}

/// A line of predictions, with what was measured as points.
fn series<'c, 'f: 'c>(label: String, cells: impl Iterator<Item = (f64, &'c Cell<'f>)>, least: f64) -> Series {
    let mut series = Series { label, ..Series::default() };
    for (x, cell) in cells {
        let outside = cell.estimate.is_extrapolated();
        series.line.push(LinePoint { x, y: cell.estimate.energy.joules() / least, interval: None, outside });
        series.dots.extend(cell.measured.map(|energy| Dot {
            x,
            y: energy.joules() / least,
            interval: None,
            kind: DotKind::Measured,
            label: String::new(),
        }));
    }
    series
}

fn pairs_by_gpu(pairs: &[Pair]) -> Vec<Vec<&Pair>> {
    let mut groups: Vec<Vec<&Pair>> = Vec::new();
    for pair in pairs {
        // Net and gross energy are not the same quantity.
        let alike = |group: &&mut Vec<&Pair>| {
            group[0].base.gpu.id == pair.base.gpu.id && group[0].base.boundary == pair.base.boundary
        };
        match groups.iter_mut().find(alike) {
            Some(group) => group.push(pair),
            None => groups.push(vec![pair]),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use wattpix_core::fit::{BUNDLED, find};
    use wattpix_core::setting::Boundary;

    use super::*;

    fn pair(model: &str) -> Pair {
        let (model, gpu) =
            (wattpix_core::model::find(model).unwrap(), wattpix_core::gpu::find("a100").unwrap());
        Pair::of(model, gpu, &[], Boundary::Net)
    }

    fn numbers(figure: &Figure, column: usize) -> Vec<f64> {
        figure.drawing.table.rows.iter().map(|row| row[column].value().unwrap()).collect()
    }

    /// X-Val: arXiv:2511.17031v1 figure 1(d), column Flux: fp32 takes e^2.04 of fp16 and doubled passes 2^0.989, whatever the size and steps; the cheapest is
    /// 256 px, 10 steps, fp16, without guidance.
    #[test]
    fn the_papers_law_gives_the_papers_factors() {
        let fit = find(BUNDLED, "paper-flux1-dev-a100").unwrap();
        let figures = together(&pair("flux1-dev"), fit).unwrap();
        let values: Vec<Vec<f64>> = figures.iter().map(|figure| numbers(figure, 2)).collect();
        assert_eq!((values.len(), values[0].len()), (4, 20));
        assert!((values[0][0] - 1.0).abs() < 1e-12);
        for ((fp16, guided), fp32) in values[0].iter().zip(&values[1]).zip(&values[2]) {
            assert!((guided / fp16 / 2_f64.powf(0.989) - 1.0).abs() < 1e-9);
            assert!((fp32 / fp16 / 2.04_f64.exp() - 1.0).abs() < 1e-9);
        }
    }
}
