//! JSON Schemas (draft 2020-12) of the formats that other programs read and write, made from the types behind them. To add one, add an entry to
//! [`ALL`] and write `docs/schemas/` again, as its test says.

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema};
use serde_json::Value;
use wattpix_core::fit::schema::FitFile;
use wattpix_core::report::{CatalogueData, EstimatesData, FlopsReport};

use crate::command::estimate::Report;
use crate::observation::{Header, Observation};
use crate::sweep::design::Design;

/// A format with its schema.
#[derive(Debug, Clone, Copy)]
pub struct Format {
    /// Name of the schema's file, without `.json`.
    pub name: &'static str,
    /// Title in one line.
    pub title: &'static str,
    make: fn() -> Schema,
    /// True if an unknown field is an error.
    strict: bool,
}

/// Every format.
pub const ALL: [Format; 7] = [
    Format {
        name: "estimate",
        title: "Object of `measure estimate --json`",
        make: written::<Report>,
        strict: false,
    },
    Format {
        name: "flops",
        title: "Object of `measure flops --json`",
        make: written::<FlopsReport>,
        strict: false,
    },
    Format { name: "fit", title: "Fit file, schemas 1 to 3", make: written::<FitFile>, strict: true },
    Format {
        name: "observation",
        title: "Line of an observation file: the header, or a row",
        make: written::<ObservationLine>,
        strict: true,
    },
    Format { name: "plan", title: "Plan of a sweep, a TOML file", make: read::<Design>, strict: true },
    Format {
        name: "catalogue",
        title: "data/catalogue.json of the site",
        make: written::<CatalogueData>,
        strict: false,
    },
    Format {
        name: "estimates",
        title: "data/estimates.json of the site",
        make: written::<EstimatesData>,
        strict: false,
    },
];

/// A line of an observation file.
#[derive(Debug, serde::Serialize, JsonSchema)]
#[serde(untagged)]
#[allow(dead_code, reason = "described, not made")]
enum ObservationLine {
    Header(Header),
    Row(Box<Observation>),
}

impl Format {
    /// Returns the schema.
    #[must_use]
    pub fn schema(&self) -> Value {
        let mut schema = Value::from((self.make)());
        if let Some(root) = schema.as_object_mut() {
            root.insert("title".to_owned(), self.title.into());
            root.insert("$id".to_owned(), format!("{}.json", self.name).into());
        }
        if self.strict {
            close(&mut schema);
        }
        schema
    }
}

/// Returns the schema of what is written.
fn written<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().for_serialize().into_generator().into_root_schema_for::<T>()
}

/// Returns the schema of what is read.
fn read<T: JsonSchema>() -> Schema {
    SchemaSettings::draft2020_12().into_generator().into_root_schema_for::<T>()
}

/// Forbids other fields in every object whose fields are named.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(fields) => {
            fields.values_mut().for_each(close);
            if fields.get("properties").is_some_and(Value::is_object) {
                fields.entry("additionalProperties").or_insert(false.into());
            }
        }
        Value::Array(list) => list.iter_mut().for_each(close),
        _ => {}
    }
}
