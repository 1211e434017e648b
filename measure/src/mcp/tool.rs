//! The tools by name. To add one, write its input and its answer in a file beside this one, and a line in [`Tool::ALL`].

use std::sync::Arc;

use rmcp::model::{JsonObject, Tool as Described, ToolAnnotations};
use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use wattpix_core::report::{ExplanationReport, FlopsReport};

use super::catalogue::{fits, fits_input, gpus, gpus_input, models, models_input};
use super::estimates::{
    Compared, compare, compare_input, estimate, estimate_input, explain, flops, flops_input,
};
use crate::command::estimate::Report;

/// A tool.
pub struct Tool {
    /// Name by which it is called.
    pub name: &'static str,
    about: &'static str,
    input: fn() -> JsonObject,
    /// Schema of the result, where the result is one object of a fixed form.
    output: Option<fn() -> JsonObject>,
    /// Returns the result as JSON text.
    pub call: fn(&JsonObject) -> anyhow::Result<String>,
}

impl Tool {
    /// Every tool.
    pub const ALL: [Self; 7] = [
        Self {
            name: "estimate",
            about: "Energy of one image or clip on a GPU: watt-hours with a 90 % prediction interval, seconds, watts, memory, caveats; on \
                    request grams of CO2e, cost and an everyday comparison.",
            input: estimate_input,
            output: Some(of_type::<Report>),
            call: estimate,
        },
        Self {
            name: "compare",
            about: "Estimates of several configurations side by side, with ratios to the first.",
            input: compare_input,
            output: Some(of_type::<Compared>),
            call: compare,
        },
        Self {
            name: "flops",
            about: "Exact operation counts of an image or clip by component and kind of layer, in GFLOP.",
            input: flops_input,
            output: Some(of_type::<FlopsReport>),
            call: flops,
        },
        Self {
            name: "explain",
            about: "An estimate term by term: the law, the effects that its fit knows, and the causes of the interval's width.",
            input: estimate_input,
            output: Some(of_type::<ExplanationReport>),
            call: explain,
        },
        Self {
            name: "models",
            about: "Models with their ids, default settings and legal sides; with an id one model and its sources.",
            input: models_input,
            output: None,
            call: models,
        },
        Self {
            name: "gpus",
            about: "GPUs with the figures of their data sheets; with an id one GPU and its sources.",
            input: gpus_input,
            output: None,
            call: gpus,
        },
        Self {
            name: "fits",
            about: "Fits behind the estimates with origin and scope; with an id the whole fit file.",
            input: fits_input,
            output: None,
            call: fits,
        },
    ];

    /// Returns the tool as a client sees it.
    pub fn described(&self) -> Described {
        let hints = ToolAnnotations::new().read_only(true).idempotent(true).open_world(false);
        let tool = Described::new(self.name, self.about, Arc::new((self.input)())).with_annotations(hints);
        match self.output {
            Some(output) => tool.with_raw_output_schema(Arc::new(output())),
            None => tool,
        }
    }
}

/// Returns the schema of a type.
fn of_type<T: JsonSchema>() -> JsonObject {
    let generator = SchemaSettings::default().for_serialize().into_generator();
    let schema = generator.into_root_schema_for::<T>();
    schema.as_object().cloned().unwrap_or_default()
}
