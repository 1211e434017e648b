//! A chart of energy against denoising steps, as an SVG file.
//!
//! `cargo run -p wattpix-core --features charts --example chart > energy.svg`

use std::error::Error;

use wattpix_core::charts::{Axis, Frame, LineChart, LinePoint, Series, Theme, standalone};
use wattpix_core::estimate::Question;
use wattpix_core::fit::BUNDLED;
use wattpix_core::setting::Boundary;
use wattpix_core::sweep::over_steps;
use wattpix_core::workload::Workload;
use wattpix_core::{gpu, model};

fn main() -> Result<(), Box<dyn Error>> {
    let frame = Frame::new("energy-by-steps", "Energy against denoising steps", 640);
    let x = Axis::linear("Denoising steps", "");
    let y = Axis::linear("Energy per image", "Wh").from_zero();
    let mut chart = LineChart::new(frame, x, y);
    chart.band_label = "90 % interval".to_owned();
    for id in ["flux1-dev", "qwen-image"] {
        let model = model::find(id)?;
        let question = Question {
            workload: Workload::default_of(model),
            gpu: gpu::find("h100")?,
            boundary: Boundary::Net,
        };
        let line = over_steps(BUNDLED, None, &question, 1..=60)?.into_iter().map(|point| {
            let [y, low, high] = [point.estimate.energy, point.estimate.low, point.estimate.high]
                .map(|energy| energy.watt_hours());
            LinePoint {
                x: point.x,
                y,
                interval: Some((low, high)),
                outside: point.estimate.is_extrapolated(),
            }
        });
        chart.series.push(Series {
            label: model.label.to_owned(),
            line: line.collect(),
            ..Series::default()
        });
    }
    println!("{}", standalone(&chart.draw()?.svg, Theme::Light));
    Ok(())
}
