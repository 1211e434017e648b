//! Files of a chart, citations, command lines and snippets to embed charts. `press` hears the buttons, `act` is what they do; `clipboard`, `dialog`, `download` and `picture`
//! are how the browser takes them.

#[cfg(feature = "page")]
pub mod act;
pub mod cite;
#[cfg(feature = "page")]
mod clipboard;
pub mod command;
#[cfg(feature = "page")]
pub mod dialog;
#[cfg(feature = "page")]
pub mod download;
pub mod file;
mod json;
pub mod metadata;
#[cfg(feature = "page")]
pub mod model_file;
#[cfg(feature = "page")]
mod picture;
#[cfg(feature = "page")]
pub mod press;
pub mod snippet;

/// Key of the chart that `embed.html` shows.
pub const CHART: &str = "chart";

/// Key of the theme of an embedded chart: `light`, `dark` or `auto`; its script reads it.
pub const THEME: &str = "theme";

/// Charts that the site also has as pictures, for the first visit's state: `charts/ID.svg`.
pub const PICTURES: [&str; 5] = [
    "energy-by-steps",
    "energy-by-side",
    "energy-by-flops",
    "flops-by-component",
    "predicted-against-measured",
];
