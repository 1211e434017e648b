//! Charts from outside: structure of the SVG, what is refused, what is left out, and that nothing is drawn
//! where there is no data.
#![allow(clippy::unwrap_used)] // In helper functions of tests too.

use proptest::prelude::*;
use wattpix_core::charts::{
    AgreementChart, AgreementGroup, Axis, Bar, BarGroup, BarKind, COLOURS, Current, Dot, DotKind, Drawing,
    Error, Frame, GroupedBars, LineChart, LinePoint, MOST_GROUPS, MeasuredPair, Place, Series, StackedBar,
    StackedBars, Theme, standalone, stylesheet,
};
use wattpix_core::words::Words;

fn frame(width: u32) -> Frame {
    Frame::new("chart-1", "Energy <per> \"image\" & more", width)
}

fn line_chart(width: u32, xs: &[f64], y: impl Fn(f64) -> f64) -> LineChart {
    let mut chart = LineChart::new(frame(width), Axis::linear("Steps", ""), Axis::linear("Energy", "Wh"));
    let line = xs.iter().map(|&x| LinePoint {
        x,
        y: y(x),
        interval: Some((y(x) * 0.9, y(x) * 1.1)),
        outside: false,
    });
    chart.series.push(Series { label: "Flux <dev>".into(), line: line.collect(), dots: Vec::new() });
    chart
}

/// Returns the number of elements with a class.
fn count(svg: &str, class: &str) -> usize {
    svg.matches(&format!("class=\"{class}\"")).count() + svg.matches(&format!("class=\"{class} s")).count()
}

/// Values of an attribute on elements of a class.
fn attribute(svg: &str, class: &str, name: &str) -> Vec<String> {
    let start = format!("class=\"{class}");
    let elements = svg.split('<').filter(|element| element.contains(&start));
    let value = |element: &str| {
        let (_, after) = element.split_once(&format!(" {name}=\""))?;
        after.split_once('"').map(|(value, _)| value.to_owned())
    };
    elements.filter_map(value).collect()
}

/// Points of the path data on elements of a class.
fn path_points(svg: &str, class: &str) -> Vec<(f64, f64)> {
    let paths = attribute(svg, class, "d");
    let point = |text: &str| {
        let (x, y) = text.trim_end_matches('Z').split_once(' ').unwrap();
        (x.parse().unwrap(), y.parse().unwrap())
    };
    let parts = |path: &String| path.split(['M', 'L']).skip(1).map(point).collect::<Vec<_>>();
    paths.iter().flat_map(parts).collect()
}

/// Asserts what holds for every drawing.
fn sound(drawing: &Drawing) {
    let svg = &drawing.svg;
    // Attribute values of numbers and paths; titles may hold any word.
    for name in ["d", "x", "y", "cx", "cy", "r", "width", "height"] {
        for value in attribute(svg, "", name) {
            assert!(!value.contains("NaN") && !value.contains("inf"), "{name}=\"{value}\"");
        }
    }
    assert!(svg.starts_with("<svg ") && svg.ends_with("</svg>"));
    assert!(svg.contains(&format!("viewBox=\"0 0 {} {}\"", drawing.width, drawing.height)));
    assert_eq!(svg.matches("<g ").count(), svg.matches("</g>").count());
    for row in &drawing.table.rows {
        assert_eq!(row.len(), drawing.table.headers.len());
    }
    for point in &drawing.points {
        assert!(
            (0.0..=f64::from(drawing.width)).contains(&point.x)
                && (0.0..=f64::from(drawing.height)).contains(&point.y)
        );
        assert!(!point.label.is_empty());
    }
    for name in ["x", "cx", "x1"] {
        for x in attribute(svg, "", name) {
            let x: f64 = x.parse().unwrap();
            assert!((0.0..=f64::from(drawing.width)).contains(&x), "{name} {x}");
        }
    }
}

