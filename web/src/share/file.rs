//! A chart or table as files: SVG, CSV, JSON, and what the numbers are in a JSON file beside them.

use wattpix_core::caveat::Caveat;
use wattpix_core::charts::{Cell, Drawing, Table, Theme, standalone};
use wattpix_core::configuration::short_id;
use wattpix_core::error::Choice;
use wattpix_core::estimate::INTERVAL;
use wattpix_core::measured;

use super::{cite, command, embed, json};
use crate::charts::{self, Look};
use crate::panels::heat_map;
use crate::view::View;

/// Width of a saved chart in CSS pixels.
const WIDTH: u32 = 760;

/// Licence of what the site writes.
const LICENCE: &str =
    "MIT OR Apache-2.0; figures of arXiv:2511.17031 and values derived from them: CC BY 4.0, by its authors";

/// What a file is called: what it shows, of what, by which coefficients.
pub fn name(view: &View, id: &str, ending: &str) -> String {
    let question = &view.page.main.question;
    format!(
        "wattpix-{id}-{}-{}-v{}.{ending}",
        question.workload.model().id,
        short_id(question.gpu),
        view.page.version.number
    )
}

/// A chart drawn to stand alone; `None` for tables and where there is nothing to draw.
fn drawing(view: &View, id: &str) -> Option<Drawing> {
    (charts::find(id)?.draw)(view, Look::alone(WIDTH))?.ok()
}

/// The data of a chart or table.
fn data(view: &View, id: &str) -> Option<Table> {
    if id == heat_map::ID {
        Some(heat_map::table(view))
    } else {
        drawing(view, id).map(|drawing| drawing.table)
    }
}

/// A picture with its fonts and colours inside.
pub fn svg(view: &View, id: &str, theme: Theme) -> Option<String> {
    drawing(view, id).map(|drawing| standalone(&drawing.svg, theme))
}

/// Rows as RFC 4180 has them, a header first; numbers read back exactly.
pub fn csv(view: &View, id: &str) -> Option<String> {
    let table = data(view, id)?;
    let mut text = line(table.headers.iter().map(String::as_str));
    for row in &table.rows {
        let cells: Vec<String> = row.iter().map(exact).collect();
        text.push_str(&line(cells.iter().map(String::as_str)));
    }
    Some(text)
}

/// A cell whose number reads back bit for bit.
fn exact(cell: &Cell) -> String {
    cell.value.map_or_else(|| cell.shown.clone(), json::number)
}

fn line<'a>(fields: impl Iterator<Item = &'a str>) -> String {
    let quoted = |field: &str| {
        if field.contains([',', '"', '\n', '\r']) {
            format!("\"{}\"", field.replace('"', "\"\""))
        } else {
            field.to_owned()
        }
    };
    let mut text = fields.map(quoted).collect::<Vec<_>>().join(",");
    text.push_str("\r\n");
    text
}

/// Columns and rows; numbers are numbers, what is missing is null.
pub fn json(view: &View, id: &str) -> Option<String> {
    let table = data(view, id)?;
    let cell = |cell: &Cell| match cell.value {
        Some(value) => json::number(value),
        None if cell.shown.is_empty() => "null".to_owned(),
        None => json::text(&cell.shown),
    };
    let row = |row: &Vec<Cell>| ["[", &row.iter().map(cell).collect::<Vec<_>>().join(", "), "]"].concat();
    let rows: Vec<String> = table.rows.iter().map(row).collect();
    Some(json::object(&[("columns", texts(&table.headers)), ("rows", json::list(&rows))]))
}

fn texts(texts: &[String]) -> String {
    json::list(&texts.iter().map(|text| json::text(text)).collect::<Vec<_>>())
}

/// A document that is cited.
fn document(title: &str, locator: &str, url: &str) -> String {
    json::object(&[("title", json::text(title)), ("locator", json::text(locator)), ("url", json::text(url))])
}

/// Who made the published measurements.
fn measurers() -> Vec<String> {
    let mut names: Vec<String> = measured::ALL.iter().map(|measurement| measurement.by.to_owned()).collect();
    names.dedup();
    names
}

