//! What leaves the page: files of a chart, a citation, a command line, a snippet to embed.

pub mod cite;
pub mod command;
pub mod embed;
pub mod file;
pub(crate) mod json;