#[test]
fn svg_has_role_title_description_and_unique_ids() {
    let drawing = line_chart(640, &[1.0, 10.0, 50.0], |x| x).draw().unwrap();
    sound(&drawing);
    let svg = &drawing.svg;
    assert!(svg.contains("role=\"img\"") && svg.contains("aria-labelledby=\"chart-1-title chart-1-desc\""));
    assert!(
        svg.contains("<title id=\"chart-1-title\">Energy &lt;per&gt; &quot;image&quot; &amp; more</title>")
    );
    assert!(svg.contains("<desc id=\"chart-1-desc\">Energy (Wh) against Steps. Flux &lt;dev&gt;: 1\u{a0}Wh (1) to 50\u{a0}Wh (50)."));
    assert_eq!(svg.matches("id=\"").count(), 2);
    assert!(!svg.contains("<dev>") && !svg.contains("<per>"));
}

#[test]
fn every_series_has_line_band_and_legend_entry() {
    let mut chart = line_chart(640, &[1.0, 10.0, 50.0], |x| x);
    for label in ["Two", "Three", "Four"] {
        let mut series = chart.series[0].clone();
        series.label = label.into();
        series.line.iter_mut().for_each(|at| at.y *= 1.5);
        series.line.iter_mut().for_each(|at| at.interval = Some((at.y, at.y * 1.1)));
        chart.series.push(series);
    }
    let drawing = chart.draw().unwrap();
    sound(&drawing);
    for series in 1..=4 {
        // One in the plot, one in the legend.
        assert_eq!(drawing.svg.matches(&format!("class=\"line s{series}\"")).count(), 2);
        assert_eq!(drawing.svg.matches(&format!("class=\"band s{series}\"")).count(), 1);
    }
    for label in ["Flux &lt;dev&gt;", "Two", "Three", "Four"] {
        assert!(drawing.svg.contains(&format!(">{label}</text>")), "{label}");
    }
    assert_eq!((drawing.table.rows.len(), drawing.points.len()), (12, 12));
}

#[test]
fn measured_filled_outside_hollow_and_dotted_current_highlighted() {
    let mut chart = line_chart(640, &[1.0, 10.0, 50.0, 100.0], |x| x);
    chart.series[0].line[3].outside = true;
    let dot =
        |x: f64, kind| Dot { x, y: x, interval: Some((x * 0.5, x * 1.5)), kind, label: "1024 px".into() };
    chart.series[0].dots = vec![dot(10.0, DotKind::Measured), dot(90.0, DotKind::Outside)];
    chart.current.push(Current { x: 50.0, y: 50.0, interval: Some((40.0, 60.0)), ..Current::default() });
    let drawing = chart.draw().unwrap();
    sound(&drawing);
    assert_eq!(count(&drawing.svg, "beyond"), 2);
    assert_eq!(attribute(&drawing.svg, "fill s1", "r"), ["4", "4", "6"]);
    assert_eq!(attribute(&drawing.svg, "hollow s1", "r"), ["4"]);
    assert_eq!(count(&drawing.svg, "ring"), 1);
    assert_eq!(count(&drawing.svg, "whisker"), 9);
    assert!(drawing.svg.contains(">50\u{a0}Wh</text>"));
    let current = drawing.points.last().unwrap();
    assert_eq!(current.label, "Steps 50: 50\u{a0}Wh, 40 to 60\u{a0}Wh (chosen)");
    let statuses: Vec<String> = drawing.table.rows.iter().map(|row| row[5].shown()).collect();
    assert_eq!(
        statuses,
        [
            "predicted",
            "predicted",
            "predicted",
            "outside the fitted range",
            "measured",
            "outside the fitted range",
            "chosen"
        ]
    );
}

#[test]
fn bad_values_are_refused_by_series_name() {
    for (bad, log) in [(f64::NAN, false), (f64::INFINITY, false), (1e301, false), (0.0, true), (-1.0, true)] {
        let mut chart = line_chart(640, &[1.0, 2.0], |x| x);
        chart.series[0].line[1].y = bad;
        if log {
            chart.y = Axis::log("Energy", "Wh");
        }
        let message = chart.draw().unwrap_err().to_string();
        assert!(message.contains("\"Flux <dev>\"") && message.contains("y is"), "{message}");
    }
    let mut chart = line_chart(640, &[1.0], |x| x);
    chart.series[0].line[0].interval = Some((3.0, 2.0));
    assert!(matches!(chart.draw(), Err(Error::ReversedInterval { .. })));
    let mut chart = line_chart(640, &[1.0], |x| x);
    chart.current.push(Current { series: 1, ..Current::default() });
    assert!(matches!(chart.draw(), Err(Error::NoSuch { .. })));
    for id in ["", "1a", "a\"b", "a b"] {
        let mut chart = line_chart(640, &[1.0], |x| x);
        chart.frame.id = id.into();
        assert!(matches!(chart.draw(), Err(Error::Id { .. })), "{id}");
    }
}