/// What the numbers are, where they are from and how to cite them. `site` is the address of the site's folder.
pub fn metadata(view: &View, id: &str, site: &str) -> Option<String> {
    let table = data(view, id)?;
    let estimate = view.estimate.as_ref().ok();
    let fit = estimate.map(|estimate| estimate.fit.file()).map(|file| {
        let sources = file.sources.iter();
        let sources: Vec<_> =
            sources.map(|source| document(&source.title, &source.locator, &source.url)).collect();
        json::object(&[
            ("id", json::text(&file.id)),
            ("title", json::text(&file.title)),
            ("notes", json::text(&file.notes)),
            ("sources", json::list(&sources)),
        ])
    });
    let caveats = estimate.map(|estimate| estimate.caveats.as_slice()).unwrap_or_default();
    let caveat = |caveat: &Caveat| {
        json::object(&[("code", json::text(caveat.code())), ("message", json::text(&caveat.to_string()))])
    };
    let caveats: Vec<String> = caveats.iter().map(caveat).collect();
    Some(json::object(&[
        ("title", json::text(embed::title(id)?)),
        ("data", texts(&["csv", "json"].map(|ending| name(view, id, ending)))),
        ("columns", texts(&table.headers)),
        ("about", json::text(&view.what())),
        ("software", json::text(cite::SOFTWARE)),
        ("coefficients", json::number(f64::from(view.page.version.number))),
        ("coefficients_date", json::text(view.page.version.date)),
        ("link", json::text(&cite::lasting_link(view, site))),
        ("command", json::text(&command::command(view))),
        ("boundary", json::text(view.page.main.question.boundary.name())),
        ("interval", json::number(INTERVAL)),
        ("fit", fit.unwrap_or_else(|| "null".to_owned())),
        ("caveats", json::list(&caveats)),
        ("measured_by", texts(&measurers())),
        ("citation", json::text(&cite::text(view, site))),
        ("licence", json::text(LICENCE)),
    ]))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::query::Query;

    fn view(query: &str) -> View {
        View::of(Query::parse(query))
    }

    fn ids() -> impl Iterator<Item = &'static str> {
        charts::ALL.iter().map(|chart| chart.id).chain([heat_map::ID])
    }

    #[test]
    fn every_chart_has_data_whose_numbers_read_back() {
        for query in ["", "?model=flux1-dev,sd2.1&gpu=a100,h100&unit=j", "?model=qwen-image&boundary=gross"] {
            let view = view(query);
            for id in ids() {
                let rows: Value = serde_json::from_str(&json(&view, id).unwrap()).unwrap();
                let csv = csv(&view, id).unwrap();
                let width = rows["columns"].as_array().unwrap().len();
                let listed = rows["rows"].as_array().unwrap();
                assert!(!listed.is_empty(), "{id} {query}");
                assert_eq!(csv.lines().count(), listed.len() + 1, "{id}: a line a row");
                assert!(listed.iter().all(|row| row.as_array().unwrap().len() == width), "{id}");
                let lines: Vec<&str> = csv.lines().skip(1).collect();
                for (row, line) in data(&view, id).unwrap().rows.iter().zip(lines) {
                    for number in row.iter().filter_map(|cell| cell.value) {
                        // Read back from the file's text by Rust's own reader.
                        let read = line.split(',').any(|field| field.parse() == Ok(number));
                        assert!(read, "{id}: {number} is not in {line}");
                    }
                }
            }
        }
    }

    #[test]
    fn fields_are_quoted_where_they_must_be() {
        assert_eq!(line(["a", "b,c", "d\"e", ""].into_iter()), "a,\"b,c\",\"d\"\"e\",\r\n");
    }

    #[test]
    fn pictures_carry_their_colours_and_ask_for_nothing() {
        for chart in charts::ALL {
            let svg = svg(&view("?model=flux1-dev,sd2.1"), chart.id, Theme::Dark).unwrap();
            assert!(!svg.contains("var(") && !svg.contains("href"), "{}", chart.id);
            assert!(svg.contains("<title") && svg.contains("#14171b"), "{}", chart.id);
        }
        assert_eq!(svg(&view(""), heat_map::ID, Theme::Light), None);
    }

    #[test]
    fn metadata_say_what_and_by_which_coefficients() {
        for id in ids() {
            let metadata = metadata(&view("?model=sd2.1&gpu=t4&v=1"), id, "https://example.org/").unwrap();
            let metadata: Value = serde_json::from_str(&metadata).unwrap();
            assert_eq!(metadata["coefficients"], 1);
            assert_eq!(metadata["fit"]["id"], "paper-sd2-a100-cells");
            assert_eq!(metadata["data"][0], format!("wattpix-{id}-sd2.1-t4-v1.csv"));
            assert!(metadata["caveats"].as_array().unwrap().iter().any(|c| c["code"] == "gpu-not-in-fit"));
        }
    }
}
