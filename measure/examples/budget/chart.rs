//! The study as a plot: the largest coefficient error against GPU-hours, and where the full sweep ends.

use wattpix_core::charts::{Axis, Dot, Frame, LineChart, LinePoint, Series, Theme, standalone};

use super::study::Results;

/// The plot as SVG.
pub fn draw(all: &[Results]) -> anyhow::Result<String> {
    let mut frame =
        Frame::new("budget", "Largest coefficient error over that of the full sweep, by GPU-hours", 760);
    frame.heading = true;
    let x = Axis::log("GPU-hours", "h");
    let y = Axis::log("Largest error, full sweep = 1", "").range(0.5, 30.0);
    let mut chart = LineChart::new(frame, x, y);
    for results in all {
        let line = results
            .course
            .iter()
            .filter(|(_, worst)| *worst < 30.0)
            .map(|(seconds, worst)| LinePoint { x: seconds / 3600.0, y: *worst, ..LinePoint::default() });
        let full = Dot { x: results.full_s / 3600.0, y: 1.0, label: "full sweep".into(), ..Dot::default() };
        chart.series.push(Series { label: results.model.into(), line: line.collect(), dots: vec![full] });
    }
    Ok(standalone(&chart.draw()?.svg, Theme::Light))
}
