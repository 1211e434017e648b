//! What the numbers of a saved chart are: a JSON file beside its data.

use wattpix_core::caveat::Caveat;
use wattpix_core::error::Choice;
use wattpix_core::estimate::INTERVAL;
use wattpix_core::fit::schema::{Citation, FitFile};
use wattpix_core::measured;

use super::json::{self, Object};
use super::{cite, command, file};
use crate::exact::exact;
use crate::view::View;

/// Licence of what the site writes.
const LICENCE: &str =
    "MIT OR Apache-2.0; figures of arXiv:2511.17031 and values derived from them: CC BY 4.0, by its authors";

/// Who made the published measurements.
fn measurers() -> Vec<String> {
    let mut names: Vec<String> = measured::ALL.iter().map(|measurement| measurement.by.to_owned()).collect();
    names.dedup();
    names
}

/// The fit behind the figure, with its documents.
fn fit(fit: &FitFile) -> String {
    let document = |source: &Citation| {
        let mut object = Object::default();
        object.text("title", &source.title);
        object.text("locator", &source.locator);
        object.text("url", &source.url);
        object.finish()
    };
    let documents: Vec<String> = fit.sources.iter().map(document).collect();
    let mut object = Object::default();
    object.text("id", &fit.id);
    object.text("title", &fit.title);
    object.text("notes", &fit.notes);
    object.value("sources", &json::list(&documents));
    object.finish()
}

/// What the numbers are, where they are from and how to cite them. `title` is that of the chart or table, `columns` those of its data as
/// JSON (see [`file::columns`]), `site` the address of the site's folder.
pub fn metadata(view: &View, id: &str, title: &str, columns: &str, site: &str) -> String {
    let version = view.page.version;
    let mut object = Object::default();
    object.text("title", title);
    object.value("data", &json::texts(&["csv", "json"].map(|ending| file::name(view, id, ending))));
    object.value("columns", columns);
    object.text("about", &view.what());
    object.text("software", cite::SOFTWARE);
    object.value("coefficients", &exact(f64::from(version.number)));
    object.text("coefficients_date", version.date);
    object.text("link", &cite::lasting_link(view, site));
    object.text("command", &command::command(view));
    object.text("boundary", view.page.main.question.boundary.name());
    object.value("interval", &exact(INTERVAL));
    if let Ok(estimate) = &view.estimate {
        object.value("fit", &fit(estimate.fit.file()));
        let caveat = |caveat: &Caveat| {
            let mut object = Object::default();
            object.text("code", caveat.code());
            object.text("message", &caveat.tell(view.words));
            object.finish()
        };
        object.value("caveats", &json::list(&estimate.caveats.iter().map(caveat).collect::<Vec<_>>()));
    }
    object.value("measured_by", &json::texts(&measurers()));
    object.text("citation", &cite::text(view, site));
    object.text("licence", LICENCE);
    object.finish()
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::charts;
    use crate::panels::heat_map;
    use crate::query::Query;

    #[test]
    fn metadata_say_what_and_by_which_coefficients() {
        for id in charts::ALL.iter().map(|chart| chart.id).chain([heat_map::ID]) {
            let view = View::of(Query::parse("?model=sd2.1&gpu=t4&v=1"));
            let columns = file::columns(&view, id).unwrap();
            let metadata = metadata(&view, id, "A chart", &columns, "https://example.org/");
            let metadata: Value = serde_json::from_str(&metadata).unwrap();
            assert_eq!(metadata["coefficients"], 1);
            assert_eq!(metadata["fit"]["id"], "paper-sd2-a100-cells");
            assert_eq!(metadata["data"][0], format!("wattpix-{id}-sd2.1-t4-v1.csv"));
            assert!(metadata["caveats"].as_array().unwrap().iter().any(|c| c["code"] == "gpu-not-in-fit"));
        }
    }
}
