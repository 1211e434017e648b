//! Charts as SVG text, pure: the same bytes on every machine and in the browser, without a page, a font or
//! a clock. A chart knows data, axes and words, and nothing of models, GPUs or laws.
//!
//! | chart | for |
//! |---|---|
//! | [`LineChart`] | energy against steps, resolution or FLOPs, with interval bands, measured points and the chosen one |
//! | [`StackedBars`] | shares of a whole, small ones kept visible |
//! | [`GroupedBars`] | configurations side by side, with error bars and ratios |
//! | [`AgreementChart`] | predicted against measured |
//!
//! Each has `draw`, which returns a [`Drawing`]: the SVG, its description, the data [`Table`] and the places
//! of the points for hover and keyboard. What cannot be drawn honestly is an [`Error`].
//!
//! # How it is made
//! plotters maps coordinates and issues shapes; `svg.rs` is its backend. Units are tenths of a CSS pixel, so
//! curves are smooth; colours are placeholders that become CSS classes (`ink.rs`), so that themes and print
//! need no redrawing. Scales, ticks, clipping and text widths are ours (`ruler.rs`, `ticks.rs`, `clip.rs`,
//! `lettering.rs`): plotters moves outside points onto the edge, and measures text in the page.
//!
//! # Style
//! [`stylesheet`] is for pages, [`standalone`] makes a file of its own. Custom properties, listed with their
//! values in [`COLOURS`]: `--chart-1` to `--chart-6` (series), `--chart-text`, `--chart-muted`, `--chart-axis`,
//! `--chart-grid`, `--chart-background`, `--chart-on-fill` (text on bars), `--chart-track` (a bar without
//! values). Classes: `s1`..`s6` set a series' colour; `line`, `beyond`, `band`, `fill`, `hollow`, `whisker`,
//! `ring`, `grid`, `axis`, `track` shapes; `text`, `label`, `muted`, `heading`, `value`, `on-fill` text.
//!
//! # Example
//! ```
//! use wattpix_core::charts::{Axis, Current, Frame, LineChart, LinePoint, Series};
//!
//! let frame = Frame::new("energy-by-steps", "Energy against denoising steps", 640);
//! let x = Axis::linear("Denoising steps", "");
//! let y = Axis::linear("Energy per image", "Wh").from_zero();
//! let mut chart = LineChart::new(frame, x, y);
//! chart.band_label = "90 % interval".into();
//! let line = (1..=100).map(|steps| {
//!     let wh = 0.08 * f64::from(steps);
//!     LinePoint { x: f64::from(steps), y: wh, interval: Some((wh * 0.8, wh * 1.2)), outside: steps < 10 }
//! });
//! chart.series.push(Series { label: "Flux.1-dev, A100".into(), line: line.collect(), ..Series::default() });
//! chart.current.push(Current { x: 50.0, y: 4.0, interval: Some((3.2, 4.8)), ..Current::default() });
//! let drawing = chart.draw()?;
//! assert!(drawing.svg.starts_with("<svg"));
//! assert_eq!(drawing.table.rows.len(), 101);
//! # Ok::<(), wattpix_core::charts::Error>(())
//! ```

mod agreement;
mod agreement_draw;
mod axis;
mod beside;
mod clip;
mod error;
mod frame;
mod grouped;
mod grouped_draw;
mod grouped_words;
mod ink;
mod legend;
mod lettering;
mod line;
mod line_draw;
mod line_words;
mod marker;
mod number;
mod panel;
mod prose;
mod ruler;
mod shares;
mod sheet;
mod stacked;
mod standalone;
mod style;
mod svg;
mod table;
mod ticks;

pub use agreement::{AgreementChart, AgreementGroup, MeasuredPair};
pub use axis::{Axis, Scale};
pub use error::{Error, LARGEST, MOST_GROUPS, MOST_SERIES};
pub use frame::{Drawing, Frame, HoverPoint, NARROWEST_PX, Place, WIDEST_PX};
pub use grouped::{Bar, BarGroup, BarKind, GroupedBars};
pub use line::{Current, Dot, DotKind, LineChart, LinePoint, Series};
pub use stacked::{StackedBar, StackedBars};
pub use standalone::{picture, standalone};
pub use style::{COLOURS, Theme, stylesheet};
pub use table::{Cell, Table};
