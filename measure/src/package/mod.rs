//! A data package: observations with everything that was made of them, ready for an archive, as a folder.
//!
//! The folder is a Frictionless data package (<https://datapackage.org>, version 2): `datapackage.json` lists every file with its size and
//! SHA-256. Beside it stand a README, a citation, the licence, and the checksums once more as `sha256sum` reads them.
//!
//! - [`descriptor`] — `datapackage.json` as types. [`table_schema`] — columns of a table and their types.
//! - [`draft`] — the folder while it is made, and its files.
//! - [`about`] — who publishes what under which licence. [`citation`], [`readme`] — the same for people and reference managers.
//! - [`machine`] — what ran, from the headers of observation files.
//! - [`contents`] — fit, report and tables of the observations.
//! - [`verify`] — whether a package is what it says.

pub mod about;
pub mod citation;
pub mod contents;
pub mod descriptor;
pub mod draft;
pub mod machine;
pub mod readme;
pub mod table_schema;
pub mod verify;

/// The file that describes the package.
pub const DESCRIPTOR: &str = "datapackage.json";
/// The file of checksums, one a line, as `sha256sum --check` reads them.
pub const CHECKSUMS: &str = "SHA256SUMS";
/// The folder of the observations.
pub const OBSERVATIONS: &str = "observations";
/// The folder of the fit.
pub const FITS: &str = "fits";