#[test]
fn no_data_says_so_and_one_point_is_drawn() {
    let empty = LineChart::new(frame(640), Axis::log("x", ""), Axis::log("y", "")).draw().unwrap();
    sound(&empty);
    assert!(empty.svg.contains("Nothing to draw") && empty.description.contains("Nothing to draw"));
    for value in [0.0, 3.0, -1e300, 1e-300, 1e300] {
        let mut chart = line_chart(320, &[value], |x| x);
        chart.series[0].line[0].interval = None;
        let drawing = chart.draw().unwrap();
        sound(&drawing);
        assert_eq!(attribute(&drawing.svg, "fill s1", "r"), ["4"], "{value}");
        assert!(!drawing.svg.contains("Nothing to draw"));
    }
    let stacked = StackedBars {
        frame: frame(320),
        title: "t".into(),
        unit: String::new(),
        parts: vec![],
        bars: vec![],
    };
    assert!(stacked.draw().unwrap().svg.contains("Nothing to draw"));
    let mut zero = stacked.clone();
    zero.parts = vec!["a".into()];
    zero.bars = vec![StackedBar { label: "b".into(), values: vec![0.0] }];
    assert!(zero.draw().unwrap().svg.contains("Nothing to draw"));
    let bars = GroupedBars::new(frame(320), Axis::linear("e", "Wh")).draw().unwrap();
    assert!(bars.svg.contains("Nothing to draw"));
}

#[test]
fn points_outside_a_fixed_range_are_left_out_not_moved() {
    let mut chart = line_chart(640, &[0.0, 10.0, 20.0, 30.0], |x| x);
    chart.x = chart.x.range(5.0, 25.0);
    chart.y = chart.y.range(0.0, 15.0);
    chart.series[0].dots =
        vec![Dot { x: 2.0, y: 2.0, ..Dot::default() }, Dot { x: 10.0, y: 9.0, ..Dot::default() }];
    chart.current.push(Current { x: 40.0, y: 40.0, ..Current::default() });
    let drawing = chart.draw().unwrap();
    sound(&drawing);
    // Of the line's points only (10, 10) is inside; of the dots only the second.
    assert_eq!(drawing.points.len(), 2);
    assert_eq!(count(&drawing.svg, "ring"), 0);
    // The table keeps everything.
    assert_eq!(drawing.table.rows.len(), 7);
    let line: Vec<(f64, f64)> = path_points(&drawing.svg, "line").split_off(2);
    assert_eq!(line.len(), 3, "cut at x = 5, through (10, 10), cut at y = 15");
    assert!((line[0].0 - drawing.plot.left).abs() <= 0.1 && (line[2].1 - drawing.plot.top).abs() <= 0.1);
    // At x = 5 the line is at y = 5, a third of the way up; an end moved onto the edge would not be.
    let third = drawing.plot.bottom - (drawing.plot.bottom - drawing.plot.top) / 3.0;
    assert!((line[0].1 - third).abs() <= 0.2, "{} is not {third}", line[0].1);
}

#[test]
fn shares_are_visible_and_named() {
    let parts = ["Text encoder", "Denoiser", "Decoder"].map(String::from).to_vec();
    let bars = vec![StackedBar { label: "Flux".into(), values: vec![4.86, 7438.47, 10.47] }];
    let chart = StackedBars { frame: frame(360), title: "Compute".into(), unit: "TFLOP".into(), parts, bars };
    let drawing = chart.draw().unwrap();
    sound(&drawing);
    for label in ["Text encoder 0.065\u{a0}%", "Denoiser 99.79\u{a0}%", "Decoder 0.14\u{a0}%"] {
        assert!(drawing.svg.contains(&format!(">{label}</text>")), "{label} in {}", drawing.svg);
        assert!(drawing.description.contains(label));
    }
    let widths: Vec<f64> =
        attribute(&drawing.svg, "fill", "width").iter().map(|w| w.parse().unwrap()).collect();
    assert!(widths.iter().all(|&width| width >= 3.9), "{widths:?}");
    assert_eq!(drawing.table.rows[1][2].exact(), "7438.47");
    let mut wrong = chart.clone();
    wrong.bars[0].values[0] = -1.0;
    assert!(matches!(wrong.draw(), Err(Error::NegativeShare { .. })));
    wrong.bars[0].values.pop();
    assert!(matches!(wrong.draw(), Err(Error::ValueCount { given: 2, expected: 3, .. })));
    let mut huge = chart;
    huge.bars[0].values = vec![1e300, 1e300, 1e300];
    sound(&huge.draw().unwrap());
}

