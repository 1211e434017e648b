//! What leaves the page: files of a chart, a citation, a command line, a snippet to embed. What needs no drawing is written by the third
//! module.

pub mod cite;
pub mod command;
pub mod embed;
pub mod file;
pub(crate) mod json;
pub mod metadata;
pub mod snippet;

/// Key of the chart that `embed.html` shows.
pub const CHART: &str = "chart";

/// Charts that the site also has as pictures, for the first visit's state: `charts/ID.svg`.
pub const PICTURES: [&str; 5] = [
    "energy-by-steps",
    "energy-by-side",
    "energy-by-flops",
    "flops-by-component",
    "predicted-against-measured",
];
