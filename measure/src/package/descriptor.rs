//! `datapackage.json` as types: what this program writes, and what it reads of others' packages.

use serde::{Deserialize, Serialize};

use super::table_schema::Schema;

/// Address of the profile that the descriptor follows.
pub const PROFILE: &str = "https://datapackage.org/profiles/2.0/datapackage.json";

/// The descriptor. Properties that this program does not know are ignored.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Descriptor {
    /// [`PROFILE`].
    #[serde(rename = "$schema", default)]
    pub profile: String,
    /// Short name: small letters, digits, `.`, `-`, `_`.
    pub name: String,
    /// Title in one line.
    #[serde(default)]
    pub title: String,
    /// Description in Markdown.
    #[serde(default)]
    pub description: String,
    /// Version of the data.
    #[serde(default)]
    pub version: String,
    /// When it was made, ISO 8601: the day's beginning.
    #[serde(default)]
    pub created: String,
    /// Words to find it by.
    #[serde(default)]
    pub keywords: Vec<String>,
    /// People who made it.
    #[serde(default)]
    pub contributors: Vec<Contributor>,
    /// Terms.
    #[serde(default)]
    pub licenses: Vec<License>,
    /// Sources that it was made from.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
    /// Files of the package.
    pub resources: Vec<Resource>,
}

impl Descriptor {
    /// The day of the package, YYYY-MM-DD.
    #[must_use]
    pub fn day(&self) -> &str {
        self.created.split('T').next().unwrap_or_default()
    }
}

/// Somebody who made the package.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Contributor {
    /// The name.
    pub title: String,
    /// An address that tells them from others, such as an ORCID.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// Roles of the person.
    #[serde(default)]
    pub roles: Vec<String>,
}

/// Terms under which the package may be used.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct License {
    /// SPDX id.
    pub name: String,
    /// Address of the text.
    pub path: String,
    /// Name for people.
    pub title: String,
}

/// A document or data set that the package rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Source {
    /// The document.
    pub title: String,
    /// Address of the source.
    pub path: String,
}

/// A file of the package.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Resource {
    /// Short name, one of its own in the package.
    pub name: String,
    /// Path from the folder of the descriptor.
    pub path: String,
    /// `table` where rows and columns are described.
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Ending of the file.
    #[serde(default)]
    pub format: String,
    /// Media type.
    #[serde(default)]
    pub mediatype: String,
    /// Encoding of a text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// Size.
    pub bytes: u64,
    /// `sha256:` and the SHA-256 in hexadecimal.
    pub hash: String,
    /// Columns of a table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schema: Option<Schema>,
}

/// Prefix of a hash.
pub const SHA256: &str = "sha256:";

/// Media type of a file by its ending.
#[must_use]
pub fn media_type(format: &str) -> &'static str {
    match format {
        "csv" => "text/csv",
        "json" => "application/json",
        "jsonl" => "application/jsonl",
        "html" => "text/html",
        "svg" => "image/svg+xml",
        "md" => "text/markdown",
        "toml" => "application/toml",
        "cff" => "application/yaml",
        _ => "text/plain",
    }
}