#[test]
fn bars_have_error_bars_and_ratios() {
    let mut chart = GroupedBars::new(frame(720), Axis::linear("Energy", "Wh"));
    for (label, value, kind) in
        [("A", 2.0, BarKind::Predicted), ("B", 6.8, BarKind::Measured), ("C", 1.0, BarKind::Outside)]
    {
        let bar = Bar { value, interval: Some((value * 0.8, value * 1.2)), kind };
        chart.groups.push(BarGroup { label: label.into(), bars: vec![Some(bar)] });
    }
    chart.baseline = Some((0, 0));
    let drawing = chart.draw().unwrap();
    sound(&drawing);
    for label in ["2\u{a0}Wh · 1×", "6.8\u{a0}Wh · 3.4×", "1\u{a0}Wh · 0.5×"] {
        assert!(drawing.svg.contains(&format!(">{label}</text>")), "{label}");
    }
    assert_eq!(count(&drawing.svg, "whisker"), 9);
    chart.baseline = Some((3, 0));
    assert!(matches!(chart.draw(), Err(Error::NoSuch { what: "group", given: 3, count: 3 })));
}

#[test]
fn hover_places_are_where_markers_are() {
    let mut chart = line_chart(640, &[1.0, 100.0], |x| x);
    chart.series[0].dots = vec![Dot { x: 25.0, y: 40.0, ..Dot::default() }];
    let drawing = chart.draw().unwrap();
    // The first measured marker is the legend's.
    let at = |name: &str| attribute(&drawing.svg, "fill s1", name)[1].parse::<f64>().unwrap();
    let point = &drawing.points[2];
    assert!((point.x - at("cx")).abs() <= 0.051 && (point.y - at("cy")).abs() <= 0.051);
}

#[test]
fn words_and_decimal_sign_follow_the_language() {
    let mut chart = line_chart(640, &[0.5, 1.5], |x| x);
    chart.frame.words = Words::of("fr").unwrap();
    let drawing = chart.draw().unwrap();
    assert!(
        drawing.svg.contains(">prédit</text>") && drawing.svg.contains(">0,5</text>")
            || drawing.svg.contains(">0,50</text>")
    );
    assert_eq!(
        (drawing.table.rows[0][1].shown().as_str(), drawing.table.rows[0][1].exact().as_str()),
        ("0,5", "0.5")
    );
}

#[test]
fn a_file_of_its_own_has_plain_colours_only() {
    let drawing = line_chart(640, &[1.0, 100.0], |x| x).draw().unwrap();
    for theme in [Theme::Light, Theme::Dark] {
        let file = standalone(&drawing.svg, theme);
        assert!(!file.contains("var(") && !file.contains("<style") && !file.contains("class="));
        assert!(file.starts_with("<svg ") && file.ends_with("</svg>"));
    }
    let css = stylesheet();
    for (name, ..) in COLOURS {
        assert_eq!(css.matches(&format!("{name}:#")).count(), 4, "light, dark twice and print");
        assert!(css.contains(&format!("var({name})")), "{name} is used");
    }
    for used in css.split("var(").skip(1).filter_map(|rest| rest.split_once(')')) {
        assert!(COLOURS.iter().any(|(name, ..)| *name == used.0), "{} is defined", used.0);
    }
}

/// Relative luminance of "#rrggbb" (WCAG 2.2).
fn luminance(colour: &str) -> f64 {
    let channel = |at: usize| {
        let value = f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5)
}

