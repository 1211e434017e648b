//! All kinds of charts with made-up data, in light and dark, for a desktop and a phone.
//!
//! `cargo run -p wattpix-core --features charts --example chart_gallery -- gallery.html`

use std::fmt::Write;

use wattpix_core::charts::{
    AgreementChart, AgreementGroup, Axis, Bar, BarGroup, BarKind, COLOURS, Current, Dot, DotKind, Drawing,
    Error, Frame, GroupedBars, LineChart, LinePoint, MeasuredPair, Series, StackedBar, StackedBars,
    stylesheet,
};
use wattpix_core::words::Words;

/// Widths to show, in CSS pixels: a desktop column and a phone with its margins.
const WIDTHS: [u32; 2] = [720, 358];

fn main() {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("give the file to write, for example gallery.html");
        std::process::exit(2);
    };
    let page = match page() {
        Ok(page) => page,
        Err(error) => {
            eprintln!("{error}");
            std::process::exit(1);
        }
    };
    if let Err(error) = std::fs::write(&path, page) {
        eprintln!("{path}: {error}");
        std::process::exit(1);
    }
}

/// The whole page.
fn page() -> Result<String, Error> {
    let mut html = format!(
        "<!doctype html><meta charset=\"utf-8\"><title>Charts</title><style>{}\n\
         body{{margin:0;font-family:system-ui,sans-serif}}\
         section{{background:var(--chart-background);color:var(--chart-text);padding:24px}}\
         section.dark{{{}}}\
         div{{display:flex;gap:48px;align-items:flex-start;margin-bottom:44px}}</style>",
        stylesheet(),
        COLOURS.map(|(name, _, dark)| format!("{name}:{dark}")).join(";"),
    );
    for theme in ["light", "dark"] {
        // Writing into a String cannot fail.
        let _ = write!(html, "<section class=\"{theme}\">");
        for (index, draw) in CHARTS.iter().enumerate() {
            html.push_str("<div>");
            for width in WIDTHS {
                let mut frame = Frame::new(format!("{theme}-{index}-{width}"), "", width);
                frame.heading = true;
                html.push_str(&draw(frame)?.svg);
            }
            html.push_str("</div>");
        }
        html.push_str("</section>");
    }
    Ok(html)
}

/// Draws one chart in a frame whose id and width are set.
type Draw = fn(Frame) -> Result<Drawing, Error>;

const CHARTS: [Draw; 10] =
    [steps, compare, resolution, flops, stages, layers, bars, grouped, agreement, empty];

fn steps(mut frame: Frame) -> Result<Drawing, Error> {
    frame.title = "Energy per image against denoising steps".into();
    let x = Axis::linear("Denoising steps", "");
    let mut chart = LineChart::new(frame, x, Axis::linear("Energy per image", "Wh").from_zero());
    chart.band_label = "90 % interval".into();
    let line = (1..=100).map(|steps| {
        let wh = 0.02 + 0.0834 * f64::from(steps);
        let outside = !(10..=60).contains(&steps);
        LinePoint { x: f64::from(steps), y: wh, interval: Some((wh * 0.84, wh * 1.19)), outside }
    });
    let dots = [(10.0, 0.9), (20.0, 1.62), (28.0, 2.41), (50.0, 4.35), (60.0, 4.9)].map(|(x, y)| Dot {
        x,
        y,
        interval: Some((y * 0.97, y * 1.03)),
        ..Dot::default()
    });
    chart.series.push(Series { label: "Flux.1-dev".into(), line: line.collect(), dots: dots.to_vec() });
    chart.current.push(Current { x: 40.0, y: 3.356, interval: Some((2.82, 4.0)), ..Current::default() });
    chart.draw()
}

