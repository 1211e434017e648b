//! A description of the numbers of a saved chart: a JSON file beside its data.

use serde::Serialize;
use wattpix_core::error::Choice;
use wattpix_core::estimate::{Estimate, INTERVAL};
use wattpix_core::fit::schema::{Citation, List, Text};
use wattpix_core::fit::{self, Provenance};
use wattpix_core::measured;

use super::{cite, command, file};
use crate::charts;
use crate::own::kept::json;
use crate::view::View;

/// Licence of what the site writes.
const LICENCE: &str =
    "MIT OR Apache-2.0; figures of arXiv:2511.17031 and values derived from them: CC BY 4.0, by its authors";

/// The file.
#[derive(Serialize)]
struct Metadata<'a> {
    title: &'a str,
    data: [String; 2],
    columns: Vec<String>,
    about: String,
    software: &'a str,
    coefficients: u32,
    coefficients_date: &'a str,
    link: String,
    command: String,
    boundary: &'a str,
    interval: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    fit: Option<Fit<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    caveats: Option<Vec<Caveat>>,
    measured_by: Vec<&'a str>,
    citation: String,
    licence: &'a str,
}

/// The fit behind the figure, with its documents.
#[derive(Serialize)]
struct Fit<'a> {
    id: &'a str,
    title: Text,
    notes: Text,
    sources: List<Citation>,
}

#[derive(Serialize)]
struct Caveat {
    code: &'static str,
    message: String,
}

impl<'a> Fit<'a> {
    fn new(fit: &'a fit::Fit) -> Self {
        let Provenance { title, notes, sources } = fit.provenance();
        Self { id: fit.id(), title, notes, sources }
    }
}

fn caveats(estimate: &Estimate, view: &View) -> Vec<Caveat> {
    let caveats = estimate.caveats.iter();
    caveats.map(|caveat| Caveat { code: caveat.code(), message: caveat.tell(view.words) }).collect()
}

/// Returns a description of the numbers of a chart or table: their meaning, origin and citation; `None` where there is none with this id.
/// `site` is the address of the site's folder.
pub fn metadata(view: &View, id: &str, site: &str) -> Option<String> {
    let mut measured_by: Vec<&str> = measured::ALL.iter().map(|measurement| measurement.by).collect();
    measured_by.dedup();
    let estimate = view.estimate.as_ref().ok();
    let metadata = Metadata {
        title: view.words.text(charts::title(id)?),
        data: ["csv", "json"].map(|ending| file::name(view, id, ending)),
        columns: file::data(view, id)?.headers,
        about: view.what(),
        software: cite::SOFTWARE,
        coefficients: view.page.version.number,
        coefficients_date: view.page.version.date,
        link: cite::lasting_link(view, site),
        command: command::command(view),
        boundary: view.page.main.question.boundary.name(),
        interval: INTERVAL,
        fit: estimate.map(|estimate| Fit::new(estimate.fit)),
        caveats: estimate.map(|estimate| caveats(estimate, view)),
        measured_by,
        citation: cite::text(view, site),
        licence: LICENCE,
    };
    Some(json(&metadata))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::charts::heat_map;
    use crate::query::Query;

    #[test]
    fn metadata_say_what_and_by_which_coefficients() {
        let of_images = |id: &&str| *id != charts::energy_by_frames::CHART.id;
        for id in charts::ALL.iter().map(|chart| chart.id).filter(of_images).chain([heat_map::ID]) {
            let view = View::of(Query::parse("?model=sd2.1&gpu=t4&v=1"));
            let metadata = metadata(&view, id, "https://example.org/").unwrap();
            let metadata: Value = serde_json::from_str(&metadata).unwrap();
            assert_eq!(metadata["coefficients"], 1);
            assert_eq!(metadata["fit"]["id"], "paper-sd2-a100-cells");
            assert_eq!(metadata["data"][0], format!("wattpix-{id}-sd2.1-t4-v1.csv"));
            assert!(metadata["caveats"].as_array().unwrap().iter().any(|c| c["code"] == "gpu-not-in-fit"));
        }
    }
}