#[test]
fn colours_stand_out_from_their_background() {
    let find = |wanted: &str| COLOURS.iter().find(|(name, ..)| *name == wanted).unwrap();
    let background = find("--chart-background");
    let contrast = |a: &str, b: &str| {
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    };
    for name in [
        "--chart-1",
        "--chart-2",
        "--chart-3",
        "--chart-4",
        "--chart-5",
        "--chart-6",
        "--chart-text",
        "--chart-muted",
    ] {
        let colour = find(name);
        assert!(contrast(colour.1, background.1) >= 4.5, "{name} light {}", contrast(colour.1, background.1));
        assert!(contrast(colour.2, background.2) >= 4.5, "{name} dark {}", contrast(colour.2, background.2));
    }
    for index in [1, 2] {
        let pick =
            |entry: &(&'static str, &'static str, &'static str)| if index == 1 { entry.1 } else { entry.2 };
        assert!(contrast(pick(find("--chart-axis")), pick(background)) >= 3.0);
    }
}

fn any_axis() -> impl Strategy<Value = (bool, Option<(f64, f64)>)> {
    (
        any::<bool>(),
        prop::option::of((1e-3..10.0_f64, 1e-3..1e4_f64).prop_map(|(low, span)| (low, low + span))),
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn nothing_is_drawn_outside_the_plot(
        points in prop::collection::vec((1e-3..1e5_f64, 1e-3..1e5_f64, 0.0..3.0_f64, any::<bool>()), 1..30),
        x in any_axis(),
        y in any_axis(),
        width in 100..2000_u32,
    ) {
        let axis = |(log, range): (bool, Option<(f64, f64)>)| {
            let axis = if log { Axis::log("Axis", "unit") } else { Axis::linear("Axis", "unit") };
            match range { Some((low, high)) => axis.range(low, high), None => axis }
        };
        let mut chart = LineChart::new(frame(width), axis(x), axis(y));
        let line = points.iter().map(|&(x, y, spread, outside)| {
            LinePoint { x, y, interval: (spread > 1.0).then_some((y / spread, y * spread)), outside }
        });
        let dots = points.iter().map(|&(x, y, spread, _)| {
            Dot { x, y, interval: Some((y / (1.0 + spread), y * (1.0 + spread))), ..Dot::default() }
        });
        chart.series.push(Series { label: "s".into(), line: line.collect(), dots: dots.collect() });
        let (x, y, ..) = points[0];
        chart.current.push(Current { x, y, interval: Some((y * 0.5, y * 2.0)), ..Current::default() });
        let drawing = chart.draw().unwrap();
        sound(&drawing);
        prop_assert_eq!(&drawing, &chart.draw().unwrap());
        // The legend stands above the plot; look at the series only.
        let from = drawing.svg.find("<g class=\"axes\">").unwrap();
        let svg = &drawing.svg[from..];
        let Place { left, top, right, bottom } = drawing.plot;
        for class in ["grid", "line", "beyond", "band", "whisker"] {
            for (x, y) in path_points(svg, class) {
                prop_assert!(x >= left - 0.11 && x <= right + 0.11, "{class} x {x} not in {left}..{right}");
                prop_assert!(y >= top - 0.11 && y <= bottom + 0.11, "{class} y {y} not in {top}..{bottom}");
            }
        }
        for (x, y) in attribute(svg, "fill", "cx").iter().zip(attribute(svg, "fill", "cy")) {
            let (x, y): (f64, f64) = (x.parse().unwrap(), y.parse().unwrap());
            prop_assert!(x >= left - 0.11 && x <= right + 0.11 && y >= top - 0.11 && y <= bottom + 0.11);
        }
    }

    #[test]
    fn any_text_and_any_numbers_are_safe(
        label in "\\PC{0,60}",
        values in prop::collection::vec(prop_oneof![
            Just(0.0), Just(1e300), Just(-1e300), Just(5e-324), any::<f64>().prop_filter("finite", |v| v.abs() <= 1e300),
        ], 1..8),
        width in 300..1300_u32,
    ) {
        let mut chart = line_chart(width, &[], |x| x);
        chart.series[0].label.clone_from(&label);
        chart.frame.title.clone_from(&label);
        chart.frame.heading = true;
        chart.x.title.clone_from(&label);
        chart.series[0].line = values.iter().map(|&v| LinePoint { x: v, y: -v, ..LinePoint::default() }).collect();
        sound(&chart.draw().unwrap());
        let mut bars = GroupedBars::new(frame(width), Axis::linear(label.clone(), "Wh"));
        for &value in &values {
            bars.groups.push(BarGroup { label: label.clone(), bars: vec![Some(Bar { value, ..Bar::default() })] });
        }
        bars.baseline = Some((0, 0));
        sound(&bars.draw().unwrap());
        let parts = values.iter().take(6).map(|_| label.clone()).collect();
        let shares = values.iter().take(6).map(|value| value.abs()).collect();
        let bars = vec![StackedBar { label: label.clone(), values: shares }];
        sound(&StackedBars { frame: frame(width), title: label, unit: String::new(), parts, bars }.draw().unwrap());
    }
}

fn agreement(pairs: &[(f64, f64)]) -> AgreementChart {
    let mut chart = AgreementChart::new(frame(440), "energy", "Wh");
    chart.interval_label = "90 % interval".into();
    let pair = |&(measured, predicted): &(f64, f64)| MeasuredPair {
        measured,
        predicted,
        interval: (predicted * 0.8, predicted * 1.25),
        label: "a <b>".into(),
    };
    chart.groups = vec![
        AgreementGroup { label: "none".into(), pairs: Vec::new() },
        AgreementGroup { label: "some".into(), pairs: pairs.iter().map(pair).collect() },
    ];
    chart
}

/// On the diagonal where a prediction is what was measured, above it where it is more; hollow where its interval misses.
#[test]
fn agreement_is_the_diagonal_and_a_missed_measurement_is_hollow() {
    let drawing = agreement(&[(1.0, 1.0), (10.0, 20.0), (10.0, 11.0)]).draw().unwrap();
    let along = |at: f64, from: f64, to: f64| (at - from) / (to - from);
    let plot = drawing.plot;
    let place = |point: &wattpix_core::charts::HoverPoint| {
        (along(point.x, plot.left, plot.right), along(point.y, plot.bottom, plot.top))
    };
    let (x, y) = place(&drawing.points[0]);
    assert!((x - y).abs() < 1e-9, "{x} {y}");
    let (x, y) = place(&drawing.points[1]);
    assert!(y > x + 0.05);
    assert_eq!(drawing.points.iter().map(|point| point.series).collect::<Vec<_>>(), [1, 1, 1]);
    // One point and its legend entry.
    assert_eq!(count(&drawing.svg, "hollow"), 2);
    assert!(drawing.description.ends_with("inside the 90 % interval: 2/3."), "{}", drawing.description);
    assert!(!drawing.svg.contains(">none<") && drawing.svg.contains(">some<"));
    assert_eq!(drawing.table.rows.len(), 3);
}

#[test]
fn agreement_refuses_what_it_cannot_show() {
    assert!(matches!(agreement(&[(0.0, 1.0)]).draw(), Err(Error::NotPositive { what: "measured", .. })));
    assert!(matches!(agreement(&[(1.0, f64::NAN)]).draw(), Err(Error::NotFinite { what: "predicted", .. })));
    let mut many = agreement(&[(1.0, 1.0)]);
    many.groups = vec![AgreementGroup::default(); MOST_GROUPS + 1];
    assert!(matches!(many.draw(), Err(Error::TooManyGroups { given: 37 })));
    assert!(agreement(&[]).draw().unwrap().svg.contains("Nothing to draw"));
    // One point alone, and points at both ends of what numbers can be.
    assert!(agreement(&[(1.0, 1.0)]).draw().is_ok() && agreement(&[(1e-300, 1e299)]).draw().is_ok());
}

/// Notes stand in the plot's corner and in the description; without bars the intervals are in the table alone, and do not stretch the axes.
#[test]
fn notes_and_points_without_bars() {
    let mut chart = agreement(&[(1.0, 1.1), (10.0, 9.0)]);
    let with_bars = chart.draw().unwrap();
    chart.notes = vec!["R² 0.99 < 1".to_owned()];
    chart.bars = false;
    let without = chart.draw().unwrap();
    assert!(with_bars.svg.matches("whisker").count() >= 2 && !without.svg.contains("whisker"));
    assert!(without.svg.contains("R² 0.99 &lt; 1") && without.description.ends_with("R² 0.99 < 1."));
    assert_eq!(with_bars.table, without.table);
}