fn agreement(frame: Frame) -> Result<Drawing, Error> {
    let mut chart = AgreementChart::new(frame, "energy per image", "Wh");
    chart.interval_label = "90 % interval".into();
    for (index, model) in
        ["Flux.1-dev", "SD 3.5 Large", "Qwen-Image", "SD 2.1", "SDXL", "SD 3", "SD 1.5", "Sana"]
            .iter()
            .enumerate()
    {
        let pair = |step: u32| {
            let measured = 0.05 * 1.9_f64.powi(step as i32) * (1.0 + index as f64 / 3.0);
            let predicted = measured * (1.0 + 0.3 * f64::from((step * 7 + index as u32 * 3) % 5) / 4.0 - 0.1);
            let label = format!("{} steps", 10 * step);
            MeasuredPair { measured, predicted, interval: (predicted * 0.87, predicted * 1.15), label }
        };
        chart.groups.push(AgreementGroup { label: (*model).into(), pairs: (1..=5).map(pair).collect() });
    }
    chart.draw()
}

fn compare(mut frame: Frame) -> Result<Drawing, Error> {
    frame.title = "Four configurations, energy per image against denoising steps".into();
    frame.words = Words::of("fr").ok_or(Error::Canvas)?;
    let x = Axis::linear("Étapes de débruitage", "");
    let mut chart = LineChart::new(frame, x, Axis::linear("Énergie par image", "Wh").from_zero());
    let models = [
        ("Flux.1-dev, A100", 0.0834),
        ("Qwen-Image, A100", 0.142),
        ("SD 3.5 Large, A100", 0.071),
        ("SD 2, RTX 6000 Ada", 0.009),
    ];
    for (index, (label, per_step)) in models.into_iter().enumerate() {
        let line = (1..=50).map(|steps| LinePoint {
            x: f64::from(steps),
            y: per_step * f64::from(steps),
            outside: steps < 10,
            ..LinePoint::default()
        });
        chart.series.push(Series { label: label.into(), line: line.collect(), ..Series::default() });
        let y = per_step * 28.0;
        chart.current.push(Current {
            series: index,
            x: 28.0,
            y,
            interval: Some((y * 0.85, y * 1.17)),
            ..Current::default()
        });
    }
    chart.draw()
}

fn resolution(mut frame: Frame) -> Result<Drawing, Error> {
    frame.title = "Energy per image against resolution".into();
    let x = Axis::log("Width = height", "px").ticks(&[256.0, 512.0, 768.0, 1024.0, 1536.0, 2048.0]);
    let mut chart = LineChart::new(frame, x, Axis::log("Energy per image", "Wh"));
    chart.band_label = "90 % interval".into();
    let line = (16..=128).map(|sixteenth| {
        let side = f64::from(sixteenth) * 16.0;
        let wh = 4.19 * (side / 1024.0).powf(2.15);
        LinePoint { x: side, y: wh, interval: Some((wh * 0.8, wh * 1.25)), outside: side > 1024.0 }
    });
    let dots = [(256.0, 0.23), (512.0, 0.91), (768.0, 2.3), (1024.0, 4.3)];
    let mut dots = dots.map(|(x, y)| Dot { x, y, ..Dot::default() }).to_vec();
    dots.push(Dot {
        x: 1536.0,
        y: 10.9,
        interval: Some((8.0, 14.0)),
        kind: DotKind::Outside,
        ..Dot::default()
    });
    chart.series.push(Series { label: "Flux.1-dev".into(), line: line.collect(), dots });
    chart.current.push(Current {
        x: 2048.0,
        y: 18.6,
        interval: Some((14.0, 24.0)),
        outside: true,
        ..Current::default()
    });
    chart.draw()
}

