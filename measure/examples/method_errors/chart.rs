//! The study as a plot: worst error against the period of a square wave, one panel a card.

use anyhow::{Context, anyhow};
use plotters::prelude::*;

use super::study::{CardResults, METHODS, RUNS, WORK_S};

const SIZE: (u32, u32) = (1040, 560);
/// Below this share an error is drawn as this share.
const FLOOR: f64 = 1e-5;

/// Colours that people with colour blindness tell apart (Okabe and Ito).
const COLOURS: [RGBColor; 7] = [
    RGBColor(0, 114, 178),
    RGBColor(86, 180, 233),
    RGBColor(0, 158, 115),
    RGBColor(230, 159, 0),
    RGBColor(213, 94, 0),
    RGBColor(0, 0, 0),
    RGBColor(204, 121, 167),
];

/// The plot as SVG.
pub fn draw(study: &[CardResults]) -> anyhow::Result<String> {
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, SIZE).into_drawing_area();
        root.fill(&WHITE).map_err(told)?;
        let heading = format!(
            "Worst error of {RUNS} runs of {WORK_S:.0} s of square waves, against the truth each method claims to measure"
        );
        let (top, rest) = root.split_vertically(36);
        top.draw(&Text::new(heading, (14, 10), ("sans-serif", 17))).map_err(told)?;
        let (panels, legend) = rest.split_vertically(430);
        for (area, card) in panels.split_evenly((1, study.len())).iter().zip(study) {
            panel(area, card)?;
        }
        key(&legend)?;
        root.present().map_err(told)?;
    }
    let description = "<title>Error of metering methods on square waves</title><desc>Worst error in percent against the \
                       period of the load, for two kinds of card; the numbers are in the table of docs/metering.md.\
                       </desc>";
    let open = svg.find('>').and_then(|first| svg[first + 1..].find('>').map(|second| first + second + 2));
    let inside = if svg.starts_with("<?xml") { open } else { svg.find('>').map(|end| end + 1) };
    svg.insert_str(inside.context("no SVG was drawn")?, description);
    Ok(svg.replacen("<svg ", "<svg role=\"img\" ", 1))
}

fn told(error: impl std::fmt::Display) -> anyhow::Error {
    anyhow!("drawing failed: {error}")
}

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;

fn panel(area: &Area<'_>, card: &CardResults) -> anyhow::Result<()> {
    let squares: Vec<_> =
        card.rows.iter().filter_map(|(load, errors)| Some((load.period_s?, errors))).collect();
    let mut chart = ChartBuilder::on(area)
        .margin(12)
        .caption(card.card, ("sans-serif", 15))
        .x_label_area_size(42)
        .y_label_area_size(64)
        .build_cartesian_2d((0.008..6.0).log_scale(), (FLOOR * 100.0..150.0).log_scale())
        .map_err(told)?;
    chart
        .configure_mesh()
        .x_desc("period of the square wave, s")
        .y_desc("worst error, %")
        .axis_desc_style(("sans-serif", 15))
        .label_style(("sans-serif", 13))
        .x_label_formatter(&|x| format!("{x}"))
        .y_label_formatter(&|y| format!("{y}"))
        .light_line_style(RGBColor(242, 242, 242))
        .bold_line_style(RGBColor(215, 215, 215))
        .draw()
        .map_err(told)?;
    for (method, colour) in COLOURS.iter().enumerate() {
        let points = squares
            .iter()
            .filter(|(_, errors)| errors[method].worst.is_finite())
            .map(|(period, errors)| (*period, 100.0 * errors[method].worst.max(FLOOR)));
        let width = if method == 0 { 3 } else { 2 };
        chart.draw_series(LineSeries::new(points.clone(), colour.stroke_width(width))).map_err(told)?;
        chart
            .draw_series(
                points.map(|point| Circle::new(point, if method == 3 { 6 } else { 3 }, colour.filled())),
            )
            .map_err(told)?;
    }
    Ok(())
}

fn key(area: &Area<'_>) -> anyhow::Result<()> {
    for (method, colour) in COLOURS.iter().enumerate() {
        let (column, row) = (method % 4, method / 4);
        let (x, y) = (30 + 252 * column as i32, 18 + 28 * row as i32);
        area.draw(&PathElement::new(vec![(x, y), (x + 30, y)], colour.stroke_width(3))).map_err(told)?;
        area.draw(&Circle::new((x + 15, y), 4, colour.filled())).map_err(told)?;
        area.draw(&Text::new(METHODS[method], (x + 40, y - 8), ("sans-serif", 15))).map_err(told)?;
    }
    Ok(())
}