fn flops(mut frame: Frame) -> Result<Drawing, Error> {
    frame.title = "Energy against FLOPs: one law for four models".into();
    let x = Axis::log("Compute of 100 images", "GFLOP");
    let mut chart = LineChart::new(frame, x, Axis::log("Energy of 100 images", "kWh"));
    chart.band_label = "90 % interval".into();
    for (label, factor, sizes) in [
        ("Flux.1-dev", 1.0, [4.1e7, 1.6e8, 3.3e8, 7.4e8]),
        ("SD 3.5 Large", 1.1, [2.2e7, 9.0e7, 1.9e8, 3.9e8]),
        ("Qwen-Image", 0.95, [9.0e7, 3.1e8, 7.0e8, 1.5e9]),
        ("Stable Diffusion 2", 1.25, [1.1e6, 4.0e6, 9.0e6, 1.8e7]),
    ] {
        let law = |gflop: f64| factor * 4.6e-10 * gflop.powf(1.01);
        let line = (0..=40).map(|step| {
            let gflop = sizes[0] * 0.4 * 10_f64.powf(f64::from(step) * 0.0575);
            let kwh = law(gflop);
            let outside = gflop > sizes[3] * 1.3;
            LinePoint { x: gflop, y: kwh, interval: Some((kwh * 0.8, kwh * 1.25)), outside }
        });
        let dots = sizes.iter().enumerate().map(|(index, &gflop)| {
            let y = law(gflop) * [1.04, 0.93, 1.02, 0.97][index];
            Dot { x: gflop, y, interval: Some((y * 0.93, y * 1.07)), ..Dot::default() }
        });
        let (line, dots) = (line.collect(), dots.collect());
        chart.series.push(Series { label: label.into(), line, dots });
    }
    chart.draw()
}

fn stages(mut frame: Frame) -> Result<Drawing, Error> {
    frame.title = "Compute by stage".into();
    let parts = ["Text encoder", "Denoiser", "Decoder"].map(String::from).to_vec();
    let bars = vec![StackedBar {
        label: "Flux.1-dev, 1024 × 1024, 50 steps".into(),
        values: vec![4.86, 7438.47, 10.47],
    }];
    StackedBars { frame, title: "Compute per image".into(), unit: "TFLOP".into(), parts, bars }.draw()
}

fn layers(mut frame: Frame) -> Result<Drawing, Error> {
    frame.title = "Compute by kind of layer".into();
    let parts = ["Attention", "Linear", "Convolution"].map(String::from).to_vec();
    let bar = |label: &str, values: [f64; 3]| StackedBar { label: label.into(), values: values.to_vec() };
    let bars = vec![
        bar("Flux.1-dev", [14.87, 59.51, 0.0]),
        bar("Stable Diffusion 2", [0.21, 0.68, 0.72]),
        bar("A long name of a model that nobody can pronounce, at 4096 × 4096", [900.0, 100.0, 0.7]),
    ];
    StackedBars { frame, title: "Compute of one denoiser pass".into(), unit: "TFLOP".into(), parts, bars }
        .draw()
}

fn bars(mut frame: Frame) -> Result<Drawing, Error> {
    frame.title = "Energy per image, four configurations".into();
    let mut chart = GroupedBars::new(frame, Axis::linear("Energy per image", "Wh"));
    let bar = |value: f64, spread: f64, kind| {
        Some(Bar { value, interval: Some((value / spread, value * spread)), kind })
    };
    for (label, bar) in [
        ("Flux.1-dev, A100, 1024 px", bar(4.19, 1.2, BarKind::Predicted)),
        ("Qwen-Image, A100, 1024 px", bar(7.3, 1.15, BarKind::Measured)),
        ("SD 2, A100, 768 px", bar(0.41, 1.35, BarKind::Predicted)),
        ("SD 3.5 Large, H200, 2048 px", bar(12.4, 1.6, BarKind::Outside)),
    ] {
        chart.groups.push(BarGroup { label: label.into(), bars: vec![bar] });
    }
    chart.baseline = Some((2, 0));
    chart.draw()
}

fn grouped(mut frame: Frame) -> Result<Drawing, Error> {
    frame.title = "What each choice contributes".into();
    let mut chart = GroupedBars::new(frame, Axis::linear("Change of energy", "%"));
    chart.series = ["Flux.1-dev", "Qwen-Image"].map(String::from).to_vec();
    for (label, values) in
        [("Steps 50 → 25", [-49.6, -48.9]), ("Guidance on", [99.0, 98.2]), ("fp32", [180.0, 212.0])]
    {
        let bars = values.map(|value| Some(Bar { value, ..Bar::default() }));
        chart.groups.push(BarGroup { label: label.into(), bars: bars.to_vec() });
    }
    chart.draw()
}

fn empty(mut frame: Frame) -> Result<Drawing, Error> {
    frame.title = "A chart without data".into();
    LineChart::new(frame, Axis::log("Compute", "GFLOP"), Axis::linear("Energy", "Wh")).draw()
}
